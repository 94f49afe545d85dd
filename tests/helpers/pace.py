"""Time that passes only where somebody waits for it, and then at once."""

from __future__ import annotations

import threading

from ticketr.adapters.jira.retry import Pace

NOW = 1_800_000_000.0
"""Friday 15 January 2027, 08:00 UTC."""


class Idle:
    """A clock that is moved by waiting alone; `waits` are written down. Safe to use from threads."""

    def __init__(self, waits: list[float] | None = None, draw: float = 0.5) -> None:
        self.waits = [] if waits is None else waits
        self.at = 0.0
        self._draw = draw
        self._lock = threading.Lock()

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.waits.append(seconds)
            self.at += seconds

    def pace(self) -> Pace:
        """The pace of this clock, whose random number is always the same."""
        return Pace(self.sleep, lambda: self._draw, lambda: NOW + self.at, lambda: self.at)
