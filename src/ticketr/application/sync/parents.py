"""Parents that are named by a key of a ticket that is not here: Jira is asked whether it has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.sync.outcome import problem_of
from ticketr.application.sync.session import base_view
from ticketr.domain.digest import same
from ticketr.domain.ticket import PARENT
from ticketr.errors import ErrorCode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticketr.application.sync.session import Session
    from ticketr.domain.ticket import Ticket, TicketID
    from ticketr.errors import Problem


def check_parents(session: Session, ids: Iterable[TicketID]) -> list[Problem]:
    """A problem for each new or changed parent that Jira does not have, or hides from this login."""
    tickets = [session.store.tickets.get(ticket_id) for ticket_id in ids]
    asked = [(ticket, key) for ticket in tickets if (key := _foreign_parent(session, ticket))]
    if not asked:
        return []
    found = session.client.bulk_fetch(sorted({key for _, key in asked}))
    return [
        problem_of(
            session,
            ticket,
            f"The parent {key} does not exist in Jira, or this login does not see it.",
            "Correct the key in the `Parent` line, or take the line out.",
            ErrorCode.TICKET_HIERARCHY,
        )
        for ticket, key in asked
        if key not in found
    ]


def _foreign_parent(session: Session, ticket: Ticket) -> str | None:
    key = ticket.fields.get(PARENT)
    if not isinstance(key, str) or session.parent_id(key):
        return None
    base = base_view(session.store.bases.get(ticket.id)) or {}
    return None if same(base.get(PARENT), key) else key
