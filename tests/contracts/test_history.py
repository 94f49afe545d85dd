# mypy: disable-error-code="arg-type"
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import TicketBuilder
from tests.contracts.strategies import texts, values
from tests.contracts.test_sync_records import SHARED, operation
from tests.helpers.clock import START
from ticketr.domain.merge import ABSENT, Absent
from ticketr.errors import DatabaseQuery, TicketNotFound
from ticketr.ports.history import WHOLE, ChangeRecord, LogEntry, LogItem, LogRead
from ticketr.ports.records import Stamps, Tombstone

SIDES = values | st.just(ABSENT)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def store(store):
    for name in ("a", "b"):
        store.tickets.create(TicketBuilder().with_id(name).build())
    return store


def change(number, ticket="a", **more):
    first = ChangeRecord("w", ticket, "PROJ-1", number, "local", "title", "x", "y", START)
    return replace(first, **more)


def plain(value):
    """A value that can be compared, with what tells it from its equals."""
    return (type(value), repr(value))


@SHARED
@given(
    field=texts,
    sides=st.tuples(SIDES, SIDES, SIDES, SIDES),
    key=st.none() | texts,
    side=st.sampled_from(["local", "remote"]),
)
def test_any_change_comes_back_exactly(store, field, sides, key, side):
    number = store.operations.start(operation())
    before, after, base_before, base_after = sides
    given_ = ChangeRecord(
        "w", "a", key, number, side, field, before, after, START, base_before, base_after
    )
    store.changes.add([given_])
    [found] = store.changes.of(number, ["a"])
    assert plain(found) == plain(given_)
    assert all(
        isinstance(one, Absent) == isinstance(other, Absent)
        for one, other in zip(
            sides, (found.before, found.after, found.base_before, found.base_after), strict=True
        )
    )


def test_changes_are_found_by_operation_and_by_ticket(store):
    one, two = (store.operations.start(operation()) for _ in range(2))
    by_hand = change(None, "b", field="labels", before=("x",), after=None)
    all_ = [change(one, "b"), change(one), change(one, field=WHOLE), change(two), by_hand]
    store.changes.add(all_)
    assert store.changes.tickets_of(one) == ["b", "a"]
    assert store.changes.tickets_of(99) == []
    assert store.changes.of(one, ["a"]) == [all_[1], all_[2]]
    assert store.changes.of(one, ["a", "b", "c"]) == all_[:3]
    assert store.changes.of_ticket("b") == [all_[0], by_hand]
    assert store.changes.counts([one, two, 99]) == {one: 2, two: 1, 99: 0}
    assert store.changes.counts([]) == {}


@pytest.mark.parametrize("wrong", [{"side": "base"}, {"operation_id": 77}])
def test_a_change_that_makes_no_sense_is_refused_with_all_beside_it(store, wrong):
    number = store.operations.start(operation())
    with pytest.raises(DatabaseQuery):
        store.changes.add([change(number), change(number, **wrong)])
    assert store.changes.tickets_of(number) == []


def test_changes_outlive_their_ticket_and_their_workspace(store):
    number = store.operations.start(operation())
    store.changes.add([change(number)])
    store.tickets.delete("a")
    assert len(store.changes.of_ticket("a")) == 1
    store.workspaces.delete("w")
    assert len(store.changes.of(number, ["a"])) == 1


def test_an_operation_is_found_by_its_number_and_by_its_undo(store):
    one = store.operations.start(operation())
    assert store.operations.get(one) == operation(id=one)
    assert store.operations.get(99) is None
    assert store.operations.last_undo(one) is None
    numbers = [
        store.operations.start(operation(operation="undo", direction="bidirectional", undoes=one))
        for _ in range(2)
    ]
    assert store.operations.last_undo(one).id == numbers[1]
    store.operations.finish(numbers[1], operation(completed_at=START, undoes=None))
    assert store.operations.last_undo(one).undoes == one


def entry(number, **more):
    items = (LogItem("priority", "Priority", "High", "Low"),)
    return replace(LogEntry(str(number), "acc", "Ada", START + number * MINUTE, items), **more)


def test_a_ticket_without_a_history(store):
    assert store.changelogs.get("a") == ([], None)
    assert store.changelogs.get("nowhere") == ([], None)


def test_entries_are_kept_once_each_in_order(store):
    store.changelogs.put("w", "a", [entry(2), entry(10)], LogRead(START, complete=False))
    store.changelogs.put("w", "a", [entry(1), entry(2)], LogRead(START + MINUTE, complete=True))
    assert store.changelogs.get("a") == (
        [entry(1), entry(2), entry(10)],
        LogRead(START + MINUTE, complete=True),
    )
    assert store.changelogs.get("b") == ([], None)
    changed = entry(2, author_name="Somebody", items=())
    store.changelogs.put("w", "a", [changed], LogRead(START, complete=True))
    assert store.changelogs.get("a")[0][1] == changed


def test_a_history_goes_with_its_ticket(store):
    store.changelogs.put("w", "a", [entry(1)], LogRead(START, complete=True))
    store.tickets.delete("a")
    assert store.changelogs.get("a") == ([], None)
    with pytest.raises(TicketNotFound):
        store.changelogs.put("w", "a", [entry(1)], LogRead(START, complete=True))


def in_jira(store, *numbers):
    for number in numbers:
        store.tickets.create(
            TicketBuilder().with_id(f"t{number}").with_key(f"P-{number}", number).build()
        )


def seen(store, minute, *numbers):
    """Jira was seen as it was at that minute."""
    store.facts.put_stamps(
        "w", {number: Stamps(updated=START + minute * MINUTE) for number in numbers}
    )


def test_it_is_known_whose_history_is_all_here(store):
    in_jira(store, "1", "2", "3", "4")
    seen(store, 0, "1", "2")
    store.tombstones.put(Tombstone("w", "t4", "P-4", START))
    assert dict(store.changelogs.missing("w")) == {"1": "t1", "2": "t2", "3": "t3"}
    store.changelogs.put("w", "t1", [entry(1)], LogRead(START, complete=True))
    store.changelogs.put("w", "t2", [entry(1)], LogRead(START, complete=False))
    store.changelogs.put("w", "t3", [], LogRead(START, complete=True))
    assert dict(store.changelogs.missing("w")) == {"2": "t2"}
    assert store.changelogs.stale("w", ["1", "2", "3"]) == {}
    seen(store, 1, "1", "2", "3")
    assert dict(store.changelogs.missing("w")) == {"1": "t1", "2": "t2", "3": "t3"}
    assert store.changelogs.stale("w", ["1", "2", "99"]) == {"1": "t1"}
    assert store.changelogs.stale("other", ["1"]) == {}
    store.changelogs.put("w", "t1", [], LogRead(START, complete=True))
    assert dict(store.changelogs.missing("w")) == {"2": "t2", "3": "t3"}
    assert list(store.changelogs.missing("other")) == []


def test_a_history_that_is_kept_is_no_edit(store):
    in_jira(store, "1")
    before = store.tickets.get("t1")
    store.changelogs.put("w", "t1", [entry(1)], LogRead(START, complete=True))
    assert store.tickets.get("t1") == before


def test_ids_of_values_are_kept(store):
    given_ = entry(1, items=(LogItem("status", "status", "To Do", "Done", "1", "3"),))
    store.changelogs.put("w", "a", [given_], LogRead(START, complete=True))
    assert store.changelogs.get("a")[0] == [given_]


def test_the_attic_numbers_what_it_keeps(store):
    from ticketr.ports.records import AtticEntry

    for value in ("one", "two"):
        store.attic.add(AtticEntry("w", "a", None, "title", "local", value, "why", START))
    found = store.attic.list("w")
    assert [(x.number, x.value) for x in found] == [(2, "two"), (1, "one")]
