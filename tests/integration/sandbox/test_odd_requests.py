"""Whatever is sent, no reply is a 5xx, and a refused create or edit leaves nothing behind."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jira_sandbox import Sandbox
from tests.integration.sandbox.client import Client, adf, issue

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "x", "DEMO-1", "10000", "-1", "2026-01-01", "\x00", "é\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "a b", "Task"]),
)  # fmt: skip
NAMES = st.sampled_from(["id", "key", "name", "value", "accountId", "set", "add", "remove", "none", "type", "content", "body", "inwardIssue", "outwardIssue"])  # fmt: skip
ODD = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)
    ),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    ["summary", "description", "priority", "labels", "components", "fixVersions", "assignee", "reporter", "duedate", "parent", "issuetype", "project", "status", "resolution", "comment", "issuelinks", "worklog", "customfield_10011", "customfield_10014", "customfield_10015", "customfield_10016", "customfield_10019", "customfield_10020", "customfield_10031", "customfield_10032", "customfield_10033", "customfield_10034", "customfield_10035", "customfield_10036", "nope"]
)  # fmt: skip
TABLES = st.one_of(ODD, st.dictionaries(FIELDS, ODD, max_size=4))
EASY = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def call():
    with Sandbox() as jira:
        client = Client(jira)
        client.create(description=adf("x"))
        yield client
        client.pool.close()


def _count(call):
    return call("POST", "search/approximate-count", {"jql": "project = DEMO"}).body["count"]


@EASY
@given(fields=TABLES, update=TABLES, transition=ODD, properties=ODD)
def test_odd_creates(call, fields, update, transition, properties):
    before = _count(call)
    body = {"fields": fields, "update": update, "transition": transition, "properties": properties}
    if isinstance(fields, dict):
        body["fields"] = {**issue()["fields"], **fields}
    answer = call("POST", "issue", body)
    assert answer.status in (201, 400, 404), answer
    assert _count(call) == before + (answer.status == 201)


@EASY
@given(fields=TABLES, update=TABLES)
def test_odd_edits(call, fields, update):
    before = call("GET", "issue/DEMO-1").body
    answer = call("PUT", "issue/DEMO-1", {"fields": fields, "update": update})
    assert answer.status in (204, 400, 404), answer
    if answer.status != 204:
        assert call("GET", "issue/DEMO-1").body == before


@EASY
@given(
    path=st.sampled_from(["issue/bulk", "issue/bulkfetch", "search/jql", "search/approximate-count", "jql/parse", "changelog/bulkfetch", "issueLink", "issue/DEMO-1/comment", "issue/DEMO-1/transitions", "issue", "issue/DEMO-1/worklog", "issue/DEMO-1/watchers", "issue/DEMO-1/remotelink", "issue/DEMO-1/notify", "issue/DEMO-1/changelog/list", "version", "component", "version/10001/removeAndSwap", "comment/list", "worklog/list", "jql/match", "jql/autocompletedata", "bulk/issues/fields", "bulk/issues/transition", "bulk/issues/delete", "bulk/issues/move", "bulk/issues/watch", "/rest/agile/1.0/sprint", "/rest/agile/1.0/sprint/24", "/rest/agile/1.0/sprint/24/issue", "/rest/agile/1.0/backlog/issue", "/rest/agile/1.0/epic/none/issue", "/rest/webhooks/1.0/webhook", "webhook", "/_sandbox/generate", "/_sandbox/lag", "/_sandbox/seed", "/_sandbox/webhooks"]),
    names=st.lists(st.sampled_from(["issueUpdates", "issueIdsOrKeys", "fields", "expand", "properties", "jql", "nextPageToken", "maxResults", "reconcileIssues", "queries", "fieldIds", "type", "inwardIssue", "outwardIssue", "body", "transition", "update", "timeSpent", "timeSpentSeconds", "started", "comment", "object", "globalId", "name", "project", "projectId", "releaseDate", "leadAccountId", "ids", "changelogIds", "issueIds", "jqls", "selectedIssueIdsOrKeys", "selectedActions", "editedFieldsInput", "bulkTransitionInputs", "targetToSourcesMapping", "originBoardId", "state", "startDate", "issues", "url", "events", "filters", "ms", "seed", "site", "to"]), max_size=5),
    data=st.data(),
)  # fmt: skip
def test_odd_bodies(call, path, names, data):
    body = {name: data.draw(ODD) for name in names}
    if path == "search/jql":
        body["jql"] = "project = DEMO"
    assert call("POST", path, body).status < 500


@EASY
@given(data=st.data())
def test_odd_queries(call, data):
    path = data.draw(st.sampled_from(["label", "mypermissions", "bulk/issues/fields", "bulk/issues/transition", "user/bulk", "user/picker", "issue/picker", "issue/createmeta", "worklog/updated", "jql/autocompletedata/suggestions", "field/search", "/rest/agile/1.0/board/1/issue", "/rest/agile/1.0/board/1/backlog", "/rest/agile/1.0/board/1/epic", "project/search", "search/jql", "priority/search", "user/search", "user", "issue/DEMO-1", "issue/DEMO-1/comment", "issue/DEMO-1/changelog", "issue/createmeta/DEMO/issuetypes", "/rest/agile/1.0/board", "/rest/agile/1.0/board/1/sprint"]))  # fmt: skip
    names = data.draw(st.lists(st.sampled_from(["startAt", "maxResults", "fields", "expand", "query", "jql", "id", "keys", "orderBy", "state", "nextPageToken", "issueIdsOrKeys", "accountId", "since", "fieldName", "fieldValue", "projectKeys", "permissions", "type", "globalId", "done"]), max_size=4))  # fmt: skip
    values = st.sampled_from(["", "0", "-1", "99999999999999999999", "x", "%00", "%FF", "*all", "-summary", "changelog", "project=DEMO", "é".encode().hex()])  # fmt: skip
    query = "&".join(f"{name}={data.draw(values)}" for name in names)
    assert call("GET", f"{path}?{query}").status < 500


@pytest.mark.parametrize("path", ["issue/%00", "issue/..%2f", "project/%F0%9F%98%80", "issue/DEMO-1/comment/x", "issueLink/x", "issue/DEMO-1/properties/%20", "issue/²"])  # fmt: skip
def test_odd_paths(call, path):
    assert call("GET", path).status == 404
