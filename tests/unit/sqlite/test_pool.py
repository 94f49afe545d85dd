import threading

import apsw
import pytest

from ticketr.adapters.sqlite.pool import Pool
from ticketr.errors import DatabaseConnection


def make(limit, patience=0.05):
    return Pool("store.db", lambda: apsw.Connection(":memory:"), limit, patience)


def elsewhere(call):
    """The call's result or error, from another thread."""
    outcome = []

    def run():
        try:
            outcome.append(call())
        except DatabaseConnection as error:
            outcome.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return outcome[0]


def test_a_thread_keeps_its_connection_until_it_gave_it_back_as_often():
    pool = make(1)
    first = pool.take()
    assert pool.take() is first
    pool.give_back(first)
    assert isinstance(elsewhere(pool.take), DatabaseConnection)
    pool.give_back(first)
    assert elsewhere(pool.take) is first


def test_waiting_in_vain_is_an_error_and_leaves_no_place_in_line():
    pool = make(1)
    session = pool.take()
    error = elsewhere(pool.take)
    assert error.message == "The store store.db cannot be used: all its connections are in use."
    assert pool._waiting == []
    pool.give_back(session)
    assert elsewhere(pool.take) is session


def test_a_connection_that_fails_to_open_frees_its_place():
    tries = []

    def connect():
        tries.append(1)
        if len(tries) < 4:
            raise DatabaseConnection("not now")
        return apsw.Connection(":memory:")

    pool = Pool("store.db", connect, 1, 0.05)
    for _ in range(3):
        with pytest.raises(DatabaseConnection, match="not now"):
            pool.take()
    pool.give_back(pool.take())
    assert pool.open_connections == 1


def test_those_who_wait_are_served_in_turn():
    pool = make(1, 10)
    session, served = pool.take(), []

    def wait(name):
        mine = pool.take()
        served.append(name)
        pool.give_back(mine)

    threads = []
    for number in range(4):
        threads.append(threading.Thread(target=wait, args=[number]))
        threads[-1].start()
        while len(pool._waiting) <= number:
            pass
    pool.give_back(session)
    for thread in threads:
        thread.join()
    assert served == [0, 1, 2, 3]
