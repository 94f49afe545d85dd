"""What an issue property may be."""

from __future__ import annotations

import json
from typing import Any

from jira_sandbox.exchange import JiraError

LONGEST_KEY = 255
LARGEST = 32768


def accept_property(key: Any, value: Any) -> tuple[str, Any]:
    """A key and its value. Raises JiraError 400."""
    if not isinstance(key, str) or not key or len(key) > LONGEST_KEY:
        raise JiraError(
            400, f"The length of the property key must not exceed {LONGEST_KEY} characters."
        )
    if len(json.dumps(value, ensure_ascii=False)) > LARGEST:
        raise JiraError(400, f"The property value length must not exceed {LARGEST} characters.")
    return key, value


def accept_properties(rows: Any) -> list[tuple[str, Any]]:
    """The properties of a create or an edit: `[{key, value}]`. Raises JiraError 400."""
    if rows is None:
        return []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise JiraError(400, "Invalid request payload. Refer to the REST API documentation.")
    return [accept_property(row.get("key"), row.get("value")) for row in rows]
