"""Tickets as a pull brings them: each is compared with what is here, page by page, one transaction a page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ticketr.application.sync.facts import note_facts
from ticketr.application.sync.journal import token_of
from ticketr.application.sync.look import remote_view
from ticketr.application.sync.outcome import result
from ticketr.application.sync.session import base_view
from ticketr.application.sync.settle import is_settled, restate, settle_look, settle_new, verified
from ticketr.domain.merge import Outcome
from ticketr.domain.plan import Action, ActionKind, Views, plan_ticket
from ticketr.domain.ticket import PARENT, TITLE, TYPE, IssueType, Ticket, TicketID

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ticketr.application.results import TicketResult
    from ticketr.application.sync.session import Session
    from ticketr.domain.plan import FieldAction, Policy
    from ticketr.ports.external import JiraIssue
    from ticketr.ports.records import BaseField

RESULT_KINDS = {
    ActionKind.PULL: "pulled",
    ActionKind.AGREE: "agreed",
    ActionKind.CONFLICT: "conflict",
}


class Arrivals:
    """Takes tickets from Jira, or (dry) only plans it.

    `seen` are the tickets that Jira showed, `fresh` those seen for the first time, `changed` the fields that
    were taken, by ticket; `unchanged` counts tickets that nothing is told about, so that memory does not grow
    with them.
    """

    def __init__(self, session: Session, policy: Policy, *, dry: bool) -> None:
        self._session = session
        self._policy = policy
        self._dry = dry
        self._fostered: list[TicketID] = []
        self.seen: dict[TicketID, None] = {}
        self.fresh: list[TicketID] = []
        self.changed: dict[TicketID, frozenset[str]] = {}
        self.actions: list[Action] = []
        self.results: list[TicketResult] = []
        self.unchanged = 0

    def take(self, page: Sequence[JiraIssue]) -> None:
        """Take these tickets, all or none."""
        session = self._session
        session.learn(page)
        with session.store.transaction():
            known = {issue.id: self._known(issue) for issue in page}
            ids = [ticket.id for ticket in known.values() if ticket is not None]
            bases = session.store.bases.get_many(ids)
            for issue in page:
                ticket = known[issue.id]
                if ticket is None:
                    self._take_new(issue)
                else:
                    self.seen[ticket.id] = None
                    self._take_known(ticket, issue, bases[ticket.id])
            if not self._dry:
                note_facts(session, page)

    def _known(self, issue: JiraIssue) -> Ticket | None:
        """By numeric id, which survives a move; by key, for a key that was only written down; by token."""
        session = self._session
        tickets, workspace = session.store.tickets, session.workspace.id
        found = tickets.find_by_remote_id(workspace, issue.id)
        found = found or tickets.find_by_jira_id(workspace, issue.key)
        return found or self._by_token(token_of(issue))

    def _by_token(self, token: str) -> Ticket | None:
        session = self._session
        for intent in session.store.journal.open(session.workspace.id) if token else ():
            if intent.token == token:
                if not self._dry:
                    session.store.journal.settle(token, "done", "found by a pull")
                return session.store.tickets.get(intent.ticket_id)
        return None

    def _take_new(self, issue: JiraIssue) -> None:
        session = self._session
        ticket = Ticket(
            TicketID(session.world.new_id()),
            session.workspace.id,
            IssueType(str(issue.fields.get(TYPE) or "")),
            str(issue.fields.get(TITLE) or ""),
            jira_id=issue.key,
            remote_id=issue.id,
            created_at=session.world.now(),
        )
        views = Views(ticket.id, issue.key, ticket.title, None, {}, issue.fields)
        action = plan_ticket(views, self._policy)
        if not self._dry:
            action = replace(action, fields=())
            ticket = settle_new(session, ticket, issue)
            self.fresh.append(ticket.id)
            self.seen[ticket.id] = None
            self._note_foster(ticket)
        self.actions.append(action)
        self.results.append(result(session, "pulled", ticket))

    def _take_known(self, ticket: Ticket, issue: JiraIssue, base: Mapping[str, BaseField]) -> None:
        session = self._session
        if not self._dry:
            ticket, base = verified(session, ticket, issue, base)
        local = session.view(ticket)
        remote = remote_view(session, issue, base, local)
        views = Views(ticket.id, issue.key, ticket.title, base_view(base) or {}, local, remote)
        action = plan_ticket(views, self._policy)
        taken = action.having(Outcome.PULL, Outcome.MERGE)
        if not self._dry and not is_settled(ticket, action, issue, base):
            ticket = settle_look(session, ticket, action, issue, base)
            self._note_foster(ticket)
        if not self._dry:
            session.store.tombstones.clear(ticket.id)
            again = frozenset(item.field for item in taken if item.field in base)
            if again:
                self.changed[ticket.id] = again
        self._tell(ticket, action, taken)

    def _tell(self, ticket: Ticket, action: Action, taken: Sequence[FieldAction]) -> None:
        """What only was pushed, or is the same, is counted; the plan holds what is not skipped."""
        if action.kind is not ActionKind.SKIP:
            fields = tuple(x for x in action.fields if x.outcome is not Outcome.SKIP)
            self.actions.append(replace(action, fields=fields))
        kind = RESULT_KINDS.get(action.kind, "pulled" if taken else "skipped")
        if kind == "skipped":
            self.unchanged += 1
            return
        told = action.having(Outcome.CONFLICT) or action.having(Outcome.PULL)
        names = dict.fromkeys(x.field for x in (*told, *action.having(Outcome.MERGE)))
        self.results.append(result(self._session, kind, ticket, names))

    def _note_foster(self, ticket: Ticket) -> None:
        if PARENT in ticket.fields:
            self._fostered.append(ticket.id)

    def relink(self) -> None:
        """A parent that came on a later page than its child is found now."""
        session = self._session
        for ticket_id in self._fostered:
            ticket = session.store.tickets.get(ticket_id)
            parent = session.parent_id(ticket.fields.get(PARENT))
            if ticket.parent is None and parent is not None:
                fields = {name: value for name, value in ticket.fields.items() if name != PARENT}
                restate(session, replace(ticket, parent=parent, fields=fields))
