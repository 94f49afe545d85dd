"""What a ticket was: our engine, out of Jira's histories in the store, and the sandbox's, out of its own."""

from datetime import UTC, datetime, time, timedelta

import pytest

from jira_sandbox import Sandbox
from tests.integration.jql import past
from tests.integration.jql.conftest import Compared, Refused
from tests.integration.jql.test_same_answers import bounded, same, total
from ticketr.application.queries import GetTicketsQuery
from ticketr.application.stats import Window
from ticketr.domain.charts import STATES
from ticketr.errors import QueryInvalid, QueryOffline

TODAY = datetime.now(UTC).date()
STATUSES = ('"To Do"', '"In Progress", "In Review"', "Done")
"""The statuses of each category."""


@pytest.fixture(scope="module", params=["cloud", "datacenter"])
def place(request, tmp_path_factory):
    with Sandbox(edition=request.param) as jira:
        place = Compared(jira, tmp_path_factory.mktemp("past"))
        place.call("POST", "/_sandbox/generate", {"issues": 60, "projects": ["PROJ"], "seed": 7})
        past.change(place)
        place.pull(histories=True)
        yield place
        place.close()


def test_both_engines_know_the_same_past(place):
    queries = [total(jql) for jql in past.queries()]
    assert len(set(queries)) == len(queries) > 60
    assert [jql for jql in queries if not same(place, jql)] == []


def test_the_questions_find_something_and_not_everything(place):
    found = [len(place.ours(total(jql))) for jql in past.queries()]
    everything = len(place.ours(""))
    assert everything == 60
    assert sum(0 < count < everything for count in found) > 30


def test_the_days_of_a_flow_are_as_jira_tells_them(place):
    """The same day by day from the statistics, and from Jira's answers about that moment."""
    query = GetTicketsQuery(place.workspace.id)
    stats = place.app.stats(place.told.append).of(query, Window(TODAY - timedelta(days=300)))
    assert stats.recorded == stats.tickets == 60
    zone = place.app.store.tickets.catalogue(place.workspace.id).zone()
    for level in stats.levels[::19]:
        midnight = datetime.combine(level.day + timedelta(days=1), time(), zone)
        edge = round(midnight.timestamp() * 1000)
        for names, count in zip(STATUSES, level.tickets, strict=True):
            was = f"status WAS IN ({names}) DURING ({edge - 1}, {edge})"
            assert len(place.theirs(bounded(was))) == count, (level, was)


def test_the_last_day_is_today(place):
    stats = place.app.stats(place.told.append).of(GetTicketsQuery(place.workspace.id), Window())
    assert len(stats.days) == 60
    by_state = dict.fromkeys(STATES, 0)
    for bar in stats.status:
        by_state[bar.state] += bar.tickets
    assert stats.levels[-1].tickets == tuple(by_state.values())
    assert sum(stats.levels[-1].points) == stats.points > 0
    assert sum(bar.points for bar in stats.sizes) == stats.points


@pytest.mark.parametrize("jql", past.REFUSED.strip().splitlines())
def test_both_refuse_what_is_no_question(place, jql):
    with pytest.raises(Refused):
        place.theirs(bounded(jql))
    with pytest.raises(QueryInvalid) as ours:
        place.ours(jql)
    assert not isinstance(ours.value, QueryOffline)
