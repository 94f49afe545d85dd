"""When a request may be sent again, and after how long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ticketr.errors import JiraRateLimit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MOST_TRIES = 5
FIRST_WAIT = 0.5
LONGEST_WAIT = 30.0
MOST_WAITING = 60.0
"""Seconds that one request waits in all before it gives up."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The world's side of waiting: `sleep` seconds, `random` in [0, 1), `now` in seconds since 1970."""

    sleep: Callable[[float], None]
    random: Callable[[], float]
    now: Callable[[], float]


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds that the server asks us to wait (RFC 9110, 10.2.3), None where it does not say."""
    from email.utils import parsedate_to_datetime

    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.replace(".", "", 1).isdigit():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


class Patience:
    """What one request has left to wait and to try."""

    def __init__(self, pace: Pace, host: str, most_waiting: float = MOST_WAITING) -> None:
        self._most_waiting = most_waiting
        self._pace = pace
        self._host = host
        self._tries = 1
        self._waited = 0.0

    def back_off(self, most_tries: int = MOST_TRIES) -> bool:
        """Wait a random time that grows with each try ("full jitter"); False: no more tries."""
        if self._tries >= most_tries:
            return False
        ceiling = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (self._tries - 1))
        wait = self._pace.random() * ceiling
        if self._waited + wait > self._most_waiting:
            return False
        self._wait(wait)
        return True

    def wait_as_asked(self, seconds: float) -> None:
        """Wait what the server asks, and a little more so that not all come back at once.

        Raises JiraRateLimit where that is longer than a request waits in all.
        """
        wait = seconds + self._pace.random() * min(1.0, 0.3 * seconds)
        if self._waited + wait > self._most_waiting or self._tries > 2 * MOST_TRIES:
            raise JiraRateLimit(
                f"{self._host} asks for a pause of {_duration(seconds)}.", retry_after=seconds
            )
        self._wait(wait)

    def _wait(self, seconds: float) -> None:
        self._tries += 1
        self._waited += seconds
        self._pace.sleep(seconds)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
