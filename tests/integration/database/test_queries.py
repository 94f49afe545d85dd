"""Queries on SQLite: pages, plans, and values that would like to be SQL."""

import json
import re
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import TicketBuilder, WorkspaceBuilder
from tests.helpers.clock import START
from tests.schemas import POINTS, SPRINT, project_schema
from ticketr.adapters.sqlite.conditions import condition
from ticketr.adapters.sqlite.narrowing import Index
from ticketr.adapters.sqlite.store import SqliteStore
from ticketr.application.aliases import AliasService
from ticketr.application.queries import GetTicketsQuery, cursor_of, place_of
from ticketr.application.tickets import TicketService
from ticketr.domain.query import SORT_FIELDS, Pagination, TicketFilter
from ticketr.domain.ticket import TicketID
from ticketr.errors import DatabaseQuery, QueryInvalid, Usage
from ticketr.jql.checked import Always, Checked, Column
from ticketr.jql.meaning import check
from ticketr.jql.parse import parse
from ticketr.ports.records import Account, SiteValue, Stamps, User

from .test_plans import plans

SCHEMA = project_schema()
SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
STATUSES = ["To Do", "Done", None, "Ärger"]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    store = SqliteStore(tmp_path_factory.mktemp("queries") / "ticketr.db", now=lambda: START)
    store.workspaces.create(WorkspaceBuilder("w").build())
    store.schemas.put("w", SCHEMA, START, START)
    store.users.put("w", [User("acc", "Robin", "robin@example.com"), User("ada", "Ada")])
    store.facts.put_account("w", Account("acc", "Europe/Berlin", "de_DE"))
    store.facts.put_values(
        "w",
        [
            SiteValue("status", "1", "To Do", "new"),
            SiteValue("status", "2", "Done", "done"),
            SiteValue("sprint", "1", "One", "active"),
        ],
    )
    store.tickets.bulk_create([_ticket(number) for number in range(60)])
    stamps = {str(n): Stamps(START, START, START if n % 2 else None, "acc") for n in range(60)}
    store.facts.put_stamps("w", stamps)
    yield store
    store.close()


def _ticket(number):
    fields = {
        "status": STATUSES[number % 4],
        "priority": ["High", "Low", None][number % 3],
        "labels": [("a", "ÄB"), ("b",), None][number % 3],
        "assignee": ["acc", "ada", None, None][number % 4],
        POINTS: [1, 2.5, None][number % 3],
        "duedate": [None, "2026-03-01"][number % 2],
    }
    key = f"PROJ-{number}" if number % 5 else None
    made = (
        TicketBuilder()
        .with_id(f"t{number:02}")
        .with_title(f"Title {number % 7}")
        .with_fields(**fields)
    )
    made = made.with_type("Bug" if number % 2 else "Story").with_description("it pays 'twice'")
    return (made.with_key(key, str(number)) if key else made).build()


def service(store):
    return TicketService(store, lambda: START, lambda: "new")


def ask(store, jql, **page):
    query = GetTicketsQuery("w", TicketFilter("w", jql=jql), Pagination(**{"limit": None, **page}))
    return service(store).rows(query)


ORDERS = [
    "",
    *(
        f"ORDER BY {name}"
        for name in (
            "key",
            "key DESC",
            "priority, key",
            "status DESC",
            "assignee, key DESC",
            "labels",
            "due DESC, summary",
            "resolved",
            "parent",
            "type DESC, created ASC",
            "project",
            "creator",
            "environment",
        )
    ),
]


@pytest.mark.parametrize("jql", ORDERS)
@pytest.mark.parametrize("size", [1, 7, 59, 60])
def test_pages_behind_each_other_are_the_whole_list(store, jql, size):
    whole = [row.id for row in ask(store, jql)]
    assert sorted(whole) == sorted(f"t{n:02}" for n in range(60))
    found, after = [], ()
    while page := ask(store, jql, limit=size, after=after):
        found += [row.id for row in page]
        after = place_of(cursor_of(page[-1].place))
    assert found == whole


@pytest.mark.parametrize("sort", SORT_FIELDS)
@pytest.mark.parametrize("order", ["asc", "desc"])
def test_the_same_for_every_order_of_a_list(store, sort, order):
    def page(**more):
        return store.tickets.rows(TicketFilter("w"), Pagination(sort_by=sort, order=order, **more))

    whole = [row.id for row in page(limit=None)]
    found, after = [], ()
    while rows := page(limit=7, after=after):
        found += [row.id for row in rows]
        after = rows[-1].place
    assert found == whole
    assert [row.id for row in page(limit=10, offset=33)] == whole[33:43]


@pytest.mark.parametrize("sort", SORT_FIELDS)
@pytest.mark.parametrize("order", ["asc", "desc"])
def test_every_order_of_a_list_walks_an_index(store, sort, order):
    """The first page, one far on, and one behind another: nothing is sorted, and a page behind seeks."""

    def plan(**more):
        page = Pagination(0, 5, sort, order)
        for name, value in more.items():
            setattr(page, name, value)
        found = plans(store, lambda s: s.tickets.rows(TicketFilter("w"), page))
        return [line for lines in found.values() for line in lines]

    place = store.tickets.rows(TicketFilter("w"), Pagination(0, 5, sort, order))[-1].place
    for steps in (plan(), plan(after=place)):
        assert all(step.startswith("SEARCH tickets USING") for step in steps), steps
    assert all(">" in step or "<" in step or "<expr>=" in step for step in plan(after=place))
    assert any("COVERING INDEX" in step for step in plan(offset=30)), plan(offset=30)


def test_a_list_sorts_a_query_where_it_is_asked_to(store):
    keys = [
        row.jira_id
        for row in ask(store, "key IN (PROJ-7, PROJ-11) ORDER BY key DESC", sort_by="key")
    ]
    assert keys == ["PROJ-7", "PROJ-11"]


def test_a_page_of_another_order_is_refused(store):
    place = ask(store, "ORDER BY priority", limit=1)[0].place
    with pytest.raises(DatabaseQuery, match="sorted in another way"):
        ask(store, "ORDER BY key", after=place)
    for cursor in ("", "x", "e30", cursor_of(({},)), "ä"):
        with pytest.raises(Usage):
            place_of(cursor)


@pytest.mark.parametrize(
    ("jql", "count"),
    [
        ("status = 'ärger'", 15),
        ("status != Done", 45),
        ("labels = äb", 20),
        ("labels IN (A, B)", 40),
        ("labels NOT IN (a)", 20),
        ("labels IS EMPTY", 20),
        ("cf[10016] > 1", 20),
        ("assignee = currentUser()", 15),
        ("creator = currentUser()", 48),
        ("description ~ paying", 60),
        ("description ~ '\"pays twice\"'", 60),
        ("description ~ '\"pay twice\"'", 0),
        ("description IS EMPTY", 0),
        ("project = work", 0),
        ("created >= 2026-01-01", 60),
        ("resolved IS EMPTY", 36),
    ],
)
def test_what_is_found(store, jql, count):
    assert len(ask(store, jql)) == count


NASTY = [
    "'",
    '"',
    "''; DROP TABLE tickets; --",
    "x') OR 1=1 --",
    "%",
    "_",
    "$",
    "[0]",
    "\\",
    "]",
    "?",
    "?1",
    ":a",
    "@a",
    "*",
    '"*',
    "NEAR(a b)",
    "a\x00b",
    "\ud800",
    "{title} : x",
    "-1",
    "NULL",
    "ä",
    "",
    " ",
    "1e999",
    "0x10",
    "$.status",
    '"."',
]
POSITIONS = [
    "status",
    "labels",
    "assignee",
    "type",
    "priority",
    "resolution",
    "project",
    "sprint",
    "component",
    "creator",
    "parent",
    "key",
    "summary",
    "text",
    "created",
    "due",
    "cf[10016]",
    "statusCategory",
    "hierarchyLevel",
    "fixVersion",
]
OPERATORS = ["=", "!=", "IN", "NOT IN", "~", "!~", "<", ">="]


@SHARED
@given(
    value=st.one_of(st.sampled_from(NASTY), st.text(max_size=12)),
    field=st.one_of(st.sampled_from(POSITIONS), st.sampled_from(NASTY), st.text(max_size=6)),
    operator=st.sampled_from(OPERATORS),
    function=st.booleans(),
    order=st.one_of(st.just("key"), st.sampled_from(NASTY)),
)
def test_a_value_is_never_sql(store, value, field, operator, function, order):
    def quoted(text):
        return json.dumps(text).replace("\\b", "b").replace("\\f", "f")

    name = field if field.startswith("cf[") else quoted(field)
    operand = f"startOfDay({quoted(value)})" if function else quoted(value)
    jql = f"{name} {operator} {f'({operand})' if 'IN' in operator else operand} ORDER BY {quoted(order)}"
    try:
        found = ask(store, jql)
    except QueryInvalid:
        found = []
    assert len(found) <= 60
    assert store.tickets.count(TicketFilter("w")) == 60


def test_a_query_of_too_many_values_is_refused(store):
    assert len(ask(store, f"labels IN ({','.join(map(str, range(15_000)))})")) == 0
    assert len(ask(store, " OR ".join(["labels=a"] * 5000))) == 20
    with pytest.raises(QueryInvalid, match="too many values"):
        ask(store, f"cf[10016] IN ({','.join(['1'] * 40_000)})")


MEMBER = "ticket_members USING PRIMARY KEY (field=? AND value=?)"
SHIPPED = {
    "status = Done": "idx_ticket_jira_status (workspace_id=? AND <expr>=?)",
    "status = Done AND labels = x": MEMBER,
    "status IN (Done, Open)": "idx_ticket_jira_status (workspace_id=? AND <expr>=?)",
    "statusCategory = Done": "idx_ticket_jira_status (workspace_id=? AND <expr>=?)",
    "assignee = currentUser()": "idx_ticket_assignee (workspace_id=? AND <expr>=?)",
    "assignee IN (acc, ada)": "idx_ticket_assigned (workspace_id=? AND <expr>=?)",
    "assignee = currentUser() AND statusCategory != Done": "idx_ticket_assignee (workspace_id=? AND <expr>=?)",
    "reporter = currentUser()": "idx_ticket_reporter (workspace_id=? AND <expr>=?)",
    "type = Bug": "idx_ticket_type (workspace_id=? AND issue_type=?)",
    "type IN (Bug, Story)": "idx_ticket_type (workspace_id=? AND issue_type=?)",
    "key = PROJ-7": "(workspace_id=? AND jira_id=?)",
    "key IN (PROJ-7, PROJ-11)": "(workspace_id=? AND jira_id=?)",
    "key > PROJ-7": "idx_ticket_key (workspace_id=? AND <expr>=? AND <expr>=? AND <expr>>?)",
    "created >= -1d": "idx_ticket_jira_created (workspace_id=? AND <expr>>?)",
    "updated >= -1d": "idx_ticket_jira_updated (workspace_id=? AND <expr>>?)",
    "due < 7d": "idx_ticket_due (workspace_id=? AND <expr><?)",
    "parent = PROJ-1": "idx_ticket_parent (parent_id=?)",
    "summary ~ login": "rowid=?",
    "labels = x": MEMBER,
    "labels IN (x, ÄB)": MEMBER,
    "component = Shop": MEMBER,
    "fixVersion = 1.0": MEMBER,
    "sprint = 1": MEMBER,
    "sprint IN openSprints()": MEMBER,
    '"Epic Link" = PROJ-1': "idx_ticket_parent (parent_id=?)",
    "parent IN (PROJ-1, PROJ-2) AND status = Done": "idx_ticket_parent (parent_id=?)",
    "@mine": "idx_ticket_assignee (workspace_id=? AND <expr>=?)",
    "@sprint": MEMBER,
}


@pytest.mark.parametrize("jql", SHIPPED)
def test_an_index_serves_where_it_can(store, jql):
    """Chosen without statistics: the plan of the page names the index and what of it is held fast."""
    found = plans(store, lambda _: ask(store, jql, limit=50))
    pages = {sql: steps for sql, steps in found.items() if "FROM tickets WHERE" in sql}
    sql, steps = list(pages.items())[-1]
    assert "ORDER BY" in sql
    assert any(SHIPPED[jql] in step for step in steps), steps
    assert not [step for step in steps if "idx_ticket_workspace (workspace_id=?)" in step], steps
    assert not [step for step in steps if step.startswith(("SCAN tickets ", "SCAN ticket_"))], (
        steps
    )


FEWS = ["assignee = acc", "status = Done", "labels = x", "due < 7d", "updated > -1d", "type = Bug"]
BY = ["key", "updated DESC", "created ASC", "priority"]


@pytest.mark.parametrize(
    ("jql", "order"),
    [pair for pair in product(FEWS, BY) if pair != ("assignee = acc", "updated DESC")],
)
def test_no_order_is_worth_reading_the_workspace_for_a_few(store, jql, order):
    found = plans(store, lambda _: ask(store, f"{jql} ORDER BY {order}", limit=50))
    (steps,) = [lines for sql, lines in found.items() if "ORDER BY" in sql and "title" in sql]
    assert not [step for step in steps if "(workspace_id=?)" in step], steps
    assert "rowid=?" in steps[0], steps


MINE = ("assignee = acc", "assignee = currentUser() AND statusCategory != Done")
WALKS = {
    "ORDER BY updated DESC": "idx_ticket_assigned (workspace_id=? AND <expr>=?",
    "ORDER BY updated": "idx_ticket_assigned (workspace_id=? AND <expr>=?",
    "": "idx_ticket_assignee (workspace_id=? AND <expr>=?",
}

LEVEL = "idx_ticket_jira_updated (workspace_id=? AND <expr>=? AND rowid>?)"
"""What is level with the place that a page begins behind."""


@pytest.mark.parametrize("order", WALKS)
@pytest.mark.parametrize("jql", MINE)
def test_what_is_assigned_to_somebody_is_a_walk(store, jql, order):
    """The first page, one behind it, and one far on: nothing is gathered, and no more is sorted than what is level."""
    place = ask(store, f"{jql} {order}", limit=3)[-1].place
    for page in ({}, {"after": place}, {"offset": 2}):
        found = plans(store, lambda _, page=page: ask(store, f"{jql} {order}", limit=5, **page))
        pages = [lines for sql, lines in found.items() if "ORDER BY" in sql and "title" in sql]
        steps = [step for lines in pages for step in lines if step.startswith("SEARCH tickets")]
        assert steps
        assert all(
            any(held in step for held in (WALKS[order], "rowid=?", LEVEL)) for step in steps
        )
        assert not [sql for sql in found if "count(*)" in sql]
        if "offset" not in page:
            assert all("B-TREE" not in x or "LAST TERM" in x for lines in pages for x in lines)


@pytest.mark.parametrize("jql", MINE)
def test_what_is_assigned_to_somebody_is_counted_without_being_read(store, jql):
    query = GetTicketsQuery("w", TicketFilter("w", jql=jql), Pagination(limit=5))
    found = plans(store, lambda _: service(store).count(query))
    *_, (sql, steps) = found.items()
    assert "count(*)" in sql
    assert any("COVERING INDEX idx_ticket_assigned" in step for step in steps), steps


def test_what_no_index_tells_is_looked_for_as_the_tickets_lie(store):
    query = GetTicketsQuery("w", TicketFilter("w", jql="priority = High"), Pagination(limit=5))
    found = plans(store, lambda _: service(store).count(query))
    *_, steps = found.values()
    assert any("idx_ticket_workspace (workspace_id=?)" in step for step in steps), steps


@pytest.mark.parametrize(
    "more", ["labels = b", "labels = b AND updated > -9w", "key IN (PROJ-1, PROJ-4, PROJ-8)"]
)
def test_what_few_tickets_meet_is_found_sooner_than_by_a_walk(store, more):
    found = plans(
        store, lambda _: ask(store, f"assignee = acc AND {more} ORDER BY updated", limit=9)
    )
    (steps,) = [lines for sql, lines in found.items() if "ORDER BY" in sql and "title" in sql]
    assert "rowid=?" in steps[0], steps


@pytest.mark.parametrize("order", [*WALKS, "ORDER BY key"])
@pytest.mark.parametrize(
    "jql", [*MINE, "assignee = acc AND labels = a", "assignee = acc OR status = Done"]
)
def test_pages_of_somebodys_tickets_are_the_whole_list(store, jql, order):
    whole = [row.id for row in ask(store, f"{jql} {order}")]
    everything = ask(store, order)
    ids = {row.id for row in ask(store, jql)}
    assert whole == [row.id for row in everything if row.id in ids]
    found, after = [], ()
    while page := ask(store, f"{jql} {order}", limit=4, after=after):
        found += [row.id for row in page]
        after = place_of(cursor_of(page[-1].place))
    assert found == whole
    assert [row.id for row in ask(store, f"{jql} {order}", limit=3, offset=4)] == whole[4:7]


@pytest.mark.parametrize("jql", [*SHIPPED, "labels != a", "NOT labels IN (a, b)", "labels = äb"])
def test_what_is_looked_up_first_changes_no_answer(store, jql):
    catalogue = store.tickets.catalogue("w")
    jql = AliasService(store).expand("w", jql)
    meaning = check(parse(jql), jql, catalogue)
    found = []
    for few in (-1, 0, 5, 1000):
        sql, params = condition(meaning.where, "w", Index(store._db, "w", few))
        found.append(
            store._db.query(f"SELECT seq FROM tickets WHERE workspace_id = 'w' AND {sql}", params)
        )
    assert [sorted(rows) for rows in found[1:]] == [sorted(found[0])] * 3


@pytest.mark.parametrize(
    "jql", ["ORDER BY key", "ORDER BY created ASC", "ORDER BY updated DESC", ""]
)
def test_the_first_page_of_an_indexed_order_needs_no_sorting(store, jql):
    found = plans(store, lambda _: ask(store, jql, limit=50))
    steps = [step for sql, lines in found.items() if "FROM tickets WHERE" in sql for step in lines]
    assert steps
    assert [
        step for step in steps if re.search("TEMP B-TREE", step) and "LAST TERM" not in step
    ] == []


@pytest.mark.parametrize("after", [(), (0, "0|i0003:", 4)])
@pytest.mark.parametrize("down", [False, True])
def test_ranks_are_a_walk_through_their_index(store, down, after):
    wanted = TicketFilter("w")
    wanted.meaning = Checked(Always(true=True), ((Column("rank", "customfield_9"), down),))
    found = plans(store, lambda s: s.tickets.rows(wanted, Pagination(limit=50, after=after)))
    steps = [line for sql, lines in found.items() if "FROM tickets WHERE" in sql for line in lines]
    assert steps
    assert all("idx_ticket_rank" in step or "LAST TERM" in step for step in steps), steps


def test_an_edit_made_here_is_found_by_its_new_value(tmp_path):
    store = SqliteStore(tmp_path / "t.db", now=lambda: START)
    try:
        store.workspaces.create(WorkspaceBuilder("w").build())
        store.schemas.put("w", SCHEMA, START, START)
        store.facts.put_values(
            "w",
            [
                SiteValue("sprint", "1", "One", "active"),
                SiteValue("sprint", "2", "Two", "active"),
                SiteValue("sprint", "3", "Old", "closed"),
            ],
        )
        for name, status in (("same", "synced"), ("edited", "modified"), ("new", "new")):
            made = (
                TicketBuilder()
                .with_id(name)
                .with_fields(**{SPRINT: "One" if name == "same" else "Two"})
            )
            made = made if name == "new" else made.with_key(f"P-{name}", name)
            store.tickets.create(made.with_status(status).build())
        store.facts.put_stamps(
            "w", {name: Stamps(sprints=("1", "3")) for name in ("same", "edited")}
        )

        def found(jql):
            return {row.id for row in ask(store, jql)}

        assert found("sprint = One") == {"same"}
        assert found("sprint = Two") == {"edited", "new"}
        assert found("sprint = Old") == {"same", "edited"}
        assert found("sprint IN openSprints()") == {"same", "edited", "new"}
        assert store.tickets.get(TicketID("new")).jira_id is None
    finally:
        store.close()


@pytest.mark.parametrize(
    "jql", ["ORDER BY key", "ORDER BY created DESC", "ORDER BY updated ASC", ""]
)
def test_a_page_behind_another_seeks_in_the_index_and_sorts_nothing(store, jql):
    place = ask(store, jql, limit=5)[-1].place
    found = plans(store, lambda _: ask(store, jql, limit=50, after=place))
    steps = [line for sql, lines in found.items() if "FROM tickets WHERE" in sql for line in lines]
    assert steps
    assert all(
        (step.startswith("SEARCH tickets USING") and ">" in step) or "<" in step for step in steps
    ), steps
