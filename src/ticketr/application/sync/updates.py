"""Changed tickets go to Jira: re-read, compared with the base field by field, only the difference sent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ticketr.application.sync.journal import UPDATE, intend
from ticketr.application.sync.look import FETCH_BATCH, views_of
from ticketr.application.sync.outcome import failed, result
from ticketr.application.sync.settle import (
    keep_losers,
    mark_gone,
    settle_look,
    settle_write,
    verified,
)
from ticketr.application.sync.texts import documents_for
from ticketr.domain.events import Progress
from ticketr.domain.merge import Absent, Outcome
from ticketr.domain.plan import Action, ActionKind, plan_ticket
from ticketr.domain.ticket import CRITERIA, DESCRIPTION, PARENT, TYPE
from ticketr.errors import (
    JiraConnection,
    JiraNotFound,
    SyncIncomplete,
    TicketrError,
    TicketValidation,
)
from ticketr.ports.external import JiraUpdate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ticketr.application.results import TicketResult
    from ticketr.application.sync.session import Session
    from ticketr.domain.plan import Policy
    from ticketr.domain.ticket import FieldValue, Ticket, TicketID, View
    from ticketr.ports.external import JiraIssue
    from ticketr.ports.records import BaseField, Intent

SENT = (Outcome.PUSH, Outcome.MERGE)
BODY = (DESCRIPTION, CRITERIA)
"""Two fields here, one text in Jira: they travel together."""


class Change:
    """One ticket with its action and the remote side it was planned against.

    `seen` is all that Jira showed; `foreign` names the fields that only Jira changed: a push leaves them, and
    their base, to the next pull.
    """

    __slots__ = ("action", "error", "foreign", "issue", "seen", "ticket")

    def __init__(self, ticket: Ticket, action: Action, issue: JiraIssue | None) -> None:
        self.seen: View = issue.fields if issue else {}
        self.foreign = frozenset(
            item.field for item in action.having(Outcome.PULL) if isinstance(item.loser, Absent)
        )
        self.error = issue.error if issue else None
        self.ticket = ticket
        self.action = _own(action, self.foreign)
        self.issue = self.without_foreign(issue) if issue else None

    def without_foreign(self, issue: JiraIssue) -> JiraIssue:
        """The ticket as Jira has it, without the foreign fields."""
        fields = {n: value for n, value in issue.fields.items() if n not in self.foreign}
        return replace(issue, fields=fields)


class Updating:
    """Sends changed tickets, or only plans it."""

    def __init__(
        self,
        session: Session,
        operation_id: int,
        policy: Policy,
        *,
        allow_loss: bool = False,
        quiet: bool = False,
    ) -> None:
        self._quiet = quiet
        self._session = session
        self._operation = operation_id
        self._policy = policy
        self._allow_loss = allow_loss

    def plan(self, ids: Sequence[TicketID]) -> Iterator[list[Change]]:
        """The actions for these tickets, in batches re-read just before they are yielded."""
        for start in range(0, len(ids), FETCH_BATCH):
            tickets = [
                self._session.store.tickets.get(i) for i in ids[start : start + FETCH_BATCH]
            ]
            issues = self._session.client.bulk_fetch([ticket.jira_id or "" for ticket in tickets])
            self._session.learn(issues.values())
            yield [self._plan(ticket, issues.get(ticket.jira_id or "")) for ticket in tickets]

    def _plan(self, ticket: Ticket, issue: JiraIssue | None) -> Change:
        session = self._session
        if issue is not None and issue.error is not None:
            unread = Action(ActionKind.SKIP, ticket.id, ticket.jira_id, ticket.title)
            return Change(ticket, unread, issue)
        base: Mapping[str, BaseField] = session.store.bases.get(ticket.id)
        if issue is not None:
            ticket, base = verified(session, ticket, issue, base)
        views = views_of(session, ticket, issue, base)
        return Change(ticket, plan_ticket(views, self._policy), issue)

    def run(self, changes: list[Change]) -> list[TicketResult]:
        """Carry out one batch; one result each."""
        session = self._session
        gone = {mark.key for mark in session.store.tombstones.list(session.workspace.id)}
        results: dict[str, TicketResult] = {}
        sending: list[Change] = []
        for change in changes:
            if change.error is not None:
                results[change.ticket.id] = failed(self._session, change.ticket, change.error)
            elif change.action.kind is ActionKind.GONE:
                results[change.ticket.id] = self._gone(change.ticket)
            elif not change.action.having(*SENT):
                results[change.ticket.id] = self._nothing_to_send(change)
            elif (parent := change.action.values(*SENT).get(PARENT)) in gone:
                results[change.ticket.id] = self._orphan(change.ticket, parent)
            else:
                sending.append(change)
        results |= self._send(sending)
        return [results[change.ticket.id] for change in changes]

    def refused(self, changes: Iterable[Change]) -> list[TicketResult]:
        """The failures of those changes that would not be sent as they are."""
        results = []
        for change in changes:
            if change.action.having(*SENT):
                try:
                    self._session.client.check(self._update(change))
                except TicketValidation as error:
                    results.append(failed(self._session, change.ticket, error))
        return results

    def _raw(self, change: Change) -> Mapping[str, object]:
        """Jira's own JSON of the fields, as last seen."""
        if change.issue is not None:
            return change.issue.raw
        base = self._session.store.bases.get(change.ticket.id)
        return {name: item.raw for name, item in base.items()}

    def _gone(self, ticket: Ticket) -> TicketResult:
        session = self._session
        if session.store.bases.get(ticket.id):
            mark_gone(session, ticket)
            return result(session, "gone", ticket)
        error = JiraNotFound(
            f"{ticket.jira_id} does not exist in Jira, or this login does not see it.",
            hint="Take the key out of the heading to create the ticket, or correct it.",
            key=ticket.jira_id,
        )
        return failed(session, ticket, error)

    def _orphan(self, ticket: Ticket, parent: FieldValue) -> TicketResult:
        error = SyncIncomplete(
            f"{ticket.jira_id} was not sent, because its new parent {parent} is gone in Jira.",
            hint="Move it under another ticket.",
        )
        return failed(self._session, ticket, error)

    def _nothing_to_send(self, change: Change) -> TicketResult:
        if change.issue is not None:
            base = self._session.store.bases.get(change.ticket.id)
            settle_look(self._session, change.ticket, change.action, change.issue, base)
        conflicts = [item.field for item in change.action.having(Outcome.CONFLICT)]
        kind = "conflict" if conflicts else "skipped"
        return result(self._session, kind, change.ticket, conflicts)

    def _send(self, changes: list[Change]) -> dict[str, TicketResult]:
        if not changes:
            return {}
        session = self._session
        for change in changes:
            keep_losers(session, change.ticket, change.action)
        updates = [self._update(change) for change in changes]
        work = [
            (change.ticket, update.fields, update.before)
            for change, update in zip(changes, updates, strict=True)
        ]
        intents = intend(session, self._operation, UPDATE, work)
        results: dict[str, TicketResult] = {}

        def done(index: int, answer: JiraIssue | TicketrError) -> None:
            change = changes[index]
            results[change.ticket.id] = self._settle(change, intents[index], answer)
            session.world.notify(Progress("updating", len(results), len(changes)))

        session.client.bulk_update(updates, done)
        return results

    def _update(self, change: Change) -> JiraUpdate:
        fields: dict[str, FieldValue] = change.action.values(*SENT)
        if any(name in fields for name in BODY):
            there = change.seen if change.issue else self._session.view(change.ticket)
            fields = {**{name: there.get(name) for name in BODY}, **fields}
        before = {
            item.field: item.remote
            for item in change.action.having(*SENT)
            if not isinstance(item.remote, Absent)
        }
        seen = self._raw(change)
        raw = {name: seen[name] for name in (*fields, TYPE) if name in seen}
        key = change.ticket.jira_id or ""
        others = documents_for(self._session, change.ticket.id, fields.values())
        return JiraUpdate(key, fields, before, raw, self._allow_loss, others, self._quiet)

    def _settle(
        self, change: Change, intent: Intent, answer: JiraIssue | TicketrError
    ) -> TicketResult:
        session = self._session
        if isinstance(answer, TicketrError):
            fate = "unknown" if _may_have_arrived(answer) else "failed"
            session.store.journal.settle(intent.token, fate, answer.message)
            return failed(session, change.ticket, answer)
        session.learn([answer])
        with session.store.transaction():
            settle_write(session, change.ticket, change.action, change.without_foreign(answer))
            session.store.journal.settle(intent.token, "done")
        fields = [item.field for item in change.action.having(*SENT)]
        kind = "conflict" if change.action.having(Outcome.CONFLICT) else "updated"
        return result(session, kind, change.ticket, fields)


def _may_have_arrived(error: TicketrError) -> bool:
    """Whether Jira may have taken the update, or a part of it, though it did not say so."""
    return error.context.get("unknown") is True or isinstance(error, JiraConnection)


def _own(action: Action, foreign: frozenset[str]) -> Action:
    if not foreign:
        return action
    fields = tuple(item for item in action.fields if item.field not in foreign)
    only_foreign = action.kind is ActionKind.PULL and not action.having(Outcome.AGREE)
    return replace(action, kind=ActionKind.SKIP if only_foreign else action.kind, fields=fields)
