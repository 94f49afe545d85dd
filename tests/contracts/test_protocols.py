"""Both stores are the port's Store, as far as a type checker can see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.store import MemoryStore
from ticketr.adapters.sqlite.store import SqliteStore

if TYPE_CHECKING:
    from ticketr.ports.repositories import Store


def test_both_are_stores(tmp_path):
    stores: list[Store] = [SqliteStore(tmp_path / "a.db"), MemoryStore()]
    for store in stores:
        assert store.check() == []
        store.close()
