"""One walk over every family of endpoints, good and bad requests; oracles judge its answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.integration.sandbox.client import adf, issue

if TYPE_CHECKING:
    from tests.integration.sandbox.client import Client

READS = (
    "serverInfo",
    "myself",
    "field",
    "priority",
    "priority/search?maxResults=2",
    "resolution",
    "status",
    "statuscategory",
    "issuetype",
    "issuetype/10001",
    "issuetype/99",
    "issuetype/project?projectId=10000",
    "issuetype/project?projectId=99",
    "issueLinkType",
    "project",
    "project/search?maxResults=2&startAt=1",
    "project/search?keys=DEMO",
    "project/DEMO",
    "project/10001",
    "project/NOPE",
    "project/DEMO/statuses",
    "project/DEMO/versions",
    "project/DEMO/components",
    "issue/createmeta/DEMO/issuetypes",
    "issue/createmeta/DEMO/issuetypes/10000",
    "issue/createmeta/DEMO/issuetypes/10003?maxResults=3",
    "user/search?query=ada",
    "user/assignable/search?project=DEMO",
    "user/assignable/search?project=NOPE",
    "search?jql=project=DEMO",
)


def walk(call: Client) -> None:
    for path in READS:
        call("GET", path)
    account = call("GET", "myself").body["accountId"]
    call("GET", f"user?accountId={account}")
    _write(call, account)
    _search(call)
    _parts(call)
    _agile(call)
    call("DELETE", "issue/DEMO-2")
    call("DELETE", "issue/DEMO-2?deleteSubtasks=true")
    call("GET", "issue/DEMO-2")


def _write(call: Client, account: str) -> None:
    epic = call("POST", "issue", issue("An epic", "Epic")).body["key"]
    story = issue(
        "A story",
        "Story",
        parent={"key": epic},
        description=adf("one", "two"),
        environment=adf("here"),
        labels=["a", "b"],
        components=[{"name": "API"}],
        fixVersions=[{"name": "2.0.0"}],
        versions=[{"name": "1.0.0"}],
        assignee={"accountId": account},
        duedate="2026-12-24",
        customfield_10015="2026-12-01",
        customfield_10016=5,
        customfield_10020=23,
        customfield_10031={"value": "Platform"},
        customfield_10032=[{"value": "Web"}, {"value": "API"}],
        customfield_10033=adf("accepted"),
        customfield_10034="Customer",
        customfield_10035={"accountId": account},
        customfield_10036="2026-12-24T10:00:00.000+0100",
    )
    call("POST", "issue", {**story, "properties": [{"key": "ticketr", "value": {"id": 1}}]})
    _edit(call)


def _edit(call: Client) -> None:
    call("POST", "issue", issue("Bad", description="text", nope=1))
    call(
        "POST",
        "issue/bulk",
        {"issueUpdates": [issue("Sub", "Sub-task", parent={"key": "DEMO-2"}), issue("")]},
    )
    call("POST", "issue/bulk", {"issueUpdates": [issue("")]})
    call(
        "PUT",
        "issue/DEMO-2",
        {
            "fields": {"summary": "New", "customfield_10016": 8},
            "update": {"labels": [{"add": "c"}]},
        },
    )
    call("PUT", "issue/DEMO-2?returnIssue=true", {"fields": {"priority": {"name": "Low"}}})
    call("PUT", "issue/DEMO-2", {"fields": {"priority": {"name": "Nope"}}})
    call("PUT", "issue/DEMO-2/assignee", {"accountId": None})
    call("GET", "issue/DEMO-2?expand=names,schema,changelog,transitions&properties=ticketr")
    call("GET", "issue/DEMO-3")
    call("GET", "issue/DEMO-2/editmeta")
    call(
        "POST",
        "issue/bulkfetch",
        {
            "issueIdsOrKeys": ["DEMO-2", "DEMO-1", "NOPE-1"],
            "fields": ["summary"],
            "properties": ["ticketr"],
        },
    )
    call("POST", "issue/bulkfetch", {"issueIdsOrKeys": []})


def _search(call: Client) -> None:
    first = call(
        "POST",
        "search/jql",
        {"jql": "project = DEMO", "maxResults": 1, "fields": ["*all"], "expand": "names,schema"},
    )
    call(
        "POST",
        "search/jql",
        {
            "jql": "project = DEMO",
            "nextPageToken": first.body["nextPageToken"],
            "fields": ["*navigable"],
            "properties": ["ticketr"],
            "reconcileIssues": [10000],
        },
    )
    call("GET", "search/jql?jql=project=DEMO&fields=summary,status&expand=changelog")
    call("GET", "search/jql?jql=project=DEMO")
    call("POST", "search/jql", {"jql": "nonsense = 1"})
    call("POST", "search/approximate-count", {"jql": "project = DEMO"})
    call("POST", "jql/parse?validation=strict", {"queries": ["project = DEMO", "x ="]})


def _parts(call: Client) -> None:
    call("GET", "issue/DEMO-2/transitions?expand=transitions.fields")
    call("POST", "issue/DEMO-2/transitions", {"transition": {"id": "41"}})
    call("POST", "issue/DEMO-2/transitions", {"transition": {"id": "99"}})
    call("GET", "issue/DEMO-2/changelog")
    call("POST", "changelog/bulkfetch", {"issueIdsOrKeys": ["DEMO-2"]})
    call("PUT", "issue/DEMO-2/properties/x", {"a": 1})
    call("PUT", "issue/DEMO-2/properties/x", {"a": 2})
    call("GET", "issue/DEMO-2/properties/x")
    call("GET", "issue/DEMO-2/properties")
    call("DELETE", "issue/DEMO-2/properties/x")
    call("GET", "issue/DEMO-2/properties/x")
    comment = call("POST", "issue/DEMO-2/comment", {"body": adf("Hello")}).body["id"]
    call("GET", f"issue/DEMO-2/comment/{comment}")
    call("PUT", f"issue/DEMO-2/comment/{comment}", {"body": adf("Bye")})
    call("GET", "issue/DEMO-2/comment")
    call("GET", "issue/DEMO-2?fields=comment,issuelinks,subtasks")
    call("DELETE", f"issue/DEMO-2/comment/{comment}")
    call(
        "POST",
        "issueLink",
        {
            "type": {"name": "Blocks"},
            "inwardIssue": {"key": "DEMO-1"},
            "outwardIssue": {"key": "DEMO-2"},
        },
    )
    link = call("GET", "issue/DEMO-2?fields=issuelinks").body["fields"]["issuelinks"][0]["id"]
    call("GET", f"issueLink/{link}")
    call("DELETE", f"issueLink/{link}")


def _agile(call: Client) -> None:
    for path in (
        "board",
        "board?projectKeyOrId=PROJ",
        "board/1",
        "board/1/sprint?state=active",
        "sprint/23",
        "sprint/999",
        "board/99",
    ):
        call("GET", f"/rest/agile/1.0/{path}")


def walk_data_center(call: Client) -> None:
    """The ground of version 2 on Data Center."""
    for path in (
        "serverInfo",
        "myself",
        "field",
        "priority",
        "resolution",
        "status",
        "statuscategory",
        "issuetype",
        "issuetype/10001",
        "issueLinkType",
        "project",
        "project/DEMO",
        "project/NOPE",
        "project/DEMO/statuses",
        "project/DEMO/versions",
        "project/DEMO/components",
        "issue/createmeta/DEMO/issuetypes",
        "issue/createmeta/DEMO/issuetypes/10000",
        "user?username=ada",
        "user?username=nobody",
        "user/search?username=ada",
        "user/assignable/search?project=DEMO&username=a",
        "/rest/auth/1/session",
    ):
        call("GET", path)
    story = issue(
        "A story", "Story", description="h1. x", assignee={"name": "ada"}, customfield_10020=23
    )
    key = call("POST", "issue", {**story, "properties": [{"key": "t", "value": 1}]}).body["key"]
    sub = call("POST", "issue", issue("s", "Sub-task", parent={"key": key})).body["key"]
    call("POST", "issue/bulk", {"issueUpdates": [issue("x"), issue("")]})
    call("POST", "issue", issue("", nope=1))
    call(
        "PUT", f"issue/{key}", {"fields": {"summary": "New"}, "update": {"labels": [{"add": "c"}]}}
    )
    call("PUT", f"issue/{key}", {})
    call("PUT", f"issue/{key}/assignee", {"name": "robin"})
    call("GET", f"issue/{key}?expand=names,schema,changelog,transitions,renderedFields,editmeta")
    call("GET", "issue/NOPE-1")
    call("GET", f"issue/{key}/editmeta")
    call("GET", f"issue/{key}/subtask")
    call("GET", f"issue/{key}/transitions?expand=transitions.fields")
    call("POST", f"issue/{key}/transitions", {"transition": {"id": "41"}})
    call("POST", f"issue/{key}/transitions", {"transition": {"id": "99"}})
    comment = call("POST", f"issue/{key}/comment", {"body": "*hi*"}).body["id"]
    call("GET", f"issue/{key}/comment")
    call("GET", f"issue/{key}/comment/{comment}")
    call("PUT", f"issue/{key}/comment/{comment}", {"body": "bye"})
    call("DELETE", f"issue/{key}/comment/{comment}")
    call("PUT", f"issue/{key}/properties/x", {"a": 1})
    call("GET", f"issue/{key}/properties/x")
    call("GET", f"issue/{key}/properties")
    call("DELETE", f"issue/{key}/properties/x")
    link = {"type": {"name": "Blocks"}, "inwardIssue": {"key": key}, "outwardIssue": {"key": sub}}
    call("POST", "issueLink", link)
    made = call("GET", f"issue/{key}?fields=issuelinks").body["fields"]["issuelinks"][0]["id"]
    call("GET", f"issueLink/{made}")
    call("DELETE", f"issueLink/{made}")
    call("GET", "search?jql=project=DEMO&maxResults=2&expand=names,schema")
    call("POST", "search", {"jql": "project = DEMO", "fields": ["*all"], "expand": ["changelog"]})
    call("POST", "search", {"jql": "x ="})
    call("DELETE", f"issue/{key}")
    call("DELETE", f"issue/{key}?deleteSubtasks=true")
    for path in (
        "board",
        "board/1",
        "board/1/sprint?state=active",
        "sprint/23",
        "sprint/999",
        "board/99",
    ):
        call("GET", f"/rest/agile/1.0/{path}")
