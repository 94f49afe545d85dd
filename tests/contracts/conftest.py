"""Every implementation of a port, under one name."""

from __future__ import annotations

import pytest

from tests.builders import WorkspaceBuilder
from tests.fakes.store import MemoryStore
from tests.helpers.clock import TickingClock
from ticketr.adapters.sqlite.store import SqliteStore
from ticketr.ports.repositories import Store


@pytest.fixture
def clock():
    return TickingClock()


@pytest.fixture(params=["sqlite", "memory"])
def bare_store(request, tmp_path, clock):
    store: Store
    if request.param == "sqlite":
        store = SqliteStore(tmp_path / "ticketr.db", now=clock)
    else:
        store = MemoryStore(now=clock)
    yield store
    store.close()


@pytest.fixture
def store(bare_store):
    """A store with the workspaces `w` and `other`."""
    bare_store.workspaces.create(WorkspaceBuilder("w").build())
    bare_store.workspaces.create(WorkspaceBuilder("other").build())
    return bare_store
