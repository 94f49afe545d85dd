"""Pulled tickets that stand in no document yet are written to the output document."""

from __future__ import annotations

from collections import deque
from itertools import count
from pathlib import PurePath
from typing import TYPE_CHECKING

from ticketr.application.sync.snapshot import read_document
from ticketr.application.sync.taking import remember
from ticketr.domain.schema import SUBTASK_LEVEL, FieldKind
from ticketr.domain.ticket import LINKS, PARENT, STATUS, TYPE
from ticketr.markdown.patch import AddTask, AddTicket, patch
from ticketr.markdown.render import TicketText, render_many
from ticketr.ports.records import ShownTicket

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ticketr.application.sync.reading import Entry
    from ticketr.application.sync.session import Session
    from ticketr.application.sync.snapshot import Reading
    from ticketr.domain.ticket import FieldValue, Ticket, TicketID
    from ticketr.markdown.patch import Edit

WRITTEN = ("priority", "assignee", "labels", "components", "fixVersions", "versions", "duedate")
"""Jira's own fields that a document shows, beside type, status, parent and the custom fields that are set."""


def write_new(session: Session, path: str, ids: Sequence[TicketID]) -> list[str]:
    """Add these tickets to the document, sub-tasks under their parents; gives the paths that were written.

    What does not fit into one document goes into others beside it: `backlog-2.md`, `backlog-3.md` and so on.
    """
    written = []
    waiting = deque(ids)
    for target, room in _targets(session, session.world.documents.resolve(path)):
        if not waiting:
            break
        _write(session, target, _load(session, waiting, room))
        written.append(target)
    return written


def _targets(session: Session, path: str) -> Iterator[tuple[str, int]]:
    """The document and its successors that have room, with how many tickets fit; files of others are passed over."""
    store, documents = session.store, session.world.documents
    first = PurePath(path)
    for number in count(1):
        name = first.name if number == 1 else f"{first.stem}-{number}{first.suffix}"
        target = str(first.with_name(name))
        record = store.documents.get(session.workspace.id, target)
        if record is None and number > 1 and documents.stamp(target) is not None:
            continue
        room = session.world.room.tickets - len(store.documents.shown(record.id) if record else ())
        if room > 0:
            yield target, room


def _load(session: Session, waiting: deque[TicketID], room: int) -> list[Ticket]:
    """The next tickets that fit together, at least one."""
    tickets: list[Ticket] = []
    size, most = 0, session.world.room.text
    while waiting and len(tickets) < room and size < most:
        tickets.append(session.store.tickets.get(waiting.popleft()))
        size += len(tickets[-1].description or "") + len(tickets[-1].criteria or "")
    return tickets


def _write(session: Session, path: str, tickets: Sequence[Ticket]) -> None:
    if session.world.documents.stamp(path) is None:
        text = render_many(_nested(session, tickets, set()))
        session.world.documents.write(path, text, None)
    else:
        _extend(session, path, tickets)
    _remember(session, path)


def _extend(session: Session, path: str, tickets: Sequence[Ticket]) -> None:
    reading = read_document(session, path)
    blocks = {
        ticket_id: reading.entries[ordinal] for ordinal, ticket_id in reading.tickets.items()
    }
    tasks = [t for t in tickets if t.parent in blocks and _is_task(session, t)]
    edits: list[Edit] = [
        AddTask(blocks[t.parent].block, _text(session, t, ()))  # type: ignore[index]
        for t in tasks
    ]
    below = {ticket.id for ticket in tasks}
    rest = [t for t in tickets if t.id not in below and t.id not in blocks]
    edits += [AddTicket(text) for text in _nested(session, rest, set(blocks))]
    if edits:
        new = patch(reading.document, edits)
        session.world.documents.write(path, new, reading.text.digest)


def _nested(
    session: Session, tickets: Sequence[Ticket], elsewhere: set[TicketID]
) -> list[TicketText]:
    """Sub-tasks under their parents; everything else beside each other, naming its parent."""
    ids = {ticket.id for ticket in tickets} - elsewhere
    below: dict[TicketID, list[Ticket]] = {}
    top: list[Ticket] = []
    for ticket in tickets:
        if ticket.parent is not None and ticket.parent in ids and _is_task(session, ticket):
            below.setdefault(ticket.parent, []).append(ticket)
        else:
            top.append(ticket)
    return [_text(session, ticket, below.get(ticket.id, ())) for ticket in top]


def _is_task(session: Session, ticket: Ticket) -> bool:
    return session.book.schema.level(ticket.type) == SUBTASK_LEVEL


def _text(session: Session, ticket: Ticket, tasks: Iterable[Ticket]) -> TicketText:
    own = _lines(session, ticket)
    below = [_task_text(session, ticket, task) for task in tasks]
    return TicketText(
        ticket.title,
        ticket.jira_id,
        tuple(
            (session.book.label(name), session.book.text(name, value))
            for name, value in own.items()
        ),
        ticket.description or None,
        ticket.criteria or None,
        tuple(below),
    )


def _task_text(session: Session, parent: Ticket, task: Ticket) -> TicketText:
    """A task says what differs from what it would inherit; a field its parent has and it has not is emptied."""
    handed_down = _lines(session, parent)
    own = {n: value for n, value in _lines(session, task).items() if n != PARENT}
    never = {TYPE, STATUS, PARENT, LINKS}
    said = {n: value for n, value in own.items() if n in never or handed_down.get(n) != value}
    fits = _fits(session, task)
    emptied: dict[str, FieldValue] = {
        name: None
        for name in handed_down
        if name not in own and name not in never and name in fits
    }
    lines = {**said, **emptied}
    return TicketText(
        task.title,
        task.jira_id,
        tuple((session.book.label(n), session.book.text(n, value)) for n, value in lines.items()),
        task.description or None,
        task.criteria or None,
    )


def _fits(session: Session, task: Ticket) -> frozenset[str]:
    found = session.book.schema.type(task.type)
    sprints = {x.id for x in session.book.schema.fields if x.kind is FieldKind.SPRINT}
    return frozenset(found.fields if found else ()) - sprints


def _lines(session: Session, ticket: Ticket) -> dict[str, FieldValue]:
    """The fields that a document shows of the ticket, in its order."""
    view = session.view(ticket)
    rule = session.book.schema.type(ticket.type)
    screen = rule.fields if rule else {}
    custom = [
        field.id
        for field in session.book.schema.fields
        if field.custom
        and field.id in screen
        and field.kind not in {FieldKind.OTHER, FieldKind.RANK, FieldKind.RICH}
    ]
    names = [TYPE, STATUS, PARENT, *(n for n in WRITTEN if n in screen), *custom, LINKS]
    return {name: view[name] for name in names if view.get(name) is not None}


def _remember(session: Session, path: str) -> None:
    """What was just written is what the document and the store agree on."""
    reading = read_document(session, path)
    before = {item.ticket_id: item for item in reading.shown}
    shown = []
    for entry in reading.entries:
        ticket_id = reading.tickets.get(entry.ordinal)
        if ticket_id is not None:
            shown.append(before.get(ticket_id) or _shown(session, reading, entry, ticket_id))
    here = {item.ticket_id for item in shown}
    shown += [item for item in reading.shown if item.ticket_id not in here]
    unread = reading.record is not None and reading.record.mtime_ns == 0
    with session.store.transaction():
        remember(session, reading, shown, unread=unread)


def _shown(session: Session, reading: Reading, entry: Entry, ticket_id: TicketID) -> ShownTicket:
    ticket = session.store.tickets.get(ticket_id)
    view = session.view(ticket)
    parent = reading.tickets.get(entry.parent.ordinal) if entry.parent else None
    values = {name: view.get(name) for name in entry.values}
    block = entry.block
    return ShownTicket(
        ticket_id, entry.ordinal, block.title, block.key, parent, values, dict(entry.texts)
    )
