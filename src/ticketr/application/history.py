"""What was done, and what happened to a ticket: operations, changes, events and Jira's own history, read together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ticketr.application.fields import VIEW_IDS
from ticketr.domain.merge import plain
from ticketr.domain.ticket import TITLE
from ticketr.errors import TicketNotFound
from ticketr.ports.history import WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from ticketr.application.fields import FieldBook
    from ticketr.domain.events import StoredEvent
    from ticketr.domain.ticket import Ticket, TicketID
    from ticketr.domain.workspace import WorkspaceID
    from ticketr.ports.history import ChangeRecord, LogEntry
    from ticketr.ports.records import AtticEntry, Operation
    from ticketr.ports.repositories import Store


@dataclass(frozen=True, slots=True)
class Logged:
    """One operation, how many tickets it changed, and the undo of it that stands."""

    operation: Operation
    changed: int = 0
    undone_by: int | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """One field of a happening, with both values as people write them."""

    field: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened to a ticket.

    `what` is written, edited, pushed, pulled, resolved, undone, created, deleted, conflict, gone, new (here),
    comment or jira (a save that Jira tells of); `who` is known of the last three alone; `operation` is its number in
    the log.
    """

    at: datetime
    what: str
    who: str = ""
    operation: int | None = None
    moved: tuple[Moved, ...] = ()


@dataclass(frozen=True, slots=True)
class TicketHistory:
    """A ticket's happenings, newest first. `known`: Jira's part was read; `complete`: all of it came."""

    ticket_id: TicketID
    key: str | None
    title: str
    happenings: tuple[Happening, ...]
    known: bool = False
    complete: bool = False
    read_at: datetime | None = None


COMMENT = "comment"
"""Stands for the field where somebody said something: `after` is the text."""
WHAT = {
    "push": "pushed",
    "pull": "pulled",
    "sync": "synced",
    "resolve": "resolved",
    "undo": "undone",
    "bulk": "changed",
}


class HistoryService:
    """Reads what was done. Asks nobody and changes nothing."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def log(self, workspace_id: WorkspaceID, limit: int = 50) -> list[Logged]:
        """The newest operations first."""
        operations = self._store.operations.list(workspace_id, limit)
        counts = self._store.changes.counts(x.id for x in operations if x.id is not None)
        return [Logged(x, counts.get(x.id or 0, 0), self._standing(x.id)) for x in operations]

    def _standing(self, number: int | None) -> int | None:
        """The undo of the operation, unless it changed nothing, or was undone itself."""
        undo = self._store.operations.last_undo(number or 0)
        if undo is None or undo.id is None or not self._store.changes.tickets_of(undo.id):
            return None
        return None if self._standing(undo.id) is not None else undo.id

    def events(self, since: datetime) -> Iterator[StoredEvent]:
        """Every event recorded at or after that time, of all workspaces, oldest first, streamed."""
        return self._store.events.get_event_stream(since)

    def attic(
        self, workspace_id: WorkspaceID, ticket_id: TicketID | None = None
    ) -> list[AtticEntry]:
        """What lost, newest first; of one ticket where it is named."""
        found = self._store.attic.list(workspace_id)
        return [item for item in found if ticket_id in (None, item.ticket_id)]

    def ticket(self, ticket: Ticket, book: FieldBook) -> TicketHistory:
        """Everything that is known to have happened to the ticket."""
        entries, read = self._store.changelogs.get(ticket.id)
        found = [
            *self._told(ticket, book),
            *self._changed(ticket, book),
            *(saved(entry, book) for entry in entries),
            *self._gone(ticket),
        ]
        found.sort(key=lambda item: int(item.at.timestamp() * 1000))
        known = read is not None
        complete = read.complete if read else False
        at = read.read_at if read else None
        happenings = tuple(reversed(found))
        return TicketHistory(
            ticket.id, ticket.jira_id, ticket.title, happenings, known, complete, at
        )

    def _changed(self, ticket: Ticket, book: FieldBook) -> Iterator[Happening]:
        groups: dict[tuple[object, ...], list[ChangeRecord]] = {}
        for record in self._store.changes.of_ticket(ticket.id):
            whole = record.field == WHOLE
            key = (record.operation_id, record.changed_at, whole)
            groups.setdefault(key, []).append(record)
        for records in groups.values():
            yield changed(self._store, records, book)

    def _told(self, ticket: Ticket, book: FieldBook) -> Iterator[Happening]:
        from ticketr.domain.events import ConflictDetectedEvent, TicketCreatedEvent

        for event in self._store.events.get_events(ticket.id):
            if isinstance(event, TicketCreatedEvent):
                yield Happening(event.created_at, "written")
            elif isinstance(event, ConflictDetectedEvent):
                moved = tuple(Moved(name, book.label(name), "", "") for name in event.fields)
                yield Happening(event.detected_at, "conflict", moved=moved)

    def _gone(self, ticket: Ticket) -> Iterator[Happening]:
        for mark in self._store.tombstones.list(ticket.workspace_id):
            if mark.ticket_id == ticket.id:
                yield Happening(mark.noticed_at, "gone")


def changed(store: Store, records: Sequence[ChangeRecord], book: FieldBook) -> Happening:
    """What one operation, or one edit by hand, changed of a ticket."""
    first = records[0]
    if first.field == WHOLE:
        what = "deleted" if first.after is None else "created"
        return Happening(first.changed_at, what, operation=first.operation_id)
    what = "edited"
    if first.operation_id is not None:
        operation = store.operations.get(first.operation_id)
        what = WHAT.get(operation.operation, "changed") if operation else "changed"
    by_field = {record.field: record for record in reversed(records)}
    moved = tuple(_moved(record, book) for record in reversed(by_field.values()))
    return Happening(first.changed_at, what, operation=first.operation_id, moved=moved)


def _moved(record: ChangeRecord, book: FieldBook) -> Moved:
    before, after = (book.text(record.field, plain(x)) for x in (record.before, record.after))
    return Moved(record.field, book.label(record.field), before, after)


def saved(entry: LogEntry, book: FieldBook) -> Happening:
    """A save that Jira tells of."""
    moved = tuple(
        Moved(VIEW_IDS.get(x.field, x.field), _name(x.field, x.name, book), x.before, x.after)
        for x in entry.items
    )
    return Happening(entry.created_at, "jira", entry.author_name or entry.author, moved=moved)


def _name(field: str, name: str, book: FieldBook) -> str:
    """The field as people write it here, where Jira says which one it is; else Jira's own word for it."""
    view_id = VIEW_IDS.get(field, field)
    return book.label(view_id) if view_id == TITLE or book.schema.field(field) else name


def labels(store: Store, events: Iterable[StoredEvent]) -> Iterator[tuple[StoredEvent, str]]:
    """Each event with what people call its ticket: the key, or the title; empty for what is not here any more."""
    known: dict[str, str] = {}
    for event in events:
        name = event.aggregate_id
        if name not in known:
            known[name] = _label(store, name)
        yield event, known[name]


def _label(store: Store, ticket_id: str) -> str:
    try:
        return store.tickets.get(ticket_id).label  # type: ignore[arg-type]
    except TicketNotFound:
        return ""
