"""The log of every request, for tests to read."""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import asdict, dataclass
from typing import Any

MOST = 20_000


@dataclass(slots=True)
class Entry:
    """One request: times in seconds since 1970, `in_flight` counts it and those beside it.

    `status` is 0 where no reply was sent; `fault` names what was done to it on purpose.
    """

    number: int
    method: str
    path: str
    query: dict[str, list[str]]
    body: Any
    account: str
    started: float
    in_flight: int
    ended: float = 0.0
    status: int = 0
    fault: str = ""

    def document(self) -> dict[str, Any]:
        """The entry as JSON."""
        return asdict(self)


class Journal:
    """The last twenty thousand requests and the largest number that were in flight together."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: deque[Entry] = deque(maxlen=MOST)
        self._count = 0
        self._in_flight = 0
        self.most_in_flight = 0

    def open(self, method: str, path: str, query: dict[str, list[str]], body: Any) -> Entry:
        """Note a request that has come in."""
        with self._lock:
            self._count += 1
            self._in_flight += 1
            self.most_in_flight = max(self.most_in_flight, self._in_flight)
            entry = Entry(self._count, method, path, query, body, "", time.time(), self._in_flight)
            self._entries.append(entry)
            return entry

    def close(self, entry: Entry, status: int) -> None:
        """Note that a request has been answered, or dropped."""
        with self._lock:
            self._in_flight -= 1
            entry.ended, entry.status = time.time(), status

    def entries(self) -> list[Entry]:
        """Every request, in order of arrival."""
        with self._lock:
            return list(self._entries)

    def clear(self) -> None:
        """Forget them all."""
        with self._lock:
            self._entries.clear()
            self.most_in_flight = self._in_flight
