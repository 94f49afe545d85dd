"""Resolve: conflicts are looked at afresh in Jira, settled field by field, and written into their documents."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ticketr.application.results import ResolveResult, Settlement
from ticketr.application.sync.choosing import Choices
from ticketr.application.sync.intake import take_in
from ticketr.application.sync.journal import recover
from ticketr.application.sync.look import FETCH_BATCH, views_of
from ticketr.application.sync.outcome import open_conflicts, result
from ticketr.application.sync.publish import Publisher
from ticketr.application.sync.settle import keep, mark_gone, settle_look, verified
from ticketr.domain.digest import same
from ticketr.domain.events import ConflictResolvedEvent
from ticketr.domain.merge import ABSENT, Absent, Outcome, plain
from ticketr.domain.plan import plan_ticket
from ticketr.errors import TicketNotFound

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ticketr.application.commands import ResolveCommand
    from ticketr.application.results import Conflict, TicketResult
    from ticketr.application.sync.session import Session
    from ticketr.domain.plan import Action, FieldAction
    from ticketr.domain.ticket import Ticket, TicketID
    from ticketr.ports.external import JiraIssue
    from ticketr.ports.records import BaseField, ConflictRecord

HOW = {Outcome.PUSH: "local", Outcome.PULL: "remote", Outcome.MERGE: "merged"}


class Resolve:
    """One resolve of one workspace."""

    def __init__(self, session: Session, command: ResolveCommand) -> None:
        self._session = session
        self._command = command
        self._choices = Choices(session, command)
        self._publisher = Publisher(session)
        self._settled: list[Settlement] = []
        self._gone: list[TicketResult] = []
        self._stale: set[tuple[TicketID, str]] = set()
        self._notes: list[str] = []

    def run(self) -> ResolveResult:
        """Read the documents, look at Jira, settle, write the documents.

        Raises TicketNotFound for a ticket that is not here, Usage for a choice that names no field in conflict,
        TicketValidation for a value that its field cannot have; nothing is settled then.
        """
        session = self._session
        if not self._command.dry_run:
            recover(session)
        self._notes += take_in(session)
        records = self._records()
        self._choices.check(records)
        ids = list(records)
        for start in range(0, len(ids), FETCH_BATCH):
            tickets = [session.store.tickets.get(i) for i in ids[start : start + FETCH_BATCH]]
            issues = session.client.bulk_fetch([ticket.jira_id or "" for ticket in tickets])
            session.learn(issues.values())
            for ticket in tickets:
                self._ticket(ticket, issues.get(ticket.jira_id or ""), records[ticket.id])
        if not self._command.dry_run:
            self._publisher.publish()
        return self._result()

    def _records(self) -> dict[TicketID, dict[str, ConflictRecord]]:
        """The stored conflicts of the tickets that are meant, by ticket and field."""
        session = self._session
        found: dict[TicketID, dict[str, ConflictRecord]] = {}
        for record in session.store.conflicts.list(session.workspace.id):
            found.setdefault(record.ticket_id, {})[record.field] = record
        if not self._command.tickets:
            return found
        named = [ticket_named(session, name) for name in self._command.tickets]
        self._notes += [f"{x.label} has no conflict." for x in named if x.id not in found]
        return {ticket.id: found[ticket.id] for ticket in named if ticket.id in found}

    def _ticket(
        self, ticket: Ticket, issue: JiraIssue | None, records: dict[str, ConflictRecord]
    ) -> None:
        session = self._session
        dry = self._command.dry_run
        if issue is None:
            if not dry:
                mark_gone(session, ticket)
            self._gone.append(result(session, "gone", ticket))
            return
        base: Mapping[str, BaseField] = session.store.bases.get(ticket.id)
        if not dry:
            ticket, base = verified(session, ticket, issue, base)
        views = views_of(session, ticket, issue, base)
        action = self._decided(ticket, plan_ticket(views, self._choices.policy(ticket)), records)
        if not dry:
            ticket = self._settle(ticket, action, issue, base)
        for item in action.fields:
            if item.outcome is not Outcome.CONFLICT:
                self._settled.append(self._settlement(ticket, item, records.get(item.field)))
        self._publisher.changed[ticket.id] = frozenset(item.field for item in action.fields)

    def _settle(
        self, ticket: Ticket, action: Action, issue: JiraIssue, base: Mapping[str, BaseField]
    ) -> Ticket:
        fields = {item.field: issue.fields[item.field] for item in action.fields}
        with self._session.store.transaction():
            seen = replace(issue, fields=fields)
            ticket = settle_look(self._session, ticket, action, seen, base)
            self._keep_replaced(ticket, action)
            self._announce(ticket, action)
        return ticket

    def _decided(
        self, ticket: Ticket, action: Action, records: dict[str, ConflictRecord]
    ) -> Action:
        """The action's fields that are, or were, in conflict, each as it was decided."""
        fields = []
        for item in action.fields:
            if isinstance(item.remote, Absent):
                continue
            if item.field in records or item.outcome is Outcome.CONFLICT:
                fields.append(self._chosen(ticket, item))
        return replace(action, fields=tuple(fields))

    def _chosen(self, ticket: Ticket, item: FieldAction) -> FieldAction:
        choice = self._choices.of(ticket.id, item.field)
        if choice is None or item.outcome in {Outcome.SKIP, Outcome.AGREE}:
            return item
        there = self._session.book.text(item.field, plain(item.remote))
        if choice.seen is not None and choice.seen != there:
            self._stale.add((ticket.id, item.field))
            return replace(item, outcome=Outcome.CONFLICT, loser=ABSENT)
        if choice.side != "value":
            return item
        value = self._choices.value(ticket, item.field, choice.text)
        return replace(item, outcome=Outcome.MERGE, value=value, loser=ABSENT)

    def _keep_replaced(self, ticket: Ticket, action: Action) -> None:
        """A value of one's own, or a merge, replaces both sides: each that it is not goes to the attic."""
        for item in action.having(Outcome.MERGE):
            for side, value in (("local", item.local), ("remote", item.remote)):
                if not isinstance(value, Absent) and not same(value, item.value):
                    loser = (side, value)
                    keep(self._session, ticket, item.field, loser, "the conflict was settled")

    def _announce(self, ticket: Ticket, action: Action) -> None:
        done = [item for item in action.fields if item.outcome in HOW]
        if not done:
            return
        names = tuple(item.field for item in done)
        how = ", ".join(self._how(ticket.id, item) for item in done)
        event = ConflictResolvedEvent(ticket.id, names, how, self._session.world.now())
        self._session.store.events.append(event)
        self._session.world.notify(event)

    def _how(self, ticket_id: TicketID, item: FieldAction) -> str:
        if item.outcome is not Outcome.MERGE and isinstance(item.loser, Absent):
            return "over"
        choice = self._choices.of(ticket_id, item.field)
        if item.outcome is Outcome.MERGE and choice is not None and choice.side == "value":
            return "value"
        return HOW.get(item.outcome, "over")

    def _settlement(
        self, ticket: Ticket, item: FieldAction, record: ConflictRecord | None
    ) -> Settlement:
        book = self._session.book
        sides = (plain(side) for side in (item.base, item.local, item.remote, item.value))
        base, local, remote, value = (book.text(item.field, side) for side in sides)
        how = self._how(ticket.id, item)
        lost = {"local": (remote,), "remote": (local,)}.get(how, (local, remote))
        return Settlement(
            ticket.id,
            ticket.jira_id,
            ticket.title,
            item.field,
            book.label(item.field),
            how,
            base,
            local,
            remote,
            value,
            () if how == "over" else tuple(dict.fromkeys(x for x in lost if x != value)),
            moved=record is not None and not same(record.remote, plain(item.remote)),
        )

    def _result(self) -> ResolveResult:
        done = {(item.ticket_id, item.field) for item in self._settled}
        found = self._wanted(open_conflicts(self._session))
        wanted = tuple(item for item in found if (item.ticket_id, item.field) not in done)
        return ResolveResult(
            tuple(self._settled),
            wanted,
            tuple(item for item in wanted if (item.ticket_id, item.field) in self._stale),
            tuple(self._gone),
            dry_run=self._command.dry_run,
            documents=tuple(self._publisher.written),
            notes=tuple(self._notes),
            unwritten=self._publisher.unwritten,
        )

    def _wanted(self, conflicts: Iterable[Conflict]) -> tuple[Conflict, ...]:
        named = {ticket_named(self._session, name).id for name in self._command.tickets}
        return tuple(item for item in conflicts if not named or item.ticket_id in named)


def ticket_named(session: Session, name: str) -> Ticket:
    """The ticket with that key, in any case, or local id. Raises TicketNotFound."""
    tickets = session.store.tickets
    found = tickets.find_by_jira_id(session.workspace.id, name.upper())
    if found is not None:
        return found
    try:
        return tickets.get(name)  # type: ignore[arg-type]
    except TicketNotFound:
        raise TicketNotFound(f"{name} is not here.", key=name) from None
