"""The specification's maximums for queries, on a store of 10,000 tickets ("Response Time SLAs")."""

import time
from dataclasses import replace

import pytest

from tests.builders import TicketBuilder
from tests.helpers.database import setup_test_db
from ticketr.domain.query import Pagination, TicketFilter

pytestmark = pytest.mark.slow

identity = None

MAXIMUM = {100: 0.1, 1_000: 0.2, 10_000: 1.0}
BULK_MAXIMUM = 10.0
TEXT = (
    "As somebody who looks after a backlog I want the words to be many and the rows to be long. "
    * 5
)


def ticket(number):
    builder = TicketBuilder().with_key(f"PROJ-{number}", str(10000 + number))
    fields = {"status": "To Do", "labels": ("one", "two"), "priority": "High", "points": 3.0}
    built = builder.with_title(f"Ticket number {number}").with_fields(**fields).build()
    return replace(built, description=TEXT, criteria="- works\n- works well")


def timed(call):
    start = time.perf_counter()
    result = call()
    return result, time.perf_counter() - start


@pytest.fixture(scope="module")
def big_store(tmp_path_factory):
    with setup_test_db(tmp_path_factory.mktemp("big"), "w") as store:
        tickets = [ticket(number) for number in range(10_000)]
        _, took = timed(lambda: store.tickets.bulk_create(tickets))
        assert took < BULK_MAXIMUM
        yield store


@pytest.mark.parametrize("count", MAXIMUM)
def test_rows(big_store, count):
    rows, took = timed(lambda: big_store.tickets.rows(TicketFilter("w"), Pagination(0, count)))
    assert len(rows) == count
    assert took < MAXIMUM[count]


@pytest.mark.parametrize("sort_by", ["key", "title", "status", "updated"])
def test_sorted_and_filtered_rows(big_store, sort_by):
    wanted = TicketFilter("w", status=["to do"], type=["task"])
    rows, took = timed(lambda: big_store.tickets.rows(wanted, Pagination(0, 50, sort_by)))
    assert len(rows) == 50
    assert took < MAXIMUM[100]


def test_whole_tickets(big_store):
    found, took = timed(lambda: big_store.tickets.find_by_workspace("w"))
    assert len(found) == 10_000
    assert took < MAXIMUM[10_000]
