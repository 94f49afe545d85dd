"""How hard Jira may be asked now: how many requests at once, and what has to wait until when. Pure."""

from __future__ import annotations

SILENCES = 2
"""Answers in a row that never came, after which Jira counts as overloaded."""


class Width:
    """How many requests may be on the wire at once: from 1 to `most`, which it starts with.

    Halved when Jira pushes back, one more after as many good answers as are allowed at once. A halving begins a
    round; what was sent in an earlier one says nothing about the present width, so that five refusals of five
    requests sent together halve it once.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.now = most
        self.round = 0
        self._good = 0
        self._silent = 0

    def eased(self, sent_in: int) -> None:
        """A request of that round was answered."""
        self._silent = 0
        if sent_in != self.round or self.now == self.most:
            return
        self._good += 1
        if self._good >= self.now:
            self.now, self._good = self.now + 1, 0

    def pressed(self, sent_in: int) -> None:
        """A request of that round was refused for there are too many."""
        if sent_in == self.round:
            self.now, self._good = max(1, self.now // 2), 0
            self.round += 1

    def silent(self, sent_in: int) -> None:
        """A request of that round was not answered in time; a single one says little."""
        self._silent += 1
        if self._silent >= SILENCES:
            self._silent = 0
            self.pressed(sent_in)


class Pauses:
    """Until when nothing is sent, and until when no write of one issue. Times are of one clock, in seconds."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    def ask(self, issue: str, seconds: float, now: float) -> None:
        """Pause writes of the issue, or everything where it is ""; a longer pause that is in force stays."""
        self._until = {name: until for name, until in self._until.items() if until > now}
        self._until[issue] = max(now + seconds, self._until.get(issue, now))

    def left(self, issue: str, now: float) -> float:
        """The seconds that a write of the issue, or anything else where it is "", has to wait yet."""
        ends = max(self._until.get("", now), self._until.get(issue, now))
        return max(0.0, ends - now)

    def whose(self, issue: str) -> str:
        """The issue where its own pause is the longer one, "" where all have to wait as long."""
        return issue if self._until.get(issue, 0.0) > self._until.get("", 0.0) else ""
