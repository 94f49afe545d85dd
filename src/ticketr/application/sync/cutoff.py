"""Updates that were cut off: what Jira took of them is what both sides agree on, whatever was edited here since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.sync.look import FETCH_BATCH, remote_view
from ticketr.application.sync.settle import restate
from ticketr.domain.digest import same
from ticketr.domain.merge import ABSENT, arrived
from ticketr.errors import TicketNotFound
from ticketr.ports.records import BaseField

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ticketr.application.sync.session import Session
    from ticketr.domain.ticket import Ticket
    from ticketr.ports.external import JiraIssue
    from ticketr.ports.records import Intent


def settle_updates(session: Session, intents: Sequence[Intent]) -> None:
    """Look at what Jira has of these updates, oldest first, move the base where they arrived, and close them.

    Then what was edited here since is an edit of what was sent, and no conflict with it. An undo is planned anew:
    the local view had not followed it yet. Raises the 4xxx errors where Jira cannot be asked; all stay open then.
    """
    for start in range(0, len(intents), FETCH_BATCH):
        batch = intents[start : start + FETCH_BATCH]
        tickets = {ticket.id: ticket for intent in batch for ticket in _ticket(session, intent)}
        issues = session.client.bulk_fetch([x.jira_id or "" for x in tickets.values()])
        session.learn(issues.values())
        with session.store.transaction():
            for intent in batch:
                ticket = tickets.get(intent.ticket_id)
                issue = issues.get(ticket.jira_id or "") if ticket else None
                if ticket and issue and issue.error is None:
                    _agree(session, ticket, issue, intent)
                session.store.journal.settle(intent.token, "failed", "planned anew")


def _ticket(session: Session, intent: Intent) -> Iterator[Ticket]:
    operation = session.store.operations.get(intent.operation_id)
    if operation is not None and operation.undoes is not None:
        return
    try:
        yield session.store.tickets.get(intent.ticket_id)
    except TicketNotFound:
        return


def _agree(session: Session, ticket: Ticket, issue: JiraIssue, intent: Intent) -> None:
    base, policy = session.store.bases.get(ticket.id), session.policy(None)
    there = remote_view(session, issue, {}, {**session.view(ticket), **intent.fields})
    moved = {}
    for name in intent.fields.keys() & there.keys() & base.keys():
        write = intent.before.get(name, ABSENT), intent.fields[name]
        known, now = base[name].value, there[name]
        value = arrived(policy.kind(name), known, write, now)
        if not same(value, known):
            moved[name] = BaseField(issue.raw.get(name) if same(value, now) else None, value)
    if moved:
        session.store.bases.put(ticket.id, moved)
        restate(session, ticket)
