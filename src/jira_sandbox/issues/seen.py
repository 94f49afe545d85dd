"""Who may see a comment or a worklog."""

from __future__ import annotations

from typing import Any

from jira_sandbox.exchange import invalid

KINDS = ("group", "role")


def visibility(asked: dict[str, Any], old: dict[str, Any] | None = None) -> dict[str, Any] | None:
    """What `visibility` asks for: `{type, value}`; the old one where it is not named. Raises JiraError 400."""
    if "visibility" not in asked:
        return old
    wanted = asked["visibility"]
    if not wanted:
        return None
    if not isinstance(wanted, dict) or wanted.get("type") not in KINDS:
        raise invalid("commentLevel", "The visibility type must be either 'group' or 'role'.")
    name = wanted.get("value") or wanted.get("identifier")
    if not isinstance(name, str) or not name:
        raise invalid("commentLevel", "The visibility must name a group or a role.")
    told = {"type": wanted["type"], "value": name}
    return {**told, "identifier": wanted["identifier"]} if wanted.get("identifier") else told
