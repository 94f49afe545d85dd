from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.domain.strategies import moments
from ticketr.domain.events import (
    EVENT_TYPES,
    ConflictDetectedEvent,
    Progress,
    TicketCreatedEvent,
    TicketDeletedEvent,
    TicketSyncedEvent,
    TicketUpdatedEvent,
    WorkspaceChangedEvent,
    event_data,
    event_from,
)

words = st.text(max_size=8)
BY_NAME = {"fields": st.lists(words, max_size=3).map(tuple)}


def made(kind):
    return st.builds(
        kind,
        **{
            item.name: moments if item.name.endswith("_at") else BY_NAME.get(item.name, words)
            for item in fields(kind)
        },
    )


events = st.one_of(*(made(kind) for kind in EVENT_TYPES.values()))


@given(events)
def test_an_event_comes_back_from_json_as_it_was(event):
    data = json.loads(json.dumps(event_data(event)))
    assert event_from(event.event_type, data) == event


@given(events)
def test_an_event_knows_its_aggregate_and_its_time(event):
    data = event_data(event)
    assert event.aggregate_id == data[f"{event.aggregate_type}_id"]
    assert event.timestamp.isoformat() in data.values()
    assert EVENT_TYPES[event.event_type] is type(event)


@given(events)
def test_an_event_prints_as_one_line(event):
    assert len(str(event).splitlines()) <= 1


NOW = datetime(2026, 1, 2, 3, 4, 5, 678000, UTC)


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (TicketCreatedEvent("t1", "w1", NOW), "ticket t1 created"),
        (TicketUpdatedEvent("t1", ("title", "labels"), NOW), "ticket t1 changed: title, labels"),
        (TicketDeletedEvent("t1", "Old", NOW), "ticket t1 deleted: Old"),
        (TicketSyncedEvent("t1", "PROJ-1", NOW, "pulled"), "PROJ-1 pulled"),
        (ConflictDetectedEvent("t1", "aa", "bb", NOW, ("title",)), "ticket t1 conflicts in title"),
        (WorkspaceChangedEvent("w1", "work", "created", NOW), "workspace work created"),
        (Progress("creating", 3, 10), "creating 3/10"),
        (Progress("reading", 3), "reading 3"),
    ],
)
def test_how_it_is_told(event, line):
    assert str(event) == line


def test_a_kind_of_a_newer_program_is_refused():
    with pytest.raises(KeyError):
        event_from("TicketTeleportedEvent", {})


def test_the_stored_form():
    assert event_data(TicketUpdatedEvent("t1", ("title",), NOW)) == {
        "ticket_id": "t1",
        "fields": ("title",),
        "updated_at": "2026-01-02T03:04:05.678000+00:00",
    }
