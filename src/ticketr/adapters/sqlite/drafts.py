"""The drafts table: comments on their way to Jira."""

from __future__ import annotations

from typing import TYPE_CHECKING

import apsw

from ticketr.adapters.sqlite.codec import dump, load, moment, stamp
from ticketr.domain.ticket import TicketID
from ticketr.domain.workspace import WorkspaceID
from ticketr.errors import TicketNotFound

if TYPE_CHECKING:
    from ticketr.adapters.sqlite.database import Database, Row
    from ticketr.ports.drafts import Draft

_PUT = """
INSERT INTO drafts (id, workspace_id, ticket_id, kind, text, comment_id, base, tried, created_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, text = excluded.text, comment_id = excluded.comment_id,
    base = excluded.base, tried = excluded.tried
"""
_LIST = """
SELECT id, workspace_id, ticket_id, kind, text, created_at, comment_id, base, tried FROM drafts
WHERE workspace_id = ? ORDER BY created_at, rowid
"""


class SqliteDrafts:
    """DraftRepository on SQLite."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, draft: Draft) -> None:
        """Keep it, replacing the one with its id. Raises TicketNotFound."""
        row = (
            draft.id,
            draft.workspace_id,
            draft.ticket_id,
            draft.kind,
            dump(draft.text),
            draft.comment_id,
            dump(draft.base),
            draft.tried,
            stamp(draft.created_at),
        )
        try:
            self._db.run(_PUT, row)
        except apsw.ConstraintError as error:
            raise TicketNotFound("The ticket of the comment is not here.") from error

    def list(self, workspace_id: WorkspaceID) -> list[Draft]:
        """All drafts of the workspace, oldest first."""
        return [_draft(row) for row in self._db.query(_LIST, (workspace_id,))]

    def remove(self, draft_id: str) -> bool:
        """It is said, or not to be said any more; gives whether it was there."""
        return bool(self._db.run("DELETE FROM drafts WHERE id = ?", (draft_id,)))


def _draft(row: Row) -> Draft:
    from ticketr.ports.drafts import Draft

    draft_id, workspace, ticket, kind, said, created, comment_id, base, tried = row
    return Draft(
        draft_id,
        WorkspaceID(workspace),
        TicketID(ticket),
        kind,
        load(said),
        moment(created),
        comment_id,
        load(base),
        bool(tried),
    )
