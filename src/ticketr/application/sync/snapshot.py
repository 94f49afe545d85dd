"""Changed Markdown files are read into the store: the file is a working copy with a remembered base."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ticketr.application.sync.keyless import report_lost_keys, still_shows
from ticketr.application.sync.matching import match
from ticketr.application.sync.moves import follow_moves, renamed
from ticketr.application.sync.reading import Entry, Reader, is_fatal, missing_fields
from ticketr.application.sync.validate import check_hierarchy
from ticketr.errors import FileFormat, Place, Problem
from ticketr.markdown.parse import parse
from ticketr.markdown.unmerged import unmerged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ticketr.application.sync.session import Session
    from ticketr.domain.ticket import Ticket, TicketID
    from ticketr.markdown.document import Document
    from ticketr.markdown.unmerged import Unmerged
    from ticketr.ports.external import DocumentText
    from ticketr.ports.records import DocumentRecord, ShownTicket


@dataclass(slots=True)
class Reading:
    """One document as it is now, beside what is remembered of it.

    `tickets` maps entries (by ordinal) to tickets that are here; `moved` holds what another document showed of
    those that came from there. `keyless`: a key was taken out that Jira still has.
    """

    text: DocumentText
    document: Document
    record: DocumentRecord | None
    shown: tuple[ShownTicket, ...]
    entries: list[Entry]
    tickets: dict[int, TicketID] = field(default_factory=dict)
    moved: dict[TicketID, ShownTicket] = field(default_factory=dict)
    keyless: bool = False
    _own: dict[TicketID, ShownTicket] = field(init=False)

    def __post_init__(self) -> None:
        self._own = {item.ticket_id: item for item in self.shown}

    def before(self, ticket_id: TicketID) -> ShownTicket | None:
        """What this document, or the one the ticket came from, showed of it last."""
        return self._own.get(ticket_id) or self.moved.get(ticket_id)

    def put_before(self, item: ShownTicket) -> None:
        """The document turned out to be older than what it showed last: this is what it showed of the ticket then."""
        self._own[item.ticket_id] = item

    @property
    def problems(self) -> list[Problem]:
        """All mistakes, in the order of their lines."""
        own = [problem for entry in self.ours for problem in entry.problems]
        return own if self.entries else list(self.document.problems)

    @property
    def ours(self) -> list[Entry]:
        """The entries of this project, and those of other projects whose tickets are here."""
        return [entry for entry in self.entries if not entry.foreign]

    @property
    def strays(self) -> list[Problem]:
        """What there is to say of the entries of other projects, which are left alone."""
        return [entry.stray for entry in self.entries if entry.stray is not None]


def read_documents(session: Session, paths: Sequence[str]) -> list[Reading]:
    """These documents, every mistake noted in its entry.

    Raises the 6xxx errors for a file that cannot be read or is not a ticket file.
    """
    return check_together([read_document(session, path) for path in dict.fromkeys(paths)], session)


def check_together(readings: list[Reading], session: Session) -> list[Reading]:
    """The same documents, with what only shows when they are looked at together: moves and more mistakes."""
    follow_moves(session, readings)
    _check_new(session, readings)
    _check_twins(session, readings)
    check_hierarchy(session, readings)
    return readings


def read_document(session: Session, path: str) -> Reading:
    """One document, matched with the store."""
    return reading_of(session, session.world.documents.read(path))


def reading_of(session: Session, text: DocumentText) -> Reading:
    """The document with this text, matched with the store. Raises FileFormat where it is no ticket file."""
    name = session.world.path_name(text.path)
    document = parse(text.text, name)
    fatal = [problem for problem in document.problems if is_fatal(problem)]
    if fatal:
        raise FileFormat(f"{name} is not a ticket file as it stands.", fatal, path=name)
    reader = Reader(session.book, session.workspace.config, lambda key: _type_of(session, key))
    entries = reader.read(document)
    record = session.store.documents.get(session.workspace.id, text.path)
    record = record or renamed(session, text.path, entries)
    shown = tuple(session.store.documents.shown(record.id)) if record else ()
    reading = Reading(text, document, record, shown, entries)
    reading.tickets = match(reading.entries, shown, session.parent_id)
    check_merged(reading)
    return reading


def check_merged(reading: Reading) -> None:
    """A mistake in each entry that a merge of version control left undecided; a mark that Jira's text has is text."""
    known: set[str] = set()
    for conflict in unmerged(reading.text.text):
        known = known or {line for item in reading.shown for line in _lines(item)}
        if conflict.text not in known:
            for entry in _touched(reading.entries, conflict):
                line = max(conflict.first, entry.place.line)
                entry.report(
                    f"A merge is not settled here: it begins with `{conflict.text}`.",
                    "Keep what is meant, take the marks out, and run it again.",
                    Place(entry.place.path, line, 1),
                )


def _lines(item: ShownTicket) -> Iterator[str]:
    for value in item.values.values():
        yield from value.splitlines() if isinstance(value, str) else ()


def _touched(entries: Sequence[Entry], conflict: Unmerged) -> list[Entry]:
    """The entries with lines of the conflict: the last one that begins above it, and those that begin in it."""
    above = [entry for entry in entries if entry.place.line < conflict.first]
    inside = [e for e in entries if conflict.first <= e.place.line <= conflict.last]
    return above[-1:] + inside or list(entries[:1])


def _type_of(session: Session, key: str) -> str | None:
    ticket = session.store.tickets.find_by_jira_id(session.workspace.id, key)
    return str(ticket.type) if ticket else None


def _check_new(session: Session, readings: list[Reading]) -> None:
    report_lost_keys(session, readings)
    for reading in readings:
        for entry in reading.entries:
            fresh = entry.block.key is None and not entry.keyless
            if fresh and not _was_sent(session, reading, entry):
                entry.problems += missing_fields(entry, session.book)


def _was_sent(session: Session, reading: Reading, entry: Entry) -> bool:
    ticket_id = reading.tickets.get(entry.ordinal)
    return ticket_id is not None and session.store.tickets.get(ticket_id).jira_id is not None


def _check_twins(session: Session, readings: Iterable[Reading]) -> None:
    """A ticket may stand in one document only: else two texts would claim to be its description."""
    places: dict[str, Entry] = {}
    for reading in readings:
        for entry in reading.entries:
            key = entry.block.key
            if key is None:
                continue
            first = places.setdefault(reading.tickets.get(entry.ordinal) or key, entry)
            if first is entry:
                _check_elsewhere(session, reading, entry, key)
            elif (first.place.path, first.block.key) != (entry.place.path, key):
                _report_twin(entry, key, str(first.place))


def _report_twin(entry: Entry, key: str, other: str) -> None:
    entry.report(f"{key} stands in {other} too.", "Keep it in one file.")


def _check_elsewhere(session: Session, reading: Reading, entry: Entry, key: str) -> None:
    ticket_id = reading.tickets.get(entry.ordinal)
    if ticket_id is None:
        return
    keys = {key, session.store.tickets.get(ticket_id).jira_id}
    for path in session.store.documents.where(ticket_id):
        if path != reading.text.path and still_shows(session, path, keys):
            _report_twin(entry, key, session.world.path_name(path))


def told_strays(readings: Iterable[Reading]) -> list[str]:
    """A note for each block of another project."""
    return [f"{stray} It is left alone." for reading in readings for stray in reading.strays]


def sound(readings: Iterable[Reading]) -> dict[str, list[Entry]]:
    """The entries without mistakes, by path; a task goes with its new parent."""
    return {reading.text.path: _sound(reading) for reading in readings}


def _sound(reading: Reading) -> list[Entry]:
    bad: set[int] = set()
    for entry in reading.entries:
        orphaned = entry.parent is not None and entry.parent.ordinal in bad
        if entry.problems or entry.foreign or orphaned:
            bad.add(entry.ordinal)
    return [entry for entry in reading.entries if entry.ordinal not in bad]


def ticket_of(session: Session, reading: Reading, entry: Entry) -> Ticket | None:
    """The entry's ticket in the store."""
    ticket_id = reading.tickets.get(entry.ordinal)
    return session.store.tickets.get(ticket_id) if ticket_id else None
