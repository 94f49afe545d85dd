# mypy: disable-error-code="arg-type"
"""Killed at any moment, the store holds a state with its event, or neither."""

import random
import shutil
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from tests.builders import TicketBuilder
from tests.helpers.clock import START
from tests.helpers.database import setup_test_db
from ticketr.adapters.sqlite.store import SqliteStore
from ticketr.domain.events import TicketUpdatedEvent
from ticketr.ports.records import Intent, Operation

BETWEEN = """
import os, sys
from dataclasses import replace
from datetime import UTC, datetime
from ticketr.adapters.sqlite.store import SqliteStore
from ticketr.domain.events import TicketUpdatedEvent

store = SqliteStore(sys.argv[1])
with store.transaction():
    store.tickets.update(replace(store.tickets.get("t"), title="new"))
    if sys.argv[2] == "before the event":
        os.kill(os.getpid(), 9)
    store.events.append(TicketUpdatedEvent("t", ("title",), datetime.now(UTC)))
    if sys.argv[2] == "before the commit":
        os.kill(os.getpid(), 9)
os.kill(os.getpid(), 9)
"""


@pytest.mark.parametrize(
    ("moment", "title", "events"),
    [
        ("before the event", "Test Ticket", 0),
        ("before the commit", "Test Ticket", 0),
        ("after the commit", "new", 1),
    ],
)
def test_killed_between_state_and_event(store, moment, title, events):
    store.tickets.create(TicketBuilder().with_id("t").build())
    done = subprocess.run([sys.executable, "-c", BETWEEN, store.path, moment], check=False)
    assert done.returncode == -9
    assert store.tickets.get("t").title == title
    assert len(store.events.get_events("t")) == events
    assert store.check() == []


BUSY = """
import sys
from dataclasses import replace
from datetime import UTC, datetime
from ticketr.adapters.sqlite.store import SqliteStore
from ticketr.domain.events import TicketUpdatedEvent

store = SqliteStore(sys.argv[1])
print("going", flush=True)
number = 0
while True:
    number += 1
    with store.transaction(durable=number % 2 == 0):
        store.tickets.update(replace(store.tickets.get("t"), title=str(number)))
        store.events.append(TicketUpdatedEvent("t", (str(number),), datetime.now(UTC)))
    print(number, flush=True)
"""


def test_killed_at_any_moment(store):
    store.tickets.create(TicketBuilder().with_id("t").with_title("0").build())
    for seed in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", BUSY, store.path], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout
        assert process.stdout.readline() == "going\n"
        time.sleep(random.Random(seed).uniform(0.02, 0.15))
        process.kill()
        said = process.communicate()[0].split()
        title, events = store.tickets.get("t").title, store.events.get_events("t")
        assert (events[-1].fields if events else ("0",)) == (title,)
        assert int(title.strip("parent")) >= int(said[-1] if said else 0)
        assert store._db.query("SELECT rowid FROM tickets_fts(?)", (title,)) == [(1,)]
        assert store.check() == []
        store.tickets.update(replace(store.tickets.get("t"), title=f"parent{seed}"))
        store.events.append(TicketUpdatedEvent("t", (f"parent{seed}",), START))
        assert store._db.query("SELECT rowid FROM tickets_fts(?)", (title,)) == []
        assert store.check() == []


def test_an_intent_is_in_the_file_when_add_returns(tmp_path):
    """What is copied while the writer lives is what a power cut would leave."""
    with setup_test_db(tmp_path, "w") as store:
        number = store.operations.start(
            Operation("w", "workspace w", "push", "local_to_remote", START)
        )
        store.journal.add([Intent("token", number, "w", "t", "create", {}, START)])
        copy = tmp_path / "copy"
        copy.mkdir()
        for name in ("ticketr.db", "ticketr.db-wal"):
            shutil.copy(tmp_path / name, copy / name)
    left = SqliteStore(copy / "ticketr.db")
    assert [intent.token for intent in left.journal.open("w")] == ["token"]
    assert left.check() == []
    left.close()


def test_commits_wait_for_the_disk_unless_told_otherwise(store):
    def mode():
        return store._db.query("PRAGMA synchronous")

    full, normal = [(2,)], [(1,)]
    store.preferences.set("a", 1)
    assert mode() == full
    with store.transaction(durable=False):
        assert mode() == normal
        store.preferences.set("a", 2)
        assert mode() == normal
    store.journal.add([])
    store.preferences.set("a", 3)
    assert mode() == full
    with store.transaction():
        assert mode() == full
    assert store._db.query("PRAGMA journal_mode") == [("wal",)]
    assert store._db.query("PRAGMA foreign_keys") == [(1,)]
