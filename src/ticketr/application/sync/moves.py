"""Tickets that moved to another document, and documents that moved: what they showed before goes with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.sync.matching import same_text
from ticketr.domain.digest import canonical
from ticketr.domain.ticket import DESCRIPTION
from ticketr.errors import FileNotFound, FileUnreadable
from ticketr.markdown.parse import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ticketr.application.sync.reading import Entry
    from ticketr.application.sync.session import Session
    from ticketr.application.sync.snapshot import Reading
    from ticketr.domain.ticket import TicketID
    from ticketr.ports.records import DocumentRecord, ShownTicket


def follow_moves(session: Session, readings: Sequence[Reading]) -> None:
    """Match entries that stand in these documents for the first time with what other documents showed.

    A key decides. An entry without one is the ticket that another document showed without a key under the same
    title, if it does not stand there any more: else one create would make two tickets.
    """
    left = _Left(session, readings)
    for reading in readings:
        own = {item.ticket_id for item in reading.shown}
        for entry in reading.entries:
            ticket_id = reading.tickets.get(entry.ordinal)
            if ticket_id is not None and ticket_id not in own:
                reading.moved |= left.shown_before(ticket_id, reading.text.path)
            elif ticket_id is None and entry.block.key is None:
                _adopt(reading, entry, left)


def renamed(session: Session, path: str, entries: Sequence[Entry]) -> DocumentRecord | None:
    """The document that was renamed to `path`: one that is gone, and half of whose tickets stand here."""
    documents = session.store.documents
    for record in documents.list(session.workspace.id):
        taken = session.renamed.get(record.id, path) != path
        if taken or session.world.documents.stamp(record.path) is not None:
            continue
        shown = documents.shown(record.id)
        if shown and 2 * _common(shown, entries) >= len(shown):
            session.renamed[record.id] = path
            return record
    return None


def _common(shown: Iterable[ShownTicket], entries: Iterable[Entry]) -> int:
    """How many of the tickets have the key, the title or the description of an entry."""
    marks: set[object] = set()
    for entry in entries:
        marks |= {entry.block.key, entry.block.title, canonical(entry.values.get(DESCRIPTION))}
    marks -= {None}
    return sum(
        bool(marks & {item.key, item.title, canonical(item.values.get(DESCRIPTION))})
        for item in shown
    )


def _adopt(reading: Reading, entry: Entry, left: _Left) -> None:
    item = left.take(entry, reading.text.path)
    if item is not None:
        reading.tickets[entry.ordinal] = item.ticket_id
        reading.moved[item.ticket_id] = item


class _Left:
    """What other documents showed and do not show any more. They are looked through when first needed."""

    def __init__(self, session: Session, readings: Iterable[Reading]) -> None:
        self._session = session
        self._readings = {reading.record.id: reading for reading in readings if reading.record}
        self._pool: list[tuple[str, ShownTicket]] | None = None

    def shown_before(self, ticket_id: TicketID, path: str) -> dict[TicketID, ShownTicket]:
        """What another document than that at `path` showed of the ticket; empty where none did."""
        documents = self._session.store.documents
        for other in documents.where(ticket_id):
            record = documents.get(self._session.workspace.id, other)
            if record is not None and other != path:
                return {x.ticket_id: x for x in self._shown(record) if x.ticket_id == ticket_id}
        return {}

    def _shown(self, record: DocumentRecord) -> Sequence[ShownTicket]:
        reading = self._readings.get(record.id)
        return reading.shown if reading else self._session.store.documents.shown(record.id)

    def take(self, entry: Entry, path: str) -> ShownTicket | None:
        """The ticket of this title that left another document without a key; each is given once.

        One that is in Jira by now is known by its description, too: it was renamed before it got its key.
        """
        if self._pool is None:
            self._pool = list(self._all())
        for test in (lambda item: entry.block.title == item.title, self._was_sent(entry)):
            for at, (where, item) in enumerate(self._pool):
                if where != path and test(item):
                    del self._pool[at]
                    return item
        return None

    def _was_sent(self, entry: Entry) -> Callable[[ShownTicket], bool]:
        tickets = self._session.store.tickets
        return lambda item: (
            same_text(entry, item) and tickets.get(item.ticket_id).jira_id is not None
        )

    def _all(self) -> Iterator[tuple[str, ShownTicket]]:
        for record in self._session.store.documents.list(self._session.workspace.id):
            loose = [item for item in self._shown(record) if item.key is None]
            still = self._standing(record) if loose else set()
            yield from ((record.path, x) for x in loose if not {x.ticket_id, x.title} & still)

    def _standing(self, record: DocumentRecord) -> set[str]:
        """Ids (of a document that is read in this run) or titles that the document still holds."""
        reading = self._readings.get(record.id)
        if reading is not None:
            return set(reading.tickets.values())
        try:
            text = self._session.world.documents.read(record.path)
        except FileNotFound:
            return set()
        except FileUnreadable:
            return {item.title for item in self._shown(record)}
        return {block.title for block in parse(text.text, record.path).every_block}


def release(session: Session, readings: Iterable[Reading]) -> None:
    """Documents that are gone let go of the tickets that stand elsewhere now, and are forgotten when empty."""
    here = {ticket_id for reading in readings for ticket_id in reading.moved}
    documents = session.store.documents
    for record in documents.list(session.workspace.id) if here else ():
        if session.world.documents.stamp(record.path) is not None:
            continue
        shown = documents.shown(record.id)
        kept = [item for item in shown if item.ticket_id not in here]
        if not kept:
            documents.forget(record.id)
        elif len(kept) < len(shown):
            documents.put(record, kept)
