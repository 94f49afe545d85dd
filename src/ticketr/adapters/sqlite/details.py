"""One ticket with its texts, as a read model. On the way of `show`: no heavy imports."""

from __future__ import annotations

from ticketr.adapters.sqlite.database import text
from ticketr.domain.query import TicketDetail

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ticketr.adapters.sqlite.database import Database, Row

_SELECT = """
SELECT id, jira_id, issue_type, title, sync_status, parent_id, fields, updated_at, description, acceptance_criteria,
    (SELECT json_group_array(c.id ORDER BY c.seq) FROM tickets c WHERE c.parent_id = tickets.id),
    last_synced, version, workspace_id
FROM tickets
"""


def detail(db: Database, name: str, workspace_id: str) -> TicketDetail | None:
    """The ticket with that key in the workspace, else the one with that local id."""
    row = db.one(f"{_SELECT} WHERE workspace_id = ? AND jira_id = ?", (workspace_id, name.upper()))
    row = row or db.one(f"{_SELECT} WHERE id = ?", (name,))
    return None if row is None else _detail(row)


def _detail(row: Row) -> TicketDetail:
    from json import loads

    found = TicketDetail(row[0], row[1], text(row[2]), text(row[3]), *row[4:8])
    found.description = None if row[8] is None else text(row[8])
    found.criteria = criteria_of(row[9])
    found.children = tuple(loads(row[10]))
    found.last_synced, found.version, found.workspace_id = row[11:]
    return found


def criteria_of(column: str | None) -> str | None:
    """The Markdown that `ticket_columns.criteria_column` made a column of."""
    if column is None:
        return None
    from json import loads

    from ticketr.domain.criteria import criteria_text

    value = loads(column)
    return value if isinstance(value, str) else criteria_text(value)
