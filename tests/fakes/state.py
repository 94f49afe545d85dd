"""What a MemoryStore holds, and the transactions over it."""

from __future__ import annotations

import copy
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ticketr.errors import DatabaseConnection, DatabaseQuery

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass
class State:
    workspaces: dict[str, Any] = field(default_factory=dict)
    tickets: dict[str, Any] = field(default_factory=dict)
    edited: dict[str, datetime] = field(default_factory=dict)
    former: dict[tuple[str, str], str] = field(default_factory=dict)
    events: list[Any] = field(default_factory=list)
    bases: dict[tuple[str, str], Any] = field(default_factory=dict)
    intents: dict[str, Any] = field(default_factory=dict)
    conflicts: dict[tuple[str, str], Any] = field(default_factory=dict)
    attic: list[Any] = field(default_factory=list)
    tombstones: dict[str, Any] = field(default_factory=dict)
    documents: dict[str, Any] = field(default_factory=dict)
    shown: dict[str, list[Any]] = field(default_factory=dict)
    cursors: dict[str, Any] = field(default_factory=dict)
    operations: dict[int, Any] = field(default_factory=dict)
    changes: list[Any] = field(default_factory=list)
    changelog: dict[tuple[str, str], Any] = field(default_factory=dict)
    reads: dict[str, Any] = field(default_factory=dict)
    recorded: dict[str, Any] = field(default_factory=dict)
    preferences: dict[str, Any] = field(default_factory=dict)
    schemas: dict[str, Any] = field(default_factory=dict)
    users: dict[tuple[str, str], Any] = field(default_factory=dict)
    stamps: dict[str, Any] = field(default_factory=dict)
    site_values: dict[tuple[str, str, str], Any] = field(default_factory=dict)
    accounts: dict[str, Any] = field(default_factory=dict)
    aliases: dict[tuple[str | None, str], Any] = field(default_factory=dict)
    drafts: dict[str, Any] = field(default_factory=dict)
    comments: dict[str, list[Any]] = field(default_factory=dict)
    comment_reads: dict[str, datetime] = field(default_factory=dict)

    def snapshot(self) -> State:
        return State(**{item.name: copy.copy(getattr(self, item.name)) for item in fields(self)})


class Memory:
    """The state behind one lock, with nested transactions that restore what they found."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = lambda: cut(now())
        self.state = State()
        self._lock = threading.RLock()
        self._closed = False

    @contextmanager
    def reading(self) -> Iterator[State]:
        with self._lock:
            if self._closed:
                raise DatabaseConnection("The store is closed.")
            yield self.state

    @contextmanager
    def writing(self) -> Iterator[State]:
        with self.reading():
            before = self.state.snapshot()
            try:
                yield self.state
            except BaseException:
                for item in fields(before):
                    setattr(self.state, item.name, getattr(before, item.name))
                raise

    def close(self) -> None:
        self._closed = True


def cut(moment: datetime) -> datetime:
    """UTC, to the millisecond, as the store keeps it."""
    if moment.tzinfo is None:
        raise DatabaseQuery("A time without a time zone cannot be stored.")
    moment = moment.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def kept(value: Any) -> Any:
    """A copy that shares nothing with its original."""
    return copy.deepcopy(value)
