from datetime import timedelta

import pytest

from tests.builders import TicketBuilder
from tests.contracts.test_sync_records import operation
from tests.helpers.clock import START
from ticketr.ports.comment import Comment
from ticketr.ports.history import ChangeRecord, LogEntry, LogRead
from ticketr.ports.news import Arrival, Mark
from ticketr.ports.records import Stamps

DAY = timedelta(days=1)
WHOLE = LogRead(START, complete=True)
BEFORE = START - DAY
LONG_AGO = START - 900 * DAY


@pytest.fixture
def store(store):
    make(store, "a", 1)
    make(store, "b", 2)
    return store


def make(store, name, number, workspace="w"):
    built = TicketBuilder(workspace).with_id(name).with_key(f"P-{number}", str(number))
    store.tickets.create(built.build())


def save(store, ticket, number, workspace="w"):
    entry = LogEntry(str(number), "ada", "Ada", START + number * DAY)
    store.changelogs.put(workspace, ticket, [entry], WHOLE)
    return ticket, entry


def change(store, ticket, number, day, workspace="w"):
    at = START + day * DAY
    record = ChangeRecord(workspace, ticket, "P-1", number, "local", "title", "x", "y", at)
    store.changes.add([record])
    return record


def test_an_empty_store_has_come_nowhere(store):
    for name in ("a", "b"):
        store.tickets.delete(name)
    assert store.news.mark() == Mark()
    assert store.news.saves("w", Mark(), LONG_AGO, 9) == []
    assert store.news.changes("w", Mark(), LONG_AGO, 9) == []
    assert store.news.arrivals("w", Mark(), None, 9) == []


def test_saves_come_behind_a_mark_whenever_they_were_made(store):
    first = save(store, "a", 5)
    mark = store.news.mark()
    later, old, other = save(store, "b", 6), save(store, "a", 1), ("c", 7)
    make(store, "c", 3, "other")
    save(store, *other, workspace="other")
    assert store.news.saves("w", Mark(), BEFORE, 9) == [first, later, old]
    assert store.news.saves("w", mark, BEFORE, 9) == [later, old]
    assert store.news.saves("w", mark, START + DAY, 9) == [later]
    assert store.news.saves("w", mark, BEFORE, 1) == [old]
    again = store.news.mark()
    save(store, "b", 6)
    assert store.news.saves("w", again, BEFORE, 9) == []


def test_changes_by_hand_are_no_news(store):
    number = store.operations.start(operation())
    change(store, "a", number, 1)
    mark = store.news.mark()
    change(store, "a", None, 2)
    second, third = change(store, "b", number, 3), change(store, "a", number, 4)
    change(store, "a", number, 4, workspace="other")
    assert store.news.changes("w", mark, BEFORE, 9) == [second, third]
    assert store.news.changes("w", mark, START + 3 * DAY, 9) == [third]
    assert store.news.changes("w", mark, BEFORE, 1) == [third]


def say(number, days):
    at = START + days * DAY
    return Comment(str(number), "ada", "Ada", f"text {number}", at, at + DAY)


def test_comments_are_told_by_when_they_were_made(store):
    make(store, "c", 3, "other")
    first, second, third = say(1, 1), say(2, 3), say(3, 2)
    store.comments.put("a", [first, second], None)
    store.comments.put("b", [third], None)
    store.comments.put("c", [say(4, 4)], None)
    assert store.news.comments("w", BEFORE, 9) == [("a", first), ("b", third), ("a", second)]
    assert store.news.comments("w", START + DAY, 9) == [("b", third), ("a", second)]
    assert store.news.comments("w", BEFORE, 1) == [("a", second)]
    assert store.news.comments("w", START + 3 * DAY, 9) == []


def test_tickets_arrive(store):
    mark = store.news.mark()
    for name, number in (("c", 3), ("d", 4)):
        make(store, name, number)
    make(store, "o", 5, "other")
    store.tickets.create(TicketBuilder().with_id("n").build())
    stamps = {"3": Stamps(START + 2 * DAY, creator="ada"), "4": Stamps(START + DAY)}
    store.facts.put_stamps("w", stamps)
    late, early = Arrival("c", START + 2 * DAY, "ada"), Arrival("d", START + DAY, None)
    assert store.news.arrivals("w", mark, None, 9) == [late, early]
    assert store.news.arrivals("w", mark, None, 1) == [early]
    assert store.news.arrivals("w", Mark(), START + DAY / 2, 9) == [early, late]
    assert store.news.arrivals("w", Mark(), START + DAY, 9) == [late]
    assert store.news.arrivals("w", mark, LONG_AGO, 9) == [early, late]
