"""Pull: Jira into the store, page by page, then into the documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.results import SyncResult
from ticketr.application.sync.arrivals import Arrivals
from ticketr.application.sync.journal import recover
from ticketr.application.sync.outcome import open_conflicts, result
from ticketr.application.sync.output import write_new
from ticketr.application.sync.publish import Publisher
from ticketr.application.sync.push import note_places
from ticketr.application.sync.query import search
from ticketr.application.sync.settle import mark_gone
from ticketr.application.sync.snapshot import changed_paths, check_together, read_document
from ticketr.application.sync.taking import take
from ticketr.domain.events import Progress
from ticketr.domain.plan import Plan
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
    from ticketr.ports.external import JiraIssue

PAGE = 100
"""Tickets that are committed together."""


class Pull:
    """One pull of one workspace."""

    def __init__(self, session: Session, command: PullTicketsCommand) -> None:
        self._session = session
        self._command = command
        self._policy = session.policy(command.strategy)
        self._publisher = Publisher(session)
        self._arrivals = Arrivals(session, self._policy, dry=command.dry_run)
        self._gone: list[TicketResult] = []
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
        arrivals = self._arrivals
        arrivals.relink()
        self._find_gone()
        if not self._command.dry_run:
            self._publisher.changed = arrivals.changed
            self._publisher.publish()
            self._write_output()
        recovered = [result(session, "recovered", ticket) for ticket in adopted]
        return SyncResult(
            "pull",
            self._command.dry_run,
            Plan(tuple(arrivals.actions)),
            tuple(recovered + arrivals.results + self._gone),
            open_conflicts(session),
            documents=tuple(self._publisher.written),
            notes=tuple(self._notes),
            unwritten=self._publisher.unwritten,
            unchanged=arrivals.unchanged,
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
                done += len(page)
                self._arrivals.take(page)
                page = []
                self._session.world.notify(Progress("pulling", done))
        self._arrivals.take(page)

    def _find_gone(self) -> None:
        """Tickets that a complete pull of the project did not show are asked for by key before they are marked."""
        session = self._session
        if self._command.jql or self._command.dry_run:
            return
        here = [
            t for t in session.store.tickets.find_by_workspace(session.workspace.id) if t.jira_id
        ]
        marked = {item.ticket_id for item in session.store.tombstones.list(session.workspace.id)}
        missing = [t for t in here if t.id not in self._arrivals.seen and t.id not in marked]
        if not missing:
            return
        found = session.client.bulk_fetch([ticket.jira_id or "" for ticket in missing])
        gone = [ticket for ticket in missing if ticket.jira_id not in found]
        self._stop_if_suspicious(len(gone), len(here) - len(marked))
        for ticket in gone:
            mark_gone(session, ticket)
            self._gone.append(result(session, "gone", ticket))

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
            homeless = [i for i in self._arrivals.seen if not store.documents.where(i)]
            tickets = [store.tickets.get(ticket_id) for ticket_id in homeless]
            written = write_new(self._session, self._command.output, tickets)
            self._publisher.written += [
                path for path in written if path not in self._publisher.written
            ]
        elif self._arrivals.fresh:
            self._notes.append(
                f"{len(self._arrivals.fresh)} new tickets are in the store only; "
                "`--output FILE` writes them to a document."
            )
