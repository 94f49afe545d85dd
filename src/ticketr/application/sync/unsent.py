"""Tickets that Jira does not have: a document is all there is of one that was never sent, so what it drops goes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ticketr.application.sync.settle import keep
from ticketr.domain.events import TicketDeletedEvent
from ticketr.domain.ticket import CRITERIA, DESCRIPTION, PARENT, TITLE, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ticketr.application.sync.reading import Entry
    from ticketr.application.sync.session import Session
    from ticketr.application.sync.snapshot import Reading
    from ticketr.domain.ticket import Ticket, TicketID
    from ticketr.ports.records import ShownTicket

SHOWN = 3
"""Tickets that a note names."""


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
        drop(session, ticket, "it was taken out of its document before it was sent")


def drop(session: Session, ticket: Ticket, reason: str) -> None:
    """Take the ticket out of the store; what it held is in the attic then."""
    for name, value in session.view(ticket).items():
        if value not in (None, ""):
            keep(session, ticket, name, ("local", value), reason)
    session.store.tombstones.clear(ticket.id)
    session.store.tickets.delete(ticket.id)
    session.store.events.append(TicketDeletedEvent(ticket.id, ticket.title, session.world.now()))


def homeless(session: Session, ids: Iterable[TicketID]) -> dict[TicketID, str]:
    """Those of the tickets that Jira does not have, and whose document is gone: each with its path."""
    documents, stamp = session.store.documents, session.world.documents.stamp
    found: dict[TicketID, str] = {}
    gone: dict[str, bool] = {}
    for ticket_id in ids:
        if session.store.tickets.get(ticket_id).jira_id is not None:
            continue
        paths = documents.where(ticket_id)
        for path in paths:
            if path not in gone:
                gone[path] = stamp(path) is None
        if paths and all(gone[path] for path in paths):
            found[ticket_id] = paths[0]
    return found


def forgotten(session: Session) -> set[TicketID]:
    """The tickets that Jira does not have any more, and no document that is still there shows."""
    documents, stamp = session.store.documents, session.world.documents.stamp
    return {
        mark.ticket_id
        for mark in session.store.tombstones.list(session.workspace.id)
        if all(stamp(path) is None for path in documents.where(mark.ticket_id))
    }


def told_homeless(session: Session, found: Mapping[TicketID, str]) -> list[str]:
    """A note for each document that is gone, with what was never sent of it."""
    notes = []
    for path in dict.fromkeys(found.values()):
        tickets = [session.store.tickets.get(i) for i, where in found.items() if where == path]
        names = ", ".join(f'"{ticket.title}" ({ticket.id})' for ticket in tickets[:SHOWN])
        more = f" and {len(tickets) - SHOWN} more" if len(tickets) > SHOWN else ""
        notes.append(
            f"{session.world.path_name(path)} is gone, so {names}{more} was not sent: "
            "put the file back, or drop the ticket with `ticketr delete` and the id in brackets."
        )
    return notes
