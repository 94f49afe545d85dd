"""What tickets have in chosen columns."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings

from tests.builders import TicketBuilder
from tests.contracts.strategies import tickets
from ticketr.jql.checked import Column
from ticketr.ports.records import Stamps, User

WHEN = datetime(2026, 3, 1, 9, 0, 0, 123456, tzinfo=UTC)
STAMP = "2026-03-01T09:00:00.123Z"


@pytest.fixture
def store(store):
    epic = TicketBuilder().with_id("epic").with_key("PROJ-1", "1").build()
    fields = {
        "assignee": "ada",
        "reporter": "nobody",
        "customfield_1": 2.5,
        "customfield_2": ("ada", "bob", "nobody"),
        "labels": ("x", "y z"),
        "priority": "High",
        "parent": "ELSEWHERE-1",
        "status": None,
    }
    child = TicketBuilder().with_id("child").with_key("PROJ-2", "2").with_fields(**fields).build()
    store.tickets.create(epic)
    store.tickets.create(
        replace(child, parent="epic", criteria="- one\n- two", description="a\nb", created_at=WHEN)
    )
    orphan = TicketBuilder().with_id("orphan").with_fields(parent="ELSEWHERE-1").build()
    store.tickets.create(replace(orphan, created_at=WHEN, updated_at=WHEN))
    store.facts.put_stamps("w", {"2": Stamps(None, WHEN, WHEN, "bob")})
    store.users.put("w", [User("ada", "Ada Moreau"), User("bob", "", "bob@x.example")])
    store.users.put("other", [User("nobody", "Of another workspace")])
    return store


@pytest.mark.parametrize(
    ("column", "child", "orphan"),
    [
        (Column("key", "key"), "PROJ-2", None),
        (Column("text", "description"), "a\nb", None),
        (Column("text", "acceptance_criteria"), "- one\n- two", None),
        (Column("parent", "parent"), "PROJ-1", "ELSEWHERE-1"),
        (Column("user", "assignee"), "Ada Moreau", None),
        (Column("user", "reporter"), "nobody", None),
        (Column("user", "creator"), "bob@x.example", None),
        (Column("users", "customfield_2"), ["Ada Moreau", "bob@x.example", "nobody"], None),
        (Column("number", "customfield_1"), 2.5, None),
        (Column("set", "labels"), ["x", "y z"], None),
        (Column("ranked", "priority", ("High",)), "High", None),
        (Column("status", "status"), None, None),
        (Column("time", "created"), STAMP, STAMP),
        (Column("time", "updated"), STAMP, STAMP),
        (Column("time", "resolved"), STAMP, None),
    ],
)
def test_a_column_as_people_read_it(store, column, child, orphan):
    found = store.tickets.values(["orphan", "child", "nothing"], [column])
    assert found == {"orphan": (orphan,), "child": (child,)}


def test_several_columns_keep_their_order(store):
    columns = [Column("set", "labels"), Column("user", "assignee"), Column("type", "type")]
    assert store.tickets.values(["child"], columns)["child"][:2] == (["x", "y z"], "Ada Moreau")
    assert store.tickets.values([], columns) == {}
    assert store.tickets.values(["child", "child"], [])["child"] == ()


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30
)
@given(ticket=tickets())
def test_any_value_comes_back_as_it_is(store, ticket):
    given = [value for value in ticket.fields.values() if not isinstance(value, bool)]
    fields = {f"customfield_{at}": value for at, value in enumerate(given)}
    ticket = replace(ticket, fields=fields)
    store.tickets.create(ticket)
    columns = [Column("text", name) for name in ("title", "description", "acceptance_criteria")]
    columns += [
        Column("set" if isinstance(value, tuple) else "other", name)
        for name, value in fields.items()
    ]
    found = store.tickets.values([ticket.id], columns)[ticket.id]
    store.tickets.delete(ticket.id)
    expected = (ticket.title, ticket.description, ticket.criteria, *given)
    assert found == tuple(
        None if value in ("", ()) else list(value) if isinstance(value, tuple) else value
        for value in expected
    )
