"""Intents: written before a request, settled after its reply; and what is done about those left open."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ticketr.application.changes import Scribe
from ticketr.application.sync.cutoff import settle_updates
from ticketr.application.sync.session import base_view
from ticketr.application.sync.settle import is_only_sent, settle_create
from ticketr.domain.events import Progress, TicketSyncedEvent
from ticketr.domain.query import TicketFilter
from ticketr.errors import JiraConnection, JiraRateLimit, TicketNotFound
from ticketr.ports.external import CREATION_PROPERTY, JiraIssue
from ticketr.ports.records import Intent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from ticketr.application.sync.session import Session
    from ticketr.domain.ticket import FieldValue, Ticket

CREATE = "create"
UPDATE = "update"
OVERLAP = timedelta(minutes=10)
"""How much earlier than the intent a search starts, for clocks that differ."""

PAUSES = (0.5, 1.0, 2.0, 4.0)
"""Seconds between two looks; the last one repeats."""


def intend(
    session: Session,
    operation_id: int,
    kind: str,
    work: Sequence[tuple[Ticket, Mapping[str, FieldValue], Mapping[str, FieldValue]]],
) -> list[Intent]:
    """Write down what is about to be sent: (ticket, values, values before) each. Durable when it returns."""
    now = session.world.now()
    intents = [
        Intent(
            session.world.new_id(),
            operation_id,
            session.workspace.id,
            ticket.id,
            kind,
            values,
            now,
            before,
        )
        for ticket, values, before in work
    ]
    session.store.journal.add(intents)
    return intents


def token_of(issue: JiraIssue) -> str:
    """The token of the intent that created the ticket, empty for one that ticketr did not create."""
    value = issue.properties.get(CREATION_PROPERTY)
    token = value.get("token") if isinstance(value, dict) else None
    return token if isinstance(token, str) else ""


def recover(session: Session) -> list[Ticket]:
    """Settle what an earlier run left open; gives the tickets that were found to exist in Jira.

    An update is planned anew, from what Jira took of it. A create is looked for by its token; what is not found
    once Jira's index had the time to show it was not created. What was created but not read back is read now.
    """
    intents = session.store.journal.open(session.workspace.id)
    settle_updates(session, [intent for intent in intents if intent.kind != CREATE])
    read_back(session, _unread(session))
    creates = [intent for intent in intents if intent.kind == CREATE]
    adopted = resolve_creates(session, creates) if creates else []
    for intent in session.store.journal.open(session.workspace.id):
        session.store.journal.settle(intent.token, "failed", "not found in Jira")
    return adopted


def _unread(session: Session) -> list[Ticket]:
    """Created tickets whose base is still what was sent."""
    dirty = TicketFilter(session.workspace.id, status=("new", "modified", "conflict"))
    created = [ticket for ticket in session.store.tickets.find(dirty) if ticket.jira_id]
    bases = [session.store.bases.get(ticket.id) for ticket in created]
    return [ticket for ticket, base in zip(created, bases, strict=True) if is_only_sent(base)]


def read_back(session: Session, tickets: Sequence[Ticket]) -> None:
    """Ask Jira what it made of these created tickets, whose base is what was sent: the answer becomes the base.

    Where Jira cannot be asked, the next run does it.
    """
    if not tickets:
        return
    try:
        issues = session.client.bulk_fetch([ticket.jira_id or "" for ticket in tickets])
    except (JiraConnection, JiraRateLimit):
        return
    session.learn(issues.values())
    with session.store.transaction():
        for ticket in tickets:
            issue = issues.get(ticket.jira_id or "")
            sent = base_view(session.store.bases.get(ticket.id))
            if issue is not None and issue.error is None and sent is not None:
                settle_create(session, ticket, issue, sent)


def resolve_creates(session: Session, intents: Sequence[Intent]) -> list[Ticket]:
    """Look for these creates until each is found or the index lag has passed.

    What is not found stays open: the next run looks once more before it may be created again.
    """
    adopted: list[Ticket] = []

    def found(intent: Intent, issue: JiraIssue) -> None:
        ticket = adopt(session, intent, issue)
        if ticket is not None:
            adopted.append(ticket)

    seek(session, intents, found)
    return adopted


def seek(
    session: Session, intents: Sequence[Intent], found: Callable[[Intent, JiraIssue], None]
) -> None:
    """Look for the tickets that these creates made until each is found or the index lag has passed.

    `found` is called with each, those that were created last first.
    """
    waiting = {intent.token: intent for intent in intents}
    deadline = max(intent.created_at for intent in intents) + timedelta(
        seconds=session.world.index_lag
    )
    pauses = iter(PAUSES)
    while True:
        _look(session, waiting, found)
        if not waiting or session.world.now() >= deadline:
            break
        done = len(intents) - len(waiting)
        session.world.notify(Progress("looking for tickets whose reply was lost", done))
        session.world.wait(next(pauses, PAUSES[-1]))


def _look(
    session: Session, waiting: dict[str, Intent], found: Callable[[Intent, JiraIssue], None]
) -> None:
    query = _query(session.world.now(), waiting.values())
    for issue in session.client.search_all(query, tokens=True):
        intent = waiting.pop(token_of(issue), None)
        if intent is not None:
            found(intent, issue)
        if not waiting:
            break


def _query(now: datetime, intents: Iterable[Intent]) -> str:
    """What this login created since the oldest of them, in any project: a ticket may have been moved since."""
    age = now - min(intent.created_at for intent in intents) + OVERLAP
    minutes = int(age.total_seconds() // 60) + 1
    return f'creator = currentUser() AND created >= "-{minutes}m" ORDER BY created DESC'


def adopt(session: Session, intent: Intent, issue: JiraIssue) -> Ticket | None:
    """The ticket exists in Jira: take its key and close the intent, in one transaction.

    None where it was taken out of the store meanwhile: then the next pull brings it as a new one.
    """
    try:
        ticket = session.store.tickets.get(intent.ticket_id)
    except TicketNotFound:
        session.store.journal.settle(intent.token, "done", "not here any more")
        return None
    session.learn([issue])
    with session.store.transaction():
        ticket = settle_create(session, ticket, issue, intent.fields)
        session.store.journal.settle(intent.token, "done", "found again")
        scribe = Scribe(session.store, session.world.now(), intent.operation_id)
        scribe.whole(ticket, None, issue.key)
        event = TicketSyncedEvent(ticket.id, issue.key, session.world.now(), "recovered")
        session.store.events.append(event)
    session.world.notify(event)
    return ticket
