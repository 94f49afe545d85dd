"""Pull: Jira into the store, page by page, then into the documents."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from ticketr.application.results import SyncResult
from ticketr.application.sync.arrivals import Arrivals, relink
from ticketr.application.sync.blanks import Blanks
from ticketr.application.sync.course import Course
from ticketr.application.sync.forgotten import reclaim
from ticketr.application.sync.histories import NOT_GIVEN, note_histories, read_missing
from ticketr.application.sync.journal import recover
from ticketr.application.sync.nesting import misplaced_since
from ticketr.application.sync.outcome import recovered
from ticketr.application.sync.output import write_new
from ticketr.application.sync.people import resolve_people
from ticketr.application.sync.publish import Publisher
from ticketr.application.sync.push import note_places
from ticketr.application.sync.query import narrowed, search
from ticketr.application.sync.scan import Scan, pieces
from ticketr.application.sync.snapshot import check_together, read_document, told_strays
from ticketr.application.sync.suspects import changed_paths
from ticketr.application.sync.taking import take
from ticketr.application.sync.told import Told
from ticketr.application.sync.unread import notes_on_unread
from ticketr.domain.events import Progress
from ticketr.domain.plan import Plan
from ticketr.domain.ticket import PARENT, SyncStatus
from ticketr.errors import (
    FileFormat,
    FileUnreadable,
    SyncStopped,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from ticketr.application.commands import PullTicketsCommand
    from ticketr.application.sync.session import Session
    from ticketr.application.sync.snapshot import Reading
    from ticketr.domain.ticket import TicketID
    from ticketr.ports.external import JiraIssue

PAGE = 100
"""Tickets that are committed together."""


class Pull:
    """One pull of one workspace."""

    def __init__(self, session: Session, command: PullTicketsCommand) -> None:
        self._session = session
        self._command = command
        self._publisher = Publisher(session)
        self._told = Told(session)
        policy = session.policy(command.strategy)
        self._blanks = Blanks(session, allow=command.allow_empty)
        self._arrivals = Arrivals(session, policy, self._told, self._blanks, dry=command.dry_run)
        self._notes: list[str] = []
        self._done = 0

    def run(self) -> SyncResult:
        """Read the documents, stream Jira's pages into the store, write the documents, report.

        Raises the 4xxx errors, and SyncStopped where the answer would remove most of what is here. Pages that
        were taken before an error stay taken, and the next pull goes on behind them.
        """
        session, told = self._session, self._told
        for fate in recovered(session, recover(session)):
            told.result(fate)
        self._snapshot()
        for fate in [] if self._command.dry_run else recovered(session, reclaim(session)):
            told.result(fate)
        since = self._read(self._command.jql)
        if not self._command.dry_run:
            relink(session)
            self._publisher.changed = self._arrivals.changed
            self._publisher.publish()
            self._write_output()
            self._read_missing()
            self._notes += misplaced_since(session, self._moved())
        self._notes += notes_on_unread(session)
        return self._publisher.concluded(
            SyncResult(
                "pull",
                self._command.dry_run,
                Plan(told.actions),
                told.results,
                notes=tuple(self._notes),
                unchanged=told.unchanged,
                since=since,
                tallied=told.counts,
            )
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
        taken = take(session, check_together(readings, session))
        note_places(session, readings)
        self._match(taken)
        self._notes += [*session.notes, *told_strays(readings)]
        problems = [problem for reading in readings for problem in reading.problems]
        self._notes += [f"{problem} (left as it is)" for problem in problems]

    def _match(self, taken: Sequence[TicketID]) -> None:
        """People of tickets that were never compared with Jira become accounts, as Jira has them."""
        store = self._session.store
        bases = store.bases.get_many(taken)
        fresh = [i for i in taken if not bases[i] and store.tickets.get(i).jira_id]
        problems = resolve_people(self._session, fresh)
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
        fresh = here and known is None and output not in paths
        return [*paths, output] if fresh else paths

    def _read(self, jql: str | None) -> datetime | None:
        """Take what Jira has to tell; gives from when it was asked for changes, None for everything."""
        if not jql:
            return self._whole()
        self._narrow(jql)
        return None

    def _narrow(self, jql: str) -> None:
        """What the user's query finds. It says nothing about the rest, so how far that was pulled stays as it is."""
        asked = narrowed(self._session.project, jql)
        for page in self._pages(search(self._session, asked, ours=False)):
            self._arrivals.take(page, _forget)
            self._note_besides()
        for some in pieces(self._blanks.let_go()):
            self._arrivals.take(list(self._session.client.bulk_fetch(some).values()), _forget)
        self._note_besides()

    def _whole(self) -> datetime | None:
        """What changed in the project since the last pull, or all of it; gives from when."""
        session, command = self._session, self._command
        course = Course(session, full=command.full, dry=command.dry_run)
        since = None
        for query in course.legs():
            since = course.since
            for page in self._pages(search(session, query, ours=True)):
                self._arrivals.take(page, course.took)
                self._note_besides()
        scan = Scan(session, self._arrivals, course, self._told)
        scan.fetch(course.retry, gone=course.forget)
        scan.fetch(self._unsettled())
        try:
            scan.fetch_again(self._blanks.let_go())
        except SyncStopped:
            course.abandon()
            raise
        if not command.dry_run:
            scan.compare(allow_empty=command.allow_empty)
        self._note_besides()
        course.finish()
        return None if course.whole else since

    def _note_besides(self) -> None:
        """What a ticket's own JSON does not hold, of those that came since this was done last."""
        note_histories(self._session, self._arrivals.moved())
        self._arrivals.hearing.fetch()

    def _unsettled(self) -> Iterator[str]:
        """Tickets with edits or conflicts, which need Jira's side even where it did not change."""
        for ref in self._session.store.tickets.refs(self._session.workspace.id):
            met = ref.remote_id is not None and ref.remote_id in self._arrivals.seen
            if ref.status is not SyncStatus.SYNCED and not ref.gone and not met:
                yield ref.remote_id or ref.key

    def _pages(self, issues: Iterable[JiraIssue]) -> Iterator[Sequence[JiraIssue]]:
        rest = iter(issues)
        while page := list(islice(rest, PAGE)):
            yield page
            self._done += len(page)
            self._session.world.notify(Progress("pulling", self._done))

    def _read_missing(self) -> None:
        """The histories that are not here yet, where the user or the settings want them all."""
        session = self._session
        try:
            if self._command.histories or session.world.histories == "all":
                read_missing(session)
        except NOT_GIVEN as error:
            self._notes.append(f"Jira did not give all histories: {error.message}")

    def _write_output(self) -> None:
        fresh = self._arrivals.fresh
        if self._command.output:
            written = write_new(self._session, self._command.output, self._homeless())
            self._publisher.written += [
                path for path in written if path not in self._publisher.written
            ]
        elif fresh:
            which = "1 new ticket is" if fresh == 1 else f"{fresh} new tickets are"
            self._notes.append(
                f"{which} in the store only; `--output FILE` writes them to a document."
            )

    def _moved(self) -> list[TicketID]:
        """Tickets in documents that have another parent now."""
        return [ticket for ticket, names in self._arrivals.changed.items() if PARENT in names]

    def _homeless(self) -> list[TicketID]:
        """What Jira has and no document shows; after a narrow pull, of what that found."""
        store, seen = self._session.store, self._arrivals.seen
        return [
            ref.id
            for ref in store.tickets.refs(self._session.workspace.id)
            if not ref.shown
            and not ref.gone
            and (not self._command.jql or (ref.remote_id or "") in seen)
        ]


def _forget(_page: Sequence[JiraIssue], _failed: Sequence[str]) -> None:
    """A query that the user made moves no cursor."""
