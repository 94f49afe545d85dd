"""Results and conflicts as users are shown them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.fields import names_of
from ticketr.application.results import Conflict, TicketResult
from ticketr.errors import Place, Problem, TicketValidation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticketr.application.sync.session import Session
    from ticketr.domain.ticket import Ticket
    from ticketr.errors import ErrorCode, TicketrError
    from ticketr.ports.records import ConflictRecord


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


def recovered(session: Session, tickets: Iterable[Ticket]) -> list[TicketResult]:
    """The fates of tickets whose creation an earlier run did not learn of."""
    return [result(session, "recovered", ticket) for ticket in tickets]


def new_result(session: Session, kind: str, ticket: Ticket) -> TicketResult:
    """The fate of a ticket that came just now, and so stands in no document."""
    url = session.url(ticket.jira_id)
    return TicketResult(kind, ticket.id, ticket.jira_id, ticket.title, str(ticket.type), (), url)


def problem_of(
    session: Session, ticket: Ticket, message: str, hint: str, code: ErrorCode
) -> Problem:
    """A mistake of the ticket, at the place where it stands."""
    path, _, rest = session.places.get(ticket.id, ticket.label).partition(":")
    line, _, column = rest.partition(":")
    return Problem(Place(path, int(line or 0), int(column or 0)), message, hint, code)


def failed(session: Session, ticket: Ticket, error: TicketrError) -> TicketResult:
    """A ticket that could not be sent or taken, and why."""
    told = error.as_dict()
    if error.hint == TicketValidation.hint:
        told["hint"] = "Correct this ticket, then run it again; the others are done."
    return TicketResult(
        "failed",
        ticket.id,
        ticket.jira_id,
        ticket.title,
        str(ticket.type),
        (),
        session.url(ticket.jira_id),
        place_of(session, ticket),
        told,
    )


def place_of(session: Session, ticket: Ticket) -> str:
    """Where the ticket stands: `file:line` once its document was read in this run, else the file."""
    known = session.places.get(ticket.id)
    if known:
        return known
    return next(iter(session.store.documents.where(ticket.id)), "")


def open_conflicts(session: Session) -> tuple[Conflict, ...]:
    """The stored conflicts of the workspace, with values as people write them."""
    records = session.store.conflicts.list(session.workspace.id)
    return tuple(conflict_of(session, session.store.tickets.get(x.ticket_id), x) for x in records)


def conflict_of(session: Session, ticket: Ticket, record: ConflictRecord) -> Conflict:
    """A stored conflict as users are shown it; what is here may have been edited since it was found."""
    local = session.view(ticket).get(record.field, record.local)
    sides = (record.base, local, record.remote)
    base, here, there = (session.book.text(record.field, side) for side in sides)
    return Conflict(
        ticket.id,
        ticket.jira_id,
        ticket.title,
        record.field,
        session.book.label(record.field),
        base,
        here,
        there,
        detected_at=record.detected_at,
        no_base=record.no_base,
    )
