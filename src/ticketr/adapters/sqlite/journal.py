"""The journal table: intents and their fate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import apsw

from ticketr.adapters.sqlite.codec import dump_view, load_view, moment, stamp
from ticketr.adapters.sqlite.creates import Creates
from ticketr.adapters.sqlite.database import text
from ticketr.domain.ticket import TicketID
from ticketr.domain.workspace import WorkspaceID
from ticketr.errors import DatabaseQuery
from ticketr.ports.records import Intent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ticketr.adapters.sqlite.database import Database, Row

_SELECT = """
SELECT token, operation_id, workspace_id, ticket_id, kind, fields, created_at, before, state, note FROM journal
"""
_INSERT = """
INSERT INTO journal (token, operation_id, workspace_id, ticket_id, kind, fields, created_at, before, state,
    note)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


class SqliteJournal:
    """JournalRepository on SQLite."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, intents: Sequence[Intent]) -> None:
        """Write them, all or none; they survive power loss when it returns (outside a transaction).

        A create is written beside the database first: a database that is damaged or rolled back forgets it.
        """
        for workspace_id in {intent.workspace_id for intent in intents}:
            own = [intent for intent in intents if intent.workspace_id == workspace_id]
            Creates(self._db.path, workspace_id).write(own)
        try:
            self._db.many(_INSERT, [_columns(intent) for intent in intents])
        except apsw.ConstraintError as error:
            raise DatabaseQuery(f"The journal refused an intent: {error}.") from error

    def settle(self, token: str, state: str, note: str = "") -> None:
        """Set one intent's state to `done`, `failed` or `unknown`. Raises DatabaseQuery for another token."""
        sql = "UPDATE journal SET state = ?, note = ? WHERE token = ?"
        try:
            changed = self._db.run(sql, (state, note, token))
        except apsw.ConstraintError as error:
            raise DatabaseQuery(f"An intent cannot become {state}.", token=token) from error
        if not changed:
            raise DatabaseQuery("The journal has no such intent.", token=token)

    def open(self, workspace_id: WorkspaceID) -> list[Intent]:
        """The intents whose outcome is not known (`sent` or `unknown`), oldest first."""
        clause = (
            "INDEXED BY idx_journal_open"
            " WHERE workspace_id = ? AND state IN ('sent', 'unknown') ORDER BY seq"
        )
        return [_intent(row) for row in self._db.query(f"{_SELECT} {clause}", (workspace_id,))]

    def forgotten(self, workspace_id: WorkspaceID) -> list[Intent]:
        """Creates that are written beside the database, and that it does not know, oldest first."""
        creates = Creates(self._db.path, workspace_id)
        written = creates.read()
        lost = [intent for intent in written if not self._knows(intent.token)]
        if creates.is_long and self._is_on_the_disk():
            waiting = {intent.token for intent in (*lost, *self.open(workspace_id))}
            creates.keep([intent for intent in written if intent.token in waiting])
        return lost

    def _knows(self, token: str) -> bool:
        return bool(self._db.query("SELECT 1 FROM journal WHERE token = ?", (token,)))

    def _is_on_the_disk(self) -> bool:
        """Whether all that was committed stands in the database file itself, not only in the log beside it."""
        _, pages, moved = self._db.query("PRAGMA wal_checkpoint(PASSIVE)")[0]
        return bool(pages == moved)

    def recent(self, workspace_id: WorkspaceID, limit: int = 50) -> list[Intent]:
        """The intents that were written last, whatever their state, newest first."""
        clause = "WHERE workspace_id = ? ORDER BY seq DESC LIMIT ?"
        rows = self._db.query(f"{_SELECT} {clause}", (workspace_id, limit))
        return [_intent(row) for row in rows]

    def of(self, operation_id: int) -> list[Intent]:
        """One operation's intents, in order."""
        clause = "WHERE operation_id = ? ORDER BY seq"
        return [_intent(row) for row in self._db.query(f"{_SELECT} {clause}", (operation_id,))]


def _columns(intent: Intent) -> tuple[Any, ...]:
    return (
        intent.token,
        intent.operation_id,
        intent.workspace_id,
        intent.ticket_id,
        intent.kind,
        dump_view(intent.fields),
        stamp(intent.created_at),
        dump_view(intent.before),
        intent.state,
        intent.note,
    )


def _intent(row: Row) -> Intent:
    token, operation_id, workspace, ticket, kind, fields, created, before, state, note = row
    return Intent(
        token=token,
        operation_id=operation_id,
        workspace_id=WorkspaceID(workspace),
        ticket_id=TicketID(ticket),
        kind=kind,
        fields=load_view(fields),
        created_at=moment(created),
        before=load_view(before),
        state=state,
        note=text(note),
    )
