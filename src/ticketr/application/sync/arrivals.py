"""Tickets as a pull brings them: each is compared with what is here, page by page, one transaction a page."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ticketr.application.sync.comments import Hearing
from ticketr.application.sync.facts import note_facts
from ticketr.application.sync.journal import token_of
from ticketr.application.sync.look import views_of
from ticketr.application.sync.outcome import new_result, result
from ticketr.application.sync.settle import is_settled, restate, settle_look, settle_new, verified
from ticketr.domain.ids import IdSet
from ticketr.domain.merge import Absent, Outcome
from ticketr.domain.plan import Action, ActionKind, Views, plan_ticket
from ticketr.domain.ticket import PARENT, TITLE, TYPE, IssueType, Ticket, TicketID
from ticketr.errors import DatabaseConnection, DatabaseTransaction, TicketrError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ticketr.application.sync.blanks import Blanks
    from ticketr.application.sync.session import Session
    from ticketr.application.sync.told import Told
    from ticketr.domain.plan import FieldAction, Policy
    from ticketr.ports.external import JiraIssue
    from ticketr.ports.records import BaseField

    Then = Callable[[Sequence[JiraIssue], Sequence[str]], None]

RESULT_KINDS = {
    ActionKind.PULL: "pulled",
    ActionKind.AGREE: "agreed",
    ActionKind.CONFLICT: "conflict",
}


TOGETHER = 500
"""Tickets that are relinked in one transaction."""


class Arrivals:
    """Takes tickets from Jira, or (dry) only plans it.

    `seen` are the ids of the tickets that Jira showed, `fresh` counts those seen for the first time; `changed` are
    the fields that were taken, by ticket, of those that stand in a document. Nothing else grows with the project.
    `blanks` holds back those that would lose a text.
    """

    def __init__(
        self, session: Session, policy: Policy, told: Told, blanks: Blanks, *, dry: bool
    ) -> None:
        self._session = session
        self._blanks = blanks
        self._policy = policy
        self._dry = dry
        self._told = told
        self.seen = IdSet()
        self.fresh = 0
        self.changed: dict[TicketID, frozenset[str]] = {}
        self.hearing = Hearing(session)
        self._moved: dict[str, TicketID] = {}
        self._met: list[str] = []

    def moved(self) -> dict[str, TicketID]:
        """The tickets, by Jira's ids, whose history went on in Jira, since this was asked last.

        Those that were here and had changed, and those whose history was all here and is not any more.
        """
        session, moved, met = self._session, self._moved, self._met
        self._moved, self._met = {}, []
        if self._dry:
            return moved
        return session.store.changelogs.stale(session.workspace.id, met) | moved

    def take(self, page: Sequence[JiraIssue], then: Then) -> None:
        """Take these tickets in one transaction, and call `then` in it with the page and the ids of those not taken.

        A ticket that cannot be read or stored fails alone; one that would lose a text waits.
        """
        session = self._session
        session.keys.clear()
        with session.store.transaction():
            session.learn(page)
            known = {issue.id: self._known(issue) for issue in page if issue.error is None}
            ids = [ticket.id for ticket in known.values() if ticket is not None]
            bases = session.store.bases.get_many(ids)
            failed = []
            for issue in page:
                self.seen.add(issue.id)
                self._met.append(issue.id)
                ticket = known.get(issue.id)
                error = self._take(issue, ticket, bases[ticket.id] if ticket else {})
                if error is not None:
                    self._told.failure(issue, error)
                if error is not None or issue.id in self._blanks:
                    failed.append(issue.id)
            if not self._dry:
                note_facts(session, page)
                self.hearing.note(page)
            then(page, failed)

    def _take(
        self, issue: JiraIssue, ticket: Ticket | None, base: Mapping[str, BaseField]
    ) -> TicketrError | None:
        """Take one ticket, or nothing of it; gives the reason."""
        if issue.error is not None:
            return issue.error
        try:
            with self._session.store.transaction():
                tell = self._told_of(issue, ticket, base)
        except (DatabaseConnection, DatabaseTransaction):
            raise
        except TicketrError as error:
            return error
        tell()
        return None

    def _told_of(
        self, issue: JiraIssue, ticket: Ticket | None, base: Mapping[str, BaseField]
    ) -> Callable[[], None]:
        """Take the ticket; gives what tells of it once it is stored."""
        return self._take_new(issue) if ticket is None else self._take_known(ticket, issue, base)

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

    def _take_new(self, issue: JiraIssue) -> Callable[[], None]:
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
        if self._dry:
            views = Views(ticket.id, issue.key, ticket.title, None, {}, issue.fields)
            action = plan_ticket(views, self._policy)
        else:
            action = Action(ActionKind.PULL, ticket.id, issue.key, ticket.title)
            ticket = settle_new(session, ticket, issue)
        return partial(self._tell_new, action, ticket)

    def _tell_new(self, action: Action, ticket: Ticket) -> None:
        self.fresh += 1
        self._told.actions.append(action)
        self._told.result(new_result(self._session, "pulled", ticket))

    def _take_known(
        self, ticket: Ticket, issue: JiraIssue, base: Mapping[str, BaseField]
    ) -> Callable[[], None]:
        session = self._session
        if not self._dry:
            ticket, base = verified(session, ticket, issue, base)
        action = plan_ticket(views_of(session, ticket, issue, base), self._policy)
        taken = action.having(Outcome.PULL, Outcome.MERGE)
        if self._blanks.hold(issue.id, taken):
            return _nothing
        if not self._dry and not is_settled(ticket, action, issue, base):
            ticket = settle_look(session, ticket, action, issue, base)
            self._moved[issue.id] = ticket.id
        if not self._dry:
            session.store.tombstones.clear(ticket.id)
        again = frozenset(item.field for item in taken if item.field in base)
        return partial(self._tell, ticket, action, _worth_telling(action, base), again)

    def _tell(
        self,
        ticket: Ticket,
        action: Action,
        fields: tuple[FieldAction, ...],
        again: frozenset[str],
    ) -> None:
        """What only was pushed, or is the same, is counted; the plan holds what is not skipped."""
        taken = action.having(Outcome.PULL, Outcome.MERGE)
        if again and self._session.store.documents.where(ticket.id):
            self.changed[ticket.id] = again
        if action.kind is not ActionKind.SKIP:
            self._told.actions.append(replace(action, fields=fields))
        kind = RESULT_KINDS.get(action.kind, "pulled" if taken else "skipped")
        if kind == "skipped":
            self._told.unchanged += 1
            return
        told = action.having(Outcome.CONFLICT) or action.having(Outcome.PULL)
        names = dict.fromkeys(x.field for x in (*told, *action.having(Outcome.MERGE)))
        self._told.result(result(self._session, kind, ticket, names))


def _worth_telling(action: Action, base: Mapping[str, BaseField]) -> tuple[FieldAction, ...]:
    """What is told of the fields: of a ticket that was never compared, not those that its file does not mention."""
    return tuple(
        item
        for item in action.fields
        if item.outcome is not Outcome.SKIP
        and (base or item.outcome is not Outcome.PULL or not isinstance(item.local, Absent))
    )


def _nothing() -> None:
    """What is told of a ticket that waits."""


def relink(session: Session) -> None:
    """A parent that came later than its child is found now."""
    waiting = session.store.tickets.orphans(session.workspace.id)
    for start in range(0, len(waiting), TOGETHER):
        with session.store.transaction():
            for ticket_id in waiting[start : start + TOGETHER]:
                _relink(session, session.store.tickets.get(ticket_id))


def _relink(session: Session, ticket: Ticket) -> None:
    parent = session.parent_id(ticket.fields.get(PARENT))
    if parent is not None:
        fields = {name: value for name, value in ticket.fields.items() if name != PARENT}
        restate(session, replace(ticket, parent=parent, fields=fields))
