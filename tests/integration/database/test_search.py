"""Search on SQLite: bounded where a word stands in most tickets, and never a table that is read whole."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import TicketBuilder
from tests.helpers.clock import START
from tests.helpers.database import setup_test_db
from tests.integration.database.test_plans import plans
from ticketr.adapters.sqlite.search import WEIGHTS
from ticketr.application.queries import GetTicketsQuery
from ticketr.application.search import SearchQuery, SearchService
from ticketr.application.tickets import TicketService
from ticketr.domain.query import Pagination, TicketFilter
from ticketr.domain.search import RANKED, key_part
from ticketr.errors import QueryInvalid
from ticketr.jql.text import text_of

MANY = RANKED + 60


def _ticket(number):
    made = TicketBuilder().with_id(f"t{number}").with_key(f"PROJ-{number}")
    made = made.with_title("Common" if number % 1000 == 7 else f"Word{number % 300}x")
    return made.with_description(
        "a common thing" if number % 100 else "a rare common thing"
    ).build()


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with setup_test_db(tmp_path_factory.mktemp("search"), "w", "other") as store:
        store.tickets.bulk_create([_ticket(number) for number in range(MANY)])
        yield store


def find(store, text, workspace="w", **page):
    return SearchService(store).find(SearchQuery(text, workspace, **page))


def keys(found):
    return [hit.row.jira_id for hit in found.hits]


def test_of_a_common_word_titles_come_first_and_then_the_newest(store):
    found = find(store, "common", limit=4)
    assert keys(found) == ["PROJ-2007", "PROJ-1007", f"PROJ-{MANY - 1}", f"PROJ-{MANY - 2}"]
    assert (found.total, found.more) == (RANKED, True)
    last = find(store, "common", limit=10, offset=RANKED - 2)
    assert len(last.hits) == 2


def test_of_common_words_those_with_more_of_them_in_the_title_come_first(store):
    assert not store.search.find(text_of("rare common"), "w", limit=1).more
    found = store.search.find(text_of("common thing"), "w", limit=4)
    assert (found.more, keys(found)[:3]) == (
        True,
        ["PROJ-2007", "PROJ-1007", f"PROJ-{MANY - 1}"],
    )


def test_of_a_common_phrase_titles_come_first_and_then_the_newest(tmp_path):
    with setup_test_db(tmp_path, "w") as store:
        made = [TicketBuilder().with_id(f"t{n}").with_title(f"x{n}") for n in range(MANY)]
        told = [one.with_description("pay twice").build() for one in made]
        told[77] = made[77].with_title("To pay twice").build()
        store.tickets.bulk_create(told)
        found = find(store, '"pay twice"', limit=2)
    assert (found.total, found.more) == (RANKED, True)
    assert [hit.row.id for hit in found.hits] == ["t77", f"t{MANY - 1}"]
    assert [bool(hit.title.marks) for hit in found.hits] == [True, False]


def test_what_is_rare_is_ranked_as_a_whole(store):
    found = find(store, "rare", limit=5)
    assert (found.total, found.more) == (len(range(0, MANY, 100)), False)


def test_a_prefix_of_many_words_is_looked_for_by_the_most_frequent(store):
    found = find(store, "word*")
    assert not found.more
    assert 600 < found.total < 800


def test_where_all_tickets_are_in_another_workspace(store):
    assert find(store, "common", "other").total == 0
    assert find(store, "common", None).more


def test_other_workspaces_narrow_nothing_until_they_have_tickets(tmp_path):
    with setup_test_db(tmp_path, "w", "other") as store:
        store.tickets.create(TicketBuilder("w").with_id("a").with_title("pay now").build())
        asked = plans(store, lambda s: s.search.find(text_of("pay"), "w", limit=5))
        assert not any("workspace}" in sql or "json_each(?)" in sql for sql in asked)
        store.tickets.create(TicketBuilder("other").with_id("b").with_title("pay now").build())
        for text in ("pay", "pay now", '"pay now"'):
            assert [hit.row.id for hit in find(store, text).hits] == ["a"]


BM25 = f"""
SELECT id FROM tickets_fts JOIN tickets ON seq = tickets_fts.rowid WHERE tickets_fts MATCH ?
ORDER BY bm25(tickets_fts, {WEIGHTS}), seq DESC
"""


@pytest.mark.parametrize("others", [False, True])
def test_a_phrase_is_ranked_as_bm25_ranks_it(tmp_path, others):
    chance = random.Random(1)
    words = ("pay", "twice", "pay twice", "paying", "now")
    with setup_test_db(tmp_path, "w", "other") as store:
        for number in range(120):
            title, body, more = (" ".join(chance.choices(words, k=k)) for k in (2, number % 9, 1))
            made = TicketBuilder("other" if others and number % 5 == 0 else "w")
            made = made.with_title(title).with_description(body).with_criteria(more)
            store.tickets.create(made.build())
        best = [row[0] for row in store._db.query(BM25, ('"pay twice"',))]
        found = [hit.row.id for hit in find(store, '"pay twice"', limit=200).hits]
        everywhere = find(store, '"pay twice"', None, limit=200).hits
        assert [hit.row.id for hit in everywhere] == best
        assert found == [each for each in best if each in found]
        assert (len(found) < len(best)) is others
        assert all(hit.excerpt or hit.title.marks for hit in everywhere)


QUESTIONS = {
    "common": lambda s: s.search.find(text_of("common"), "w", limit=5),
    "two": lambda s: s.search.find(text_of("common thing"), "w", limit=5),
    "rare": lambda s: s.search.find(text_of("rare"), "w", limit=5),
    "prefix": lambda s: s.search.find(text_of("wor*"), "w", limit=5),
    "phrase": lambda s: s.search.find(text_of('"rare common"'), "w", limit=5),
    "everywhere": lambda s: s.search.find(text_of("rare"), None, limit=5, without=["t1"]),
    "key": lambda s: s.search.keys(key_part("PROJ-1"), "w", 20),
    "number": lambda s: s.search.keys(key_part("1"), "w", 20),
    "near": lambda s: s.search.near("comon"),
    "far": lambda s: s.search.near("comonnnnnn"),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_table_is_read_whole(store, name):
    found = plans(store, QUESTIONS[name])
    assert found
    steps = [step for lines in found.values() for step in lines]
    scans = [step for step in steps if step.startswith("SCAN") and "VIRTUAL" not in step]
    assert all(step.startswith("SCAN workspaces") for step in scans), scans
    tickets = [step for step in steps if " tickets " in step and "VIRTUAL" not in step]
    places = ("rowid=?", "idx_ticket_key", "(id=?)", "EXISTS USING COVERING INDEX")
    assert all(any(place in step for place in places) for step in tickets), tickets


@pytest.mark.parametrize("name", ["common", "two"])
def test_at_most_so_many_are_taken_from_the_index(store, name):
    """Neither the plan nor a clock shows it: the statements do."""
    found = plans(store, QUESTIONS[name])
    taken = [sql for sql in found if "tickets_fts MATCH" in sql and "snippet" not in sql]
    assert taken
    assert all("LIMIT" in sql for sql in taken)
    assert not any("bm25" in sql for sql in taken)


SIGNS = st.text(alphabet='ab日é"*-+()^~{}:\\ \0\ud800ßNOTR1', max_size=14) | st.text(max_size=12)


@settings(deadline=None, max_examples=150)
@given(text=SIGNS)
def test_whatever_is_typed_is_looked_for_or_refused(store, text):
    try:
        found = find(store, text)
    except QueryInvalid:
        return
    assert len(found.hits) <= found.total


@settings(deadline=None, max_examples=100)
@given(text=SIGNS)
def test_whatever_a_query_says_is_answered_or_refused(store, text):
    wanted = TicketFilter("w", jql=f"text ~ {quoted(text)} OR summary ~ {quoted(text)}")
    query = GetTicketsQuery("w", wanted, Pagination(limit=5))
    try:
        rows = TicketService(store, lambda: START, lambda: "new").rows(query)
    except QueryInvalid:
        return
    assert len(rows) <= 5


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
