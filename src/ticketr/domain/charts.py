"""Sums of tickets as series to draw: bars, the work that is left, and how work flowed. Pure."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from operator import add
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date, datetime

STATES = ("new", "indeterminate", "done")
"""The categories of statuses, in the order of work."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: how many tickets, and the sum of their points; `state` is the category of a status."""

    name: str
    tickets: int
    points: float = 0.0
    state: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """Tickets that came into a state at that moment, from another or (None) into being."""

    at: datetime
    before: str | None
    after: str
    tickets: int
    points: float


@dataclass(frozen=True, slots=True)
class Level:
    """How much stood in each of STATES at the end of a day: tickets, and points."""

    day: date
    tickets: tuple[int, ...]
    points: tuple[float, ...]

    @property
    def open_tickets(self) -> int:
        """Tickets that were not done."""
        return sum(self.tickets[:2])

    @property
    def open_points(self) -> float:
        """Points that were not done."""
        return sum(self.points[:2])


def bars(
    groups: Iterable[tuple[str, int, float]], state: Callable[[str], str] = lambda _: ""
) -> list[Bar]:
    """The groups (name, tickets, points) joined by name: by state in the order of work, then the longest first."""
    sums: dict[str, tuple[int, float]] = {}
    for name, tickets, points in groups:
        known = sums.get(name, (0, 0.0))
        sums[name] = (known[0] + tickets, known[1] + points)
    made = [Bar(name, *total, state(name)) for name, total in sums.items()]
    return sorted(made, key=lambda bar: (_place(bar.state), -bar.tickets, bar.name))


def _place(state: str) -> int:
    return STATES.index(state) if state in STATES else len(STATES)


def levels(moves: Iterable[Move], days: Sequence[tuple[date, datetime]]) -> list[Level]:
    """What stood where at the end of each day; `days` are days with the moment at which each ends, in order."""
    ends = [end for _, end in days]
    tickets = [[0] * len(STATES) for _ in days]
    points = [[0.0] * len(STATES) for _ in days]
    for move in moves:
        first = bisect_right(ends, move.at)
        for state, sign in ((move.before, -1), (move.after, 1)):
            if state is not None and first < len(ends):
                tickets[first][STATES.index(state)] += sign * move.tickets
                points[first][STATES.index(state)] += sign * move.points
    found: list[Level] = []
    for (day, _), some, sums in zip(days, tickets, points, strict=True):
        before = found[-1] if found else Level(day, (0,) * len(STATES), (0.0,) * len(STATES))
        count = tuple(map(add, before.tickets, some))
        found.append(Level(day, count, tuple(map(add, before.points, sums))))
    return found


def ideal(first: float, steps: int) -> list[float]:
    """The straight way down from the first day's level to nothing."""
    return [first * (steps - 1 - n) / max(steps - 1, 1) for n in range(steps)]
