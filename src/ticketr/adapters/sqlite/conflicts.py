"""The conflicts table: conflicts as values, one per ticket and field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import apsw

from ticketr.adapters.sqlite.codec import dump, load_value, moment, stamp
from ticketr.adapters.sqlite.database import text
from ticketr.errors import TicketNotFound
from ticketr.ports.records import ConflictRecord

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticketr.adapters.sqlite.database import Database, Row
    from ticketr.domain.ticket import TicketID
    from ticketr.domain.workspace import WorkspaceID

_PUT = """
INSERT INTO conflicts (workspace_id, ticket_id, field, base, local, remote, no_base, detected_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (ticket_id, field) DO UPDATE SET workspace_id = excluded.workspace_id, base = excluded.base,
    local = excluded.local, remote = excluded.remote, no_base = excluded.no_base,
    detected_at = excluded.detected_at
"""
_LIST = """
SELECT workspace_id, ticket_id, field, base, local, remote, detected_at, no_base FROM conflicts
WHERE workspace_id = ? ORDER BY detected_at, seq
"""


class SqliteConflicts:
    """ConflictRepository on SQLite."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, conflicts: Sequence[ConflictRecord]) -> None:
        """Store them, replacing what is there for the same ticket and field. Raises TicketNotFound."""
        try:
            self._db.many(_PUT, [_columns(conflict) for conflict in conflicts])
        except apsw.ConstraintError as error:
            raise TicketNotFound("A conflict names a ticket that is not here.") from error

    def list(self, workspace_id: WorkspaceID) -> list[ConflictRecord]:
        """The open conflicts, oldest first."""
        return [_conflict(row) for row in self._db.query(_LIST, (workspace_id,))]

    def clear(self, ticket_id: TicketID, fields: Sequence[str] | None = None) -> None:
        """Remove the conflicts of these fields, or all of the ticket's."""
        if fields is None:
            self._db.run("DELETE FROM conflicts WHERE ticket_id = ?", (ticket_id,))
            return
        sql = "DELETE FROM conflicts WHERE ticket_id = ? AND field = ?"
        self._db.many(sql, [(ticket_id, field) for field in fields])


def _columns(conflict: ConflictRecord) -> tuple[object, ...]:
    return (
        conflict.workspace_id,
        conflict.ticket_id,
        conflict.field,
        dump(conflict.base),
        dump(conflict.local),
        dump(conflict.remote),
        conflict.no_base,
        stamp(conflict.detected_at),
    )


def _conflict(row: Row) -> ConflictRecord:
    workspace, ticket, field, base, local, remote, detected, no_base = row
    return ConflictRecord(
        workspace_id=workspace,
        ticket_id=ticket,
        field=text(field),
        base=load_value(base),
        local=load_value(local),
        remote=load_value(remote),
        detected_at=moment(detected),
        no_base=bool(no_base),
    )
