"""Tasks that have another parent now go to where it stands in their document, as they are written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ticketr.application.sync.snapshot import reading_of
from ticketr.application.sync.taking import remember
from ticketr.application.sync.writing import Writer, written_before
from ticketr.domain.digest import same
from ticketr.domain.ticket import PARENT
from ticketr.errors import FileChanged, FileFormat
from ticketr.markdown.patch import MoveTask, patch

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ticketr.application.sync.reading import Entry
    from ticketr.application.sync.session import Session
    from ticketr.application.sync.snapshot import Reading
    from ticketr.domain.ticket import TicketID
    from ticketr.markdown.patch import Edit
    from ticketr.ports.records import DocumentRecord, ShownTicket


def place_tasks(session: Session, path: str, shown: Sequence[ShownTicket]) -> bool:
    """Move the tasks of a document whose parents are others now, where both stand in it; gives whether it was written.

    `shown` is what it showed last.

    What a task inherited from the one parent and would not from the other is written into it. A document that was
    edited since it was read, or that would say anything else afterwards, stays as it is. Raises the 6xxx errors.
    """
    moving = _moving(session, shown)
    record = session.store.documents.get(session.workspace.id, path) if moving else None
    if record is None:
        return False
    try:
        reading = reading_of(session, session.world.documents.read(path))
        after = _moved(session, reading, moving) if _is_as_read(reading, record) else None
        return after is not None and _write(session, reading, after, moving)
    except (FileFormat, FileChanged):
        return False


def _moving(session: Session, shown: Sequence[ShownTicket]) -> dict[TicketID, TicketID]:
    """The new parents of these tasks: both sides agree on them, and the document shows them at its top."""
    top = {item.ticket_id for item in shown if item.parent_id is None}
    found: dict[TicketID, TicketID] = {}
    for item in shown:
        if item.parent_id is None:
            continue
        ticket = session.store.tickets.get(item.ticket_id)
        if ticket.parent in {None, item.parent_id} or ticket.parent not in top:
            continue
        base = session.store.bases.get(ticket.id).get(PARENT)
        if base is not None and same(base.value, session.parent_ref(ticket)):
            found[ticket.id] = ticket.parent
    return found


def _is_as_read(reading: Reading, record: DocumentRecord) -> bool:
    """Whether nothing in the document waits to be read, and nothing in it is a mistake."""
    known = reading.text.digest == record.digest and record.mtime_ns != 0
    return known and not any(entry.problems for entry in reading.entries)


def _moved(session: Session, reading: Reading, moving: dict[TicketID, TicketID]) -> Reading | None:
    """The document with the tasks at their places, and all of it as it was otherwise; None where that cannot be."""
    blocks = {reading.tickets[e.ordinal]: e.block for e in _known(reading)}
    moves = [
        MoveTask(blocks[ticket_id], blocks[parent])
        for ticket_id, parent in moving.items()
        if ticket_id in blocks and parent in blocks
    ]
    if len(moves) < len(moving):
        return None
    after = _with_text(session, reading, patch(reading.document, moves))
    fine = not any(entry.problems for entry in after.entries)
    return after if fine and _places(after) == {**_places(reading), **moving} else None


def _places(reading: Reading) -> dict[TicketID, TicketID | None]:
    """Under which ticket each stands in the document."""
    return {
        reading.tickets[entry.ordinal]: reading.tickets.get(entry.parent.ordinal)
        if entry.parent
        else None
        for entry in _known(reading)
    }


def _known(reading: Reading) -> Iterable[Entry]:
    return (entry for entry in reading.entries if entry.ordinal in reading.tickets)


def _with_text(session: Session, reading: Reading, text: str) -> Reading:
    return reading_of(session, replace(reading.text, text=text))


def _write(
    session: Session, reading: Reading, after: Reading, moving: dict[TicketID, TicketID]
) -> bool:
    """Write what the moved tasks do not inherit any more, and the document; remember what it shows now."""
    edits: list[Edit] = []
    shown: dict[int, ShownTicket] = {}
    for entry in _known(after):
        item = reading.before(after.tickets[entry.ordinal])
        if item is None:
            return False
        if item.ticket_id not in moving:
            shown[entry.ordinal] = replace(item, ordinal=entry.ordinal)
            continue
        above = shown[entry.parent.ordinal] if entry.parent else None
        writer = Writer(session, entry, _there(session, entry, item, moving), above, frozenset())
        own = list(writer.edits())
        edits += own
        shown[entry.ordinal] = writer.shown(own)
    text = patch(after.document, edits)
    documents = session.world.documents
    after.text = documents.write(reading.text.path, text, reading.text.digest)
    present = {item.ticket_id for item in shown.values()}
    kept = [item for item in reading.shown if item.ticket_id not in present]
    with session.store.transaction():
        remember(session, after, [*shown.values(), *kept])
    return True


def _there(
    session: Session, entry: Entry, item: ShownTicket, moving: dict[TicketID, TicketID]
) -> ShownTicket:
    """What the task shows at its new place, before what it does not inherit is written; and where it stood before."""
    view = session.view(session.store.tickets.get(item.ticket_id))
    old = None if item.parent_id is None else session.store.tickets.get(item.parent_id)
    past = written_before(session, item, {PARENT: (old.jira_id or old.id) if old else None})
    values = {name: item.values.get(name, view.get(name)) for name in entry.values}
    return replace(
        item, parent_id=moving[item.ticket_id], values=values, texts=dict(entry.texts), past=past
    )
