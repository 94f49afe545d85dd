"""Bulk: fields of many tickets get values, which are planned and sent like every other edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.queries import GetTicketsQuery, understand
from ticketr.application.results import SyncResult
from ticketr.application.sync.intake import take_in
from ticketr.application.sync.journal import recover
from ticketr.application.sync.look import FETCH_BATCH
from ticketr.application.sync.outcome import recovered
from ticketr.application.sync.publish import Publisher
from ticketr.application.sync.push import refusal
from ticketr.application.sync.resolve import ticket_named
from ticketr.application.sync.session import base_view
from ticketr.application.sync.state import apply_values, settled
from ticketr.application.sync.updates import Updating
from ticketr.application.sync.wanted import Wanted
from ticketr.domain.digest import same
from ticketr.domain.events import Progress, TicketUpdatedEvent
from ticketr.domain.plan import Plan
from ticketr.domain.query import Pagination, TicketFilter
from ticketr.errors import Usage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticketr.application.commands import BulkCommand
    from ticketr.application.results import TicketResult
    from ticketr.application.sync.session import Session
    from ticketr.domain.plan import Action
    from ticketr.domain.ticket import FieldValue, Ticket, TicketID


class Bulk:
    """One edit of many tickets. A dry run plans it, with nothing written anywhere."""

    def __init__(self, session: Session, command: BulkCommand, operation_id: int) -> None:
        self._session = session
        self._command = command
        self._publisher = Publisher(session)
        policy = session.policy(command.strategy)
        self._updating = Updating(session, operation_id, policy, quiet=command.quiet)
        self._wanted = Wanted(session, command)
        self._edits: dict[TicketID, dict[str, FieldValue]] = {}
        self._same = 0

    def run(self) -> SyncResult:
        """Choose, check, and batch by batch: edit, look, plan, send.

        Raises TicketValidation with all that is wrong before anything is changed, unless it is partial. A batch
        that was sent stays sent, whatever becomes of the others; the same command goes on where it ended.
        """
        session, command = self._session, self._command
        adopted = [] if command.dry_run else recover(session)
        notes = [*take_in(session), *self._choose(), *self._wanted.unfound()]
        problems = self._wanted.problems
        if problems and not command.partial:
            raise refusal(problems)
        actions, results = self._carry_out()
        return self._publisher.concluded(
            SyncResult(
                "bulk",
                command.dry_run,
                Plan(tuple(actions)),
                (*recovered(session, adopted), *results),
                problems=tuple(problems),
                notes=tuple(notes),
                unchanged=self._same,
            )
        )

    def _choose(self) -> list[str]:
        """Find the tickets, and what of each is to change; gives notes on those that are left out."""
        session = self._session
        gone = {mark.ticket_id for mark in session.store.tombstones.list(session.workspace.id)}
        notes = []
        for ticket_id in dict.fromkeys([*self._named(), *self._found()]):
            ticket = session.store.tickets.get(ticket_id)
            if ticket.jira_id is None or ticket.id in gone:
                why = "is gone in Jira" if ticket.jira_id else "was never sent"
                notes.append(f"{ticket.label} {why}; it is left out")
                continue
            values = self._wanted.values(ticket)
            if values is not None:
                self._consider(ticket, values)
        return notes

    def _named(self) -> list[TicketID]:
        return [ticket_named(self._session, key).id for key in self._command.keys]

    def _found(self) -> list[TicketID]:
        if self._command.jql is None:
            return []
        session = self._session
        query = GetTicketsQuery(
            session.workspace.id, TicketFilter(jql=self._command.jql), Pagination(limit=None)
        )
        understand(session.store, query)
        rows = session.store.tickets.stream(query.filter, query.pagination)
        found: list[TicketID] = [row.id for row in rows]  # type: ignore[misc]
        if not found and not self._command.keys:
            raise Usage("The query finds no ticket here.", hint="`ticketr pull` fetches tickets.")
        return found

    def _consider(self, ticket: Ticket, values: dict[str, FieldValue]) -> None:
        """Only what both the local view and the base say already is left alone."""
        view = self._session.view(ticket)
        base = base_view(self._session.store.bases.get(ticket.id)) or {}
        if all(same(view.get(n), v) and same(base.get(n), v) for n, v in values.items()):
            self._same += 1
        else:
            self._edits[ticket.id] = values

    def _carry_out(self) -> tuple[list[Action], list[TicketResult]]:
        actions: list[Action] = []
        results: list[TicketResult] = []
        ids = list(self._edits)
        try:
            for start in range(0, len(ids), FETCH_BATCH):
                self._batch(ids[start : start + FETCH_BATCH], actions, results)
                done = min(start + FETCH_BATCH, len(ids))
                self._session.world.notify(Progress("changing", done, len(ids)))
        finally:
            if not self._command.dry_run:
                self._publisher.publish()
        return actions, results

    def _batch(
        self, ids: Sequence[TicketID], actions: list[Action], results: list[TicketResult]
    ) -> None:
        if self._command.dry_run:
            self._session.proposed |= {ticket_id: self._edits[ticket_id] for ticket_id in ids}
        else:
            with self._session.store.transaction():
                for ticket_id in ids:
                    self._edit(self._session.store.tickets.get(ticket_id))
        for batch in self._updating.plan(ids):
            actions += [change.action for change in batch]
            run = self._updating.refused if self._command.dry_run else self._updating.run
            results += run(batch)

    def _edit(self, ticket: Ticket) -> None:
        """The values come into the local view; the operation remembers what they replace."""
        session, values = self._session, self._edits[ticket.id]
        before = session.view(ticket)
        changed = apply_values(session, ticket, values)
        after = session.view(changed)
        base = base_view(session.store.bases.get(ticket.id))
        session.store.tickets.update(
            settled(changed, after, base, conflict=session.in_conflict(ticket))
        )
        session.scribe().edited(ticket, before, after, values)
        session.store.events.append(
            TicketUpdatedEvent(ticket.id, tuple(values), session.world.now())
        )
