"""The index of members says of every ticket what the ticket says."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import TicketBuilder
from tests.contracts.strategies import tickets
from tests.helpers.clock import START
from ticketr.adapters.sqlite.narrowing import KNOWN, LONGEST
from ticketr.ports.records import Stamps

SHARED = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)
SPRINT_SETS = st.lists(st.sampled_from(["1", "2", "33"]), max_size=3).map(tuple)


def members(store):
    return store._db.query("SELECT field, value FROM ticket_members ORDER BY field, value")


@SHARED
@given(old=tickets(), new=tickets(), sprints=st.lists(SPRINT_SETS, min_size=1, max_size=3))
def test_it_follows_every_change(store, old, new, sprints):
    old = replace(old, remote_id="77")
    store.tickets.create(old)
    for each in sprints:
        store.facts.put_stamps("w", {"77": Stamps(START, START, None, None, each)})
        assert store.check() == []
    store.tickets.update(replace(new, id=old.id, remote_id="77", version=old.version))
    assert store.check() == []
    store.tickets.delete(old.id)
    assert members(store) == []


def test_what_it_holds(store):
    long = "x" * (LONGEST + 1)
    fields = {
        "labels": ("b", "A", "a"),
        "status": "Done",
        "customfield_1": "Team",
        "customfield_2": long,
        "customfield_3": 5,
        "customfield_4": ("acc",),
    }
    made = TicketBuilder().with_key("P-1", "1").with_fields(**fields).build()
    store.tickets.create(made)
    store.facts.put_stamps("w", {"1": Stamps(sprints=("7",))})
    assert members(store) == [
        ("$sprints", "7"),
        ("customfield_1", "Team"),
        ("customfield_4", "acc"),
        ("labels", "A"),
        ("labels", "b"),
    ]
    assert store._db.query(KNOWN, ("labels",)) == [("A",), ("b",)]
    assert store._db.query(KNOWN, ("nothing",)) == []


def test_a_difference_is_told(store):
    store.tickets.create(TicketBuilder().with_fields(labels=("a",)).build())
    said = ["The index of members does not agree with the tickets."]
    store._db.run("INSERT INTO ticket_members VALUES ('labels', 'b', 1)")
    assert store.check() == said
    store._db.run("DELETE FROM ticket_members")
    assert store.check() == said
