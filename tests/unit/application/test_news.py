"""News, out of a store in memory."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.builders import TicketBuilder, WorkspaceBuilder
from tests.fakes.store import MemoryStore
from tests.helpers.clock import START
from ticketr.application.fields import FieldBook
from ticketr.application.news import NewsService
from ticketr.domain.schema import JiraSchema
from ticketr.ports.history import LogEntry, LogItem, LogRead
from ticketr.ports.records import Account, Tombstone

DAY = timedelta(days=1)
BOOK = FieldBook(JiraSchema("P"))


@pytest.fixture
def store():
    store = MemoryStore(now=lambda: START)
    store.workspaces.create(WorkspaceBuilder("w").build())
    store.facts.put_account("w", Account("me"))
    store.tickets.create(TicketBuilder().with_id("a").with_key("P-1", "1").build())
    return store


def look(store, **more):
    return NewsService(store, lambda: START).of("w", BOOK, **more)


def saved(store, number, author, days):
    items = (LogItem("x", "X", "a", "b"),)
    entry = LogEntry(str(number), author, author, START + days * DAY, items)
    store.changelogs.put("w", "a", [entry], LogRead(START, complete=True))


def whats(news):
    return [(item.key, each.what, each.who) for item in news.tickets for each in item.happenings]


def test_the_first_look_goes_back_a_week(store):
    saved(store, 1, "ada", -8)
    saved(store, 2, "ada", -6)
    news = look(store)
    assert (news.looked, news.since, news.pulled) == (False, START - 7 * DAY, None)
    assert whats(news) == [("P-1", "jira", "ada"), ("P-1", "new", "")]


@pytest.mark.parametrize(
    "wrong", ["x", {}, {"changes": "x"}, {"changes": 0, "saves": 0, "tickets": 0}]
)
def test_a_mark_that_is_none_is_no_look(store, wrong):
    store.preferences.set("news_seen:w", wrong)
    assert not look(store).looked


def test_what_the_account_did_is_counted(store):
    NewsService(store, lambda: START).told("w", look(store))
    saved(store, 1, "me", 1)
    assert (whats(look(store)), look(store).own) == ([], 1)
    assert whats(look(store, mine=True)) == [("P-1", "jira", "me")]


def test_a_ticket_that_is_nowhere_any_more_goes_by_its_key(store):
    store.tombstones.put(Tombstone("w", "z", "P-9", START))
    [news] = [item for item in look(store).tickets if item.ticket_id == "z"]
    assert (news.key, news.title, news.happenings[0].what) == ("P-9", "", "gone")


def test_more_than_can_be_told_is_said(store):
    for number in range(3):
        saved(store, number, "ada", number)
    few = NewsService(store, lambda: START, most=2)
    news = few.of("w", BOOK)
    assert news.cut
    assert len(news.tickets[0].happenings) == 3
    assert not few.of("w", BOOK, START + 2 * DAY - DAY / 2).cut
