"""Our engine and the sandbox's, written apart, find the same tickets in the same order."""

import pytest
from hypothesis import HealthCheck, assume, given, settings

from tests.integration.jql import by_hand, grammar
from tests.integration.jql.conftest import Refused
from ticketr.domain.alias import split_order
from ticketr.errors import QueryInvalid
from ticketr.jql.write import write

DEVIATIONS = {
    "summary ~ cafe": "accents do not count here; whether they do in Jira depends on the site's language",
    '"Epic Link" IS NOT EMPTY': "a sub-task's parent is no epic, so it has no epic link",
}
ON_DATA_CENTER = dict.fromkeys(
    ("parent IS EMPTY", "parent IS NOT EMPTY"),
    "an epic is the parent of its tickets here on both editions; for Data Center only a ticket is that of sub-tasks",
)
GENERATED = 110


def total(jql: str) -> str:
    """The query with an order in which no two tickets are level."""
    condition, order = split_order(jql)
    return f"{condition} {order or 'ORDER BY key ASC'}"


def bounded(jql: str) -> str:
    """The same for Jira, which asks for a bound."""
    condition, order = split_order(jql)
    return f"project = PROJ{f' AND ({condition})' if condition else ''} {order}"


def same(place, jql: str) -> bool:
    try:
        theirs: object = place.theirs(bounded(jql))
    except Refused:
        theirs = "refused"
    try:
        ours: object = place.ours(jql)
    except QueryInvalid:
        ours = "refused"
    return theirs == ours


def test_queries_by_hand(place):
    queries = [total(jql) for jql in by_hand.queries()]
    assert len(queries) + GENERATED >= 300
    assert len(set(queries)) == len(queries)
    different = [jql for jql in queries if not same(place, jql)]
    known = DEVIATIONS if place.jira.edition == "cloud" else DEVIATIONS | ON_DATA_CENTER
    assert different == [total(jql) for jql in by_hand.queries() if jql in known]


def test_queries_by_hand_find_something_and_not_everything(place):
    found = [len(place.ours(total(jql))) for jql in by_hand.queries()]
    everything = len(place.ours(""))
    assert everything == 116
    assert sum(0 < count < everything for count in found) > 150


@settings(
    max_examples=GENERATED,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(query=grammar.queries)
def test_queries_out_of_the_grammar(place, query):
    jql = write(query)
    assume(place.jira.edition == "cloud" or "parent" not in jql)
    theirs = place.theirs(bounded(jql))
    assert place.ours(jql) == theirs, jql


@pytest.mark.parametrize(
    "jql",
    [
        "nonesuch = 1",
        "status ~ Done",
        "summary = login",
        "status > Done",
        "created ~ 3",
        "created > notadate",
        "due > startOfDay(x)",
        'cf[10016] = "many"',
        "assignee = currentUser(",
        "status = Done ORDER BY nonesuch",
        "status IN Done",
        "status = (Done)",
        "key > PROJ",
        "sprint IN nonesuch()",
        "status = select",
        "a = b c",
        "= 3",
        'summary ~ "open',
        "status IS Done",
        "statusCategory = Nearly",
        "summary ~ *x",
        "assignee IN currentUser()",
        "sprint = openSprints()",
        "comment = x",
        "comment IS EMPTY",
        "status = Done ORDER BY comment",
    ],
)
def test_both_refuse_what_is_no_query(place, jql):
    with pytest.raises(Refused):
        place.theirs(f"project = PROJ AND {jql}")
    with pytest.raises(QueryInvalid) as ours:
        place.ours(jql)
    assert ours.value.picture() is not None
