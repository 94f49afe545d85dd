"""One line on stderr that says how far a long step is."""

from __future__ import annotations

from _thread import allocate_lock  # threading would keep the process from ending at once
from time import monotonic

from ticketr.cli.text import cut, printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from ticketr.cli.console import Console

PATIENCE = 0.5
"""Seconds that pass before anything is shown."""

INTERVAL = 0.05
"""Seconds between two drawings at least."""


class ProgressLine:
    """Takes events and progress as they come, from any thread; use as a context manager, and call it with each.

    On a terminal it draws one line over and over and clears it at the end; with --verbose it prints every event
    on a line of its own; elsewhere it tells pauses alone.
    """

    def __init__(self, console: Console, clock: Callable[[], float] = monotonic) -> None:
        self._console = console
        self._clock = clock
        self._next = clock() + PATIENCE
        self._drawn = False
        self._ended = False
        self._lock = allocate_lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._ended = True
            if self._drawn:
                self._console.draw("")
                self._drawn = False

    def __call__(self, event: object) -> None:
        """Show one event; one that comes after the end is not shown any more."""
        with self._lock:
            if not self._ended:
                self._show(event)

    def _show(self, event: object) -> None:
        from ticketr.domain.events import Pause

        live, pause = self._console.live(), isinstance(event, Pause)
        if self._console.verbose or (pause and not live):
            self._console.narrate(event)
        elif live and (pause or self._clock() >= self._next):
            width = self._console.width() or 80
            self._console.draw(cut(printable(str(event)), width - 1, self._console.mark))
            self._drawn = True
            self._next = self._clock() + INTERVAL
