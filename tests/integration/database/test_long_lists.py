"""A list of any length is read in pieces, and counted no further than is told."""

import pytest

from tests.builders import TicketBuilder, WorkspaceBuilder
from ticketr.adapters.sqlite.store import SqliteStore
from ticketr.adapters.sqlite.tickets import PIECE
from ticketr.domain.query import SORT_FIELDS, Pagination, TicketFilter

from .test_plans import statements

MANY = 2 * PIECE + 100
ALL = TicketFilter("w")


def _ticket(number):
    made = TicketBuilder().with_id(f"t{number:04}").with_title(f"Title {number % 7}")
    status = ["To Do", None, "done", "Done"][number % 4]
    return made.with_key(f"PROJ-{MANY - number}").with_fields(status=status).build()


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    store = SqliteStore(tmp_path_factory.mktemp("long") / "ticketr.db")
    store.workspaces.create(WorkspaceBuilder("w").build())
    store.tickets.bulk_create([_ticket(number) for number in range(MANY)])
    yield store
    store.close()


def seen(rows):
    return [(row.id, row.title, row.fields, row.place) for row in rows]


@pytest.mark.parametrize("sort", SORT_FIELDS)
@pytest.mark.parametrize("order", ["asc", "desc"])
def test_a_stream_is_the_whole_page(store, sort, order):
    page = Pagination(3, None, sort, order)
    assert seen(store.tickets.stream(ALL, page)) == seen(store.tickets.rows(ALL, page))


def test_a_stream_reads_no_more_rows_than_it_must(store):
    def some(s):
        rows = s.tickets.stream(ALL, Pagination(limit=None))
        for _ in range(PIECE + 1):
            next(rows)

    first, *pieces = statements(store, some)
    assert first[0].startswith("SELECT seq FROM tickets")
    assert [len(params) for _, params in pieces] == [PIECE, PIECE]


def test_a_short_stream_is_one_statement(store):
    assert len(statements(store, lambda s: list(s.tickets.stream(ALL, Pagination())))) == 1


def test_what_is_gone_meanwhile_is_left_out(store):
    rows = store.tickets.stream(ALL, Pagination(limit=None, order="desc"))
    last = next(rows)
    gone = store.tickets.get("t0005")
    store.tickets.delete(gone.id)
    try:
        assert [last.id, *(row.id for row in rows)] == [
            f"t{n:04}" for n in reversed(range(MANY)) if n != 5
        ]
    finally:
        store.tickets.create(gone)


def test_counting_stops(store):
    assert store.tickets.count(ALL) == MANY
    assert store.tickets.count(ALL, 10) == 10
    assert store.tickets.count(ALL, MANY + 5) == MANY
    assert store.tickets.count(TicketFilter("w", status=["DONE"]), MANY) == MANY // 2
