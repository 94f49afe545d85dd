"""What every spool does: the one on disk, and a list."""

from __future__ import annotations

import errno
import tempfile
import tracemalloc

import pytest

from ticketr.adapters.spool import HEAD, DiskSpool
from ticketr.domain.merge import ABSENT, Absent, Outcome
from ticketr.domain.plan import Action, ActionKind, FieldAction
from ticketr.domain.ticket import TicketID
from ticketr.errors import FileWrite

MANY = 3 * HEAD


def action(number):
    field = FieldAction("labels", Outcome.PULL, ABSENT, None, ("a", "ü"), ("a", "\ud83d"))
    return Action(ActionKind.PULL, TicketID(f"t{number}"), f"P-{number}", "Title", (field,))


@pytest.mark.parametrize("make", [DiskSpool, list])
def test_it_gives_back_what_was_put_into_it_as_often_as_asked(make):
    spool = make()
    assert (list(spool), len(spool), action(1) in spool) == ([], 0, False)
    for number in range(MANY):
        spool.append(action(number))
        if number % HEAD == 7:
            first, *_ = spool
            assert first == action(0)
    assert len(spool) == MANY
    one, other = iter(spool), iter(spool)
    for number in range(MANY):
        assert next(one) == action(number)
        assert next(other) == action(number)
    assert action(MANY - 1) in spool
    assert action(MANY) not in spool
    assert isinstance(list(spool)[-1].fields[0].base, Absent)


def test_memory_does_not_grow():
    spool: DiskSpool[object] = DiskSpool()
    for number in range(HEAD + 10):
        spool.append(action(number))
    tracemalloc.start()
    for number in range(20_000):
        spool.append(action(number))
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size < 1_000_000


def test_no_room_is_an_error_with_a_remedy(monkeypatch):
    def full(**_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    spool: DiskSpool[object] = DiskSpool()
    for number in range(HEAD):
        spool.append(number)
    with pytest.raises(FileWrite, match="No space left on device"):
        spool.append(HEAD)
