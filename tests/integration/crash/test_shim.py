"""The points are there, and a power loss takes what was not synced, and nothing else."""

from __future__ import annotations

import os
import random
import signal

import apsw
import pytest

from tests.integration.crash.shim import install


class Least(random.Random):
    """The worst that can happen: nothing unsynced is left."""

    def randint(self, a, b):
        return min(a, b)


def fill_and_die(path, synchronous):
    points = install(0, power=0)
    points.power = Least()
    db = apsw.Connection(path)
    db.execute("PRAGMA journal_mode = WAL").fetchall()
    db.execute("CREATE TABLE t(x)")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    db.execute(f"PRAGMA synchronous = {synchronous}")
    for number in range(5):
        db.execute("INSERT INTO t VALUES (?)", (number,))
    points.at = points.passed + 1
    points.pass_by("the end")


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize(("synchronous", "left"), [("OFF", 0), ("FULL", 5)])
def test_what_was_not_synced_is_lost(tmp_path, synchronous, left):
    path = str(tmp_path / "a.db")
    child = os.fork()
    if not child:
        try:
            fill_and_die(path, synchronous)
        finally:
            os._exit(1)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    db = apsw.Connection(path)
    assert db.execute("SELECT count(*) FROM t").get == left
    assert db.execute("PRAGMA integrity_check").get == "ok"
