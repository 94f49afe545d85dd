"""Blocks that are tickets of Jira whose key was taken out: sent as they are, they would be made a second time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.sync.forgotten import is_forgotten
from ticketr.application.sync.matching import (
    common_lines,
    like_lines,
    lost_keys,
    same_text,
    shares_lines,
)
from ticketr.domain.digest import same
from ticketr.domain.merge import plain
from ticketr.domain.ticket import DESCRIPTION, TYPE
from ticketr.errors import FileNotFound
from ticketr.markdown.parse import parse
from ticketr.ports.history import WHOLE

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ticketr.application.sync.reading import Entry
    from ticketr.application.sync.session import Session
    from ticketr.application.sync.snapshot import Reading
    from ticketr.domain.ticket import FieldValue, Ticket, TicketID, View
    from ticketr.ports.history import ChangeRecord
    from ticketr.ports.records import ShownTicket


def report_lost_keys(session: Session, readings: Sequence[Reading]) -> None:
    """Note a mistake in each block without a key that is a ticket of its document, or of one that it left."""
    keys = {entry.block.key for reading in readings for entry in reading.entries}
    who = [{**reading.tickets, **_report_own(session, reading, keys)} for reading in readings]
    read = {reading.text.path for reading in readings}
    for reading, tickets in zip(readings, who, strict=True):
        for entry in reading.entries:
            known = entry.block.key or entry.keyless or entry.ordinal in reading.tickets
            above = tickets.get(entry.parent.ordinal) if entry.parent else None
            ticket = None if known else _left(session, entry, above, keys, read)
            if ticket is not None:
                keys.add(ticket.jira_id)
                tickets[entry.ordinal] = ticket.id
                _report(entry, ticket.jira_id, ticket.title)


def _report_own(session: Session, reading: Reading, keys: set[str | None]) -> dict[int, TicketID]:
    """Report those that the document showed with their keys; gives their tickets by ordinal."""
    found = lost_keys(reading.entries, reading.shown, reading.tickets, keys)
    gone = _gone(session) if found else frozenset()
    lost = {ordinal: item for ordinal, item in found.items() if item.key not in gone}
    for ordinal, item in lost.items():
        keys.add(item.key)
        reading.keyless = True
        _report(reading.entries[ordinal], item.key, item.title)
    return {ordinal: item.ticket_id for ordinal, item in lost.items()}


def _gone(session: Session) -> frozenset[str | None]:
    """The keys of tickets that Jira does not have any more: they are made anew where their keys are taken out."""
    return frozenset(mark.key for mark in session.store.tombstones.list(session.workspace.id))


def _report(entry: Entry, key: str | None, known: str) -> None:
    title = entry.block.title
    named = "" if known == title else f', "{known}",'
    entry.keyless = True
    entry.report(
        f'The key of "{title}" was taken out: it is {key}{named} in Jira.',
        f"Write [{key}] back. If this is to be another ticket, change its title and text.",
    )


def _left(
    session: Session,
    entry: Entry,
    above: TicketID | None,
    keys: Collection[str | None],
    read: Collection[str],
) -> Ticket | None:
    """The ticket in Jira of that title and text, or place, whose key stands nowhere any more.

    `above` is the ticket that the block stands under; `read` are read documents.
    """
    named = session.store.tickets.find_by_title(session.workspace.id, entry.block.title)
    gone = _gone(session) if named else frozenset()
    for ticket in named:
        if ticket.jira_id is None or ticket.jira_id in keys or ticket.jira_id in gone:
            continue
        paths = session.store.documents.where(ticket.id)
        stands = above is not None and ticket.parent == above
        if not _is_told(session, entry, ticket, paths, stands=stands):
            continue
        if not any(still_shows(session, x, {ticket.jira_id}) for x in paths if x not in read):
            return ticket
    return None


def _is_told(
    session: Session, entry: Entry, ticket: Ticket, paths: Sequence[str], *, stands: bool
) -> bool:
    """Whether the block says what these documents showed of the ticket; where none did, what it was made of.

    `stands`: both are under the same ticket, so that only another text makes the block another ticket.
    """
    shown = [item for path in paths if (item := _shown(session, path, ticket)) is not None]
    if shown:
        other = any(_is_other_text(entry, item.values) for item in shown)
        return _says_so(entry, shown) or (stands and not other)
    if is_forgotten(session, ticket):
        return False
    changes, view = session.store.changes.of_ticket(ticket.id), session.view(ticket)
    if not _was_made_here(changes):
        return False
    return _was_made_of(entry, view, changes) or (stands and not _is_other_text(entry, view))


def _is_other_text(entry: Entry, values: View) -> bool:
    """Whether both have a description, and no line in common."""
    here, there = entry.values.get(DESCRIPTION), values.get(DESCRIPTION)
    return bool(here and there) and not common_lines(here, there)


def _shown(session: Session, path: str, ticket: Ticket) -> ShownTicket | None:
    record = session.store.documents.get(session.workspace.id, path)
    shown = session.store.documents.shown(record.id) if record else ()
    return next((item for item in shown if item.ticket_id == ticket.id), None)


def _says_so(entry: Entry, shown: Sequence[ShownTicket]) -> bool:
    """Whether the block says what its document showed of the ticket."""
    tests = same_text, shares_lines, like_lines
    return any(test(entry, item) for item in shown for test in tests)


def _was_made_here(changes: Sequence[ChangeRecord]) -> bool:
    """Whether the ticket was created from here; one that others made may well have a namesake of the same pattern."""
    return any(change.field == WHOLE and change.before is None for change in changes)


def _was_made_of(entry: Entry, view: View, changes: Sequence[ChangeRecord]) -> bool:
    """Whether the block says what the ticket, which no document shows, does or did."""
    said: dict[str, list[FieldValue]] = {name: [value] for name, value in view.items()}
    for change in changes:
        values = (plain(change.before), plain(change.after))
        said.setdefault(change.field, []).extend(x for x in values if x not in (None, ""))
    own = {name: entry.values.get(name) for name in {DESCRIPTION, *entry.own} - {TYPE}}
    stated = any(value not in (None, "") for value in own.values())
    return stated and all(
        any(same(value, each) for each in said.get(name, [None])) for name, value in own.items()
    )


def still_shows(session: Session, path: str, keys: Collection[str | None]) -> bool:
    """Whether one of these keys stands in the document."""
    try:
        document = parse(session.world.documents.read(path).text, path)
    except FileNotFound:
        return False
    return bool({block.key for block in document.every_block} & set(keys) - {None})
