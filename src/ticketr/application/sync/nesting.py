"""Under whom a document shows a ticket: by nesting, or by its `Parent` line; a block that moves says so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ticketr.domain.digest import same
from ticketr.domain.merge import ABSENT, Absent
from ticketr.domain.ticket import PARENT
from ticketr.errors import TicketNotFound

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ticketr.application.sync.reading import Entry
    from ticketr.application.sync.session import Session
    from ticketr.application.sync.snapshot import Reading
    from ticketr.domain.ticket import FieldValue, TicketID
    from ticketr.ports.records import ShownTicket


def stated_parent(session: Session, reading: Reading, entry: Entry) -> FieldValue | Absent:
    """What the document says of the parent: a key, or the local id of a ticket without one.

    A block that stood under a ticket and stands at the top now has no parent, unless it names one. ABSENT where
    the document says nothing.
    """
    if entry.parent is not None:
        return _ref(session, reading.tickets[entry.parent.ordinal])
    if PARENT in entry.values:
        return entry.values[PARENT]
    return None if moved_out(reading, entry) else ABSENT


def place(session: Session, reading: Reading, entry: Entry) -> str | None:
    """The key (or local id) of the ticket that the entry stands under; None at the top, or under a new ticket."""
    above = reading.tickets.get(entry.parent.ordinal) if entry.parent is not None else None
    return None if above is None else _ref(session, above)


def moved_out(reading: Reading, entry: Entry) -> bool:
    """Whether the block stood under a ticket, and now stands at the top and names no parent."""
    if entry.parent is not None or PARENT in entry.values or entry.ordinal not in reading.tickets:
        return False
    before = reading.before(reading.tickets[entry.ordinal])
    return before is not None and before.parent_id is not None


def with_parent(session: Session, before: ShownTicket | None) -> ShownTicket | None:
    """What was shown, with the ticket above it among the values."""
    if before is None or before.parent_id is None:
        return before
    return replace(before, values={**before.values, PARENT: _ref(session, before.parent_id)})


def _ref(session: Session, ticket_id: TicketID) -> str:
    try:
        return session.store.tickets.get(ticket_id).jira_id or ticket_id
    except TicketNotFound:
        return ticket_id


def misplaced(session: Session, readings: Iterable[Reading]) -> Iterator[str]:
    """A note for each block that these documents show under another ticket than Jira has it under, as they are now."""
    documents = session.store.documents
    for reading in readings:
        record = documents.get(session.workspace.id, reading.text.path)
        for item in documents.shown(record.id) if record else ():
            if item.parent_id is not None:
                yield from _told(session, item.ticket_id, (reading.text.path, item.parent_id))


def misplaced_since(session: Session, ids: Iterable[TicketID]) -> Iterator[str]:
    """The same of these tickets, which have another parent now."""
    documents = session.store.documents
    for ticket_id in ids:
        for path in documents.where(ticket_id):
            record = documents.get(session.workspace.id, path)
            for item in documents.shown(record.id) if record else ():
                if item.ticket_id == ticket_id and item.parent_id is not None:
                    yield from _told(session, ticket_id, (path, item.parent_id))


def _told(session: Session, ticket_id: TicketID, place: tuple[str, TicketID]) -> Iterator[str]:
    path, above = place
    ticket = session.store.tickets.get(ticket_id)
    if ticket.jira_id is None or ticket.parent == above:
        return
    parent = session.view(ticket).get(PARENT)
    base = session.store.bases.get(ticket_id).get(PARENT)
    if base is None or not same(base.value, parent):
        return
    where = f"under {parent}" if parent else "at the top"
    yield (
        f"{session.world.path_name(path)}: {ticket.jira_id} stands under {_ref(session, above)} here, "
        f"and {where} in Jira; move its block there."
    )
