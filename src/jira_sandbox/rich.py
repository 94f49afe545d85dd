"""Rich text, written and read in either form: documents on version 3, wiki markup on version 2.

Stored is always a document. One that was written as markup keeps the markup under `wiki`, so that
version 2 reads back what it wrote, character for character.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox import adf
from jira_sandbox.exchange import invalid
from jira_sandbox.wiki.read import to_adf
from jira_sandbox.wiki.write import from_adf

if TYPE_CHECKING:
    from jira_sandbox.dialect import Dialect

# What is kept beside a document and is none of it.
OURS = ("wiki", "visibility", "properties")
NOT_TEXT = "Operation value must be a string"


def accept(dialect: Dialect, field_id: str, value: Any, old: Any = None) -> dict[str, Any]:
    """The document to store; `old` where that says the same. Raises JiraError 400."""
    if not dialect.wiki:
        return adf.accept(field_id, value)
    if not isinstance(value, str):
        raise invalid(field_id, NOT_TEXT)
    if old is not None and markup(old) == value.strip():
        return dict(old)
    return {**adf.with_local_ids(to_adf(value)), "wiki": value.strip()}


def show(dialect: Dialect, stored: Any) -> Any:
    """The text as this version of the interface tells it."""
    if stored is None:
        return None
    return markup(stored) if dialect.wiki else {k: v for k, v in stored.items() if k not in OURS}


def markup(stored: dict[str, Any]) -> str:
    """The wiki markup of a stored document."""
    kept: str | None = stored.get("wiki")
    return from_adf(stored) if kept is None else kept
