# ruff: noqa: PTH112, PTH115, PTH208 - what the system sees
"""At most MaxSQLiteConnections, whatever the number of threads."""

import os
import threading

import pytest

from tests.builders import TicketBuilder
from tests.helpers.database import setup_test_db
from ticketr.domain.query import TicketFilter
from ticketr.errors import DatabaseConnection
from ticketr.limits import MAX_SQLITE_CONNECTIONS


def open_files(path):
    """How often this process has the database file open."""
    found = 0
    for name in os.listdir("/proc/self/fd"):
        try:
            found += os.readlink(f"/proc/self/fd/{name}") == path
        except FileNotFoundError:
            continue
    return found


def run_all(targets):
    errors = []

    def guarded(target):
        try:
            target()
        except BaseException as error:  # noqa: BLE001 - reported by the assertion below
            errors.append(error)

    threads = [threading.Thread(target=guarded, args=[target]) for target in targets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_twenty_readers_share_ten_connections(tmp_path):
    with setup_test_db(tmp_path, "w") as store:
        most = []
        together = threading.Barrier(MAX_SQLITE_CONNECTIONS)

        def read():
            session = store._db._pool.take()
            together.wait(10)
            for _ in range(20):
                assert store.tickets.count(TicketFilter("w")) == 0
            most.append((store._db._pool.open_connections, open_files(store.path)))
            store._db._pool.give_back(session)

        run_all([read] * 20)
        assert {count for count, _ in most} == {MAX_SQLITE_CONNECTIONS}
        if os.path.isdir("/proc/self/fd"):
            assert max(files for _, files in most) == MAX_SQLITE_CONNECTIONS


def test_twenty_writers_lose_nothing(tmp_path):
    with setup_test_db(tmp_path, "w", timeout=30) as store:

        def write():
            for _ in range(5):
                with store.transaction(durable=False):
                    before = store.tickets.count(TicketFilter("w"))
                    store.tickets.create(TicketBuilder().build())
                    assert store.tickets.count(TicketFilter("w")) == before + 1

        run_all([write] * 20)
        assert store.tickets.count(TicketFilter("w")) == 100
        assert store._db._pool.open_connections <= MAX_SQLITE_CONNECTIONS


def test_one_thread_uses_one_connection(tmp_path):
    with setup_test_db(tmp_path, "w") as store:
        with store.transaction(), store.transaction():
            store.tickets.create(TicketBuilder().build())
            store.workspaces.list()
        assert store._db._pool.open_connections == 1


def test_another_thread_does_not_see_what_is_not_committed(tmp_path):
    with setup_test_db(tmp_path, "w") as store:
        seen = []

        def look():
            seen.append(store.tickets.count(TicketFilter("w")))

        with store.transaction():
            store.tickets.create(TicketBuilder().build())
            run_all([look])
        run_all([look])
        assert seen == [0, 1]


def test_closing_ends_those_who_wait_and_those_who_work(tmp_path):
    with setup_test_db(tmp_path, "w") as store:
        pool, started, finish = store._db._pool, threading.Barrier(11), threading.Event()

        def work():
            session = pool.take()
            started.wait(10)
            finish.wait(10)
            pool.give_back(session)

        def wait():
            with pytest.raises(DatabaseConnection, match="closed"):
                store.workspaces.list()

        workers = [threading.Thread(target=work) for _ in range(MAX_SQLITE_CONNECTIONS)]
        for thread in workers:
            thread.start()
        started.wait(10)
        waiter = threading.Thread(target=wait)
        waiter.start()
        while not pool._waiting:
            pass
        store.close()
        waiter.join(10)
        assert not waiter.is_alive()
        finish.set()
        for thread in workers:
            thread.join(10)
        if os.path.isdir("/proc/self/fd"):
            assert open_files(store.path) == 0
