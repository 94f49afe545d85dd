"""WAS and CHANGED, functions that stand for issues, and words."""

from __future__ import annotations

import pytest

from tests.integration.sandbox.client import Client, adf, basic

DAY = 86_400_000
NOON = 1_767_268_800_000  # 2026-01-01 12:00 UTC, 07:00 in New York


@pytest.fixture
def story(jira, call):
    """DEMO-1: to do on the 1st, in progress on the 3rd (by Ada), done on the 5th; DEMO-2 stays."""
    call("POST", "/_sandbox/clock", {"freeze": NOON})
    ada = jira.site.catalogue.people.by_email("ada@example.com").account_id
    key = call.create(
        "Paying by card", assignee={"accountId": ada}, fixVersions=[{"name": "1.0.0"}]
    )
    call.create("Another", priority={"name": "Low"})
    call("POST", "/_sandbox/clock", {"shift": 2 * DAY})
    with (other := Client(jira, basic("ada@example.com", "ada-token"))).pool:
        other("POST", f"issue/{key}/transitions", {"transition": {"id": "21"}})
        other(
            "PUT",
            f"issue/{key}",
            {"fields": {"assignee": None, "fixVersions": [{"name": "2.0.0"}]}},
        )
    call("POST", "/_sandbox/clock", {"shift": 2 * DAY})
    call("POST", f"issue/{key}/transitions", {"transition": {"id": "41"}})
    call("POST", "/_sandbox/clock", {"shift": DAY})
    return key


ONE, TWO, BOTH = ["DEMO-1"], ["DEMO-2"], ["DEMO-1", "DEMO-2"]
NONE: list[str] = []


@pytest.mark.parametrize(
    ("jql", "found"),
    [
        ('status WAS "In Progress"', ONE),
        ('status WAS "To Do"', BOTH),
        ("status WAS Done", ONE),
        ("status WAS NOT Done", TWO),
        ('status WAS IN ("In Progress", "In Review")', ONE),
        ('status WAS NOT IN ("In Progress", "In Review")', TWO),
        ("NOT status WAS Done", TWO),
        ('status WAS "In Progress" ON 2026-01-04', ONE),
        ('status WAS "In Progress" ON 2026-01-02', NONE),
        ('status WAS "To Do" BEFORE 2026-01-02', BOTH),
        ('status WAS "To Do" AFTER 2026-01-04', TWO),
        ('status WAS "To Do" DURING (2026-01-04, 2026-01-05)', TWO),
        ('status WAS "In Progress" BY "Ada Moreau"', ONE),
        ('status WAS "In Progress" BY currentUser()', NONE),
        ('status WAS "To Do" BY currentUser() BEFORE 2026-02-01', BOTH),
        ("status CHANGED", ONE),
        ("NOT status CHANGED", TWO),
        ('status CHANGED FROM "To Do" TO "In Progress"', ONE),
        ('status CHANGED FROM "To Do" TO Done', NONE),
        ("status CHANGED TO (Done)", ONE),
        ('status CHANGED BY "ada@example.com"', ONE),
        ("status CHANGED BY currentUser() TO Done", ONE),
        ("status CHANGED AFTER -2d", ONE),
        ("status CHANGED AFTER startOfDay()", NONE),
        ("status CHANGED BEFORE 2026-01-02", NONE),
        ("status CHANGED ON 2026-01-03", ONE),
        ("status CHANGED DURING (2026-01-02, 2026-01-04)", ONE),
        ("assignee WAS EMPTY", BOTH),
        ('assignee WAS "Ada Moreau"', ONE),
        ("assignee CHANGED TO EMPTY", ONE),
        ("assignee CHANGED FROM ada@example.com", None),
        ('fixVersion WAS "1.0.0"', ONE),
        ("fixVersion WAS 2.0.0 ON 2026-01-01", NONE),
        ('fixVersion CHANGED FROM "1.0.0" TO "2.0.0"', ONE),
        ("priority WAS Medium", ONE),
        ("resolution WAS EMPTY", BOTH),
        ("resolution CHANGED TO Done", ONE),
        ("status WAS Done AND priority WAS NOT Low", ONE),
        ("summary WAS x", None),
        ("labels CHANGED", None),
        ("status WAS Nope", None),
        ("status CHANGED DURING (2026-01-02)", None),
        ("status CHANGED AFTER soon", None),
        ("nope CHANGED", None),
    ],
)
def test_the_past(story, call, jql, found):
    answer = call(
        "POST", "search/jql", {"jql": f"({jql}) ORDER BY key ASC", "fields": ["summary"]}
    )
    if found is None:
        assert answer.status == 400
        assert answer.body["errorMessages"]
    else:
        assert answer.status == 200, answer.body
        assert [row["key"] for row in answer.body["issues"]] == found


def test_history_is_refused_in_jiras_words(call):
    refused = call("POST", "search/jql", {"jql": "summary WAS x"})
    assert refused.body["errorMessages"] == [
        "History searches do not support the 'summary' field."
    ]


@pytest.fixture
def linked(jira, call):
    one, two = call.create("One"), call.create("Two")
    ends = {"inwardIssue": {"key": one}, "outwardIssue": {"key": two}}
    call("POST", "issueLink", {"type": {"name": "Blocks"}, **ends})
    call(
        "POST",
        f"issue/{two}/worklog",
        {"timeSpent": "2h", "started": "2026-01-05T10:00:00.000+0000"},
    )
    with (other := Client(jira, basic("ada@example.com", "ada-token"))).pool:
        other("POST", f"issue/{two}/votes")
        other("POST", f"issue/{one}/watchers")
        other("PUT", f"issue/{one}", {"fields": {"labels": ["x"]}})


@pytest.mark.parametrize(
    ("jql", "found"),
    [
        ("issue IN linkedIssues(DEMO-1)", TWO),
        ('issue IN linkedIssues(DEMO-1, "blocks")', TWO),
        ('issue IN linkedIssues(DEMO-1, "is blocked by")', NONE),
        ('issue IN linkedIssues(DEMO-1, "eats")', None),
        ("issue IN linkedIssues(NOPE-1)", None),
        ("issueLinkType = Blocks", BOTH),
        ('issueLinkType = "is blocked by"', TWO),
        ("issueLinkType IS EMPTY", NONE),
        ("issueLinkType != Blocks", NONE),
        ("issueLinkType = eats", None),
        ("watcher = currentUser()", BOTH),
        ('watcher = "Ada Moreau"', ONE),
        ("watcher != ada@example.com", None),
        ('voter IN ("Ada Moreau")', TWO),
        ("voter IS EMPTY", ONE),
        ("votes > 0", TWO),
        ("watchers >= 2", ONE),
        ("issue IN watchedIssues()", BOTH),
        ("issue IN votedIssues()", NONE),
        ("issue NOT IN votedIssues()", BOTH),
        ('issue IN updatedBy("ada@example.com")', ONE),
        ('issue IN updatedBy("ada@example.com", -1d)', ONE),
        ('issue IN updatedBy("ada@example.com", -2d, -1d)', NONE),
        ("issue IN updatedBy(nobody)", None),
        ("issue IN issueHistory()", BOTH),
        ("worklogAuthor = currentUser()", TWO),
        ("worklogAuthor IS EMPTY", ONE),
        ("worklogDate = 2026-01-05", TWO),
        ("worklogDate >= 2026-01-05", TWO),
        ("worklogDate > 2026-01-05", NONE),
        ("worklogDate <= 2026-01-04", NONE),
        ("timespent > 1h", TWO),
        ("timespent > 60", TWO),
        ("timespent IS EMPTY", ONE),
        ("attachments IS EMPTY", BOTH),
        ("assignee IN membersOf(all) OR assignee IS EMPTY", BOTH),
        ("fixVersion = latestReleasedVersion(DEMO)", NONE),
        ("fixVersion IN (earliestUnreleasedVersion())", NONE),
        ("created <= now() AND created > startOfDay(-1)", BOTH),
        ("issue IN nothing()", None),
    ],
)  # fmt: skip
def test_functions_and_fields(linked, call, jql, found):
    test_the_past(None, call, jql, found)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("pay", True),
        ("PAYS", True),
        ("pa*", True),
        ("p?y*", True),
        ("xyz*", False),
        ('\\"by card\\"', True),
        ('\\"card by\\"', False),
        ("cash OR card", True),
        ("cash card", False),
        ("pay -card", False),
        ("pay -cash", True),
        ("pay NOT card", False),
        ("pay AND card", True),
        ("card~", True),
    ],
)
def test_words(call, words, found):
    call.create("Paying by card")
    assert call.find(f'summary ~ "{words}"') == (["DEMO-1"] if found else [])


def test_text_is_sought_in_comments_and_descriptions(call):
    one = call.create("a", description=adf("deep waters"))
    two = call.create("b")
    call("POST", f"issue/{two}/comment", {"body": adf("watering cans")})
    assert sorted(call.find("text ~ water")) == [one, two]
    assert call.find("comment ~ can") == [two]


def test_the_structure_of_a_query(call):
    text = 'project = DEMO AND (labels IN (k, "b c") OR assignee = currentUser()) AND NOT status CHANGED AFTER -5d AND resolution IS EMPTY ORDER BY updated DESC, key'
    (row,) = call("POST", "jql/parse", {"queries": [text]}).body["queries"]
    where = row["structure"]["where"]
    assert (where["operator"], len(where["clauses"])) == ("and", 4)
    either = where["clauses"][1]["clauses"]
    assert either[0]["operand"]["encodedOperand"] == '(k, "b c")'
    assert either[1]["operand"] == {
        "function": "currentUser",
        "arguments": [],
        "encodedOperand": "currentUser()",
    }
    changed = where["clauses"][2]["clauses"][0]
    assert changed["predicates"] == [
        {"operator": "after", "operand": {"value": "-5d", "encodedValue": "-5d"}}
    ]
    assert where["clauses"][3]["operand"] == {"keyword": "empty", "encodedOperand": "EMPTY"}
    order = row["structure"]["orderBy"]["fields"]
    assert order[0]["direction"] == "desc"
    assert order[1] == {"field": {"name": "key", "encodedName": "key"}}
