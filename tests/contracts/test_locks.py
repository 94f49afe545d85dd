"""What every Locks does."""

from __future__ import annotations

import pytest

from tests.fakes.locks import MemoryLocks
from ticketr.adapters.locks import FileLocks
from ticketr.errors import SyncLocked


@pytest.fixture(params=["files", "memory"])
def locks(request, tmp_path):
    return FileLocks(str(tmp_path / "locks")) if request.param == "files" else MemoryLocks()


def test_a_lock_is_held_once_and_free_afterwards(locks):
    for _ in range(2):
        with locks.hold("work"), pytest.raises(SyncLocked) as caught, locks.hold("work"):
            pass
        assert caught.value.context["lock"] == "work"


def test_locks_of_different_names_do_not_meet(locks):
    names = ["work", "Work ", "../work", "wörk", "a/b", "a_b", "_61_", "a", ""]
    with locks.hold("first"):
        for name in names:
            with locks.hold(name):
                pass
    with locks.hold("a_b"), locks.hold("a/b"), locks.hold("a"), locks.hold("_61_"):
        pass


def test_a_lock_is_free_after_an_error(locks):
    with pytest.raises(ZeroDivisionError), locks.hold("work"):
        1 / 0  # noqa: B018
    with locks.hold("work"):
        pass
