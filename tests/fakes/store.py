"""Store in memory: the same contract as SqliteStore, real rollback included."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.fakes.counts import MemoryCounts
from tests.fakes.drafts import MemoryDrafts
from tests.fakes.history import MemoryChangelogs, MemoryChanges
from tests.fakes.news import MemoryNews
from tests.fakes.records import (
    MemoryAliases,
    MemoryAttic,
    MemoryBases,
    MemoryConflicts,
    MemoryCursors,
    MemoryDocuments,
    MemoryEvents,
    MemoryFacts,
    MemoryJournal,
    MemoryOperations,
    MemoryPreferences,
    MemorySchemas,
    MemoryTombstones,
    MemoryUsers,
)
from tests.fakes.search import MemoryComments, MemorySearch
from tests.fakes.state import Memory
from tests.fakes.tickets import MemoryTickets, MemoryWorkspaces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager


class MemoryStore:
    """`now` gives the time, the machine's clock by default."""

    def __init__(self, *, now: Callable[[], datetime] | None = None) -> None:
        self._memory = memory = Memory(now or (lambda: datetime.now(UTC)))
        self.workspaces = MemoryWorkspaces(memory)
        self.tickets = MemoryTickets(memory)
        self.events = MemoryEvents(memory)
        self.bases = MemoryBases(memory)
        self.journal = MemoryJournal(memory)
        self.conflicts = MemoryConflicts(memory)
        self.attic = MemoryAttic(memory)
        self.tombstones = MemoryTombstones(memory)
        self.documents = MemoryDocuments(memory)
        self.cursors = MemoryCursors(memory)
        self.operations = MemoryOperations(memory)
        self.changes = MemoryChanges(memory)
        self.changelogs = MemoryChangelogs(memory)
        self.preferences = MemoryPreferences(memory)
        self.schemas = MemorySchemas(memory)
        self.users = MemoryUsers(memory)
        self.aliases = MemoryAliases(memory)
        self.facts = MemoryFacts(memory)
        self.drafts = MemoryDrafts(memory)
        self.counts = MemoryCounts(memory)
        self.news = MemoryNews(memory)
        self.search = MemorySearch(memory)
        self.comments = MemoryComments(memory)

    def transaction(self, *, durable: bool = True) -> AbstractContextManager[None]:
        return _block(self._memory)

    def check(self) -> list[str]:
        with self._memory.reading():
            return []

    def close(self) -> None:
        self._memory.close()


@contextmanager
def _block(memory: Memory) -> Iterator[None]:
    with memory.writing():
        yield
