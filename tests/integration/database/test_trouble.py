# ruff: noqa: PTH101, PTH108, PTH123 - what the system sees
# mypy: disable-error-code="arg-type"
"""Locked, read-only, damaged, full: one clear typed error each, and nothing lost."""

import os
import subprocess
import sys
import threading

import apsw
import pytest

from tests.builders import TicketBuilder
from tests.helpers.database import setup_test_db
from ticketr.adapters.sqlite.store import SqliteStore
from ticketr.domain.query import TicketFilter
from ticketr.errors import DatabaseConnection, DatabaseQuery, DatabaseTransaction

HOLDER = """
import sys
import apsw
connection = apsw.Connection(sys.argv[1])
connection.execute("BEGIN " + sys.argv[2])
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def holder(store):
    """Another process that holds the store; `holder("IMMEDIATE")` starts it."""
    started = []

    def hold(kind):
        process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, store.path, kind],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdout
        assert process.stdout.readline() == "held\n"

    yield hold
    for process in started:
        process.communicate()


def titles(store):
    return [ticket.title for ticket in store.tickets.find_by_workspace("w")]


def test_a_writer_elsewhere_lets_us_read_and_stops_our_writes(store, holder):
    store.tickets.create(TicketBuilder().build())
    holder("IMMEDIATE")
    assert titles(store) == ["Test Ticket"]
    for write in (
        lambda: store.tickets.create(TicketBuilder().build()),
        lambda: store.preferences.set("a", 1),
        lambda: store.transaction().__enter__(),
    ):
        with pytest.raises(DatabaseTransaction) as caught:
            write()
        assert caught.value.message == (
            f"The store {store.path} is locked by another program (waited 0.2 seconds)."
        )
        assert "Close the other program" in caught.value.hint
    assert titles(store) == ["Test Ticket"]


def test_a_lock_that_ends_in_time_is_waited_for(tmp_path):
    with setup_test_db(tmp_path, "w", timeout=5) as store:
        other = apsw.Connection(store.path)
        other.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(0.2, other.execute, ["COMMIT"])
        timer.start()
        store.preferences.set("a", 1)
        timer.join()
        other.close()
        assert store.preferences.get("a") == 1


def test_a_file_that_is_not_a_database(tmp_path):
    path = tmp_path / "a.db"
    path.write_text("# TICKET: not a database, but a ticket file\n" * 50)
    store = SqliteStore(path)
    with pytest.raises(DatabaseConnection) as caught:
        store.workspaces.list()
    assert "damaged or not a database of ticketr" in caught.value.message
    assert caught.value.context == {"path": str(path)}
    assert path.read_text().startswith("# TICKET")


def test_a_folder_in_the_place_of_the_file(tmp_path):
    with pytest.raises(DatabaseConnection, match="cannot be opened"):
        SqliteStore(tmp_path).workspaces.list()


def test_a_file_in_the_place_of_the_folder(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseConnection, match="cannot be opened"):
        SqliteStore(tmp_path / "file" / "a.db").workspaces.list()


def test_after_a_failed_opening_it_can_be_tried_again(tmp_path):
    path = tmp_path / "a.db"
    path.write_text("no database " * 100)
    store = SqliteStore(path)
    for _ in range(12):
        with pytest.raises(DatabaseConnection):
            store.workspaces.list()
    path.unlink()
    assert store.workspaces.list() == []
    store.close()


def test_a_damaged_file_is_reported_by_check(tmp_path):
    with setup_test_db(tmp_path, "w") as store:
        store.tickets.bulk_create([TicketBuilder().build() for _ in range(300)])
        path = store.path
        leaves = "SELECT pageno FROM dbstat WHERE name = 'tickets' AND pagetype = 'leaf'"
        pages = [page for (page,) in store._db.query(leaves)]
    with open(path, "r+b") as file:
        for page in pages:
            file.seek((page - 1) * 4096)
            file.write(b"\xff" * 64)
    store = SqliteStore(path)
    assert store.check() != []
    with pytest.raises(DatabaseConnection, match="damaged"):
        store.tickets.find_by_workspace("w")
    store.close()


def test_a_search_index_that_disagrees_is_reported_by_check(store):
    store.tickets.create(TicketBuilder().with_title("right").build())
    connection = apsw.Connection(store.path)
    connection.execute(
        "INSERT INTO tickets_fts(tickets_fts, rowid, title) VALUES ('delete', 1, 'right')"
    )
    connection.close()
    assert store.check() == ["The search index does not agree with the tickets."]


def test_a_reference_to_nothing_is_reported_by_check(store):
    connection = apsw.Connection(store.path)
    connection.execute(
        "INSERT INTO tickets (id, workspace_id, issue_type, title) VALUES ('t', 'gone', 'Task', 'x')"
    )
    connection.close()
    assert store.check() == ["A row of tickets belongs to a row of workspaces that is gone."]


def fill(store, database):
    big = "x" * 100_000
    for number in range(1000):
        database(number)
        with store.transaction():
            store.tickets.create(TicketBuilder().with_title(f"{number}").build())
            store.preferences.set(f"big{number}", big)


def test_a_full_disk_undoes_the_transaction_and_keeps_the_rest(store):
    store._db.query("PRAGMA max_page_count = 400")
    with pytest.raises(DatabaseTransaction, match="full") as caught:
        fill(store, lambda _: None)
    assert "free some disk space" in caught.value.hint.lower()
    kept = titles(store)
    assert kept == [str(number) for number in range(len(kept))]
    assert 0 < len(kept) < 100
    assert store.preferences.get(f"big{len(kept) - 1}") == "x" * 100_000
    assert store.preferences.get(f"big{len(kept)}") is None
    assert store.check() == []


def test_a_full_disk_inside_a_caught_block_does_not_half_commit(store):
    """SQLite may undo the whole transaction; what follows must not commit by itself."""
    store._db.query("PRAGMA max_page_count = 200")
    with pytest.raises(DatabaseTransaction), store.transaction():  # noqa: PT012
        store.preferences.set("before", 1)
        with pytest.raises(DatabaseTransaction, match="full"):
            store.preferences.set("big", "x" * 2_000_000)
        store.preferences.set("after", 1)
    assert store.preferences.get("before") is None
    assert store.preferences.get("after") is None


needs_mount = pytest.mark.skipif(
    os.geteuid() != 0, reason="needs the right to mount a file system"
)


@pytest.fixture
def small_disk(tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    options = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if subprocess.run(options, check=False, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@needs_mount
def test_a_disk_that_is_really_full(small_disk):
    with setup_test_db(small_disk, "w") as store:
        with pytest.raises((DatabaseTransaction, DatabaseConnection)) as caught:
            fill(store, lambda _: None)
        assert "full" in caught.value.message
        kept = titles(store)
        assert kept == [str(number) for number in range(len(kept))]
        assert kept


@needs_mount
def test_no_room_even_to_begin(small_disk):
    with open(small_disk / "fill", "wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            pass
    store = SqliteStore(small_disk / "a.db")
    with pytest.raises((DatabaseTransaction, DatabaseConnection)):
        store.workspaces.list()
    os.unlink(small_disk / "fill")
    assert store.workspaces.list() == []
    store.close()


AS_NOBODY = """
import os, sys
from ticketr.adapters.sqlite.store import SqliteStore
import ticketr.adapters.sqlite.codec, ticketr.adapters.sqlite.failures, ticketr.adapters.sqlite.migrate
import ticketr.adapters.sqlite.tickets, ticketr.adapters.sqlite.preferences
from ticketr.domain.query import TicketFilter
from ticketr.errors import TicketrError
os.setgid(65534); os.setuid(65534)
store = SqliteStore(sys.argv[1])
def say(call):
    try:
        print(call())
    except TicketrError as error:
        print(type(error).__name__, error.message)
say(lambda: store.tickets.count(TicketFilter()))
say(lambda: store.preferences.set("a", 1))
store.close()
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="needs the right to become another user")
@pytest.mark.parametrize("folder_mode", [0o777, 0o755])
def test_a_file_we_may_only_read(tmp_path, folder_mode):
    import shutil
    import tempfile

    folder = tempfile.mkdtemp()
    try:
        with setup_test_db(tmp_path, "w") as store:
            store.tickets.create(TicketBuilder().build())
        path = shutil.copy(store.path, folder)
        os.chmod(path, 0o644)
        os.chmod(folder, folder_mode)
        done = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, path], capture_output=True, text=True, check=True
        )
    finally:
        shutil.rmtree(folder)
    read, write = done.stdout.splitlines()
    assert read == "1" or read.startswith("DatabaseConnection")
    assert write == f"DatabaseConnection The store {path} may not be written to."


def test_a_statement_that_sqlite_refuses(store):
    with pytest.raises(DatabaseQuery, match="no such table"):
        store._db.query("SELECT * FROM unknown")


def test_an_unknown_event_is_refused_by_name(store):
    store._db.run(
        "INSERT INTO events (aggregate_id, aggregate_type, event_type, event_data, event_version)"
        " VALUES ('t', 'ticket', 'TicketPaintedEvent', '{}', 1)"
    )
    with pytest.raises(DatabaseQuery, match="TicketPaintedEvent"):
        store.events.get_events("t")


def test_count_after_trouble(store):
    assert store.tickets.count(TicketFilter("w")) == 0
