"""New tickets go to Jira: parents first, in batches, each create journalled before it is sent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ticketr.application.sync.journal import CREATE, intend, read_back, resolve_creates
from ticketr.application.sync.outcome import failed, result
from ticketr.application.sync.settle import restate
from ticketr.application.sync.texts import documents_for
from ticketr.domain.events import Progress, TicketSyncedEvent
from ticketr.domain.ticket import NOT_CREATED
from ticketr.errors import JiraConnection, JiraRateLimit, SyncIncomplete, TicketrError
from ticketr.limits import MAX_CONCURRENT_JIRA_REQUESTS, MAX_TICKETS_PER_BATCH
from ticketr.ports.external import CREATION_PROPERTY, JiraIssue
from ticketr.ports.records import BaseField

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from ticketr.application.results import TicketResult
    from ticketr.application.sync.session import Session
    from ticketr.domain.ticket import FieldValue, Ticket, TicketID
    from ticketr.ports.external import Created
    from ticketr.ports.records import Intent

WAVE = MAX_TICKETS_PER_BATCH * MAX_CONCURRENT_JIRA_REQUESTS
"""Tickets that are journalled, sent and committed together."""


class Creation:
    """Sends new tickets. `publish` writes the keys, which the store has by then, into the documents."""

    def __init__(self, session: Session, operation_id: int, publish: Callable[[], None]) -> None:
        self._session = session
        self._operation = operation_id
        self._publish = publish
        self._waves = 0

    def run(self, ids: Sequence[TicketID]) -> list[TicketResult]:
        """Create these tickets, parents before children; one result each."""
        session = self._session
        gone = {mark.ticket_id for mark in session.store.tombstones.list(session.workspace.id)}
        results: list[TicketResult] = []
        for level in self._levels(ids):
            for start in range(0, len(level), WAVE):
                self._waves += 1
                wave = self._load(level[start : start + WAVE])
                orphans = [error for item in wave if (error := self._orphan(item, gone))]
                results += orphans
                left_out = {item.ticket_id for item in orphans}
                ready = [ticket for ticket in wave if ticket.id not in left_out]
                results += self._send(ready) if ready else []
                session.world.notify(Progress("creating", len(results), len(ids)))
        return results

    def _levels(self, ids: Sequence[TicketID]) -> list[list[TicketID]]:
        """The tickets by how many of their ancestors are new too; `ids` has parents first."""
        depth: dict[TicketID, int] = {}
        levels: list[list[TicketID]] = []
        for ticket in self._load(ids):
            depth[ticket.id] = depth[ticket.parent] + 1 if ticket.parent in depth else 0
            if depth[ticket.id] == len(levels):
                levels.append([])
            levels[depth[ticket.id]].append(ticket.id)
        return levels

    def _load(self, ids: Sequence[TicketID]) -> list[Ticket]:
        return [self._session.store.tickets.get(ticket_id) for ticket_id in ids]

    def _orphan(self, ticket: Ticket, gone: Container[TicketID]) -> TicketResult | None:
        """Why a ticket cannot be created, whatever Jira says: it has no parent there."""
        if ticket.parent is None:
            return None
        parent = self._session.store.tickets.get(ticket.parent)
        if parent.jira_id is None:
            why, hint = "its parent was not created", ""
        elif parent.id in gone:
            why = f"its parent {parent.jira_id} is gone in Jira"
            hint = "Move it under another ticket, or take it out of its file."
        else:
            return None
        error = SyncIncomplete(f'"{ticket.title}" was not sent, because {why}.', hint=hint)
        return failed(self._session, ticket, error)

    def _send(self, wave: list[Ticket]) -> list[TicketResult]:
        session = self._session
        values = [self._values(ticket) for ticket in wave]
        nothing: dict[str, FieldValue] = {}
        work = [(ticket, fields, nothing) for ticket, fields in zip(wave, values, strict=True)]
        intents = intend(session, self._operation, CREATE, work)
        issues = [
            JiraIssue(
                fields,
                properties={CREATION_PROPERTY: {"token": intent.token}},
                others=documents_for(session, intent.ticket_id, fields.values()),
            )
            for fields, intent in zip(values, intents, strict=True)
        ]
        try:
            created = session.client.bulk_create(issues, session.project)
        except TicketrError as error:
            self._close(intents, error)
            raise
        fates = list(zip(wave, intents, created, strict=True))
        self._commit_keys(fates)
        self._publish_now_and_then()
        return self._settle(fates)

    def _publish_now_and_then(self) -> None:
        """After the first, second, fourth, eighth … wave: a document is read as a whole each time."""
        if self._waves & (self._waves - 1) == 0:
            self._publish()

    def _close(self, intents: list[Intent], error: TicketrError) -> None:
        """Nothing was created: there is nothing for the next run to look for."""
        with self._session.store.transaction():
            for intent in intents:
                self._session.store.journal.settle(intent.token, "failed", error.message)

    def _values(self, ticket: Ticket) -> dict[str, FieldValue]:
        view = self._session.view(ticket)
        return {n: v for n, v in view.items() if v not in (None, "") and n not in NOT_CREATED}

    def _commit_keys(self, fates: list[tuple[Ticket, Intent, Created]]) -> None:
        """Every key that Jira gave is durable before anything else happens."""
        session = self._session
        with session.store.transaction():
            for ticket, intent, fate in fates:
                if fate.key:
                    self._commit_key(ticket, intent, fate)
                elif fate.unknown:
                    session.store.journal.settle(intent.token, "unknown")
                else:
                    session.store.journal.settle(intent.token, "failed", str(fate.error))

    def _commit_key(self, ticket: Ticket, intent: Intent, fate: Created) -> None:
        session = self._session
        sent = {name: BaseField(None, value) for name, value in intent.fields.items()}
        session.store.bases.put(ticket.id, sent)
        restate(session, replace(ticket, jira_id=fate.key, remote_id=fate.id))
        session.store.journal.settle(intent.token, "done")
        session.scribe().whole(ticket, None, fate.key)
        event = TicketSyncedEvent(ticket.id, fate.key, session.world.now(), "created")
        session.store.events.append(event)
        session.world.notify(event)

    def _settle(self, fates: list[tuple[Ticket, Intent, Created]]) -> list[TicketResult]:
        read_back(self._session, self._load([ticket.id for ticket, _, fate in fates if fate.key]))
        lost = [(ticket, intent) for ticket, intent, fate in fates if fate.unknown]
        found = self._look_for([intent for _, intent in lost])
        return [self._result(ticket, fate, found) for ticket, _, fate in fates]

    def _look_for(self, intents: list[Intent]) -> set[TicketID]:
        if not intents:
            return set()
        try:
            found = {ticket.id for ticket in resolve_creates(self._session, intents)}
        except (JiraConnection, JiraRateLimit):
            return set()
        self._publish()
        return found

    def _result(self, ticket: Ticket, fate: Created, found: set[TicketID]) -> TicketResult:
        now = self._session.store.tickets.get(ticket.id)
        if fate.key or ticket.id in found:
            kind = "created" if fate.key else "recovered"
            return result(self._session, kind, now)
        error = fate.error or JiraConnection(
            "The reply was lost, and Jira does not show the ticket."
        )
        return failed(self._session, now, error)
