"""Tickets as lines of a list and as JSON. The hot path of `list`: nothing heavy is imported here."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ticketr.domain.query import TicketRow


def status_in(fields: str) -> str:
    """The status in a flat JSON object, without the JSON library where it holds no escapes.

    Inside a JSON string a quote is escaped, so `"status"` with a colon behind it can only be the key.
    """
    at = fields.find(_STATUS)
    while at >= 0:
        rest = fields[at + len(_STATUS) :].lstrip()
        if rest.startswith(":"):
            return _string(rest[1:].lstrip())
        at = fields.find(_STATUS, at + 1)
    return ""


_STATUS = '"status"'


def _string(text: str) -> str:
    """The JSON string that the text starts with; empty where it starts with something else."""
    if not text.startswith('"'):
        return ""
    found = text[1 : text.find('"', 1)]
    if "\\" not in found:
        return found
    from json import JSONDecoder

    return str(JSONDecoder().raw_decode(text)[0])


def ticket(row: TicketRow) -> dict[str, object]:
    """The ticket of a JSON document."""
    from json import loads

    return {
        "id": row.id,
        "key": row.jira_id,
        "type": row.type,
        "title": row.title,
        "sync": row.sync_status,
        "parent_id": row.parent_id,
        "updated_at": row.updated_at,
        "fields": loads(row.fields or "{}"),
    }
