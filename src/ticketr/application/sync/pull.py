"""Pull: Jira into the store, page by page, then into the documents."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ticketr.application.results import SyncResult
from ticketr.application.sync.journal import recover, token_of
from ticketr.application.sync.look import remote_view
from ticketr.application.sync.outcome import open_conflicts, result
from ticketr.application.sync.output import write_new
from ticketr.application.sync.publish import Publisher
from ticketr.application.sync.push import note_places
from ticketr.application.sync.query import search
from ticketr.application.sync.session import base_view
from ticketr.application.sync.settle import restate, settle_create, settle_look
from ticketr.application.sync.snapshot import changed_paths, check_together, read_document
from ticketr.application.sync.taking import take
from ticketr.application.sync.updates import mark_gone
from ticketr.domain.events import Progress
from ticketr.domain.merge import Outcome
from ticketr.domain.plan import Action, ActionKind, Plan, Views, plan_ticket
from ticketr.domain.ticket import PARENT, TITLE, TYPE, IssueType, Ticket, TicketID
from ticketr.errors import (
    FileFormat,
    FileUnreadable,
    SyncStopped,
)

if TYPE_CHECKING:
    from ticketr.application.commands import PullTicketsCommand
    from ticketr.application.results import TicketResult
    from ticketr.application.sync.session import Session
    from ticketr.application.sync.snapshot import Reading
    from ticketr.domain.ticket import View
    from ticketr.ports.external import JiraIssue

PAGE = 100
"""Tickets that are committed together."""

RESULT_KINDS = {
    ActionKind.PULL: "pulled",
    ActionKind.AGREE: "agreed",
    ActionKind.CONFLICT: "conflict",
    ActionKind.SKIP: "skipped",
}


class Pull:
    """One pull of one workspace."""

    def __init__(self, session: Session, command: PullTicketsCommand) -> None:
        self._session = session
        self._command = command
        self._policy = session.policy(command.strategy)
        self._publisher = Publisher(session)
        self._seen: dict[TicketID, None] = {}
        self._fresh: list[TicketID] = []
        self._fostered: list[TicketID] = []
        self._actions: list[Action] = []
        self._results: list[TicketResult] = []
        self._notes: list[str] = []

    def run(self) -> SyncResult:
        """Read the documents, stream Jira's pages into the store, write the documents, report.

        Raises the 4xxx errors, and SyncStopped where the answer would remove most of what is here. Pages that
        were taken before an error stay taken.
        """
        session = self._session
        adopted = recover(session)
        self._snapshot()
        self._stream()
        self._relink()
        self._find_gone()
        if not self._command.dry_run:
            self._publisher.publish()
            self._write_output()
        recovered = [result(session, "recovered", ticket) for ticket in adopted]
        return SyncResult(
            "pull",
            self._command.dry_run,
            Plan(tuple(self._actions)),
            tuple(recovered + self._results),
            open_conflicts(session),
            documents=tuple(self._publisher.written),
            notes=tuple(self._notes),
            unwritten=self._publisher.unwritten,
        )

    def _snapshot(self) -> None:
        """Edits in documents come in first, so that they merge with Jira's; a document with mistakes waits."""
        session = self._session
        readings: list[Reading] = []
        for path in self._paths():
            try:
                readings.append(read_document(session, path))
            except (FileFormat, FileUnreadable) as error:
                self._notes.append(
                    f"{session.world.path_name(path)} was not read: {error.message}"
                )
        take(session, check_together(readings, session))
        note_places(session, readings)
        problems = [problem for reading in readings for problem in reading.problems]
        self._notes += [f"{problem} (left as it is)" for problem in problems]

    def _paths(self) -> list[str]:
        """Documents that may have changed, and the output document where it is not known yet."""
        paths = changed_paths(self._session)
        if self._command.output is None:
            return paths
        documents = self._session.world.documents
        output = documents.resolve(self._command.output)
        known = self._session.store.documents.get(self._session.workspace.id, output)
        here = documents.stamp(output) is not None
        return [*paths, output] if here and known is None else paths

    def _stream(self) -> None:
        page: list[JiraIssue] = []
        done = 0
        for issue in search(self._session, self._command.jql):
            page.append(issue)
            if len(page) == PAGE:
                done += self._take_page(page)
                page = []
                self._session.world.notify(Progress("pulling", done))
        self._take_page(page)

    def _take_page(self, page: list[JiraIssue]) -> int:
        session = self._session
        session.learn(page)
        with session.store.transaction():
            for issue in page:
                self._take(issue)
        return len(page)

    def _take(self, issue: JiraIssue) -> None:
        ticket = self._known(issue)
        if ticket is None:
            self._take_new(issue)
        else:
            self._seen[ticket.id] = None
            self._take_known(ticket, issue)

    def _known(self, issue: JiraIssue) -> Ticket | None:
        """By numeric id, which survives a move; by key, for a key that was only written down; by token."""
        session = self._session
        tickets, workspace = session.store.tickets, session.workspace.id
        found = tickets.find_by_remote_id(workspace, issue.id)
        found = found or tickets.find_by_jira_id(workspace, issue.key)
        return found or self._by_token(token_of(issue))

    def _by_token(self, token: str) -> Ticket | None:
        if not token:
            return None
        for intent in self._session.store.journal.open(self._session.workspace.id):
            if intent.token == token:
                self._session.store.journal.settle(token, "done", "found by a pull")
                return self._session.store.tickets.get(intent.ticket_id)
        return None

    def _take_new(self, issue: JiraIssue) -> None:
        session = self._session
        title, kind = str(issue.fields.get(TITLE) or ""), str(issue.fields.get(TYPE) or "")
        ticket = Ticket(
            TicketID(session.world.new_id()),
            session.workspace.id,
            IssueType(kind),
            title,
            jira_id=issue.key,
            remote_id=issue.id,
            created_at=session.world.now(),
        )
        views = Views(ticket.id, issue.key, title, None, {}, issue.fields)
        action = plan_ticket(views, self._policy)
        self._actions.append(action)
        if not self._command.dry_run:
            session.store.tickets.create(ticket)
            ticket = settle_create(session, ticket, issue, {})
            self._fresh.append(ticket.id)
            self._seen[ticket.id] = None
            self._note_foster(ticket)
        self._results.append(result(session, "pulled", ticket))

    def _take_known(self, ticket: Ticket, issue: JiraIssue) -> None:
        session = self._session
        base = session.store.bases.get(ticket.id)
        local = session.view(ticket)
        remote: View = remote_view(session, issue, base, local)
        views = Views(ticket.id, issue.key, ticket.title, base_view(base) or {}, local, remote)
        action = plan_ticket(views, self._policy)
        if action.kind is not ActionKind.SKIP:
            self._actions.append(action)
        taken = action.having(Outcome.PULL, Outcome.MERGE)
        if not self._command.dry_run:
            ticket = settle_look(session, ticket, action, issue)
            self._note_foster(ticket)
            session.store.tombstones.clear(ticket.id)
            self._publisher.changed[ticket.id] = frozenset(
                item.field for item in taken if item.field in base
            )
        self._results.append(self._result(ticket, action, taken))

    def _result(self, ticket: Ticket, action: Action, taken: tuple[object, ...]) -> TicketResult:
        merged = action.having(Outcome.MERGE)
        kind = RESULT_KINDS.get(action.kind, "skipped")
        if action.kind is ActionKind.UPDATE:
            kind = "pulled" if taken else "skipped"
        fields = [
            item.field for item in (action.having(Outcome.CONFLICT) or action.having(Outcome.PULL))
        ]
        fields += [item.field for item in merged if item.field not in fields]
        return result(self._session, kind, ticket, fields if kind != "skipped" else ())

    def _note_foster(self, ticket: Ticket) -> None:
        if PARENT in ticket.fields:
            self._fostered.append(ticket.id)

    def _relink(self) -> None:
        """A parent that came on a later page than its child is found now."""
        session = self._session
        for ticket_id in self._fostered:
            ticket = session.store.tickets.get(ticket_id)
            parent = session.parent_id(ticket.fields.get(PARENT))
            if ticket.parent is None and parent is not None:
                fields = {name: value for name, value in ticket.fields.items() if name != PARENT}
                restate(session, replace(ticket, parent=parent, fields=fields))

    def _find_gone(self) -> None:
        """Tickets that a complete pull of the project did not show are asked for by key before they are marked."""
        session = self._session
        if self._command.jql or self._command.dry_run:
            return
        here = [
            t for t in session.store.tickets.find_by_workspace(session.workspace.id) if t.jira_id
        ]
        marked = {item.ticket_id for item in session.store.tombstones.list(session.workspace.id)}
        missing = [t for t in here if t.id not in self._seen and t.id not in marked]
        if not missing:
            return
        found = session.client.bulk_fetch([ticket.jira_id or "" for ticket in missing])
        gone = [ticket for ticket in missing if ticket.jira_id not in found]
        self._stop_if_suspicious(len(gone), len(here) - len(marked))
        for ticket in gone:
            mark_gone(session, ticket)
            self._results.append(result(session, "gone", ticket))

    def _stop_if_suspicious(self, gone: int, here: int) -> None:
        if self._command.allow_empty or gone <= max(2, here // 2):
            return
        raise SyncStopped(
            f"Jira does not show {gone} of the {here} tickets that are here.",
            gone=gone,
            here=here,
        )

    def _write_output(self) -> None:
        store = self._session.store
        if self._command.output:
            homeless = [i for i in self._seen if not store.documents.where(i)]
            tickets = [store.tickets.get(ticket_id) for ticket_id in homeless]
            written = write_new(self._session, self._command.output, tickets)
            self._publisher.written += [
                path for path in written if path not in self._publisher.written
            ]
        elif self._fresh:
            self._notes.append(
                f"{len(self._fresh)} new tickets are in the store only; `--output FILE` writes them to a document."
            )
