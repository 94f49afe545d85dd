"""Statistics of a store whose every day is known."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.builders import TicketBuilder, WorkspaceBuilder
from tests.schemas import POINTS, project_schema
from ticketr.adapters.sqlite.store import SqliteStore
from ticketr.application.queries import GetTicketsQuery
from ticketr.application.stats import MOST, StatsService, Window
from ticketr.cli.statistics import bars_of, few, heading, recorded
from ticketr.domain.charts import Bar
from ticketr.domain.query import TicketFilter
from ticketr.errors import Usage
from ticketr.ports.history import LogEntry, LogItem, LogRead
from ticketr.ports.records import Account, SiteValue, Stamps, User

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path):
    store = SqliteStore(tmp_path / "a.db", now=lambda: NOON)
    store.workspaces.create(WorkspaceBuilder("w").build())
    store.schemas.put("w", project_schema(), NOON, NOON)
    store.facts.put_account("w", Account("ada", "Pacific/Auckland"))  # 13 hours ahead of UTC
    store.users.put("w", [User("ada", "Ada")])
    store.facts.put_values(
        "w",
        [
            SiteValue("status", "1", "Open", "new"),
            SiteValue("status", "2", "Doing", "indeterminate"),
            SiteValue("status", "3", "Closed", "done"),
            SiteValue("sprint", "7", "Seven", "active", NOON - 4 * DAY, NOON + 3 * DAY),
            SiteValue("sprint", "8", "Eight", "future"),
            SiteValue("sprint", "9", "Seven", "closed", NOON - 40 * DAY, NOON - 30 * DAY),
            SiteValue("sprint", "99", "Seven", "future"),
        ],
    )
    yield store
    store.close()


def put(store, number, born, *, sprint="7", updated=NOON, resolved=None, moves=(), **fields):
    """A ticket of that many days ago; `moves` are days ago, from, to; None: its history is not here."""
    name = f"t{number}"
    made = TicketBuilder().with_id(name).with_key(f"PROJ-{number}", str(number))
    store.tickets.create(made.with_fields(**fields).with_state(status="synced").build())
    stamps = Stamps(NOON - born * DAY, updated, resolved, None, (sprint,))
    store.facts.put_stamps("w", {str(number): stamps})
    if moves is not None:
        saves = [
            LogEntry(str(at), "ada", "Ada", NOON - ago * DAY, (LogItem("status", "status", a, b),))
            for at, (ago, a, b) in enumerate(moves)
        ]
        store.changelogs.put("w", name, saves, LogRead(NOON, complete=True))


def stats(store, jql=None, *window):
    query = GetTicketsQuery("w", TicketFilter("w", jql=jql))
    return StatsService(store, lambda: NOON).of(query, Window(*window))


def opened(found):
    return [level.open_tickets for level in found.levels]


def test_a_sprint_ends_after_today_and_its_even_pace_goes_on(store):
    put(store, 1, 30, status="Closed", moves=[(2, "Open", "Closed")], **{POINTS: 3})
    put(store, 2, 1, status="Open", **{POINTS: 5})
    found = stats(store, "sprint = Seven", None, None, "seven")
    assert (found.days[0], found.days[-1]) == (date(2026, 3, 7), date(2026, 3, 14))
    assert [level.day for level in found.levels] == list(found.days[:5])
    assert [level.open_points for level in found.levels] == [3, 3, 0, 5, 5]
    assert found.ideal == (3, *(3 * (7 - n) / 7 for n in range(1, 7)), 0)
    assert heading(found, "burndown") == (
        "Burn-down of Seven, 2026-03-07 to 2026-03-14: 1 left, 5 points"
    )


def test_a_sprint_without_days_is_drawn_as_usual(store):
    found = stats(store, "sprint = 8", None, None, "8")
    assert (len(found.days), found.ideal, found.sprint) == (60, (), "Eight")
    with pytest.raises(Usage, match="no ticket here was in a sprint"):
        stats(store, None, None, None, "nine")


def test_a_day_is_one_of_the_accounts_zone(store):
    put(store, 1, 2.5, status="Open")  # 2026-03-08 00:00 UTC, 13:00 in Auckland
    put(store, 2, 2.04, status="Open")  # 2026-03-08 11:02 UTC, after midnight there
    found = stats(store, None, date(2026, 3, 8), date(2026, 3, 9))
    assert opened(found) == [1, 2]


def test_without_a_history_the_ends_are_drawn(store):
    put(store, 1, 5, moves=None, resolved=NOON - 3 * DAY, status="Closed")
    put(store, 2, 5, moves=None, updated=NOON - DAY, status="Closed")
    put(store, 3, 4, moves=None, status="Doing")
    put(store, 4, 2, status="Open")
    found = stats(store, None, date(2026, 3, 6))
    assert [level.tickets for level in found.levels] == [
        (2, 0, 0),
        (2, 1, 0),
        (1, 1, 1),
        (2, 1, 1),
        (1, 1, 2),
        (1, 1, 2),
    ]
    assert (found.recorded, found.tickets) == (1, 4)
    assert recorded(found) == (
        "The history of 1 of 4 tickets (25 %) is here; the others are drawn by what pulls"
        " noticed, and by when they were created and done."
    )


def test_a_status_that_nobody_knows_any_more_was_on_the_way(store):
    put(store, 1, 5, status="Closed", moves=[(3, "Gone", "Closed")])
    store.tickets.create(TicketBuilder().with_id("n").build())
    found = stats(store, None, date(2026, 3, 7))
    assert found.levels[0].tickets == (0, 1, 0)
    assert [bar.name for bar in found.status] == ["not in Jira", "Closed"]
    assert [bar.state for bar in found.status] == ["new", "done"]


def test_a_long_time_is_drawn_in_steps(store):
    found = stats(store, None, date(2020, 1, 1), date(2026, 3, 11))
    assert len(found.days) <= MOST
    assert found.days[-1] == date(2026, 3, 11)
    for first, last in ((date(2026, 3, 2), date(2026, 3, 1)), (date(1, 1, 1), date(9999, 1, 1))):
        with pytest.raises(Usage, match="nothing to draw"):
            stats(store, None, first, last)


def test_many_bars_are_few_to_look_at(store):
    for number in range(1, 16):
        put(store, number, 5, status="Open", assignee=f"p{number:02}", **{POINTS: number})
    found = stats(store)
    shown = few(bars_of(found, "assignee"))
    assert [bar.name for bar in shown[:2]] == ["p01", "p02"]
    assert shown[-1] == Bar("3 others", 3, 13 + 14 + 15)
    assert len(few(found.sizes[:13])) == 13
    assert found.sizes[0] == Bar("1", 1, 1)


def test_a_project_without_points_has_none(store):
    store.schemas.put("w", project_schema().__class__("PROJ"), NOON, NOON)
    put(store, 1, 5, status="Open", **{POINTS: 3})
    found = stats(store)
    assert (found.points, found.sizes, found.levels[-1].points) == (None, (), (0, 0, 0))
