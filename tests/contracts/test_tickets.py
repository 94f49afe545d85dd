# mypy: disable-error-code="arg-type"
import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import TicketBuilder, synced_state
from tests.contracts.strategies import tickets
from tests.helpers.clock import START
from ticketr.domain.query import SORT_FIELDS, Pagination, TicketFilter
from ticketr.errors import (
    DatabaseQuery,
    TicketConflict,
    TicketHierarchy,
    TicketNotFound,
    WorkspaceNotFound,
)

SHARED = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)


@SHARED
@given(ticket=tickets())
def test_any_ticket_comes_back_exactly(store, ticket):
    store.tickets.create(ticket)
    found = store.tickets.get(ticket.id)
    assert found == ticket
    assert [type(v) for v in found.fields.values()] == [type(v) for v in ticket.fields.values()]
    assert list(found.fields) == list(ticket.fields)
    store.tickets.delete(ticket.id)


@SHARED
@given(old=tickets(), new=tickets())
def test_any_update_comes_back_exactly(store, old, new):
    store.tickets.create(old)
    new = replace(new, id=old.id, version=old.version)
    store.tickets.update(new)
    found = store.tickets.get(old.id)
    raised = old.state.local_hash != new.state.local_hash
    assert found == replace(
        new,
        created_at=old.created_at,
        updated_at=found.updated_at,
        version=old.version + raised,
    )
    assert found.updated_at > old.updated_at
    store.tickets.delete(old.id)


@SHARED
@given(ticket=tickets())
def test_a_ticket_in_detail_says_the_same(store, ticket):
    store.tickets.create(ticket)
    found = store.tickets.detail(ticket.id, ticket.workspace_id)
    assert (found.id, found.jira_id, found.type) == (ticket.id, ticket.jira_id, ticket.type)
    assert (found.title, found.description) == (ticket.title, ticket.description)
    assert (found.criteria or "") == (ticket.criteria or "")
    fields = {k: list(v) if isinstance(v, tuple) else v for k, v in ticket.fields.items()}
    assert json.loads(found.fields) == fields
    assert (found.version, found.workspace_id) == (ticket.version, ticket.workspace_id)
    assert found.sync_status == ticket.state.status
    synced = found.last_synced and datetime.fromisoformat(found.last_synced)
    assert synced == ticket.state.last_synced
    store.tickets.delete(ticket.id)


def test_a_detail_is_found_by_key_in_the_workspace_or_by_id(store):
    store.tickets.create(TicketBuilder().with_id("a").with_key("PROJ-1").build())
    store.tickets.create(TicketBuilder("other").with_id("b").with_key("PROJ-1").build())
    store.tickets.create(TicketBuilder().with_id("kid").with_parent("a").build())
    assert store.tickets.detail("proj-1", "w").id == "a"
    assert store.tickets.detail("PROJ-1", "other").id == "b"
    assert store.tickets.detail("b", "w").workspace_id == "other"
    assert store.tickets.detail("a", "w").children == ("kid",)
    assert store.tickets.detail("PROJ-2", "w") is None


def test_times_are_kept_in_utc_to_the_millisecond(store):
    zone = timezone(timedelta(hours=5, minutes=30))
    when = datetime(2026, 3, 1, 12, 0, 0, 123999, tzinfo=zone)
    ticket = replace(TicketBuilder().build(), created_at=when, updated_at=when)
    store.tickets.create(ticket)
    found = store.tickets.get(ticket.id)
    assert found.created_at.isoformat() == "2026-03-01T06:30:00.123000+00:00"
    assert found.updated_at == found.created_at


def test_a_time_without_a_zone_is_refused(store):
    ticket = replace(TicketBuilder().build(), created_at=datetime(2026, 3, 1))  # noqa: DTZ001
    with pytest.raises(DatabaseQuery):
        store.tickets.create(ticket)
    assert store.tickets.count(TicketFilter()) == 0


def test_an_id_and_a_key_are_taken_once(store):
    store.tickets.create(TicketBuilder().with_id("t").with_key("PROJ-1", "10001").build())
    for twin in (
        TicketBuilder().with_id("t"),
        TicketBuilder().with_key("PROJ-1"),
        TicketBuilder().with_key("PROJ-2", "10001"),
    ):
        with pytest.raises(TicketConflict):
            store.tickets.create(twin.build())
    store.tickets.create(TicketBuilder("other").with_key("PROJ-1", "10001").build())
    assert store.tickets.count(TicketFilter("w")) == 1


def test_a_key_cannot_be_taken_by_an_update(store):
    store.tickets.create(TicketBuilder().with_key("PROJ-1").build())
    second = TicketBuilder().with_key("PROJ-2").build()
    store.tickets.create(second)
    with pytest.raises(TicketConflict):
        store.tickets.update(replace(second, jira_id="PROJ-1"))
    assert store.tickets.get(second.id).jira_id == "PROJ-2"


def test_a_ticket_needs_its_workspace(store):
    with pytest.raises(WorkspaceNotFound):
        store.tickets.create(TicketBuilder("nowhere").build())


def test_a_parent_is_another_ticket_of_the_workspace(store):
    store.tickets.create(TicketBuilder("other").with_id("foreign").build())
    store.tickets.create(TicketBuilder().with_id("own").build())
    for parent in ("nowhere", "foreign"):
        with pytest.raises(TicketHierarchy):
            store.tickets.create(TicketBuilder().with_parent(parent).build())
    for parent in ("nowhere", "foreign", "own"):
        with pytest.raises(TicketHierarchy):
            store.tickets.update(replace(store.tickets.get("own"), parent=parent))
    assert store.tickets.get("own").parent is None


def test_children_are_read_in_order_of_creation(store):
    store.tickets.create(TicketBuilder().with_id("p").build())
    for name in ("z", "a", "m"):
        store.tickets.create(TicketBuilder().with_id(name).with_parent("p").build())
    assert store.tickets.get("p").children == ("z", "a", "m")
    assert [t.id for t in store.tickets.find_children("p")] == ["z", "a", "m"]
    store.tickets.update(replace(store.tickets.get("a"), parent=None))
    assert store.tickets.get("p").children == ("z", "m")


def test_deleting(store):
    store.tickets.create(TicketBuilder().with_id("p").build())
    store.tickets.create(TicketBuilder().with_id("c").with_parent("p").build())
    with pytest.raises(TicketHierarchy):
        store.tickets.delete("p")
    store.tickets.delete("c")
    store.tickets.delete("p")
    with pytest.raises(TicketNotFound):
        store.tickets.delete("p")
    with pytest.raises(TicketNotFound):
        store.tickets.get("p")


def test_an_outdated_version_is_refused(store):
    ticket = TicketBuilder().with_state(local_hash="one").build()
    store.tickets.create(ticket)
    changed = replace(ticket, title="mine", state=replace(ticket.state, local_hash="two"))
    store.tickets.update(changed)
    assert store.tickets.get(ticket.id).version == 2
    with pytest.raises(TicketConflict):
        store.tickets.update(replace(ticket, title="theirs"))
    assert store.tickets.get(ticket.id).title == "mine"


def test_the_version_rises_from_and_to_no_hash(store):
    ticket = TicketBuilder().build()
    store.tickets.create(ticket)
    store.tickets.update(replace(ticket, state=replace(ticket.state, local_hash="one")))
    assert store.tickets.get(ticket.id).version == 2
    store.tickets.update(replace(ticket, version=2))
    assert store.tickets.get(ticket.id).version == 3
    store.tickets.update(replace(ticket, version=3, title="same hash"))
    assert store.tickets.get(ticket.id).version == 3


def test_updating_an_unknown_ticket_fails(store):
    with pytest.raises(TicketNotFound):
        store.tickets.update(TicketBuilder().build())


def test_bulk_create_puts_parents_first_and_is_all_or_none(store):
    child = TicketBuilder().with_id("c").with_parent("p").build()
    parent = TicketBuilder().with_id("p").with_parent("g").build()
    grand = TicketBuilder().with_id("g").build()
    store.tickets.bulk_create([child, parent, grand])
    assert [t.id for t in store.tickets.find_by_workspace("w")] == ["g", "p", "c"]
    good, bad = TicketBuilder().build(), TicketBuilder().with_parent("nowhere").build()
    for tickets_, error in (([good, bad], TicketHierarchy), ([good, good], TicketConflict)):
        with pytest.raises(error):
            store.tickets.bulk_create(tickets_)
    assert store.tickets.count(TicketFilter("w")) == 3


def test_bulk_update_is_all_or_none(store):
    one, two = TicketBuilder().build(), TicketBuilder().build()
    store.tickets.bulk_create([one, two])
    with pytest.raises(TicketConflict):
        store.tickets.bulk_update([replace(one, title="new"), replace(two, version=7)])
    assert store.tickets.get(one.id).title == "Test Ticket"
    store.tickets.bulk_update([replace(one, title="new"), replace(two, title="new")])
    assert [t.title for t in store.tickets.find_by_workspace("w")] == ["new", "new"]


def test_finding_by_key_and_number_takes_the_workspace(store):
    here = TicketBuilder().with_key("PROJ-1", "10001").build()
    there = TicketBuilder("other").with_key("PROJ-1", "10001").build()
    store.tickets.bulk_create([here, there])
    assert store.tickets.find_by_jira_id("w", "PROJ-1").id == here.id
    assert store.tickets.find_by_jira_id("other", "PROJ-1").id == there.id
    assert store.tickets.find_by_remote_id("other", "10001").id == there.id
    assert store.tickets.find_by_jira_id("w", "PROJ-2") is None
    assert store.tickets.find_by_remote_id("w", "10002") is None


def test_a_ticket_is_found_by_the_keys_that_it_had(store):
    moved = TicketBuilder().with_key("PROJ-1", "10001").build()
    store.tickets.create(moved)
    store.tickets.update(replace(moved, jira_id="DEMO-1"))
    store.tickets.update(replace(store.tickets.get(moved.id), jira_id="DEMO-2"))
    for key in ("PROJ-1", "DEMO-1", "DEMO-2"):
        assert store.tickets.find_by_jira_id("w", key).id == moved.id
        assert store.tickets.find_by_jira_id("other", key) is None
    back = TicketBuilder().with_key("PROJ-1", "10009").build()
    store.tickets.create(back)
    assert store.tickets.find_by_jira_id("w", "PROJ-1").id == back.id
    store.tickets.delete(moved.id)
    assert store.tickets.find_by_jira_id("w", "DEMO-1") is None


def test_a_ticket_is_found_by_its_exact_title(store):
    one, twin, small, long, odd = (
        replace(TicketBuilder().with_id(name).build(), title=title)
        for name, title in (
            ("1", "One"),
            ("2", "One"),
            ("3", "one"),
            ("4", "One "),
            ("5", "\ud800"),
        )
    )
    other = replace(TicketBuilder("other").with_id("6").build(), title="One")
    store.tickets.bulk_create([one, twin, small, long, odd, other])

    def found(title):
        return [ticket.id for ticket in store.tickets.find_by_title("w", title)]

    assert [found("One"), found("ONE"), found("\ud800")] == [["1", "2"], [], ["5"]]


def test_modified_since_means_edits_made_here(store, clock):
    new = TicketBuilder().with_id("new").build()
    pulled = replace(TicketBuilder().with_id("pulled").build(), state=synced_state("a", START))
    store.tickets.bulk_create([new, pulled])
    before = clock.time + timedelta(seconds=1)
    assert [t.id for t in store.tickets.get_modified_since("w", START)] == ["new"]

    by_sync = replace(pulled, title="from Jira", state=synced_state("b", clock()))
    store.tickets.update(by_sync)
    store.tickets.update_sync_state("new", synced_state("c", clock()))
    assert store.tickets.get_modified_since("w", before) == []

    read = store.tickets.get("pulled")
    store.tickets.update(replace(read, title="here", state=replace(read.state, local_hash="d")))
    edited = store.tickets.get_modified_since("w", before)
    assert [(t.id, t.title) for t in edited] == [("pulled", "here")]
    assert [t.id for t in store.tickets.get_modified_since("w", clock.time)] == ["pulled"]
    assert store.tickets.get_modified_since("w", clock.time + timedelta(seconds=1)) == []
    assert store.tickets.get_modified_since("other", START) == []


def test_sync_state_is_set_without_touching_the_rest(store):
    ticket = TicketBuilder().build()
    store.tickets.create(ticket)
    before = store.tickets.get(ticket.id)
    store.tickets.update_sync_state(ticket.id, synced_state("h", START))
    after = store.tickets.get(ticket.id)
    assert after == replace(before, state=synced_state("h", START), version=2)
    with pytest.raises(TicketNotFound):
        store.tickets.update_sync_state("nowhere", synced_state("h", START))


@pytest.fixture
def backlog(store):
    data = [
        ("b", "Story", "Übung", "PROJ-10", "new", "To Do"),
        ("a", "bug", "apple", "PROJ-9", "modified", "IN BEARBEITUNG"),
        ("c", "Story", "Zebra", None, "new", None),
        ("d", "Epic", "Apple", "AAA-100", "conflict", "Größer"),
    ]
    for name, kind, title, key, sync, status in data:
        ticket = TicketBuilder().with_id(name).with_type(kind).with_title(title).with_key(key)
        store.tickets.create(ticket.with_status(sync).with_fields(status=status).build())
    store.tickets.create(TicketBuilder().with_id("kid").with_parent("b").build())
    store.tickets.create(TicketBuilder("other").with_id("foreign").build())
    return store


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({}, ["b", "a", "c", "d", "kid"]),
        ({"status": ["new"]}, ["b", "c", "kid"]),
        ({"status": ["CONFLICT", "to do"]}, ["b", "d"]),
        ({"status": ["In Bearbeitung"]}, ["a"]),
        ({"status": ["GRÖSSER"]}, ["d"]),
        ({"status": ["nothing"]}, []),
        ({"type": ["story"]}, ["b", "c"]),
        ({"type": ["Bug", "Epic"], "status": ["conflict"]}, ["d"]),
        ({"parent_id": "b"}, ["kid"]),
        ({"modified_after": START}, ["b", "a", "c", "d", "kid"]),
        ({"modified_after": START + timedelta(days=1)}, []),
    ],
)
def test_filters(backlog, conditions, expected):
    wanted = TicketFilter("w", **conditions)
    assert [t.id for t in backlog.tickets.find(wanted)] == expected
    assert [t.id for t in backlog.tickets.rows(wanted, Pagination())] == expected
    assert [t.id for t in backlog.tickets.stream(wanted, Pagination(limit=None))] == expected
    assert backlog.tickets.count(wanted) == len(expected)
    assert backlog.tickets.count(wanted, 2) == min(2, len(expected))


@pytest.mark.parametrize("order", ["asc", "desc"])
@pytest.mark.parametrize("sort_by", SORT_FIELDS)
def test_rows_of_several_workspaces_merge_into_the_order_of_all(backlog, sort_by, order):
    for number, title in enumerate(("ärger", "Zoo", "alpha", "\ud800", "")):
        ticket = TicketBuilder("other").with_id(f"o{number}").with_title(title)
        key = f"ABC-{10 - number}" if number % 2 else f"PROJ-{number + 2}"
        backlog.tickets.create(ticket.with_key(key).build())
    page = Pagination(0, None, sort_by, order)
    merged = []
    for workspace in ("other", "w"):
        wanted = TicketFilter(workspace)
        key_of = backlog.tickets.standing(wanted, page)
        merged += [(key_of(row), row.id) for row in backlog.tickets.stream(wanted, page)]
    merged.sort(key=lambda each: each[0])
    assert [id_ for _, id_ in merged] == [r.id for r in backlog.tickets.rows(TicketFilter(), page)]


def test_without_a_workspace_all_match(backlog):
    assert backlog.tickets.count(TicketFilter()) == 6
    assert backlog.tickets.count(TicketFilter(status=["new"])) == 4


def test_modified_after_is_what_was_edited_here_then_or_later(backlog, clock):
    def modified(since):
        return [t.id for t in backlog.tickets.find(TicketFilter("w", modified_after=since))]

    since = clock()
    assert modified(since) == []
    kid = backlog.tickets.get("kid")
    hashed = replace(kid.state, local_hash="another")
    backlog.tickets.update(replace(kid, title="Edited", state=hashed))
    assert modified(since) == ["kid"]
    pulled = replace(backlog.tickets.get("d"), title="Pulled")
    synced = replace(pulled.state, local_hash="pulled", last_synced=clock())
    backlog.tickets.update(replace(pulled, state=synced))
    assert modified(since) == ["kid"]
    [edited] = backlog.tickets.find(TicketFilter("w", modified_after=since))
    assert modified(edited.updated_at) == ["kid"]
    assert modified(edited.updated_at + timedelta(milliseconds=1)) == []


@pytest.mark.parametrize(
    ("sort_by", "expected"),
    [
        ("created", ["b", "a", "c", "d", "kid"]),
        ("updated", ["b", "a", "c", "d", "kid"]),
        ("key", ["d", "a", "b", "c", "kid"]),
        ("title", ["a", "d", "kid", "c", "b"]),
        ("type", ["a", "d", "b", "c", "kid"]),
        ("status", ["c", "kid", "d", "a", "b"]),
        ("sync", ["d", "a", "b", "c", "kid"]),
    ],
)
def test_orders_and_their_reverse(backlog, sort_by, expected):
    up = backlog.tickets.rows(TicketFilter("w"), Pagination(sort_by=sort_by))
    down = backlog.tickets.rows(TicketFilter("w"), Pagination(sort_by=sort_by, order="desc"))
    assert [row.id for row in up] == expected
    assert [row.id for row in down] == expected[::-1]


def test_pages(backlog):
    def page(offset, limit):
        found = backlog.tickets.rows(TicketFilter("w"), Pagination(offset, limit))
        assert [
            t.id for t in backlog.tickets.find(TicketFilter("w"), Pagination(offset, limit))
        ] == [row.id for row in found]
        return [row.id for row in found]

    assert page(0, 2) == ["b", "a"]
    assert page(4, 2) == ["kid"]
    assert page(9, 2) == []
    assert page(0, 0) == []
    assert page(1, None) == ["a", "c", "d", "kid"]


def test_what_the_store_cannot_do_is_refused(backlog):
    with pytest.raises(DatabaseQuery):
        backlog.tickets.count(TicketFilter("w", jql="project = X"))
    for page in (Pagination(sort_by="shoe size"), Pagination(order="sideways")):
        with pytest.raises(DatabaseQuery):
            backlog.tickets.rows(TicketFilter("w"), page)


def test_a_row_shows_what_the_ticket_holds(store):
    ticket = TicketBuilder().with_key("PROJ-1").with_title("schön \ud83d").with_fields(a=("x",))
    store.tickets.create(ticket.build())
    (row,) = store.tickets.rows(TicketFilter("w"), Pagination())
    found = store.tickets.get(ticket.build().id)
    assert (row.id, row.jira_id, row.type, row.title) == (
        found.id,
        "PROJ-1",
        "Task",
        "schön \ud83d",
    )
    assert (row.sync_status, row.parent_id, row.fields) == ("new", None, '{"a":["x"]}')
    assert datetime.fromisoformat(row.updated_at) == found.updated_at
    assert row.updated_at.endswith("Z")


def test_what_is_read_shares_nothing_with_the_store(store):
    fields = {"labels": ("a",)}
    store.tickets.create(replace(TicketBuilder().with_id("t").build(), fields=fields))
    fields["labels"] = ("changed",)
    store.tickets.get("t").fields["more"] = 1
    assert store.tickets.get("t").fields == {"labels": ("a",)}


@SHARED
@given(st.lists(tickets(), min_size=1, max_size=6, unique_by=lambda t: t.id))
def test_bulk_create_is_the_same_as_creating_one_by_one(store, several):
    store.tickets.bulk_create(several)
    assert store.tickets.find_by_workspace("w") == several
    for ticket in several:
        store.tickets.delete(ticket.id)
