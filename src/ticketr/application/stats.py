"""Statistics of tickets: who has what, what is left, and how work flowed. Asks nobody and changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from ticketr.application.queries import understand
from ticketr.domain.charts import Bar, Level, Move, bars, ideal, levels
from ticketr.domain.events import Progress
from ticketr.errors import Usage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import tzinfo

    from ticketr.application.queries import GetTicketsQuery
    from ticketr.domain.workspace import WorkspaceID
    from ticketr.jql.known import Catalogue, KnownValue
    from ticketr.ports.counts import Group, Span, Step
    from ticketr.ports.records import SiteValue
    from ticketr.ports.repositories import Store

POINTS = ("story points", "story point estimate", "points", "estimate")
"""Names of the field of points, the first that the project has."""
NOBODY, NO_STATUS, NO_POINTS = "nobody", "not in Jira", "none"
MINUTE = timedelta(minutes=1)
USUAL = 60
"""Days that are drawn where nothing else is asked for."""
MOST = 180
"""Days that are drawn one by one; of longer times only every so many."""
LONGEST = 20_000
"""Days: what is longer lies outside of any project."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days to draw, both included; None: as is usual. `sprint` is a sprint whose days they are."""

    first: date | None = None
    last: date | None = None
    sprint: str | None = None


@dataclass(frozen=True, slots=True)
class Stats:
    """Sums of the tickets of a query.

    `points` None: the project has no field of points. `recorded` counts the tickets whose whole history is here:
    of the others the series know what pulls noticed, or when they came to be and when they were done. `levels` are
    those of `days`, up to today; `ideal` is the straight way down over all `days`, of points where there are some,
    else of tickets; empty where no sprint was asked for.
    """

    tickets: int
    points: float | None
    recorded: int
    status: tuple[Bar, ...]
    type: tuple[Bar, ...]
    assignee: tuple[Bar, ...]
    sizes: tuple[Bar, ...]
    days: tuple[date, ...] = ()
    levels: tuple[Level, ...] = ()
    ideal: tuple[float, ...] = ()
    sprint: str = ""
    notes: tuple[str, ...] = ()


class StatsService:
    """Adds up. `now` gives the time in UTC; `notify` hears how far it is."""

    def __init__(
        self,
        store: Store,
        now: Callable[[], datetime],
        notify: Callable[[Progress], None] = lambda _: None,
    ) -> None:
        self._store = store
        self._now = now
        self._notify = notify

    def of(self, query: GetTicketsQuery, window: Window) -> Stats:
        """The statistics of the tickets that the query finds.

        Raises QueryInvalid, QueryOffline, the errors of aliases; Usage for days that are none, or a sprint that
        is unknown.
        """
        understand(self._store, query)
        reading = _Reading(self._store, query, self._now())
        sprint = reading.sprint(window.sprint) if window.sprint is not None else None
        days = reading.days(_in_sprint(window, sprint, reading.zone))
        self._notify(Progress("adding up", 0, 2))
        reading.look(days[0][1] - MINUTE)
        self._notify(Progress("adding up", 1, 2))
        past = [(day, end) for day, end in days if day <= reading.today]
        found = replace(
            reading.sums(),
            days=tuple(day for day, _ in days),
            levels=tuple(levels(reading.moves(), past)),
            notes=query.notes,
        )
        if sprint is None:
            return found
        return replace(found, sprint=sprint.name, ideal=tuple(_ideal(found, sprint)))


class _Reading:
    """What one answer is made of."""

    def __init__(self, store: Store, query: GetTicketsQuery, now: datetime) -> None:
        self._store = store
        self._query = query
        self._workspace: WorkspaceID = query.workspace_id  # type: ignore[assignment]
        self._catalogue: Catalogue = store.tickets.catalogue(self._workspace)
        self.zone = self._catalogue.zone()
        self.today = now.astimezone(self.zone).date()
        self._points = _points_field(self._catalogue)
        statuses = self._catalogue.values("status")
        self._by_id = {item.id: item.state for item in statuses if item.id and item.state}
        self._by_name = _by_name(statuses)
        self._steps: list[Step] = []
        self._spans: list[Span] = []

    def look(self, since: datetime) -> None:
        """Read how the tickets came to their status; the first day begins with what was before it."""
        counts, wanted = self._store.counts, self._query.filter
        self._steps = counts.steps(wanted, self._points, since)
        self._spans = counts.spans(wanted, self._points, since)

    def sums(self) -> Stats:
        """The bars, and how many tickets there are."""
        counts, wanted = self._store.counts, self._query.filter
        groups = counts.groups(wanted, self._points)
        names = {user.account: user.name for user in self._store.users.list(self._workspace)}
        total = sum(group.tickets for group in groups)
        sizes = counts.sizes(wanted, self._points) if self._points else []
        return Stats(
            total,
            sum(group.points for group in groups) if self._points else None,
            total - sum(span.tickets for span in self._spans),
            self._bars(groups, lambda x: x.status or NO_STATUS, self._state_of),
            self._bars(groups, lambda x: x.type),
            self._bars(groups, lambda x: names.get(x.assignee or "", x.assignee or NOBODY)),
            tuple(Bar(_size(size), count, (size or 0) * count) for size, count in sizes),
        )

    def _bars(
        self,
        groups: Iterable[Group],
        name: Callable[[Group], str],
        state: Callable[[str], str] = lambda _: "",
    ) -> tuple[Bar, ...]:
        return tuple(bars(((name(x), x.tickets, x.points) for x in groups), state))

    def _state_of(self, name: str) -> str:
        return self._state(("", "" if name == NO_STATUS else name))

    def _state(self, status: tuple[str, str]) -> str:
        """The category of a status; one that nothing tells of any more was on the way."""
        number, name = status
        if not number and not name:
            return "new"
        return self._by_id.get(number) or self._by_name.get(name.casefold(), "indeterminate")

    def moves(self) -> Iterator[Move]:
        """What the tickets did, by category."""
        for step in self._steps:
            yield self._move(step)
        for span in self._spans:
            yield from self._ends(span)

    def _move(self, step: Step) -> Move:
        before = None if step.before is None else self._state(step.before)
        return Move(step.at, before, self._state(step.after), step.tickets, step.points)

    def _ends(self, span: Span) -> Iterator[Move]:
        """Open from the day that they came to be, done from the day that they were."""
        state = self._state(span.status)
        if state != "done":
            yield Move(span.born, None, state, span.tickets, span.points)
            return
        yield Move(span.born, None, "new", span.tickets, span.points)
        yield Move(max(span.born, span.moved), "new", "done", span.tickets, span.points)

    def sprint(self, name: str) -> SiteValue:
        """The sprint of that name or number, of several the one that began last. Raises Usage."""
        known = self._store.facts.values(self._workspace, "sprint")
        wanted = name.strip().casefold()
        found = [x for x in known if x.name.casefold() == wanted or x.id == wanted]
        if not found:
            names = ", ".join(item.name for item in known[:10]) or "none yet"
            raise Usage(
                f'--sprint: no ticket here was in a sprint "{name}".', hint=f"Known: {names}."
            )
        return max(found, key=lambda item: item.starts.timestamp() if item.starts else 0.0)

    def days(self, window: Window) -> list[tuple[date, datetime]]:
        """The days to draw, each with the moment at which it ends in the account's zone. Raises Usage."""
        last = window.last or self.today
        first = window.first or last - timedelta(days=USUAL - 1)
        count = (last - first).days + 1
        if not 0 < count <= LONGEST:
            raise Usage(
                f"From {first} to {last} there is nothing to draw.",
                hint="--since names a day before the one of --until.",
            )
        step = -(-count // MOST)
        days = [last - timedelta(days=n) for n in range(0, count, step)]
        return [(day, _end_of(day, self.zone)) for day in reversed(days)]


def _points_field(catalogue: Catalogue) -> str | None:
    numbers = {f.name.casefold(): f.id for f in catalogue.fields() if f.kind == "number"}
    return next((numbers[name] for name in POINTS if name in numbers), None)


def _by_name(statuses: Sequence[KnownValue]) -> dict[str, str]:
    return {item.name.casefold(): item.state for item in reversed(statuses) if item.state}


def _size(size: float | None) -> str:
    return NO_POINTS if size is None else f"{size:g}"


def _end_of(day: date, zone: tzinfo) -> datetime:
    """The midnight that ends the day."""
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


def _in_sprint(window: Window, sprint: SiteValue | None, zone: tzinfo) -> Window:
    """The days of the sprint, where no others are asked for."""
    if sprint is None:
        return window
    starts, ends = (x.astimezone(zone).date() if x else None for x in (sprint.starts, sprint.ends))
    return Window(window.first or starts, window.last or ends)


def _ideal(found: Stats, sprint: SiteValue) -> list[float]:
    if not found.levels or sprint.starts is None or sprint.ends is None:
        return []
    first = found.levels[0]
    return ideal(first.open_points if found.points else first.open_tickets, len(found.days))
