"""Databases for tests (specification, "Test Utilities")."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.builders import WorkspaceBuilder
from tests.helpers.clock import TickingClock
from ticketr.adapters.sqlite.store import SqliteStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def setup_test_db(folder: Path, *workspaces: str, timeout: float = 5.0) -> Iterator[SqliteStore]:
    """A migrated store in the folder with these workspaces, closed at the end."""
    store = SqliteStore(folder / "ticketr.db", now=TickingClock(), timeout=timeout)
    try:
        for workspace_id in workspaces:
            store.workspaces.create(WorkspaceBuilder(workspace_id).build())
        yield store
    finally:
        store.close()
