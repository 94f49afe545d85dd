"""The index that lags and forgets, pages that are short, limits, and lines that go wrong slowly."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from jira_sandbox import Sandbox
from tests.integration.sandbox.client import Client, bearer


@pytest.fixture
def slow(call):
    """A site whose clock stands and whose index is a second behind."""
    call("POST", "/_sandbox/clock", {"freeze": 1_767_268_800_000})
    call("POST", "/_sandbox/lag", {"ms": 1000})
    return call


def later(call, ms=1000):
    call("POST", "/_sandbox/clock", {"shift": ms})


def shown(call, jql="project = DEMO"):
    body = {"jql": f"{jql} ORDER BY key ASC", "fields": ["summary"]}
    issues = call("POST", "search/jql", body).body["issues"]
    return {row["key"]: row["fields"]["summary"] for row in issues}


def test_a_new_issue_is_found_only_after_the_lag(slow):
    key = slow.create("New")
    assert shown(slow) == {}
    assert slow.fields(key, "summary")["summary"] == "New"
    later(slow, 999)
    assert shown(slow) == {}
    later(slow, 1)
    assert shown(slow) == {key: "New"}


def test_an_edited_issue_is_found_and_told_as_it_was(slow):
    key = slow.create("Old", labels=["a"])
    later(slow)
    assert shown(slow) == {key: "Old"}
    slow("PUT", f"issue/{key}", {"fields": {"summary": "New", "labels": ["b"]}})
    assert shown(slow) == {key: "Old"}
    assert shown(slow, "labels = 'a'") == {key: "Old"}
    assert shown(slow, "labels = b") == {}
    later(slow)
    assert shown(slow, "labels = b") == {key: "New"}
    assert shown(slow, "labels = 'a'") == {}


def test_a_deleted_issue_leaves_a_hole_in_its_page(slow):
    keys = [slow.create(str(n)) for n in range(3)]
    later(slow)
    assert slow("DELETE", f"issue/{keys[0]}").status == 204
    first = slow(
        "POST",
        "search/jql",
        {"jql": "project = DEMO ORDER BY key ASC", "fields": ["summary"], "maxResults": 2},
    ).body
    assert [row["key"] for row in first["issues"]] == keys[1:2]
    assert first["isLast"] is False
    assert slow("POST", "search/approximate-count", {"jql": "project = DEMO"}).body["count"] == 3
    later(slow)
    assert slow("POST", "search/approximate-count", {"jql": "project = DEMO"}).body["count"] == 2


def test_reconciling_brings_up_to_date(slow):
    key = slow.create("New")
    number = int(slow("GET", f"issue/{key}").body["id"])
    body = {"jql": "project = DEMO", "fields": ["summary"], "reconcileIssues": [number]}
    assert [row["key"] for row in slow("POST", "search/jql", body).body["issues"]] == [key]


def test_what_was_found_can_vanish_again(slow):
    slow("POST", "/_sandbox/lag", {"ms": 1000, "vanish": 0.5, "seed": 3})
    keys = [slow.create(str(n)) for n in range(20)]
    later(slow)
    seen = [set(shown(slow)) for _ in range(6)]
    assert any(one - other for one, other in pairwise(seen))
    assert set().union(*seen) == set(keys)
    later(slow, 5000)
    assert set(shown(slow)) == set(keys)


def test_pages_can_be_short(slow):
    slow("POST", "/_sandbox/lag", {"short": 0.9, "seed": 1})
    keys = [slow.create(str(n)) for n in range(12)]
    found, sizes, token = [], [], None
    while True:
        body = {
            "jql": "project = DEMO ORDER BY key ASC",
            "fields": ["summary"],
            "maxResults": 5,
            "nextPageToken": token,
        }
        page = slow("POST", "search/jql", body).body
        found += [row["key"] for row in page["issues"]]
        sizes.append(len(page["issues"]))
        token = page.get("nextPageToken")
        if token is None:
            break
    assert found == keys
    assert min(sizes[:-1]) < 5


def test_the_lag_ends(slow):
    key = slow.create("New")
    assert slow("POST", "/_sandbox/lag", {"ms": 0}).status == 204
    assert shown(slow) == {key: "New"}
    assert slow("POST", "/_sandbox/lag", {"ms": "x"}).status == 400


def test_the_lag_on_data_center():
    with (
        Sandbox(edition="datacenter") as jira,
        (call := Client(jira, bearer(jira.token), "/rest/api/2")).pool,
    ):
        call("POST", "/_sandbox/lag", {"ms": 60_000})
        call.create("New")
        assert call("GET", "search?jql=project=DEMO").body["total"] == 0
        call("POST", "/_sandbox/lag", {"ms": 0})
        assert call("GET", "search?jql=project=DEMO").body["total"] == 1


def test_writes_to_one_issue_are_limited_on_request(jira, call):
    one, two = call.create(), call.create()
    jira.fault("write_limit")
    statuses = [call("PUT", f"issue/{one}/properties/x", n).status for n in range(25)]
    assert statuses[:20] == [201, *[200] * 19]
    assert set(statuses[20:]) == {429}
    refused = call("PUT", f"issue/{one}", {"fields": {"summary": "x"}})
    assert refused.headers["RateLimit-Reason"] == "jira-per-issue-on-write"
    assert call("GET", f"issue/{one}").status == 200
    assert call("PUT", f"issue/{two}", {"fields": {"summary": "x"}}).status == 204


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("tenant", "jira-quota-tenant-based"),
        ("quota", "jira-quota-global-based"),
        ("cost", "jira-cost-based"),
    ],
)
def test_more_kinds_of_429(jira, call, reason, told):
    jira.fault("429", "myself", reason=reason, retry_after=1847)
    answer = call("GET", "myself")
    assert (answer.status, answer.headers["RateLimit-Reason"]) == (429, told)
    assert answer.headers["Retry-After"] == "1847"
    assert ("Beta-RateLimit" in answer.headers) == (reason != "cost")


def test_a_429_of_the_gateway_does_not_say_when(jira, call):
    jira.fault("429", reason="gateway")
    answer = call("GET", "myself")
    assert (answer.status, answer.headers["X-Failure-Category"]) == (
        429,
        "FAILURE CLIENT RATE LIMITED",
    )
    assert "Retry-After" not in answer.headers
    assert "RateLimit-Reason" not in answer.headers


def test_a_slow_drip_arrives_whole(jira, call):
    jira.fault("drip", "myself", ms=5, count=1)
    started = time.perf_counter()
    assert call("GET", "myself").body["displayName"] == "Robin Sander"
    assert time.perf_counter() - started >= 0.05


def test_the_wrong_content_type(jira, call):
    jira.fault("content_type", "myself", count=1)
    answer = call("GET", "myself")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html;charset=UTF-8")
    assert b"Robin Sander" in answer.body


def test_permission_that_is_lost_in_mid_run(jira, call):
    mine, other = call.create(), call.create(project="PROJ")
    jira.fault("forbid", "/myself", project="DEMO", count=1)
    assert call("GET", f"issue/{mine}").status == 200
    call("GET", "myself")
    assert call("GET", f"issue/{mine}").status == 404
    assert call("PUT", f"issue/{mine}", {"fields": {"summary": "x"}}).status == 404
    assert call.find("summary ~ thing") == [other]
    assert call("GET", "project/DEMO").status == 404
    assert [p["key"] for p in call("GET", "project/search").body["values"]] == [
        "BACK",
        "FRONT",
        "PROJ",
    ]
    fetched = call("POST", "issue/bulkfetch", {"issueIdsOrKeys": [mine, other]}).body
    assert [e["id"] for e in fetched["issueErrors"]] == [mine]
    refused = call(
        "POST",
        "issue",
        {"fields": {"project": {"key": "DEMO"}, "issuetype": {"name": "Task"}, "summary": "x"}},
    )
    assert (refused.status, list(refused.body["errors"])) == (400, ["project"])
    call("POST", "/_sandbox/reset")
    assert call("GET", "project/DEMO").status == 200
