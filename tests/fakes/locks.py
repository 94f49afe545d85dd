"""Locks in memory: the Locks of one process, with the contract of those over files."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from ticketr.errors import SyncLocked

if TYPE_CHECKING:
    from collections.abc import Iterator


class MemoryLocks:
    """Names that are held now."""

    def __init__(self) -> None:
        self.held: set[str] = set()

    @contextmanager
    def hold(self, name: str) -> Iterator[None]:
        if name in self.held:
            raise SyncLocked("Another ticketr command is at work on this workspace.", lock=name)
        self.held.add(name)
        try:
            yield
        finally:
            self.held.discard(name)
