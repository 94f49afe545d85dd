"""A store that lost its end (a restored copy, a disk that lied about a power loss) does not create again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from ticketr.application.sync.journal import adopt, seek
from ticketr.domain.digest import same
from ticketr.domain.query import TicketFilter
from ticketr.domain.ticket import DESCRIPTION, TITLE, SyncStatus

if TYPE_CHECKING:
    from ticketr.application.sync.session import Session
    from ticketr.domain.ticket import Ticket
    from ticketr.ports.external import JiraIssue
    from ticketr.ports.records import Intent

LATELY = timedelta(days=7)
"""For so long a create that was forgotten may be that of a new ticket which looks like it."""


def reclaim(session: Session) -> list[Ticket]:
    """Give the unsent tickets that stand for forgotten creates the keys that Jira made of these; gives the tickets.

    Documents are read by then. What a forgotten create sent tells which ticket it was: by title, or by description.
    """
    lost = session.store.journal.forgotten(session.workspace.id)
    if not lost:
        return []
    edge = session.world.now() - LATELY
    new = TicketFilter(session.workspace.id, status=("new",))
    unsent = [ticket for ticket in session.store.tickets.find(new) if ticket.jira_id is None]
    wanted = [x for x in lost if x.created_at >= edge and any(_is_like(t, x) for t in unsent)]
    claim = _Claim(session, unsent)
    if wanted:
        seek(session, wanted, claim.found)
    return claim.taken


def is_forgotten(session: Session, ticket: Ticket) -> bool:
    """Whether the ticket, which a pull brought, may be what a forgotten create made: `reclaim` sees to it."""
    edge = session.world.now() - LATELY
    lost = session.store.journal.forgotten(session.workspace.id)
    return any(x.created_at >= edge and _is_like(ticket, x) for x in lost)


def _is_like(ticket: Ticket, intent: Intent) -> bool:
    """Whether the create may have been the ticket's; either its title or its text may have been edited since."""
    sent = intent.fields
    told = bool(ticket.description) and same(ticket.description, sent.get(DESCRIPTION))
    return ticket.id == intent.ticket_id or ticket.title == sent.get(TITLE) or told


class _Claim:
    """What was found so far, and the tickets that still have no key."""

    def __init__(self, session: Session, unsent: list[Ticket]) -> None:
        self._session = session
        self._unsent = unsent
        self.taken: list[Ticket] = []

    def found(self, intent: Intent, issue: JiraIssue) -> None:
        """Jira has the ticket that was created: one that looks like it, and no other, is that."""
        session = self._session
        ticket = self._ticket_of(intent)
        if ticket is None or not self._is_free(issue):
            return
        self._unsent.remove(ticket)
        with session.store.transaction():
            self._drop_copy(issue)
            known = replace(
                intent, ticket_id=ticket.id, operation_id=session.operation or intent.operation_id
            )
            session.store.journal.add([known])
            adopted = adopt(session, known, issue)
        self.taken += [adopted] if adopted is not None else []

    def _ticket_of(self, intent: Intent) -> Ticket | None:
        alike = [ticket for ticket in self._unsent if _is_like(ticket, intent)]
        alike.sort(key=lambda ticket: -_nearness(ticket, intent))
        return alike[0] if alike else None

    def _known(self, issue: JiraIssue) -> Ticket | None:
        tickets, workspace = self._session.store.tickets, self._session.workspace.id
        found = tickets.find_by_remote_id(workspace, issue.id)
        return found or tickets.find_by_jira_id(workspace, issue.key)

    def _is_free(self, issue: JiraIssue) -> bool:
        """Whether nothing here stands for Jira's ticket, or only a copy that a pull brought and nobody touched."""
        known, store = self._known(issue), self._session.store
        return known is None or (
            known.state.status is SyncStatus.SYNCED
            and not store.documents.where(known.id)
            and not store.tickets.find_children(known.id)
        )

    def _drop_copy(self, issue: JiraIssue) -> None:
        known = self._known(issue)
        if known is not None:
            self._session.store.tickets.delete(known.id)


def _nearness(ticket: Ticket, intent: Intent) -> int:
    sent = intent.fields
    return (
        4 * (ticket.id == intent.ticket_id)
        + 2 * (ticket.title == sent.get(TITLE))
        + same(ticket.description, sent.get(DESCRIPTION))
    )
