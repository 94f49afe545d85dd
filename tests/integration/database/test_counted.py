"""How many tickets a workspace has is kept as they come and go."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import TicketBuilder, WorkspaceBuilder
from ticketr.domain.query import TicketFilter
from ticketr.domain.ticket import SyncStatus, TicketState

STATES = list(SyncStatus)
SHARED = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)


def counted(store):
    return dict(store._db.query("SELECT sync_status, tickets FROM ticket_counts"))


@SHARED
@given(states=st.lists(st.tuples(*[st.sampled_from(STATES)] * 2), min_size=1, max_size=5))
def test_the_counts_follow_every_change(store, states):
    ids = [f"t{n}" for n in range(len(states))]
    moved = [after for _, after in states]
    store.tickets.bulk_create(
        [
            TicketBuilder().with_id(id_).with_status(before).build()
            for id_, (before, _) in zip(ids, states, strict=True)
        ]
    )
    for id_, state in zip(ids, moved, strict=True):
        store.tickets.update_sync_state(id_, TicketState(status=state))
    assert counted(store) == {state: moved.count(state) for state in set(moved)}
    assert store.check() == []
    assert store.tickets.count(TicketFilter("w")) == len(ids)
    assert store.tickets.count(TicketFilter("w"), up_to=2) == min(len(ids), 2)
    assert store.workspaces.get("w").statistics.total == len(ids)
    for id_ in ids:
        store.tickets.delete(id_)
    assert counted(store) == {}


def test_each_workspace_has_its_own(store):
    store.workspaces.create(WorkspaceBuilder("other").build())
    store.tickets.create(TicketBuilder().build())
    for _ in range(2):
        store.tickets.create(TicketBuilder("other").build())
    counts = [store.tickets.count(TicketFilter(name)) for name in ("w", "other", "none", None)]
    assert counts == [1, 2, 0, 3]
    store.workspaces.delete("other")
    assert [store.tickets.count(TicketFilter(name)) for name in ("w", None)] == [1, 1]
    assert counted(store) == {"new": 1}
    assert store.check() == []


def test_what_is_undone_is_not_counted(store):
    def cut_off():
        with store.transaction():
            store.tickets.create(TicketBuilder().build())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut_off()
    assert store.tickets.count(TicketFilter("w")) == 0
    assert store.check() == []


def test_a_difference_is_told(store):
    store.tickets.create(TicketBuilder().build())
    said = ["The counts of tickets do not agree with the tickets."]
    store._db.run("UPDATE ticket_counts SET tickets = 2")
    assert store.check() == said
    store._db.run("DELETE FROM ticket_counts")
    assert store.check() == said
