"""Time of the site: milliseconds since 1970, shown in the zone of the reader."""

from __future__ import annotations

import re
import threading
import time
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache


@cache
def zone(name: str) -> tzinfo:
    """A time zone by its IANA name; an hour east where the machine has no zone data."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    if name in ("UTC", "Etc/UTC"):
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return timezone(timedelta(hours=1))


def moment(ms: int, zone_name: str) -> datetime:
    """Milliseconds since 1970 as an aware datetime in a zone."""
    return datetime.fromtimestamp(ms / 1000, zone(zone_name))


def stamp(ms: int, zone_name: str) -> str:
    """A moment as Jira prints it: `2025-05-24T13:12:38.978+0200`."""
    whole = datetime.fromtimestamp(ms // 1000, zone(zone_name))
    return f"{whole:%Y-%m-%dT%H:%M:%S}.{ms % 1000:03d}{whole:%z}"


def read_stamp(text: str) -> int:
    """Milliseconds since 1970 of an ISO 8601 moment, the offset with or without its colon.

    Raises ValueError.
    """
    fixed = re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", text)
    value = datetime.fromisoformat(fixed)
    if value.tzinfo is None:
        raise ValueError(text)
    return round(value.timestamp() * 1000)


class Clock:
    """The site's clock: the machine's, shifted or frozen on request."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._shift = 0
        self._frozen: int | None = None

    def now(self) -> int:
        """Milliseconds since 1970."""
        with self._lock:
            return self._read()

    def shift(self, ms: int) -> None:
        """Move the clock by so many milliseconds."""
        with self._lock:
            if self._frozen is None:
                self._shift += ms
            else:
                self._frozen += ms

    def freeze(self, ms: int | None) -> None:
        """Stand still at a moment; None sets the clock going again."""
        with self._lock:
            self._frozen = ms

    def restore(self) -> None:
        """Go with the machine's clock again."""
        with self._lock:
            self._shift, self._frozen = 0, None

    def _read(self) -> int:
        if self._frozen is not None:
            return self._frozen
        return time.time_ns() // 1_000_000 + self._shift
