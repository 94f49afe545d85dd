"""The attic (values that lost) and the tombstones (tickets that are gone in Jira)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import apsw

from ticketr.adapters.sqlite.codec import dump, load_value, moment, stamp
from ticketr.adapters.sqlite.database import text
from ticketr.errors import DatabaseQuery, WorkspaceNotFound
from ticketr.ports.records import AtticEntry, Tombstone

if TYPE_CHECKING:
    from ticketr.adapters.sqlite.database import Database, Row
    from ticketr.domain.ticket import TicketID
    from ticketr.domain.workspace import WorkspaceID

_ADD = """
INSERT INTO attic (workspace_id, ticket_id, jira_id, field, side, value, reason, kept_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_LIST = """
SELECT workspace_id, ticket_id, jira_id, field, side, value, reason, kept_at, seq FROM attic
WHERE workspace_id = ? ORDER BY kept_at DESC, seq DESC
"""
_PUT = """
INSERT INTO tombstones (workspace_id, ticket_id, jira_id, noticed_at) VALUES (?, ?, ?, ?)
ON CONFLICT (ticket_id) DO UPDATE SET workspace_id = excluded.workspace_id, jira_id = excluded.jira_id,
    noticed_at = excluded.noticed_at
"""


class SqliteAttic:
    """AtticRepository on SQLite."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, entry: AtticEntry) -> None:
        """Keep it. Raises DatabaseQuery for a side that is neither local nor remote."""
        params = (
            entry.workspace_id,
            entry.ticket_id,
            entry.key,
            entry.field,
            entry.side,
            dump(entry.value),
            entry.reason,
            stamp(entry.kept_at),
        )
        try:
            self._db.run(_ADD, params)
        except apsw.ConstraintError as error:
            raise DatabaseQuery(f"The attic has no side {entry.side}.") from error

    def list(self, workspace_id: WorkspaceID) -> list[AtticEntry]:
        """Everything kept, newest first."""
        return [_entry(row) for row in self._db.query(_LIST, (workspace_id,))]


def _entry(row: Row) -> AtticEntry:
    workspace, ticket, key, field, side, value, reason, kept, number = row
    return AtticEntry(
        workspace,
        ticket,
        key,
        text(field),
        side,
        load_value(value),
        text(reason),
        moment(kept),
        number,
    )


class SqliteTombstones:
    """TombstoneRepository on SQLite."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, tombstone: Tombstone) -> None:
        """Mark the ticket as gone. Raises WorkspaceNotFound."""
        mark = tombstone
        params = (mark.workspace_id, mark.ticket_id, mark.key, stamp(mark.noticed_at))
        try:
            self._db.run(_PUT, params)
        except apsw.ConstraintError as error:
            message = f"The workspace of {mark.key} is not here."
            raise WorkspaceNotFound(message, workspace=mark.workspace_id) from error

    def list(self, workspace_id: WorkspaceID) -> list[Tombstone]:
        """All marks, oldest first."""
        rows = self._db.query(
            "SELECT workspace_id, ticket_id, jira_id, noticed_at FROM tombstones"
            " WHERE workspace_id = ? ORDER BY noticed_at, seq",
            (workspace_id,),
        )
        return [
            Tombstone(workspace, ticket, key, moment(noticed))
            for workspace, ticket, key, noticed in rows
        ]

    def clear(self, ticket_id: TicketID) -> None:
        """The ticket is back."""
        self._db.run("DELETE FROM tombstones WHERE ticket_id = ?", (ticket_id,))
