"""Results and conflicts as users are shown them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.fields import names_of
from ticketr.application.results import Conflict, TicketResult

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticketr.application.sync.session import Session
    from ticketr.domain.ticket import Ticket
    from ticketr.errors import TicketrError


def result(
    session: Session, kind: str, ticket: Ticket, fields: Iterable[str] = ()
) -> TicketResult:
    """One ticket's fate; `fields` by id."""
    return TicketResult(
        kind,
        ticket.id,
        ticket.jira_id,
        ticket.title,
        str(ticket.type),
        names_of(session.book, fields),
        session.url(ticket.jira_id),
        place_of(session, ticket),
    )


def failed(session: Session, ticket: Ticket, error: TicketrError) -> TicketResult:
    """A ticket that could not be sent or taken, and why."""
    return TicketResult(
        "failed",
        ticket.id,
        ticket.jira_id,
        ticket.title,
        str(ticket.type),
        (),
        session.url(ticket.jira_id),
        place_of(session, ticket),
        error.as_dict(),
    )


def place_of(session: Session, ticket: Ticket) -> str:
    """Where the ticket stands: `file:line` once its document was read in this run, else the file."""
    known = session.places.get(ticket.id)
    if known:
        return known
    return next(iter(session.store.documents.where(ticket.id)), "")


def open_conflicts(session: Session) -> tuple[Conflict, ...]:
    """The stored conflicts of the workspace, with values as people write them."""
    found = []
    for item in session.store.conflicts.list(session.workspace.id):
        ticket = session.store.tickets.get(item.ticket_id)
        name = session.book.label(item.field)
        sides = (item.base, item.local, item.remote)
        base, local, remote = (session.book.text(item.field, side) for side in sides)
        found.append(
            Conflict(
                ticket.id, ticket.jira_id, ticket.title, item.field, name, base, local, remote
            )
        )
    return tuple(found)
