"""Every implementation of a port, under one name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import WorkspaceBuilder
from tests.fakes.store import MemoryStore
from tests.helpers.clock import TickingClock
from ticketr.adapters.sqlite.store import SqliteStore

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def clock():
    return TickingClock()


@pytest.fixture(params=["sqlite", "sqlite in a project", "memory"])
def bare_store(request, tmp_path, clock):
    makers: dict[str, Callable[[], Any]] = {
        "sqlite": lambda: SqliteStore(tmp_path / "ticketr.db", now=clock),
        "sqlite in a project": lambda: SqliteStore(tmp_path / "ticketr.db", now=clock, root="/x"),
        "memory": lambda: MemoryStore(now=clock),
    }
    store = makers[request.param]()
    yield store
    store.close()


@pytest.fixture
def store(bare_store):
    """A store with the workspaces `w` and `other`."""
    bare_store.workspaces.create(WorkspaceBuilder("w").build())
    bare_store.workspaces.create(WorkspaceBuilder("other").build())
    return bare_store
