"""After a look or a write: local view, base, conflicts, attic and event move together, in one transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ticketr.application.sync.look import base_of, remote_view
from ticketr.application.sync.session import base_view
from ticketr.application.sync.state import apply_values, settled
from ticketr.domain.digest import same
from ticketr.domain.events import ConflictDetectedEvent, TicketSyncedEvent
from ticketr.domain.merge import Absent, Outcome, plain
from ticketr.domain.plan import ActionKind
from ticketr.domain.ticket import SyncStatus
from ticketr.ports.records import AtticEntry, BaseField, ConflictRecord, Tombstone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ticketr.application.sync.session import Session
    from ticketr.domain.plan import Action, FieldAction
    from ticketr.domain.ticket import FieldValue, Ticket, View
    from ticketr.ports.external import JiraIssue

TAKEN = (Outcome.PULL, Outcome.MERGE)


def is_settled(
    ticket: Ticket, action: Action, issue: JiraIssue, base: Mapping[str, BaseField]
) -> bool:
    """Whether a look changes nothing at all: then nothing is written."""
    return (
        action.kind is ActionKind.SKIP
        and ticket.state.status is not SyncStatus.CONFLICT
        and (ticket.jira_id, ticket.remote_id) == (issue.key, issue.id)
        and all(name in base and base[name].raw == issue.raw.get(name) for name in issue.fields)
    )


def settle_new(session: Session, ticket: Ticket, issue: JiraIssue) -> Ticket:
    """Store a ticket that is seen for the first time: both sides agree on all of it."""
    base = base_of(issue, issue.fields)
    ticket = apply_values(session, ticket, issue.fields)
    views = session.view(ticket), base_view(base)
    ticket = settled(ticket, *views, synced_at=session.world.now())
    session.store.tickets.create(ticket)
    session.store.bases.put(ticket.id, base)
    return ticket


def settle_look(
    session: Session,
    ticket: Ticket,
    action: Action,
    issue: JiraIssue,
    base: Mapping[str, BaseField],
) -> Ticket:
    """Take from Jira what the action takes, record its conflicts, and move the base of everything else."""
    view = remote_view(session, issue, base, session.view(ticket))
    conflicts = {item.field for item in action.having(Outcome.CONFLICT)}
    agreed = base_of(issue, view, [name for name in view if name not in conflicts])
    taken = action.values(*TAKEN)
    with session.store.transaction():
        keep_losers(session, ticket, action)
        ticket = record_conflicts(session, ticket, action)
        session.scribe().taken(ticket, _moving(action), base_view({**base, **agreed}) or {})
        ticket = _store(session, ticket, taken, (base, agreed), issue)
        if taken or action.having(Outcome.AGREE):
            _announce(session, ticket, "pulled" if taken else "agreed", tuple(taken))
    return ticket


def _moving(action: Action) -> list[FieldAction]:
    """The fields whose local value or base a look moves: taken, or (the other side lost) to be sent."""
    lost = [x for x in action.having(Outcome.PUSH) if not isinstance(x.loser, Absent)]
    return [*action.having(*TAKEN), *lost]


def settle_write(session: Session, ticket: Ticket, action: Action, issue: JiraIssue) -> Ticket:
    """After a push: the base moves where Jira's answer is the local value.

    A field that Jira answers otherwise was changed there after the look: its base stays (for a field that was
    sent: what was sent), so that the next pull takes Jira's value and no push overwrites it.
    """
    sent = action.values(Outcome.PUSH, Outcome.MERGE)
    left = {item.field for item in action.having(Outcome.CONFLICT)}
    local = {**session.view(ticket), **sent}
    view = remote_view(session, issue, {}, local)
    equal = [n for n in view if n in local and n not in left and same(view[n], local[n])]
    delivered = {name: BaseField(None, value) for name, value in sent.items()}
    with session.store.transaction():
        agreed = {**delivered, **base_of(issue, view, equal)}
        ticket = record_conflicts(session, ticket, action)
        base = session.store.bases.get(ticket.id)
        session.scribe().sent(ticket, action.having(Outcome.PUSH, Outcome.MERGE))
        session.scribe().taken(ticket, action.having(*TAKEN), base_view({**base, **agreed}) or {})
        ticket = _store(session, ticket, action.values(*TAKEN), (base, agreed), issue)
        _announce(session, ticket, "pushed", tuple(sent))
    return ticket


def settle_create(session: Session, ticket: Ticket, issue: JiraIssue, sent: View) -> Ticket:
    """After a create: the base is what was sent and Jira confirms; what it filled in by itself is taken.

    What Jira answers otherwise than it was sent has been changed there since: its base is what was sent, so
    that the next pull takes it.
    """
    local = session.view(ticket)
    view = remote_view(session, issue, {}, {**local, **sent})
    changed = {n for n, value in sent.items() if n in view and not same(value, view[n])}
    filled = {name: value for name, value in view.items() if name not in local}
    agreed = base_of(issue, view, [name for name in view if name not in changed])
    delivered = {name: BaseField(None, value) for name, value in sent.items()}
    with session.store.transaction():
        return _store(session, ticket, filled, ({}, {**delivered, **agreed}), issue)


def verified(
    session: Session, ticket: Ticket, issue: JiraIssue, base: Mapping[str, BaseField]
) -> tuple[Ticket, Mapping[str, BaseField]]:
    """The ticket and its base, once what Jira made of a create was seen."""
    if not is_only_sent(base):
        return ticket, base
    sent = {name: item.value for name, item in base.items()}
    return settle_create(session, ticket, issue, sent), session.store.bases.get(ticket.id)


def is_only_sent(base: Mapping[str, BaseField]) -> bool:
    """Whether the base is what a create sent, not read back yet: then it has nothing of Jira's JSON.

    A base that Jira confirmed in part is none: of the rest nothing is agreed on.
    """
    return bool(base) and all(item.raw is None for item in base.values())


def _store(
    session: Session,
    ticket: Ticket,
    values: Mapping[str, FieldValue],
    bases: tuple[Mapping[str, BaseField], Mapping[str, BaseField]],
    issue: JiraIssue,
) -> Ticket:
    """Store what was taken and agreed on; `bases` are the base so far and what changes of it."""
    before, agreed = bases
    moved = {name: item for name, item in agreed.items() if before.get(name) != item}
    session.store.bases.put(ticket.id, moved)
    session.keys.pop(ticket.id, None)
    ticket = apply_values(session, ticket, values)
    ticket = replace(
        ticket, jira_id=issue.key or ticket.jira_id, remote_id=issue.id or ticket.remote_id
    )
    return restate(session, ticket, {**before, **agreed})


def restate(
    session: Session, ticket: Ticket, base: Mapping[str, BaseField] | None = None
) -> Ticket:
    """Store the ticket with the status that follows from its views and open conflicts."""
    fields = session.store.bases.get(ticket.id) if base is None else base
    synced_at = session.world.now()
    views = session.view(ticket), base_view(fields)
    conflict = session.in_conflict(ticket)
    ticket = settled(ticket, *views, conflict=conflict, synced_at=synced_at)
    session.store.tickets.update(ticket)
    return session.store.tickets.get(ticket.id)


def keep_losers(session: Session, ticket: Ticket, action: Action) -> None:
    """Put aside what a strategy overwrites, before it is overwritten."""
    for item in action.fields:
        if isinstance(item.loser, Absent):
            continue
        side, other = "local", "remote"
        if item.outcome is Outcome.PUSH:
            side, other = other, side
        keep(session, ticket, item.field, (side, item.loser), f"{other} side won")


def record_conflicts(session: Session, ticket: Ticket, action: Action) -> Ticket:
    """Keep the action's conflicts, close those it settles; the ticket with the status conflict if it has some."""
    found = action.having(Outcome.CONFLICT)
    if ticket.state.status is SyncStatus.CONFLICT:
        looked = [item.field for item in action.fields if item.outcome is not Outcome.CONFLICT]
        session.store.conflicts.clear(ticket.id, looked)
    if not found:
        return ticket
    known = {
        item.field
        for item in session.store.conflicts.list(session.workspace.id)
        if item.ticket_id == ticket.id
    }
    session.store.conflicts.put([_conflict(session, ticket, item) for item in found])
    if {item.field for item in found} - known:
        state = ticket.state
        session.store.events.append(
            ConflictDetectedEvent(
                ticket.id,
                state.local_hash or "",
                state.remote_hash or "",
                session.world.now(),
                tuple(item.field for item in found),
            )
        )
    return replace(ticket, state=replace(ticket.state, status=SyncStatus.CONFLICT))


def mark_gone(session: Session, ticket: Ticket) -> None:
    """Jira does not have the ticket any more: mark it; what is here stays.

    There is nothing left to agree with: its conflicts are closed, Jira's last values kept in the attic.
    """
    now = session.world.now()
    with session.store.transaction():
        session.store.tombstones.put(
            Tombstone(session.workspace.id, ticket.id, ticket.jira_id or "", now)
        )
        if ticket.state.status is not SyncStatus.CONFLICT:
            return
        for item in session.store.conflicts.list(session.workspace.id):
            if item.ticket_id == ticket.id:
                keep(session, ticket, item.field, ("remote", item.remote), "deleted in Jira")
        session.store.conflicts.clear(ticket.id)
        restate(session, ticket)


def keep(
    session: Session, ticket: Ticket, field: str, loser: tuple[str, FieldValue], reason: str
) -> None:
    """Put a value into the attic: which side it was, and what it was."""
    side, value = loser
    session.store.attic.add(
        AtticEntry(
            session.workspace.id,
            ticket.id,
            ticket.jira_id,
            field,
            side,
            value,
            reason,
            session.world.now(),
        )
    )


def _conflict(session: Session, ticket: Ticket, item: FieldAction) -> ConflictRecord:
    return ConflictRecord(
        session.workspace.id,
        ticket.id,
        item.field,
        plain(item.base),
        plain(item.local),
        plain(item.remote),
        session.world.now(),
        isinstance(item.base, Absent),
    )


def _announce(session: Session, ticket: Ticket, direction: str, fields: tuple[str, ...]) -> None:
    event = TicketSyncedEvent(
        ticket.id, ticket.jira_id or "", session.world.now(), direction, fields
    )
    session.store.events.append(event)
    session.world.notify(event)
