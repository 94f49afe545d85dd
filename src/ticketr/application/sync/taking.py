"""What documents say goes into the store, field by field, against what they said before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ticketr.application.sync.look import stands_for
from ticketr.application.sync.moves import release
from ticketr.application.sync.nesting import stated_parent, with_parent
from ticketr.application.sync.session import base_view
from ticketr.application.sync.settle import keep, record_conflicts
from ticketr.application.sync.snapshot import sound, ticket_of
from ticketr.application.sync.stale import look_back
from ticketr.application.sync.state import apply_values, settled
from ticketr.application.sync.unread import note_first
from ticketr.application.sync.unsent import drop_unsent, taken_back, without
from ticketr.application.sync.writing import edited_before
from ticketr.domain.digest import same
from ticketr.domain.events import TicketCreatedEvent, TicketUpdatedEvent
from ticketr.domain.merge import ABSENT, Absent, MergeKind, Outcome, merge_field
from ticketr.domain.plan import Action, ActionKind, FieldAction
from ticketr.domain.schema import FieldKind
from ticketr.domain.ticket import PARENT, TYPE, IssueType, Ticket, TicketID
from ticketr.domain.workspace import Edition
from ticketr.ports.records import BaseField, DocumentRecord, ShownTicket

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from ticketr.application.sync.reading import Entry
    from ticketr.application.sync.session import Session
    from ticketr.application.sync.snapshot import Reading
    from ticketr.domain.ticket import FieldValue

NOWHERE = -1
"""The ordinal of a ticket whose block a document does not show any more."""


def take(session: Session, readings: Iterable[Reading]) -> list[TicketID]:
    """Bring the sound entries of these documents into the store; gives their tickets, in order.

    One transaction a document. An entry with mistakes leaves its ticket, and what is remembered of it, alone.
    """
    readings = list(readings)
    good = sound(readings)
    standing = {ticket_id for reading in readings for ticket_id in reading.tickets.values()}
    taken: list[TicketID] = []
    for reading in readings:
        with session.store.transaction():
            taken += _take_document(session, reading, good[reading.text.path], standing)
            note_first(session, reading)
            drop_unsent(session, reading, standing | set(reading.tickets.values()))
    release(session, readings)
    return taken


def _take_document(
    session: Session, reading: Reading, entries: list[Entry], standing: Collection[TicketID]
) -> list[TicketID]:
    shown: list[ShownTicket] = []
    look_back(session, reading, entries)
    for entry in entries:
        ticket = _take_entry(session, reading, entry)
        reading.tickets[entry.ordinal] = ticket.id
        shown.append(_shown(session, reading, entry, reading.before(ticket.id)))
    fresh = [item.ticket_id for item in shown]
    shown += _kept(reading, set(fresh)) + _awaited(session, reading, {*fresh, *standing})
    remember(session, reading, shown, unread=len(entries) < len(reading.ours))
    return fresh


def _kept(reading: Reading, fresh: set[TicketID]) -> list[ShownTicket]:
    """What stays remembered of tickets that were not taken: their blocks have mistakes, or lost their keys."""
    skipped = {reading.tickets.get(entry.ordinal) for entry in reading.entries}
    return [
        item
        for item in reading.shown
        if item.ticket_id not in fresh
        and (item.ticket_id in skipped or (reading.keyless and item.key))
    ]


def _awaited(
    session: Session, reading: Reading, standing: Collection[TicketID]
) -> list[ShownTicket]:
    """Tickets that left the document before their keys could be written into it, and stand nowhere else.

    Wherever the block turns up without its key, it is known by what was shown here; it has no place here any more.
    """
    away = [x for x in reading.shown if x.key is None and x.ticket_id not in standing]
    path = reading.text.path
    return [
        replace(item, ordinal=NOWHERE)
        for item in away
        if session.store.tickets.get(item.ticket_id).jira_id is not None
        and set(session.store.documents.where(item.ticket_id)) <= {path}
    ]


def _take_entry(session: Session, reading: Reading, entry: Entry) -> Ticket:
    ticket = ticket_of(session, reading, entry)
    if ticket is None:
        return _create(session, reading, entry)
    shown = reading.before(ticket.id)
    parent = stated_parent(session, reading, entry)
    stated = entry.values if isinstance(parent, Absent) else {**entry.values, PARENT: parent}
    changes = _changes(session, (entry, stated), ticket, with_parent(session, shown))
    gone = taken_back(session, entry, ticket, shown)
    unseen = changes if shown is None else _unseen_texts(session, ticket, shown, changes)
    if unseen:
        ticket = _dispute(session, ticket, unseen)
    if changes or gone:
        ticket = _edit(session, ticket, changes, gone)
    return ticket


def _unseen_texts(
    session: Session, ticket: Ticket, shown: ShownTicket, changes: Mapping[str, FieldValue]
) -> dict[str, FieldValue]:
    """The texts that Jira has and the document never showed. Who writes one there does not know of Jira's."""
    fresh = {name: value for name, value in changes.items() if not _ever_shown(shown, name)}
    texts = [name for name in fresh if session.policy(None).kind(name) is MergeKind.TEXT]
    base = session.store.bases.get(ticket.id) if texts else {}
    return {name: fresh[name] for name in texts if name in base and base[name].value}


def _dispute(session: Session, ticket: Ticket, changes: Mapping[str, FieldValue]) -> Ticket:
    """What a document never showed and says otherwise than Jira did is a conflict without a base.

    Nothing tells which of the two is newer: the document may have been edited elsewhere, or be old.
    """
    base = session.store.bases.get(ticket.id)
    known = {name: value for name, value in changes.items() if name in base}
    alike = {n: v for n, v in known.items() if _stands_for(session, n, v, base[n].value)}
    session.store.bases.put(ticket.id, {n: replace(base[n], value=v) for n, v in alike.items()})
    disputed = {name: value for name, value in known.items() if name not in alike}
    if not disputed:
        return ticket
    session.store.bases.forget(ticket.id, disputed)
    fields = tuple(
        FieldAction(name, Outcome.CONFLICT, ABSENT, value, base[name].value, value)
        for name, value in disputed.items()
    )
    conflict = Action(ActionKind.CONFLICT, ticket.id, ticket.jira_id, ticket.title, fields)
    return record_conflicts(session, ticket, conflict)


def _stands_for(session: Session, name: str, value: FieldValue, agreed: FieldValue) -> bool:
    """Whether the text is what was agreed on, in another style of Markdown."""
    rich = session.book.kind(name) is FieldKind.RICH and isinstance(agreed, str)
    wiki = session.workspace.config.edition is Edition.DATA_CENTER
    return rich and stands_for(value, str(agreed), wiki=wiki)


def _create(session: Session, reading: Reading, entry: Entry) -> Ticket:
    parent = reading.tickets[entry.parent.ordinal] if entry.parent else None
    now = session.world.now()
    ticket = Ticket(
        TicketID(session.world.new_id()),
        session.workspace.id,
        IssueType(entry.type_name),
        entry.block.title,
        jira_id=entry.block.key,
        created_at=now,
    )
    ticket = apply_values(session, ticket, _for_new(entry))
    ticket = replace(ticket, parent=parent) if parent else ticket
    ticket = settled(ticket, session.view(ticket), None)
    session.store.tickets.create(ticket)
    session.store.events.append(TicketCreatedEvent(ticket.id, session.workspace.id, now))
    return ticket


def _for_new(entry: Entry) -> dict[str, FieldValue]:
    """What a new ticket says; nothing stated as empty is sent to Jira for it."""
    stated: dict[str, FieldValue] = {
        name: value for name, value in entry.values.items() if value not in {None, ""}
    }
    return dict(entry.values) if entry.block.key else stated


def _changes(
    session: Session,
    said: tuple[Entry, Mapping[str, FieldValue]],
    ticket: Ticket,
    before: ShownTicket | None,
) -> dict[str, FieldValue]:
    """The local values that the document changes; `said` is the entry with all that it states.

    What a document that never showed the ticket says as it was agreed on is no edit.
    """
    entry, stated = said
    view = session.view(ticket)
    agreed = session.store.bases.get(ticket.id) if before is None else {}
    changes: dict[str, FieldValue] = {}
    if ticket.jira_id is None and entry.type_name != str(ticket.type):
        changes[TYPE] = entry.type_name
    for name, value in stated.items():
        if before is not None and _unchanged(entry, name, value, before):
            continue
        if name not in view and value in (None, ""):
            continue
        if name in agreed and same(agreed[name].value, value):
            continue
        local = view.get(name)
        if not same(local, value):
            changes[name] = _reconciled(session, ticket, name, (before, local, value))
    return changes


def _unchanged(entry: Entry, name: str, value: FieldValue, before: ShownTicket) -> bool:
    if name not in before.values:
        return False
    if name in before.texts and name in entry.texts:
        return before.texts[name] == entry.texts[name]
    return same(before.values[name], value)


def _reconciled(
    session: Session,
    ticket: Ticket,
    name: str,
    sides: tuple[ShownTicket | None, FieldValue, FieldValue],
) -> FieldValue:
    """The new local value where the document changed the field.

    Where the store's value moved too since the document showed it, and came from Jira, the base goes back to
    what the document showed, so that the next plan sees both changes.
    """
    before, local, value = sides
    known = before is not None and _ever_shown(before, name)
    shown = _last_shown(before, name) if before is not None and known else None
    kind = session.policy(None).kind(name)
    if known and same(shown, local):
        return value
    if before is not None and not known and kind is MergeKind.SET:
        return _with_unseen(local, value)
    base = session.store.bases.get(ticket.id)
    if name in base and same(base[name].value, local):
        if known:
            session.store.bases.put(ticket.id, {name: BaseField(None, shown)})
        return value
    merged = merge_field(kind, shown, local, value)
    if merged.outcome is Outcome.MERGE and kind is not MergeKind.SCALAR:
        return merged.value
    keep(session, ticket, name, ("local", local), "the document says otherwise")
    return value


def _ever_shown(shown: ShownTicket, name: str) -> bool:
    """Whether the document shows the field, or did before its line was taken out."""
    return name in shown.values or name in shown.past


def _last_shown(shown: ShownTicket, name: str) -> FieldValue:
    return shown.values[name] if name in shown.values else shown.past[name][-1].value


def _with_unseen(local: FieldValue, value: FieldValue) -> FieldValue:
    """The members of a set that a document names for the first time, and those that it never showed."""
    return merge_field(MergeKind.SET, None, local, value).value


def _edit(
    session: Session, ticket: Ticket, changes: Mapping[str, FieldValue], gone: frozenset[str]
) -> Ticket:
    before = session.view(session.store.tickets.get(ticket.id))
    ticket = without(ticket, gone)
    changes = {name: value for name, value in changes.items() if name not in gone}
    changed = apply_values(session, ticket, changes)
    base = base_view(session.store.bases.get(ticket.id))
    view = session.view(changed)
    changed = settled(changed, view, base, conflict=session.in_conflict(ticket))
    session.store.tickets.update(changed)
    names = (*changes, *sorted(gone))
    session.scribe(by_hand=True).edited(ticket, before, view, names)
    session.store.events.append(TicketUpdatedEvent(ticket.id, names, session.world.now()))
    return session.store.tickets.get(ticket.id)


def _shown(
    session: Session, reading: Reading, entry: Entry, before: ShownTicket | None
) -> ShownTicket:
    """What the document shows now; a field that did not change there keeps the value it was agreed with.

    Where the store merged the document's text with its own, the document shows its text until it is written.
    """
    ticket = session.store.tickets.get(reading.tickets[entry.ordinal])
    view = session.view(ticket)
    values: dict[str, FieldValue] = {}
    edited: dict[str, FieldValue] = {}
    for name, value in entry.values.items():
        if before is not None and _unchanged(entry, name, value, before):
            values[name] = before.values[name]
            continue
        local = view.get(name)
        values[name] = local if same(local, value) else value
        if before is not None and name in before.values:
            edited[name] = before.values[name]
    if before is not None:
        edited |= {name: x for name, x in before.values.items() if name not in entry.values}
    parent = reading.tickets[entry.parent.ordinal] if entry.parent else None
    block = entry.block
    past = edited_before(before, edited) if before is not None else {}
    return ShownTicket(
        ticket.id, entry.ordinal, block.title, block.key, parent, values, dict(entry.texts), past
    )


def remember(
    session: Session, reading: Reading, shown: list[ShownTicket], *, unread: bool = False
) -> None:
    """Keep what the document shows as the base of its next reading.

    `unread`: it holds something that was not taken, so it is to be read again however old it is.
    """
    record = reading.record
    session.store.documents.put(
        DocumentRecord(
            record.id if record else session.world.new_id(),
            session.workspace.id,
            reading.text.path,
            reading.text.digest,
            0 if unread else reading.text.stamp.mtime_ns,
            reading.text.stamp.size,
        ),
        shown,
    )
