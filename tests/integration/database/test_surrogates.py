"""Texts with lone surrogates, which JSON can hold and UTF-8 cannot: listed, sorted, found, and paged through."""

import pytest

from tests.builders import TicketBuilder, WorkspaceBuilder
from tests.helpers.clock import START
from tests.integration.database.test_queries import ask
from tests.schemas import FIELDS, project_schema
from ticketr.adapters.sqlite.store import SqliteStore
from ticketr.application.queries import cursor_of, place_of
from ticketr.domain.ticket import TicketID
from ticketr.jql.fields import columns
from ticketr.ports.records import SiteValue, Stamps, User

ODD = "half \ud800 text"
NAMES = [
    *("environment", "summary", "description", "status", "statusCategory", "priority", "labels"),
    *("component", "fixVersion", "assignee", "reporter", "creator", "resolution", "sprint"),
    *("Team", "Notes", '"Story Points"', "due"),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    store = SqliteStore(tmp_path_factory.mktemp("odd") / "ticketr.db", now=lambda: START)
    store.workspaces.create(WorkspaceBuilder("w").build())
    store.schemas.put("w", project_schema(), START, START)
    store.users.put("w", [User("acc\ud800", "Rob\udfffin", "x@example.com")])
    store.facts.put_values("w", [SiteValue("status", "1", ODD, "new")])
    for number in range(6):
        made = TicketBuilder().with_id(f"t{number}").with_key(f"PROJ-{number + 1}", str(number))
        store.tickets.create((_odd(made) if number % 2 else made).build())
    stamps = Stamps(START, START, None, "acc\ud800", (), "0|\ud800")
    store.facts.put_stamps("w", {str(number): stamps for number in range(6)})
    yield store
    store.close()


def _odd(made):
    own = {"summary", "description", "parent", "issuetype", "project"}
    fields = {field.id: ODD for field in FIELDS if field.id not in own}
    more = {"labels": (ODD,), "components": (ODD,), "fixVersions": (ODD,)}
    people = {"assignee": "acc\ud800", "reporter": "acc\ud800"}
    fields |= {**more, **people, "environment": ODD, "resolution": ODD}
    return made.with_title(ODD).with_description(ODD).with_fields(**fields)


def test_the_store_holds_them(store):
    assert store.check() == []
    assert store.tickets.get(TicketID("t1")).fields["environment"] == ODD


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("way", ["ASC", "DESC"])
def test_lists_are_sorted_by_them_and_pages_follow_each_other(store, name, way):
    jql = f"ORDER BY {name} {way}"
    whole = [row.id for row in ask(store, jql)]
    assert sorted(whole) == [f"t{number}" for number in range(6)]
    found, after = [], ()
    while page := ask(store, jql, limit=2, after=after):
        found += [row.id for row in page]
        after = place_of(cursor_of(page[-1].place))
    assert found == whole


@pytest.mark.parametrize("sort", ["title", "status", "key", "sync"])
def test_a_page_in_an_order_of_the_options_follows_the_one_before(store, sort):
    first = ask(store, "", limit=4, sort_by=sort, order="desc")
    after = place_of(cursor_of(first[-1].place))
    rest = ask(store, "", limit=4, sort_by=sort, order="desc", after=after)
    assert sorted(row.id for row in [*first, *rest]) == [f"t{number}" for number in range(6)]


@pytest.mark.parametrize(
    "jql",
    [
        *(f'{name} = "{{}}"' for name in ("status", "labels", "component", "Team", "resolution")),
        *("text ~ half", "summary ~ half", "environment ~ text", "Team IS NOT EMPTY"),
        *(f'{name} IN (nothing, "{{}}")' for name in ("priority", "fixVersion")),
    ],
)
def test_they_are_found_by_what_they_say(store, jql):
    assert {row.id for row in ask(store, jql.replace("{}", "half \\ud800 text"))} == {
        "t1",
        "t3",
        "t5",
    }


@pytest.mark.parametrize("name", NAMES)
def test_they_are_shown(store, name):
    if name == "statusCategory":
        return
    (column, *_) = columns(name.strip('"'), store.tickets.catalogue("w"))
    assert [*store.tickets.values(["t1"], [column])] == ["t1"]


@pytest.mark.parametrize("cursor", [(10**40,), ([1, 2],), (["xx"],), ([[["f"]]],)])
def test_what_is_no_place_is_refused(cursor):
    from ticketr.errors import Usage

    with pytest.raises(Usage, match="is not the end of a page"):
        place_of(cursor_of(cursor))
