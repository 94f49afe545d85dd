"""The one way to one Jira: every thread passes here before it sends."""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ticketr.adapters.jira.parallel import GLANCE
from ticketr.adapters.jira.pressure import Pauses, Width
from ticketr.domain.events import Pause

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ticketr.adapters.jira.retry import Patience

WORTH_TELLING = 0.5
"""Seconds of a wait from which on somebody who watches is told."""

_ISSUE = re.compile(r"/issue/([^/]+)")
_NO_ISSUE = frozenset({"bulk", "bulkfetch", "createmeta", "picker", "rank"})


def written_issue(method: str, path: str) -> str:
    """The issue that a request writes, as it is named in the address; "" for all other requests."""
    found = None if method == "GET" else _ISSUE.search(path)
    return found[1] if found and found[1] not in _NO_ISSUE else ""


@dataclass(frozen=True, slots=True)
class Turn:
    """A request that may be sent: the issue it writes ("" for none), the round of `Width` it belongs to."""

    issue: str
    round: int


class Gate:
    """Lets requests pass, as many at once as Jira bears and none before the end of a pause it asked for.

    `clock` gives seconds that never jump; `tell` hears of each pause that is kept, once, in some thread.
    """

    def __init__(
        self, host: str, most: int, clock: Callable[[], float], tell: Callable[[Pause], None]
    ) -> None:
        self._host = host
        self._clock = clock
        self._tell = tell
        self._width = Width(most)
        self._pauses = Pauses()
        self._told_until = 0.0
        self._in_flight = 0
        self._free = threading.Condition()

    @contextmanager
    def turn(self, issue: str, patience: Patience) -> Iterator[Turn]:
        """Wait for a place, hold it inside the block.

        Raises JiraRateLimit where a pause is longer than the request waits.
        """
        turn = self._enter(issue, patience)
        try:
            yield turn
        finally:
            with self._free:
                self._in_flight -= 1
                self._free.notify_all()

    def _enter(self, issue: str, patience: Patience) -> Turn:
        while True:
            with self._free:
                left = self._pauses.left(issue, self._clock())
                if not left and self._in_flight < self._width.now:
                    self._in_flight += 1
                    return Turn(issue, self._width.round)
                if not left:
                    self._free.wait(GLANCE)
            if left:
                patience.check(left)
                self._tell_once(issue, left)
                patience.sit_out(left)

    def _tell_once(self, issue: str, left: float) -> None:
        with self._free:
            now = self._clock()
            if now + left < self._told_until + WORTH_TELLING or left < WORTH_TELLING:
                return
            self._told_until = now + left
            pause = Pause(self._host, left, key=self._pauses.whose(issue))
        self._tell(pause)

    def eased(self, turn: Turn) -> None:
        """Jira answered."""
        with self._free:
            self._width.eased(turn.round)

    def silent(self, turn: Turn) -> None:
        """Jira did not answer in time."""
        with self._free:
            self._width.silent(turn.round)

    def pressed(self, turn: Turn, seconds: float, *, only_issue: bool) -> None:
        """Jira refused for there are too many, and asks for a pause (0: it does not say how long).

        With `only_issue` that is about writes of the turn's issue alone.
        """
        paused = turn.issue if only_issue else ""
        with self._free:
            if not paused:
                self._width.pressed(turn.round)
            self._pauses.ask(paused, seconds, self._clock())
