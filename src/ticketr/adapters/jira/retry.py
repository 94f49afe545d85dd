"""When a request may be sent again, and after how long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ticketr.domain.events import Pause, lasting
from ticketr.errors import JiraRateLimit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MOST_TRIES = 5
FIRST_WAIT = 0.5
LONGEST_WAIT = 30.0
MOST_WAITING = 60.0
"""Seconds that one request waits in all before it gives up."""
LONGEST_ASKED = 366 * 86_400.0
"""Seconds; whoever asks for more gets this."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The world's side of waiting.

    `sleep` seconds, `random` in [0, 1), `now` in seconds since 1970, `clock` in seconds that never jump.
    """

    sleep: Callable[[float], None]
    random: Callable[[], float]
    now: Callable[[], float]
    clock: Callable[[], float]


def asked_pause(status: int, headers: Mapping[str, str], now: float) -> float | None:
    """Seconds that the server asks us to wait, None where it does not say.

    `Retry-After` of RFC 9110, 10.2.3; where a 429 has none, the time in `X-RateLimit-Reset`. Moments are held
    against the reply's own `Date`, for the clocks of two machines differ; `now` is used where it has none.
    """
    at = _moment(headers.get("date", ""))
    there = now if at is None else at
    asked = _number_or_moment(headers.get("retry-after", "").strip(), there)
    if asked is None and status == 429:
        reset = _iso(headers.get("x-ratelimit-reset", "").strip())
        asked = None if reset is None else reset - there
    return None if asked is None else min(max(0.0, asked), LONGEST_ASKED)


def _number_or_moment(text: str, there: float) -> float | None:
    if text.isascii() and text.replace(".", "", 1).isdigit():
        return float(text)
    moment = _moment(text)
    return None if moment is None else moment - there


def _moment(text: str) -> float | None:
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(text).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _iso(text: str) -> float | None:
    """A moment as Jira writes it (seconds may be missing), or in seconds since 1970; without a zone it is UTC."""
    from datetime import UTC, datetime

    if text.isascii() and text.isdigit() and len(text) in {10, 11}:
        return float(text)
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


class Patience:
    """What one request has left to wait and to try; `tell` hears of the waits that Jira did not ask for."""

    def __init__(
        self,
        pace: Pace,
        host: str,
        most_waiting: float = MOST_WAITING,
        tell: Callable[[Pause], None] = lambda _: None,
    ) -> None:
        self._most_waiting = most_waiting
        self._pace = pace
        self._host = host
        self._tell = tell
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
        self._tries += 1
        self._tell(Pause(self._host, wait, asked=False))
        self._wait(wait)
        return True

    def refused(self, seconds: float) -> None:
        """Count a refusal that names a pause. Raises JiraRateLimit where the request is not to be sent again."""
        self._tries += 1
        if self._tries > 2 * MOST_TRIES:
            raise self._too_long(seconds)
        self.check(seconds)

    def sit_out(self, seconds: float) -> None:
        """Wait for the end of a pause, and a little more so that not all come back at once.

        Raises JiraRateLimit as `check` does.
        """
        self.check(seconds)
        jitter = self._pace.random() * min(1.0, 0.3 * seconds)
        self._wait(max(seconds, min(seconds + jitter, self._most_waiting - self._waited)))

    def check(self, seconds: float) -> None:
        """Raises JiraRateLimit where such a pause is longer than the request waits in all."""
        if self._waited + seconds > self._most_waiting:
            raise self._too_long(seconds)

    def _too_long(self, seconds: float) -> JiraRateLimit:
        return JiraRateLimit(
            f"{self._host} asks for a pause of {lasting(seconds)}.", retry_after=round(seconds, 3)
        )

    def _wait(self, seconds: float) -> None:
        self._waited += seconds
        self._pace.sleep(seconds)
