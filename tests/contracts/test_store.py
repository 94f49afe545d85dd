# ruff: noqa: PT012 - the block of a transaction is what is tested
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from tests.builders import TicketBuilder
from tests.contracts.strategies import raw_json
from tests.helpers.clock import START
from ticketr.domain.events import TicketDeletedEvent
from ticketr.domain.query import TicketFilter
from ticketr.domain.schema import FieldKind, FieldRule, JiraField, JiraSchema, Option, TypeSchema
from ticketr.errors import DatabaseConnection, TicketConflict, WorkspaceNotFound

SHARED = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)


class Stop(Exception):
    pass


def titles(store):
    return [ticket.title for ticket in store.tickets.find_by_workspace("w")]


def add(store, title):
    store.tickets.create(TicketBuilder().with_title(title).build())


def test_state_and_event_stand_or_fall_together(store):
    with store.transaction():
        add(store, "kept")
        store.events.append(TicketDeletedEvent("t", "kept", START))
    with pytest.raises(Stop), store.transaction():
        add(store, "undone")
        store.events.append(TicketDeletedEvent("t", "undone", START))
        store.preferences.set("x", 1)
        raise Stop
    assert titles(store) == ["kept"]
    assert [event.title for event in store.events.get_events("t")] == ["kept"]
    assert store.preferences.get("x") is None


def test_a_transaction_sees_its_own_writes(store):
    with store.transaction():
        add(store, "new")
        assert titles(store) == ["new"]
        assert store.tickets.count(TicketFilter("w")) == 1


def test_a_nested_block_goes_with_the_outer_one(store):
    with pytest.raises(Stop), store.transaction():
        with store.transaction():
            add(store, "inner")
        add(store, "outer")
        raise Stop
    assert titles(store) == []


def test_a_nested_block_that_fails_undoes_only_itself(store):
    with store.transaction():
        add(store, "before")
        with pytest.raises(Stop), store.transaction():
            add(store, "inner")
            with store.transaction():
                add(store, "innermost")
            raise Stop
        add(store, "after")
    assert titles(store) == ["before", "after"]


def test_a_refused_write_leaves_the_transaction_usable(store):
    first = TicketBuilder().with_title("first").build()
    with store.transaction():
        store.tickets.create(first)
        with pytest.raises(TicketConflict):
            store.tickets.create(first)
        with pytest.raises(TicketConflict):
            store.tickets.bulk_update([replace(first, title="lost"), replace(first, version=9)])
        add(store, "second")
    assert titles(store) == ["first", "second"]


def test_even_an_interrupt_undoes_the_block(store):
    with pytest.raises(KeyboardInterrupt), store.transaction():
        add(store, "undone")
        raise KeyboardInterrupt
    with store.transaction():
        add(store, "kept")
    assert titles(store) == ["kept"]


def test_a_transaction_may_give_up_waiting_for_the_disk(store):
    with store.transaction(durable=False):
        add(store, "quick")
    with store.transaction():
        add(store, "safe")
    assert titles(store) == ["quick", "safe"]


def test_a_sound_store_has_nothing_to_report(store):
    add(store, "x")
    assert store.check() == []


def test_a_closed_store_says_so(store):
    store.close()
    store.close()
    for call in (
        lambda: store.tickets.count(TicketFilter()),
        lambda: store.preferences.set("a", 1),
        store.workspaces.list,
        store.check,
    ):
        with pytest.raises(DatabaseConnection):
            call()
    with pytest.raises(DatabaseConnection), store.transaction():
        pass


@SHARED
@given(value=raw_json)
def test_any_preference_comes_back_exactly(store, value):
    store.preferences.set("key", value)
    found = store.preferences.get("key")
    assert found == value
    assert type(found) is type(value)


def test_preferences_are_replaced_and_forgotten(store):
    assert store.preferences.get("a") is None
    store.preferences.set("a", 'quoted "text" \\ here')
    store.preferences.set("b", ["x", 1, True, None, 1.0])
    assert store.preferences.get("a") == 'quoted "text" \\ here'
    store.preferences.set("a", "plain")
    assert store.preferences.get("a") == "plain"
    store.preferences.delete("a")
    store.preferences.delete("a")
    assert store.preferences.get("a") is None
    assert store.preferences.get("b") == ["x", 1, True, None, 1.0]


def test_the_schema_is_cached_per_workspace(store, clock):
    rule = FieldRule(required=True, options=(Option("1", "Höchste"),))
    schema = JiraSchema(
        "PROJ",
        (JiraField("priority", "Priority", FieldKind.OPTION, "", "name"),),
        (TypeSchema("10", "Story", 0, {"priority": rule}), TypeSchema("11", "Epic", 1)),
    )
    assert store.schemas.get("w") is None
    store.schemas.put("w", JiraSchema("OLD"), START, START)
    store.schemas.put("w", schema, START, clock.time)
    assert store.schemas.get("w") == (schema, clock.time)
    assert store.schemas.get("other") is None
    store.workspaces.delete("w")
    assert store.schemas.get("w") is None
    with pytest.raises(WorkspaceNotFound):
        store.schemas.put("w", schema, START, START)
