"""Tickets that Jira does not have yet: their document is all there is of them, so what it drops goes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ticketr.application.sync.settle import keep
from ticketr.domain.events import TicketDeletedEvent
from ticketr.domain.ticket import CRITERIA, DESCRIPTION, PARENT, TITLE, TYPE

if TYPE_CHECKING:
    from ticketr.application.sync.reading import Entry
    from ticketr.application.sync.session import Session
    from ticketr.application.sync.snapshot import Reading
    from ticketr.domain.ticket import Ticket, TicketID
    from ticketr.ports.records import ShownTicket


def taken_back(
    session: Session, entry: Entry, ticket: Ticket, before: ShownTicket | None
) -> frozenset[str]:
    """What the document said of a ticket that Jira does not have yet, and says no more: all of it goes."""
    if ticket.jira_id is not None or before is None:
        return frozenset()
    stated = {name for name, value in entry.values.items() if value not in {None, ""}}
    said = {*before.values, *([PARENT] if before.parent_id else [])}
    kept = {TITLE, TYPE, *([PARENT] if entry.parent else [])}
    return frozenset((said - stated - kept) & session.view(ticket).keys())


def without(ticket: Ticket, names: frozenset[str]) -> Ticket:
    """The ticket without these values."""
    return replace(
        ticket,
        fields={name: value for name, value in ticket.fields.items() if name not in names},
        description=None if DESCRIPTION in names else ticket.description,
        criteria=None if CRITERIA in names else ticket.criteria,
        parent=None if PARENT in names else ticket.parent,
    )


def drop_unsent(session: Session, reading: Reading, present: set[TicketID]) -> None:
    """A ticket that was never sent and was taken out of its document is taken out of the store."""
    open_ids = {intent.ticket_id for intent in session.store.journal.open(session.workspace.id)}
    gone = [item.ticket_id for item in reading.shown if item.ticket_id not in present]
    for ticket_id in reversed(gone):
        ticket = session.store.tickets.get(ticket_id)
        elsewhere = [p for p in session.store.documents.where(ticket_id) if p != reading.text.path]
        if ticket.jira_id or ticket_id in open_ids or elsewhere:
            continue
        if session.store.tickets.find_children(ticket_id):
            continue
        reason = "it was taken out of its document before it was sent"
        for name, value in session.view(ticket).items():
            keep(session, ticket, name, ("local", value), reason)
        session.store.tickets.delete(ticket_id)
        session.store.events.append(
            TicketDeletedEvent(ticket_id, ticket.title, session.world.now())
        )
