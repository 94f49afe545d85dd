from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from tests.builders import TicketBuilder
from tests.contracts.test_sync_records import operation
from tests.helpers.clock import START
from ticketr.domain.merge import ABSENT
from ticketr.domain.query import TicketFilter
from ticketr.ports.counts import Group, Span, Step
from ticketr.ports.history import ChangeRecord, LogEntry, LogItem, LogRead
from ticketr.ports.records import Stamps

ALL = TicketFilter("w")
DAY = timedelta(days=1)
EVER = START - 900 * DAY
WHOLE = LogRead(START, complete=True)
TO_DO, DOING, DONE = ("1", "To Do"), ("2", "Doing"), ("3", "Done")


def make(store, name, number=None, kind="Task", **fields):
    built = TicketBuilder().with_id(name).with_type(kind).with_fields(**fields)
    if number:
        built = built.with_key(f"PROJ-{number}", number)
    store.tickets.create(built.build())


@pytest.fixture
def store(store):
    make(store, "a", "1", status="Done", assignee="ada", points=3)
    make(store, "b", "2", status="Done", assignee="ada", points=2.5)
    make(store, "c", "3", kind="Bug", status="Done", assignee="ada")
    make(store, "d", "4", status="Doing", points="many")
    make(store, "e")
    store.facts.put_stamps(
        "w",
        {
            "1": Stamps(START, START + 9 * DAY, None, "ada"),
            "2": Stamps(START, START + 2 * DAY),
            "3": Stamps(START, START + 3 * DAY, START + DAY),
            "4": Stamps(START + DAY, START + 4 * DAY),
        },
    )
    return store


def moved(number, *ends):
    items = tuple(
        LogItem("status", "status", before[1], after[1], before[0], after[0])
        for before, after in pairwise(ends)
    )
    other = LogItem("priority", "priority", "High", "Low", "1", "2")
    return [
        LogEntry(str(n), "ada", "Ada", START + number * DAY + n * DAY, (other, item))
        for n, item in enumerate(items)
    ]


def in_order(found):
    return sorted(found, key=repr)


def test_groups_are_summed(store):
    assert in_order(store.counts.groups(ALL, "points")) == in_order(
        [
            Group("Done", "Task", "ada", 2, 5.5),
            Group("Done", "Bug", "ada", 1, 0.0),
            Group("Doing", "Task", None, 1, 0.0),
            Group(None, "Task", None, 1, 0.0),
        ]
    )
    bugs = TicketFilter("w", type=["bug"])
    assert store.counts.groups(bugs, None) == [Group("Done", "Bug", "ada", 1, 0.0)]
    assert store.counts.groups(TicketFilter("other"), "points") == []


def test_sizes_are_counted(store):
    store.tickets.delete("d")
    assert store.counts.sizes(ALL, "points") == [(2.5, 1), (3.0, 1), (None, 2)]


def test_steps_are_those_of_whole_histories(store):
    store.changelogs.put("w", "a", moved(1, TO_DO, DOING, DONE), WHOLE)
    store.changelogs.put("w", "b", moved(1, TO_DO, DOING), WHOLE)
    store.changelogs.put("w", "d", [], WHOLE)
    made = store.tickets.get("e").created_at.replace(second=0, microsecond=0)
    assert in_order(store.counts.steps(ALL, "points", EVER)) == in_order(
        [
            Step(START, None, TO_DO, 2, 5.5),
            Step(START + DAY, None, ("", "Doing"), 1, 0.0),
            Step(made, None, ("", ""), 1, 0.0),
            Step(START + DAY, TO_DO, DOING, 2, 5.5),
            Step(START + 2 * DAY, DOING, DONE, 1, 3.0),
        ]
    )
    assert store.counts.spans(ALL, "points", EVER) == [
        Span(START, START + DAY, ("", "Done"), 1, 0.0)
    ]


def test_of_the_others_the_ends_are_known(store):
    store.changelogs.put("w", "a", moved(1, TO_DO, DONE), LogRead(START, complete=False))
    assert len(store.counts.steps(ALL, None, EVER)) == 1
    assert in_order(store.counts.spans(ALL, "points", EVER)) == in_order(
        [
            Span(START, START + 9 * DAY, ("", "Done"), 1, 3.0),
            Span(START, START + 2 * DAY, ("", "Done"), 1, 2.5),
            Span(START, START + DAY, ("", "Done"), 1, 0.0),
            Span(START + DAY, START + 4 * DAY, ("", "Doing"), 1, 0.0),
        ]
    )
    assert store.counts.steps(TicketFilter("w", type=["Bug"]), None, EVER) == []


def test_what_was_before_a_moment_is_told_as_if_it_had_been_then(store):
    store.changelogs.put("w", "a", moved(1, TO_DO, DOING, DONE), WHOLE)
    store.tickets.delete("e")
    later = START + 1.5 * DAY
    assert in_order(store.counts.steps(ALL, None, later)) == in_order(
        [
            Step(later, None, TO_DO, 1, 0.0),
            Step(later, TO_DO, DOING, 1, 0.0),
            Step(START + 2 * DAY, DOING, DONE, 1, 0.0),
        ]
    )
    assert in_order(store.counts.spans(ALL, None, later)) == in_order(
        [
            Span(later, START + 2 * DAY, ("", "Done"), 1, 0.0),
            Span(later, later, ("", "Done"), 1, 0.0),
            Span(later, START + 4 * DAY, ("", "Doing"), 1, 0.0),
        ]
    )


def test_what_was_noticed_here_stands_for_a_history(store):
    number = store.operations.start(operation())
    for ticket, before, after, day in (
        ("d", ABSENT, "To Do", 2),
        ("d", "To Do", "Doing", 3),
        ("c", "To Do", "Done", 3),
    ):
        at = START + day * DAY
        change = ChangeRecord("w", ticket, "P", number, "local", "status", before, after, at)
        sent = replace(change, side="remote")
        store.changes.add([change, sent, replace(change, field="title")])
    steps = [step for step in store.counts.steps(ALL, "points", EVER) if step.after[1]]
    assert in_order(steps) == in_order(
        [
            Step(START + 2 * DAY, ("", ""), ("", "To Do"), 1, 0.0),
            Step(START + 3 * DAY, ("", "To Do"), ("", "Doing"), 1, 0.0),
        ]
    )
    born = [step for step in store.counts.steps(ALL, "points", EVER) if step.before is None]
    assert Step(START + DAY, None, ("", ""), 1, 0.0) in born
    spans = store.counts.spans(ALL, "points", EVER)
    assert sum(span.tickets for span in spans) == 3
    assert Span(START, START + DAY, ("", "Done"), 1, 0.0) in spans
