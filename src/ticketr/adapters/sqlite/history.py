"""The tables of changes and of Jira's own history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import apsw

from ticketr.adapters.sqlite.codec import dump, load, load_value, moment, stamp
from ticketr.adapters.sqlite.database import text
from ticketr.adapters.sqlite.pasts import FORGET, items_of
from ticketr.adapters.sqlite.ticket_columns import not_found
from ticketr.domain.merge import ABSENT, Absent
from ticketr.errors import DatabaseQuery
from ticketr.ports.history import ChangeRecord, LogEntry, LogItem, LogRead

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ticketr.adapters.sqlite.database import Database, Row
    from ticketr.domain.ticket import FieldValue, TicketID
    from ticketr.domain.workspace import WorkspaceID

_ADD = """
INSERT INTO changes (workspace_id, operation_id, ticket_id, jira_id, side, field, before, after, base_before,
    base_after, changed_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
COLUMNS = (
    "workspace_id, operation_id, ticket_id, jira_id, side, field, before, after, base_before,"
    " base_after, changed_at"
)
_SELECT = f"SELECT {COLUMNS} FROM changes"  # noqa: S608 - names of ours
_OF = "WHERE operation_id = ? AND ticket_id IN (SELECT value FROM json_each(?)) ORDER BY seq"
_LOG = """
INSERT INTO changelog (workspace_id, ticket_id, entry_id, author, author_name, items, created_at)
VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (ticket_id, entry_id) DO UPDATE SET author = excluded.author, author_name = excluded.author_name,
    items = excluded.items, created_at = excluded.created_at
"""
_READ = """
INSERT INTO changelog_reads (ticket_id, complete, read_at) VALUES (?, ?, ?)
ON CONFLICT (ticket_id) DO UPDATE SET complete = excluded.complete, read_at = excluded.read_at
"""
_RECORDED = "UPDATE tickets SET history_at = iif(?, coalesce(jira_updated, ''), NULL) WHERE id = ?"
_MISSING = """
SELECT seq, remote_id, id FROM tickets
WHERE workspace_id = ? AND seq > ? AND jira_id IS NOT NULL
    AND history_at IS NOT coalesce(jira_updated, '') AND remote_id IS NOT NULL
    AND id NOT IN (SELECT ticket_id FROM tombstones)
ORDER BY seq LIMIT 1000
"""
_STALE = """
SELECT remote_id, id FROM tickets
WHERE workspace_id = ? AND remote_id IN (SELECT value FROM json_each(?))
    AND history_at IS NOT NULL AND history_at IS NOT coalesce(jira_updated, '')
"""


class SqliteChanges:
    """ChangeRepository on SQLite."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, changes: Sequence[ChangeRecord]) -> None:
        """Keep them, all or none. Raises DatabaseQuery for a side or an operation that is none."""
        try:
            self._db.many(_ADD, [_columns(change) for change in changes])
        except apsw.ConstraintError as error:
            raise DatabaseQuery(f"The history refused a change: {error}.") from error

    def tickets_of(self, operation_id: int) -> list[TicketID]:
        """The tickets that the operation changed, in the order in which it did."""
        sql = "SELECT ticket_id FROM changes WHERE operation_id = ? GROUP BY ticket_id ORDER BY min(seq)"
        return [row[0] for row in self._db.query(sql, (operation_id,))]

    def of(self, operation_id: int, tickets: Iterable[TicketID]) -> list[ChangeRecord]:
        """What the operation changed of these tickets, oldest first."""
        rows = self._db.query(f"{_SELECT} {_OF}", (operation_id, dump(list(tickets))))
        return [change_of(row) for row in rows]

    def of_ticket(self, ticket_id: TicketID) -> list[ChangeRecord]:
        """Everything that changed of one ticket, oldest first."""
        rows = self._db.query(f"{_SELECT} WHERE ticket_id = ? ORDER BY seq", (ticket_id,))
        return [change_of(row) for row in rows]

    def counts(self, operations: Iterable[int]) -> dict[int, int]:
        """How many tickets each of these operations changed; none is left out."""
        wanted = list(operations)
        rows = self._db.query(
            "SELECT operation_id, count(DISTINCT ticket_id) FROM changes"
            " WHERE operation_id IN (SELECT value FROM json_each(?)) GROUP BY operation_id",
            (dump(wanted),),
        )
        return {**dict.fromkeys(wanted, 0), **dict(rows)}


def _columns(change: ChangeRecord) -> tuple[object, ...]:
    return (
        change.workspace_id,
        change.operation_id,
        change.ticket_id,
        change.key,
        change.side,
        change.field,
        _dumped(change.before),
        _dumped(change.after),
        _dumped(change.base_before),
        _dumped(change.base_after),
        stamp(change.changed_at),
    )


def _dumped(value: FieldValue | Absent) -> str | None:
    return None if isinstance(value, Absent) else dump(value)


def _loaded(value: str | None) -> FieldValue | Absent:
    return ABSENT if value is None else load_value(value)


def change_of(row: Row) -> ChangeRecord:
    """The change of a row with COLUMNS."""
    workspace, operation, ticket, key, side, field, before, after, base_before, base_after, at = (
        row
    )
    return ChangeRecord(
        workspace,
        ticket,
        None if key is None else text(key),
        operation,
        side,
        text(field),
        _loaded(before),
        _loaded(after),
        moment(at),
        _loaded(base_before),
        _loaded(base_after),
    )


class SqliteChangelogs:
    """ChangelogRepository on SQLite."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(
        self,
        workspace_id: WorkspaceID,
        ticket_id: TicketID,
        entries: Sequence[LogEntry],
        read: LogRead,
    ) -> None:
        """Add entries, each once by its id, and remember how far the history is known. Raises TicketNotFound."""
        rows = [
            (
                workspace_id,
                ticket_id,
                entry.id,
                entry.author,
                entry.author_name,
                dump([_item(x) for x in entry.items]),
                stamp(entry.created_at),
            )
            for entry in entries
        ]
        try:
            with self._db.transaction():
                self._db.run(_READ, (ticket_id, read.complete, stamp(read.read_at)))
                self._db.many(_LOG, rows)
                self._db.run(FORGET, (ticket_id,))
                self._db.run(items_of("c.ticket_id = ?"), (ticket_id,))
                self._db.run(_RECORDED, (read.complete, ticket_id))
        except apsw.ConstraintError as error:
            raise not_found(ticket_id) from error

    def get(self, ticket_id: TicketID) -> tuple[list[LogEntry], LogRead | None]:
        """One ticket's entries, oldest first, and how far they reach; None where it was never read."""
        rows = self._db.query(
            "SELECT entry_id, author, author_name, items, created_at FROM changelog"
            " WHERE ticket_id = ? ORDER BY created_at, CAST(entry_id AS INTEGER), entry_id",
            (ticket_id,),
        )
        read = self._db.one(
            "SELECT read_at, complete FROM changelog_reads WHERE ticket_id = ?", (ticket_id,)
        )
        known = None if read is None else LogRead(moment(read[0]), bool(read[1]))
        return [entry_of(row) for row in rows], known

    def missing(self, workspace_id: WorkspaceID) -> Iterator[tuple[str, TicketID]]:
        """Tickets by Jira's ids whose history is not all here, read in pieces; not those that are gone."""
        last = 0
        while rows := self._db.query(_MISSING, (workspace_id, last)):
            last = rows[-1][0]
            yield from ((text(remote), ticket_id) for _, remote, ticket_id in rows)

    def stale(self, workspace_id: WorkspaceID, remote_ids: Iterable[str]) -> dict[str, TicketID]:
        """Those of the tickets, by Jira's ids, whose history was all here until they changed."""
        rows = self._db.query(_STALE, (workspace_id, dump(list(remote_ids))))
        return {text(remote): ticket_id for remote, ticket_id in rows}


def _item(item: LogItem) -> list[str]:
    return [item.field, item.name, item.before, item.after, item.before_id, item.after_id]


def entry_of(row: Row) -> LogEntry:
    """The entry of a row: id, author, name, items, time."""
    id_, author, name, items, created = row
    found = tuple(LogItem(*item) for item in load(items))
    return LogEntry(text(id_), text(author), text(name), moment(created), found)
