"""Search over real HTTP: pages, fields, and what queries find."""

from __future__ import annotations

import pytest

from jira_sandbox import Sandbox
from tests.integration.sandbox.client import Client, adf

SEED = {
    "issues": [
        {"project": "DEMO", "type": "Epic", "summary": "Payments", "status": "In Progress"},
        {"project": "DEMO", "type": "Story", "summary": "Pay by card", "parent": "DEMO-1", "priority": "High",
         "labels": ["card", "money"], "components": ["API"], "fixVersions": ["2.0.0"], "assignee": "ada@example.com",
         "fields": {"Story Points": 5, "Sprint": 23, "Team": "Platform"}, "description": "Visa and others"},
        {"project": "DEMO", "type": "Bug", "summary": "Card is refused", "priority": "Critical", "status": "Done",
         "labels": ["card"], "assignee": "robin@example.com", "duedate": "2026-12-24", "fields": {"Story Points": 2}},
        {"project": "DEMO", "type": "Sub-task", "summary": "Write tests", "parent": "DEMO-2", "priority": "Lowest"},
        {"project": "BACK", "type": "Task", "summary": "Move the house", "author": "ada@example.com",
         "fields": {"Platforms": ["Web", "API"], "Customer": "Acme Ltd"}, "versions": ["1.0.0"]},
    ]
}  # fmt: skip


@pytest.fixture(scope="module")
def jira():
    with Sandbox(SEED) as running:
        yield running


@pytest.fixture(scope="module")
def call(jira):
    client = Client(jira)
    yield client
    client.pool.close()


@pytest.mark.parametrize(
    ("jql", "numbers"),
    [
        ("project = DEMO", "1 2 3 4"),
        ("project = demo AND type = story", "2"),
        ("project in (DEMO, BACK)", "1 2 3 4 B1"),
        ("project != DEMO", "B1"),
        ("project = 10000", "1 2 3 4"),
        ("key = DEMO-2", "2"),
        ("issuekey in (DEMO-2, DEMO-3)", "2 3"),
        ("id = 10002", "3"),
        ("key > DEMO-2", "3 4"),
        ("key >= DEMO-2 AND key < DEMO-4", "2 3"),
        ("parent = DEMO-1", "2"),
        ("parent in (DEMO-1, DEMO-2)", "2 4"),
        ("parent is EMPTY", "1 3 B1"),
        ('"Epic Link" = DEMO-1', "2"),
        ('status = "To Do"', "2 4 B1"),
        ("status != Done", "1 2 4 B1"),
        ('statusCategory = "In Progress"', "1"),
        ("statusCategory not in (Done, new)", "1"),
        ("resolution = Unresolved", "1 2 4 B1"),
        ("resolution is not EMPTY", "3"),
        ("resolution = Done", "3"),
        ("priority = High", "2"),
        ("priority > High", "3"),
        ("priority >= High", "2 3"),
        ("priority < Medium", "4"),
        ("assignee = currentUser()", "3"),
        ('assignee = "ada@example.com"', "2"),
        ('assignee = "Ada Moreau"', "2"),
        ("assignee is EMPTY", "1 4 B1"),
        ("assignee != currentUser()", "2"),
        ("creator = 'ada@example.com'", "B1"),
        ("labels = card", "2 3"),
        ("labels = CARD", "2 3"),
        ("labels in (money)", "2"),
        ("labels != money", "3"),
        ("labels not in (money)", "3"),
        ("labels is empty", "1 4 B1"),
        ("NOT labels = money", "3"),
        ("NOT (labels = money OR type = Epic)", "3"),
        ("labels is EMPTY OR labels != money", "1 3 4 B1"),
        ("labels in (EMPTY, money)", "1 2 4 B1"),
        ("labels not in (EMPTY, money)", "3"),
        ("component = API", "2"),
        ("fixVersion = '2.0.0'", "2"),
        ("fixVersion in unreleasedVersions()", "2"),
        ("affectedVersion in releasedVersions()", "B1"),
        ("sprint = 23", "2 4"),
        ("sprint = 'Sprint 23'", "2 4"),
        ("sprint in openSprints()", "2 4"),
        ("sprint in closedSprints()", ""),
        ("sprint is EMPTY", "1 3 B1"),
        ('"Story Points" > 2', "2"),
        ('"Story Points" <= 5', "2 3"),
        ("'Story Points' = 2", "3"),
        ("'Story Points' != 2", "2"),
        ("'Story Points' in (2, 5)", "2 3"),
        ("cf[10031] = Platform", "2"),
        ("Team in (Platform, Data)", "2"),
        ("Platforms = Web", "B1"),
        ("Customer ~ acme", "B1"),
        ("summary ~ card", "2 3"),
        ("summary ~ 'card pay'", "2"),
        ("summary ~ '\"by card\"'", "2"),
        ("summary ~ '\"card by\"'", ""),
        ("summary ~ 'ref*'", "3"),
        ("summary !~ card", "1 4 B1"),
        ("description ~ visa", "2"),
        ("description is EMPTY", "1 3 4 B1"),
        ("text ~ visa", "2"),
        ("text ~ acme", "B1"),
        ("card", "2 3"),
        ("duedate = 2026-12-24", "3"),
        ("due < '2027/01/01' AND due > 2026-12-01", "3"),
        ("created >= -15m", "1 2 3 4 B1"),
        ("created < -15m", ""),
        ("created >= startOfDay('-1') AND created <= endOfDay('+1')", "1 2 3 4 B1"),
        ("updated <= now()", "1 2 3 4 B1"),
        ("issuetype in subTaskIssueTypes()", "4"),
        ("issuetype not in standardIssueTypes()", "4"),
        ("type = Bug OR type = Epic AND project = BACK", "3"),
        ("(type = Bug OR type = Epic) AND project = DEMO", "1 3"),
        ("project = DEMO && !(type = Bug || type = Epic)", "2 4"),
        ("reporter = currentUser() and project = BACK", ""),
    ],
)
def test_what_a_query_finds(call, jql, numbers):
    wanted = [f"BACK-{n[1:]}" if n.startswith("B") else f"DEMO-{n}" for n in numbers.split()]
    assert sorted(call.find(jql)) == sorted(wanted)
    assert call("POST", "search/approximate-count", {"jql": jql}).body == {"count": len(wanted)}


@pytest.mark.parametrize(
    ("order", "keys"),
    [
        ("key ASC", "BACK-1 DEMO-1 DEMO-2 DEMO-3 DEMO-4"),
        ("key DESC", "DEMO-4 DEMO-3 DEMO-2 DEMO-1 BACK-1"),
        ("priority DESC, key ASC", "DEMO-3 DEMO-2 BACK-1 DEMO-1 DEMO-4"),
        ("priority ASC, key ASC", "DEMO-4 BACK-1 DEMO-1 DEMO-2 DEMO-3"),
        ("'Story Points' DESC, id ASC", "BACK-1 DEMO-1 DEMO-4 DEMO-2 DEMO-3"),
        ("summary", "DEMO-3 BACK-1 DEMO-2 DEMO-1 DEMO-4"),
        ("Rank ASC", "DEMO-1 DEMO-2 DEMO-3 DEMO-4 BACK-1"),
        ("duedate, key DESC", "DEMO-4 DEMO-2 DEMO-1 BACK-1 DEMO-3"),
        ("duedate ASC, key DESC", "DEMO-3 DEMO-4 DEMO-2 DEMO-1 BACK-1"),
        ("created", "BACK-1 DEMO-4 DEMO-3 DEMO-2 DEMO-1"),
    ],
)
def test_order(call, order, keys):
    jql = f"project in (DEMO, BACK) ORDER BY {order}"
    assert call.find(jql) == keys.split()
    # the same, one issue to a page
    found, token = [], None
    for _ in range(5):
        asked = {"jql": jql, "maxResults": 1, "fields": ["summary"]}
        page = call("POST", "search/jql", asked | ({"nextPageToken": token} if token else {})).body
        found += [i["key"] for i in page["issues"]]
        token = page.get("nextPageToken")
        assert page["isLast"] == (token is None)
    assert (found, token) == (keys.split(), None)


@pytest.mark.parametrize(
    ("jql", "message"),
    [
        ("nope = 1", "Field 'nope' does not exist or you do not have permission to view it."),
        ("project = NOPE", "The value 'NOPE' does not exist for the field 'project'."),
        ("sprint = 'Sprint 99'", "Sprint with name 'Sprint 99' does not exist or you do not have permission to view it."),
        ("key = DEMO-99", "An issue with key 'DEMO-99' does not exist for field 'key'."),
        ("summary = x", "The operator '=' is not supported by the 'summary' field."),
        ("status ~ x", "The operator '~' is not supported by the 'status' field."),
        ("created > tomorrow", "Date value 'tomorrow' for field 'created' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'."),
        ("assignee = nobody()", "Unable to find JQL function 'nobody()'."),
        ("project = DEMO x", "Error in the JQL Query: Expecting either 'OR' or 'AND' but got 'x'. (line 1, character 16)"),
        ("project =", "Error in the JQL Query: Expecting either a value, list or function before the end of the query."),
        ("project = 'x", "Error in the JQL Query: The quoted string 'x' has not been completed. (line 1, character 11)"),
        ("project in (DEMO", "Error in the JQL Query: Expecting either ',' or ')' but got ''. (line 1, character 17)"),
        ("and = 1", "Error in the JQL Query: 'and' is a reserved JQL word. You must surround it in quotation marks to use it in a query. (line 1, character 1)"),
        ("a@b = 1", "Error in the JQL Query: The character '@' is a reserved JQL character. You must enclose it in a string or use the escape '\\u0040' instead. (line 1, character 2)"),
        ("project = DEMO ORDER BY nope", "Not able to sort using field 'nope'."),
        ("project = DEMO ORDER BY text", "Not able to sort using field 'text'."),
        ("project = DEMO ORDER BY k, b, c, d, e, f, g, h", "The maximum number of sort fields is 7."),
        ("", "Unbounded JQL queries are not allowed here. Please add a search restriction to your query."),
    ],
)  # fmt: skip
def test_a_bad_query_is_refused_in_jiras_words(call, jql, message):
    answer = call("POST", "search/jql", {"jql": jql})
    assert (answer.status, answer.body) == (400, {"errorMessages": [message], "errors": {}})


def test_every_complaint_of_a_query_is_told(call):
    answer = call("POST", "search/jql", {"jql": "nope = 1 AND project = NOPE"})
    assert len(answer.body["errorMessages"]) == 2


def test_only_the_id_unless_fields_are_named(call):
    bare = call("POST", "search/jql", {"jql": "key = DEMO-2"}).body
    assert bare == {"issues": [{"id": "10001"}], "isLast": True}
    named = call("GET", "search/jql?jql=key=DEMO-2&fields=key").body["issues"][0]
    assert (named["key"], "fields" in named) == ("DEMO-2", False)
    some = call("GET", "search/jql?jql=key=DEMO-2&fields=summary,-status").body["issues"][0]
    assert some["fields"] == {"summary": "Pay by card"}
    navigable = call(
        "POST", "search/jql", {"jql": "key = DEMO-2", "fields": ["*navigable", "-labels"]}
    )
    shown = navigable.body["issues"][0]["fields"]
    assert "summary" in shown
    assert not shown.keys() & {"labels", "comment"}


def test_the_removed_search_is_gone(call):
    for method in ("GET", "POST"):
        assert call(method, "search", None if method == "GET" else {}).status == 410


def test_a_strange_token_is_refused(call):
    page = call("POST", "search/jql", {"jql": "project = DEMO", "maxResults": 1}).body
    for token in ("x", "!!", "bnVsbA", page["nextPageToken"][:-3]):
        answer = call("POST", "search/jql", {"jql": "project = DEMO", "nextPageToken": token})
        assert answer.status == 400
    other = call(
        "POST", "search/jql", {"jql": "project = BACK", "nextPageToken": page["nextPageToken"]}
    )
    assert other.status == 400


def test_pages_stay_whole_while_issues_come_and_go():
    with Sandbox() as jira:
        call = Client(jira)
        keys = [call.create(f"n{i}") for i in range(6)]
        first = call(
            "POST",
            "search/jql",
            {"jql": "project = DEMO ORDER BY id ASC", "maxResults": 3, "fields": ["summary"]},
        ).body
        call("DELETE", f"issue/{keys[0]}")
        added = call.create("late")
        rest = call(
            "POST",
            "search/jql",
            {
                "jql": "project = DEMO ORDER BY id ASC",
                "maxResults": 10,
                "fields": ["summary"],
                "nextPageToken": first["nextPageToken"],
            },
        ).body
        assert [i["key"] for i in rest["issues"]] == [*keys[3:], added]
        call.pool.close()


def test_dates_are_read_in_the_zone_of_the_caller():
    with Sandbox() as jira:
        robin = Client(jira)  # New York
        noon = 1_790_000_000_000 // 86_400_000 * 86_400_000 + 12 * 3_600_000  # 12:00 UTC
        robin("POST", "/_sandbox/clock", {"freeze": noon})
        robin.create()
        from datetime import UTC, datetime

        day = f"{datetime.fromtimestamp(noon / 1000, UTC):%Y-%m-%d}"
        assert robin.find(f'created >= "{day} 08:00"') == ["DEMO-1"]
        assert robin.find(f'created >= "{day} 08:01"') == []
        assert robin.find(f'created = "{day} 08:00"') == ["DEMO-1"]
        from tests.integration.sandbox.client import basic

        ada = Client(jira, basic("ada@example.com", "ada-token"))  # Berlin, summer
        assert ada.find(f'created >= "{day} 14:00"') == ["DEMO-1"]
        assert ada.find(f'created >= "{day} 14:01"') == []
        for client in (robin, ada):
            client.pool.close()


def test_the_index_lags_on_request():
    with Sandbox() as jira, (call := Client(jira)).pool:
        call("POST", "/_sandbox/clock", {"freeze": 1_780_000_000_000})
        assert call("POST", "/_sandbox/lag", {"ms": 500}).status == 204
        key = call.create()
        issue_id = int(call("GET", f"issue/{key}").body["id"])
        assert call.find("project = DEMO") == []
        assert call("POST", "search/approximate-count", {"jql": "project = DEMO"}).body == {
            "count": 0
        }
        assert call.find("project = DEMO", reconcileIssues=[issue_id]) == [key]
        assert call.find("project = BACK", reconcileIssues=[issue_id]) == []
        call("POST", "/_sandbox/clock", {"shift": 500})
        assert call.find("project = DEMO") == [key]


def test_a_test_sees_through_the_lag_without_ending_it():
    with Sandbox() as jira, (call := Client(jira)).pool:
        assert call("POST", "/_sandbox/lag", {"ms": 60_000, "vanish": 1.0}).status == 204
        key = call.create()
        with jira.site.index.up_to_date():
            assert call.find("project = DEMO") == [key]
        assert call.find("project = DEMO") == []
        assert (jira.site.index.vanish, jira.site.index.lag_ms) == (1.0, 60_000)


def test_parsing_only(call):
    answer = call(
        "POST", "jql/parse?validation=strict", {"queries": ["project = DEMO", "x ="]}
    ).body
    assert [("errors" in q) for q in answer["queries"]] == [False, True]


def test_comments_are_searched(jira, call):
    assert call("POST", "issue/DEMO-4/comment", {"body": adf("Xylophone")}).status == 201
    assert call.find("comment ~ xylophone") == ["DEMO-4"]
    assert call.find("text ~ xylophone") == ["DEMO-4"]


def test_a_thousand_issues_come_once_each_by_pages():
    from tests.integration.sandbox.client import issue

    with Sandbox() as jira, (call := Client(jira)).pool:
        for _ in range(20):
            rows = [issue(f"n{i}") for i in range(50)]
            assert call("POST", "issue/bulk", {"issueUpdates": rows}).status == 201
        found, token, sizes = [], "", []
        while True:
            asked = {
                "jql": "project = DEMO ORDER BY updated ASC",
                "maxResults": 5000,
                "fields": ["key", "summary"],
            }
            page = call("POST", "search/jql", asked | {"nextPageToken": token}).body
            found += [i["key"] for i in page["issues"]]
            sizes.append(len(page["issues"]))
            token = page.get("nextPageToken", "")
            if page["isLast"]:
                break
        assert sizes == [100] * 10
        assert sorted(found, key=lambda k: int(k[5:])) == [f"DEMO-{i}" for i in range(1, 1001)]
        ids = call("POST", "search/jql", {"jql": "project = DEMO", "maxResults": 5000}).body
        assert (len(ids["issues"]), ids["isLast"]) == (1000, True)


def test_pages_do_not_lose_what_changes_meanwhile():
    """Sorted by `updated`, an issue that is edited between two pages comes again, never not at all."""
    with Sandbox() as jira, (call := Client(jira)).pool:
        keys = []
        for i in range(6):
            call("POST", "/_sandbox/clock", {"freeze": 1_780_000_000_000 + 1000 * i})
            keys.append(call.create(f"n{i}"))
        asked = {
            "jql": "project = DEMO ORDER BY updated ASC",
            "maxResults": 2,
            "fields": ["summary"],
        }
        page = call("POST", "search/jql", asked).body
        found = [i["key"] for i in page["issues"]]
        call("PUT", f"issue/{keys[0]}", {"fields": {"summary": "edited"}})
        while not page["isLast"]:
            page = call(
                "POST", "search/jql", asked | {"nextPageToken": page["nextPageToken"]}
            ).body
            found += [i["key"] for i in page["issues"]]
        assert (found[:4], sorted(found)) == (keys[:4], sorted([*keys, keys[0]]))


def test_who_leads_what_and_what_is_linked_from_elsewhere(jira, call):
    ada = call("GET", "user/search?query=ada").body[0]["accountId"]
    body = {"name": "Ada's", "project": "DEMO", "leadAccountId": ada}
    assert call("POST", "component", body).status == 201
    key = call.create("one", components=[{"name": "Ada's"}])
    other = call.create("two", project="PROJ")
    thing = {"globalId": "g=1", "object": {"url": "https://example.com", "title": "x"}}
    call("POST", f"issue/{other}/remotelink", thing)
    found = {
        "component IN componentsLeadByUser('ada@example.com')": [key],
        "component IN componentsLeadByUser()": [],
        "project IN projectsLeadByUser() AND text ~ one": [key],
        "project IN projectsLeadByUser('ada@example.com') AND text ~ one": [],
        "project IN projectsWhereUserHasPermission('Browse Projects') AND text ~ two": [other],
        "key IN issuesWithRemoteLinksByGlobalId('g=0', 'g=1')": [other],
        "textfields ~ two": [other],
    }
    for jql, keys in found.items():
        assert sorted(call.find(jql)) == sorted(keys), jql
