"""How far a workspace was pulled, and from when the next pull has to ask. Pure arithmetic of clocks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

OVERLAP = timedelta(minutes=15)
"""What every pull reads again: Jira's index shows a change seconds to minutes after it was made."""

SCAN_EVERY = timedelta(hours=24)
"""After this time the ids of a large project are compared again."""

SCAN_ALWAYS = 5000
"""Up to so many tickets ids are compared by every pull: Jira tells as many in one answer."""

EARLIEST = timedelta(hours=12)
"""How far behind UTC a time zone can be."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment by two clocks that may disagree: Jira's and this machine's."""

    server: datetime
    machine: datetime


@dataclass(frozen=True, slots=True)
class Run:
    """A pull of the whole project that has begun.

    It reads what was updated at or after `since` (everything, where that is None), in order of creation;
    everything created before `reached` is in the store already.
    """

    started: Moment
    since: datetime | None = None
    reached: datetime | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a workspace was pulled.

    `fingerprint` stands for what its tickets were read with. `read`: every change made before it is here.
    `scanned` is when ids were compared last, by Jira's clock. `retry` are the ids of tickets that could not be
    taken. `run` is a pull that has not come to its end.
    """

    fingerprint: str
    read: Moment | None = None
    scanned: datetime | None = None
    retry: tuple[str, ...] = ()
    run: Run | None = None

    def begun(self, run: Run) -> Cursor:
        """With this pull under way; one that reads everything compares ids, too."""
        return replace(self, run=run, scanned=self.scanned if run.since else None)

    def reached(self, created: datetime) -> Cursor:
        """With everything created before that time in the store. Never goes back."""
        if self.run is None or (self.run.reached is not None and self.run.reached >= created):
            return self
        return replace(self, run=replace(self.run, reached=created))

    def ended(self) -> Cursor:
        """With the pull that was under way at its end: everything is here that was changed before it began."""
        return self if self.run is None else replace(self, read=self.run.started, run=None)

    def scan_due(self, now: Moment, tickets: int) -> bool:
        """Whether ids are to be compared, with so many tickets here."""
        if self.scanned is None or tickets <= SCAN_ALWAYS:
            return True
        return abs(now.server - self.scanned) >= SCAN_EVERY


def next_run(cursor: Cursor, now: Moment, *, full: bool) -> Run:
    """The pull to make: one that was interrupted goes on, unless a full one is asked for."""
    if full:
        return Run(now)
    if cursor.run is not None:
        return cursor.run
    return Run(now, since(cursor.read, now) if cursor.read else None)


def since(read: Moment, now: Moment) -> datetime:
    """From when changes are asked for, by Jira's clock.

    Where the two clocks disagree on how much time has passed since, one of them was set: the window is wider by
    as much, for a change may have been stamped by the clock before that.
    """
    drift = abs((now.server - read.server) - (now.machine - read.machine))
    return min(read.server, now.server) - drift - OVERLAP


def jql_time(moment: datetime, zone: tzinfo | None) -> str:
    """The moment as a query says it: to the minute, in the zone of the account that asks; never a later one.

    An hour that a zone has twice is taken for its first pass, and said as the hour before where Jira might take it
    for the second. Without a zone it is said so that it is early enough in every zone.
    """
    if zone is None:
        return _minute((moment - EARLIEST).astimezone(UTC))
    local = moment.astimezone(zone)
    while max(local.replace(fold=fold).astimezone(UTC) for fold in (0, 1)) > moment:
        local = (local - timedelta(hours=1)).replace(fold=0)
    return _minute(local)


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
