# ruff: noqa: PT012 - the block of a transaction is what is tested
from datetime import timedelta

import pytest

from tests.helpers.clock import START
from ticketr.domain.events import (
    ConflictDetectedEvent,
    TicketCreatedEvent,
    TicketDeletedEvent,
    TicketSyncedEvent,
    TicketUpdatedEvent,
    WorkspaceChangedEvent,
)

PRECISE = START + timedelta(microseconds=123_456)

EVENTS = [
    TicketCreatedEvent("t", "w", PRECISE),
    TicketUpdatedEvent("t", ("title", "größe \ud83d"), PRECISE),
    TicketSyncedEvent("t", "PROJ-1", PRECISE, "pulled", ("labels",)),
    ConflictDetectedEvent("t", "aa", "bb", PRECISE, ("title",)),
    TicketDeletedEvent("t", "Title", PRECISE),
    WorkspaceChangedEvent("w", "work", "created", PRECISE),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.event_type)
def test_every_kind_comes_back_exactly(bare_store, event):
    bare_store.events.append(event)
    assert bare_store.events.get_events(event.aggregate_id) == [event]


def test_versions_count_per_aggregate(bare_store):
    for event in EVENTS:
        bare_store.events.append(event)
    assert bare_store.events.get_events("t") == EVENTS[:5]
    assert bare_store.events.get_events("t", 1) == EVENTS[:5]
    assert bare_store.events.get_events("t", 4) == EVENTS[3:5]
    assert bare_store.events.get_events("t", 6) == []
    assert bare_store.events.get_events("w") == EVENTS[5:]
    assert bare_store.events.get_events("nowhere") == []


def test_the_stream_is_in_order_of_recording(bare_store, clock):
    for event in EVENTS[:3]:
        bare_store.events.append(event)
    after = clock.time
    for event in EVENTS[3:]:
        bare_store.events.append(event)
    assert list(bare_store.events.get_event_stream(START)) == EVENTS
    assert list(bare_store.events.get_event_stream(after)) == EVENTS[2:]
    assert list(bare_store.events.get_event_stream(after + timedelta(days=1))) == []


def test_a_long_stream_is_read_while_others_write(bare_store):
    count = 1100
    with bare_store.transaction():
        for number in range(count):
            bare_store.events.append(TicketDeletedEvent(f"t{number}", "x", START))
    stream = bare_store.events.get_event_stream(START)
    first = next(stream)
    bare_store.events.append(TicketDeletedEvent("late", "x", START))
    rest = list(stream)
    assert [first.aggregate_id, *(event.aggregate_id for event in rest)] == [
        *(f"t{number}" for number in range(count)),
        "late",
    ]


def test_an_event_that_is_undone_leaves_no_gap(bare_store):
    bare_store.events.append(EVENTS[0])
    with pytest.raises(RuntimeError), bare_store.transaction():
        bare_store.events.append(EVENTS[1])
        raise RuntimeError
    bare_store.events.append(EVENTS[2])
    assert bare_store.events.get_events("t", 2) == [EVENTS[2]]
