# mypy: disable-error-code="arg-type"
"""Creates are written beside the database, too: what it forgets is told, and the file does not grow for ever."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from tests.helpers.clock import START
from tests.helpers.database import setup_test_db
from ticketr.adapters.sqlite.creates import LONG, Creates
from ticketr.errors import DatabaseConnection
from ticketr.ports.records import Intent, Operation

TEXTS = {"title": "Ünï\u2028code \ud800", "labels": ("a", "b"), "points": 1.5, "parent": None}


def intent(token, **changes):
    return replace(Intent(token, 1, "w", "a", "create", TEXTS, START), **changes)


@pytest.fixture
def store(tmp_path):
    with setup_test_db(tmp_path, "w", "other") as store:
        for name in ("w", "other"):
            store.operations.start(Operation(name, name, "push", "local_to_remote", START))
        yield store


def forget(store):
    """The database loses what the journal holds."""
    store._db.run("DELETE FROM journal")


def beside(store, name="w"):
    return Path(f"{store.path}-creates-{name}")


def test_what_the_database_lost_is_told_exactly(store):
    written = [intent("one"), intent("two")]
    store.journal.add([*written, intent("three", kind="update")])
    store.journal.add([intent("four", workspace_id="other")])
    assert store.journal.forgotten("w") == []
    forget(store)
    assert store.journal.forgotten("w") == written
    assert [item.token for item in store.journal.forgotten("other")] == ["four"]
    store.journal.add([replace(written[0], ticket_id="b")])
    assert store.journal.forgotten("w") == written[1:]
    assert store.journal.forgotten("nowhere") == []


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_nobody_else_may_read_it(store):
    store.journal.add([intent("one")])
    assert stat.S_IMODE(beside(store).stat().st_mode) == 0o600


def test_a_torn_line_costs_that_line_alone(store):
    store.journal.add([intent("one")])
    with beside(store).open("ab") as file:
        file.write(b'["two", 1, "w", "a", "{\\"tit')
    store.journal.add([intent("three")])
    with beside(store).open("ab") as file:
        file.write(b'\xff\xfe\n[]\n{"a": 1}\n["four", 1, "w", "a", 5, 6]')
    forget(store)
    assert [item.token for item in store.journal.forgotten("w")] == ["one", "three"]


def test_where_it_cannot_be_written_nothing_is_sent(store, tmp_path):
    beside(store).mkdir()
    with pytest.raises(DatabaseConnection, match="Nothing was sent to Jira"):
        store.journal.add([intent("one")])
    assert store.journal.open("w") == []
    assert store.journal.forgotten("w") == []
    store.journal.add([intent("two", kind="update")])


def test_what_is_settled_is_let_go_once_the_file_is_long(store):
    long = {"title": "x" * (LONG // 3)}
    tokens = ["one", "two", "three", "four"]
    store.journal.add([intent(token, fields=long) for token in tokens])
    for token in tokens[:3]:
        store.journal.settle(token, "done")
    assert store.journal.forgotten("w") == []
    assert [item.token for item in Creates(store.path, "w").read()] == ["four"]
    assert beside(store).stat().st_size < LONG
    assert not Path(f"{beside(store)}.new").exists()


def test_a_long_file_keeps_what_the_database_does_not_know(store):
    store.journal.add([intent(token, fields={"title": "x" * LONG}) for token in ("one", "two")])
    store._db.run("DELETE FROM journal WHERE token = 'one'")
    store.journal.settle("two", "failed")
    for _ in range(2):
        assert [item.token for item in store.journal.forgotten("w")] == ["one"]
    assert [item.token for item in Creates(store.path, "w").read()] == ["one"]


def test_a_file_that_cannot_be_shortened_stays(store):
    store.journal.add([intent("one", fields={"title": "x" * LONG * 2})])
    store.journal.settle("one", "done")
    Path(f"{beside(store)}.new").mkdir()
    assert store.journal.forgotten("w") == []
    assert [item.token for item in Creates(store.path, "w").read()] == ["one"]


def test_it_goes_with_its_workspace(store):
    store.journal.add([intent("one")])
    store.workspaces.delete("w")
    assert not beside(store).exists()
    store.workspaces.delete("other")
