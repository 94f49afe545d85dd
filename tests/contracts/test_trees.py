"""Tickets with what stands under them."""

import pytest

from tests.builders import TicketBuilder

FAMILY = [
    ("e2", "PROJ-10", None),
    ("e1", "PROJ-9", None),
    ("new", None, None),
    ("s1", "PROJ-20", "e1"),
    ("s2", "PROJ-3", "e1"),
    ("draft", None, "e1"),
    ("t1", "PROJ-4", "s1"),
]


@pytest.fixture
def store(store):
    for name, key, parent in FAMILY:
        ticket = TicketBuilder().with_id(name)
        ticket = ticket.with_key(key) if key else ticket
        store.tickets.create((ticket.with_parent(parent) if parent else ticket).build())
    store.tickets.create(TicketBuilder("other").with_id("foreign").with_key("PROJ-1").build())
    return store


def below(store, *ids, depth=9):
    return [(deep, row.id) for deep, row in store.tickets.below(ids, depth)]


E1 = [(0, "e1"), (1, "s2"), (1, "s1"), (2, "t1"), (1, "draft")]


def test_the_tops_come_by_key_in_pages(store):
    assert store.tickets.tops("w", None) == ["e1", "e2", "new"]
    assert store.tickets.tops("w", 1, 1) == ["e2"]
    assert store.tickets.tops("other", 5) == ["foreign"]


def test_a_tree_is_told_depth_first_siblings_by_key(store):
    assert below(store, "e1") == E1
    assert below(store, "e2", "e1") == [(0, "e2"), *E1]
    assert below(store, "t1", "nothing") == [(0, "t1")]
    assert below(store) == []


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_no_deeper_than_asked(store, depth):
    assert below(store, "e1", depth=depth) == [each for each in E1 if each[0] <= depth]


def test_what_stands_under_another_comes_there_alone(store):
    assert below(store, "t1", "e1", "s1", "e1") == E1
    assert below(store, "t1", "s2") == [(0, "t1"), (0, "s2")]


def test_a_circle_ends(store):
    from dataclasses import replace

    top = store.tickets.get("e1")
    store.tickets.update(replace(top, parent="t1"))
    assert below(store, "s1") == [
        (0, "s1"),
        (1, "t1"),
        (2, "e1"),
        (3, "s2"),
        (3, "draft"),
    ]
    assert store.tickets.tops("w", None) == ["e2", "new"]
