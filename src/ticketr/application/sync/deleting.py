"""A ticket is deleted in Jira because somebody said so: what it held is kept first, and it is never made again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.results import DeleteResult, Deletion
from ticketr.application.sync.intake import take_in
from ticketr.application.sync.journal import recover
from ticketr.application.sync.look import remote_view
from ticketr.application.sync.resolve import ticket_named
from ticketr.application.sync.session import base_view
from ticketr.application.sync.settle import keep, mark_gone
from ticketr.application.sync.unsent import drop
from ticketr.domain.digest import same
from ticketr.domain.schema import SUBTASK_LEVEL
from ticketr.domain.ticket import STATUS
from ticketr.errors import TicketrError
from ticketr.ports.drafts import COMMENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ticketr.application.commands import DeleteTicketsCommand
    from ticketr.application.sync.session import Session
    from ticketr.domain.ticket import Ticket
    from ticketr.ports.external import JiraIssue

REASON = "deleted in Jira by ticketr"


def delete_there(
    session: Session, ticket: Ticket, issue: JiraIssue, *, subtasks: bool = False
) -> None:
    """Keep both sides of the ticket, and what was said of it, in the attic, delete it in Jira, and mark it as gone.

    Raises the 4xxx errors.
    """
    local = session.view(ticket)
    said = session.client.get_comments(issue.id)
    with session.store.transaction():
        for name, value in local.items():
            if value not in (None, ""):
                keep(session, ticket, name, ("local", value), REASON)
        for name, value in issue.fields.items():
            if value not in (None, "") and not same(value, local.get(name)):
                keep(session, ticket, name, ("remote", value), REASON)
        for comment in said:
            keep(session, ticket, COMMENT, ("remote", comment.body), REASON)
    session.client.delete_issue(issue.id, subtasks=subtasks)
    with session.store.transaction():
        session.scribe().whole(ticket, ticket.jira_id, None)
        mark_gone(session, ticket)


class Deleting:
    """One deletion of some tickets. All are looked at before the first is touched."""

    def __init__(self, session: Session, command: DeleteTicketsCommand) -> None:
        self._session = session
        self._command = command
        self._there: dict[str, JiraIssue] = {}

    def run(self) -> DeleteResult:
        """Look, and delete what may be deleted; sub-tasks before their parents. Raises TicketNotFound, 4xxx errors."""
        session, command = self._session, self._command
        if not command.dry_run:
            recover(session)
        notes = take_in(session)
        tickets = [ticket_named(session, key) for key in command.keys]
        keys = [ticket.jira_id for ticket in tickets if ticket.jira_id]
        self._there = session.client.bulk_fetch(keys) if keys else {}
        found = [item for ticket in tickets for item in self._one(ticket)]
        return DeleteResult(
            command.dry_run, tuple({x.ticket_id: x for x in found}.values()), notes
        )

    def _one(self, ticket: Ticket) -> Iterator[Deletion]:
        if ticket.jira_id is None:
            yield from self._unsent(ticket)
            return
        issue = self._there.get(ticket.jira_id)
        if issue is None:
            yield self._drop(ticket)
            return
        below, strangers = self._below(ticket, issue)
        why = self._refusal(ticket, issue, below, strangers)
        if why:
            yield self._told("refused", ticket, why)
            return
        for task in below:
            yield self._delete(task, self._there[task.jira_id or ""], under=ticket.jira_id)
        yield self._delete(ticket, issue)

    def _below(self, ticket: Ticket, issue: JiraIssue) -> tuple[list[Ticket], list[str]]:
        """The sub-tasks, as Jira and the store know them: those that are here, and the keys of those that are not."""
        session = self._session
        level = session.book.schema.level
        here = [x for x in session.store.tickets.find_children(ticket.id) if x.jira_id]
        tasks = {x.jira_id or "": x for x in here if level(x.type) == SUBTASK_LEVEL}
        there = [
            child
            for child in session.client.get_subtasks(issue.key)
            if level(str(child.fields.get("type") or "")) == SUBTASK_LEVEL
        ]
        self._there |= {child.key: child for child in there}
        missing = [key for key in tasks if key not in self._there]
        self._there |= session.client.bulk_fetch(missing) if missing else {}
        strangers = [child.key for child in there if child.key not in tasks]
        return [task for key, task in tasks.items() if key in self._there], strangers

    def _refusal(
        self, ticket: Ticket, issue: JiraIssue, below: list[Ticket], strangers: list[str]
    ) -> str:
        """Why the ticket is not deleted; empty where nothing is in the way."""
        if strangers:
            return (
                f"under it stand sub-tasks that are not here: {', '.join(strangers)}; pull first"
            )
        if below and not self._command.subtasks:
            keys = ", ".join(task.jira_id or "" for task in below)
            return f"under it stand {keys}; `--subtasks` deletes them, too"
        pairs = [(ticket, issue), *((x, self._there[x.jira_id or ""]) for x in below)]
        for one, seen in [] if self._command.force else pairs:
            changed = self._changed(one, seen)
            if changed:
                names = ", ".join(self._session.book.label(name) for name in changed)
                return (
                    f"Jira has changed {one.jira_id} since: {names}; pull first, or use `--force`"
                )
        return ""

    def _changed(self, ticket: Ticket, issue: JiraIssue) -> list[str]:
        session = self._session
        base = session.store.bases.get(ticket.id)
        known = base_view(base) or {}
        remote = remote_view(session, issue, base, session.view(ticket))
        return [name for name, value in remote.items() if not same(value, known.get(name))]

    def _delete(self, ticket: Ticket, issue: JiraIssue, under: str = "") -> Deletion:
        told = self._told("deleted", ticket, under=under)
        if self._command.dry_run:
            return told
        try:
            delete_there(self._session, ticket, issue)
        except TicketrError as error:
            return self._told("failed", ticket, error.message, under)
        return told

    def _drop(self, ticket: Ticket) -> Deletion:
        """A ticket that Jira does not have goes from the store, once no document shows it; its values are kept."""
        session = self._session
        places = self._places(ticket)
        if places:
            return self._told(
                "refused", ticket, f"it is gone in Jira, and still stands in {places[0]}"
            )
        if session.store.tickets.find_children(ticket.id):
            return self._told(
                "refused", ticket, "it is gone in Jira, and other tickets stand under it"
            )
        return self._dropped(ticket, "deleted in Jira")

    def _dropped(self, ticket: Ticket, reason: str, under: str = "") -> Deletion:
        told = self._told("dropped", ticket, under=under)
        if not self._command.dry_run:
            with self._session.store.transaction():
                drop(self._session, ticket, reason)
        return told

    def _unsent(self, ticket: Ticket, under: str = "") -> Iterator[Deletion]:
        """A ticket that was never sent goes from the store, with those under it, once no document shows it."""
        if self._places(ticket):
            hint = "it is not in Jira; take it out of its file instead"
            yield self._told("refused", ticket, hint, under)
            return
        for task in self._session.store.tickets.find_children(ticket.id):
            yield from self._unsent(task, ticket.label)
        yield self._dropped(ticket, "it was never sent", under)

    def _places(self, ticket: Ticket) -> tuple[str, ...]:
        """The documents that show the ticket and are still there."""
        world = self._session.world
        paths = self._session.store.documents.where(ticket.id)
        return tuple(world.path_name(x) for x in paths if world.documents.stamp(x) is not None)

    def _told(self, kind: str, ticket: Ticket, reason: str = "", under: str = "") -> Deletion:
        view = self._session.view(ticket)
        return Deletion(
            kind,
            ticket.id,
            ticket.jira_id or "",
            ticket.title,
            str(ticket.type),
            str(view.get(STATUS) or ""),
            reason,
            self._places(ticket),
            under,
        )
