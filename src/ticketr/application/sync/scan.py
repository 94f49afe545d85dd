"""Tickets that a query for changes does not show: gone ones, those that came in sight, those that wait."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from ticketr.application.sync.outcome import result
from ticketr.application.sync.query import everything, search_ids
from ticketr.application.sync.settle import mark_gone
from ticketr.domain.ids import IdSet
from ticketr.domain.query import TicketFilter
from ticketr.errors import SyncStopped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ticketr.application.sync.arrivals import Arrivals
    from ticketr.application.sync.course import Course
    from ticketr.application.sync.session import Session
    from ticketr.application.sync.told import Told
    from ticketr.ports.external import JiraIssue
    from ticketr.ports.records import TicketRef

T = TypeVar("T")

TOGETHER = 100
"""Tickets that are asked for, and stored, together."""


class Scan:
    """What a pull does by id, after it has read what changed."""

    def __init__(self, session: Session, arrivals: Arrivals, course: Course, told: Told) -> None:
        self._session = session
        self._arrivals = arrivals
        self._course = course
        self._told = told

    def fetch(
        self, names: Iterable[str], gone: Callable[[Sequence[str]], None] | None = None
    ) -> None:
        """Take these tickets, by id or key, unless this pull met them; `gone` hears of what Jira does not have."""
        self._fetch((name for name in names if name not in self._arrivals.seen), gone)

    def fetch_again(self, names: Iterable[str]) -> None:
        """Take these tickets, by id, although this pull met them."""
        self._fetch(names, None)

    def _fetch(self, names: Iterable[str], gone: Callable[[Sequence[str]], None] | None) -> None:
        for some in pieces(names):
            found = self._session.client.bulk_fetch(some)
            self._take(found.values())
            missing = [name for name in some if name not in found]
            if gone is not None and missing:
                gone(missing)

    def compare(self, *, allow_empty: bool) -> None:
        """Compare the ids that Jira has with those that are here, where that is due.

        Raises SyncStopped where most of what is here would be marked as gone.
        """
        store, workspace = self._session.store, self._session.workspace
        count = store.tickets.count(TicketFilter(workspace.id))
        if self._course.scan_due(count):
            there = self._arrivals.seen if self._course.whole else self._look()
            self._find_gone(there, allow_empty=allow_empty)
            self._course.scanned()

    def _look(self) -> IdSet:
        """The ids of the project; what is in sight there and not here is fetched."""
        session = self._session
        here = IdSet()
        for ref in session.store.tickets.refs(session.workspace.id):
            if ref.remote_id and not ref.gone:
                here.add(ref.remote_id)
        there = IdSet()
        for some in pieces(search_ids(session, everything(session.project))):
            for name in some:
                there.add(name)
            self.fetch(name for name in some if name not in here)
        return there

    def _find_gone(self, there: IdSet, *, allow_empty: bool) -> None:
        """What the project does not show is asked for by id before it is marked: it may have been moved."""
        session = self._session
        here, missing = 0, []
        for ref in session.store.tickets.refs(session.workspace.id):
            name = ref.remote_id or ""
            here += not ref.gone
            if not ref.gone and name not in there and name not in self._arrivals.seen:
                missing.append(ref)
        limit = here if allow_empty else max(2, here // 2)
        gone: list[TicketRef] = []
        for some in pieces(missing):
            found = session.client.bulk_fetch([ref.remote_id or ref.key for ref in some])
            gone += [ref for ref in some if (ref.remote_id or ref.key) not in found]
            self._take(found.values())
            if len(gone) > limit:
                self._course.abandon()
                raise _suspicious(len(missing), here)
        self._mark(gone)

    def _take(self, found: Iterable[JiraIssue]) -> None:
        """Take what was found by id, in whatever project it is by now."""
        issues = list({issue.id: issue for issue in found}.values())
        if issues:
            self._arrivals.take(issues, self._course.took)

    def _mark(self, gone: Sequence[TicketRef]) -> None:
        session = self._session
        for some in pieces(gone):
            with session.store.transaction():
                for ref in some:
                    ticket = session.store.tickets.get(ref.id)
                    mark_gone(session, ticket)
                    self._told.result(result(session, "gone", ticket))


def _suspicious(missing: int, here: int) -> SyncStopped:
    return SyncStopped(
        f"Jira does not show {missing} of the {here} tickets that are here.",
        gone=missing,
        here=here,
    )


def pieces(items: Iterable[T]) -> Iterator[list[T]]:
    """The items, TOGETHER at a time."""
    rest = iter(items)
    while some := list(islice(rest, TOGETHER)):
        yield some
