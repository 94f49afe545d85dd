"""What was written lately: Jira's search is told of it, so that it shows what its index does not know yet."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_RECONCILED = 50
"""Ids that one search takes in `reconcileIssues`."""


class Recent:
    """The numeric ids of the tickets that were written last. Safe to use from threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ids: dict[str, None] = {}

    def note(self, ids: Iterable[str]) -> None:
        """These were written now, the last one last; what is no numeric id is left out."""
        with self._lock:
            for name in ids:
                if name.isascii() and name.isdecimal():
                    self._ids.pop(name, None)
                    self._ids[name] = None
            for name in list(self._ids)[:-MOST_RECONCILED]:
                del self._ids[name]

    def ids(self) -> list[int]:
        """At most MOST_RECONCILED, the last one last."""
        with self._lock:
            return [int(name) for name in self._ids]
