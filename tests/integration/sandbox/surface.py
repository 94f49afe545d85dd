"""A walk over what hangs on issues, the bulk queue, boards and helpers of queries; oracles judge it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from tests.integration.sandbox.client import adf, issue

if TYPE_CHECKING:
    from tests.integration.sandbox.client import Answer, Client

FILE = b"\x00\x01 bytes \r\n--not the boundary\r\n\xff"
AGILE = "/rest/agile/1.0"
SINGLE = (
    "configuration",
    "mypermissions?permissions=BROWSE_PROJECTS,ADMINISTER",
    "permissions",
    "priority/3",
    "priority/99",
    "resolution/10000",
    "status/10000",
    "status/Done",
    "status/Nope",
    "statuscategory/done",
    "issueLinkType/10000",
    "issueLinkType/99",
    "user/picker?query=ada",
    "groups/picker",
    "jql/autocompletedata",
    "jql/autocompletedata/suggestions?fieldName=status&fieldValue=d",
    "worklog/updated?since=0",
    "attachment/meta",
    "version/10001/relatedIssueCounts",
    "version/10001/unresolvedIssueCount",
    "component/10001/relatedIssueCounts",
    "project/DEMO/version?maxResults=2",
)
CLOUD_ONLY = (
    "label",
    "statuses/search",
    "field/search?type=custom&maxResults=3",
    "field/customfield_10031/context",
    "field/customfield_10031/context/10131/option",
    "project/DEMO/component",
    "users/search",
    "users",
    "issue/createmeta?projectKeys=DEMO&issuetypeNames=Task&expand=projects.issuetypes.fields",
    "mypermissions?permissions=NOPE",
)


def upload(
    call: Client, key: str, name: str = "a é.bin", content: bytes = FILE, kind: str = "image/png"
) -> Answer:
    mark = "x-1-boundary"
    body = (
        (
            f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            f"Content-Type: {kind}\r\n\r\n"
        ).encode()
        + content
        + f"\r\n--{mark}--\r\n".encode()
    )
    return call.raw(
        "POST",
        f"issue/{key}/attachments",
        body,
        {"Content-Type": f"multipart/form-data; boundary={mark}", "X-Atlassian-Token": "no-check"},
    )


def done(call: Client, task: str) -> dict[str, Any]:
    """The task's progress, when it has ended."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        told = call("GET", f"bulk/queue/{task}").body
        if told["status"] not in ("ENQUEUED", "RUNNING"):
            return dict(told)
        time.sleep(0.01)
    raise AssertionError("the task never ended")


def text(call: Client, words: str) -> Any:
    return words if call.api.endswith("2") else adf(words)


def walk(call: Client) -> None:
    """What both editions serve."""
    epic = call("POST", "issue", issue("E", "Epic", customfield_10011="E")).body["key"]
    one = call(
        "POST", "issue", issue("One", "Story", labels=["x"], fixVersions=[{"id": "10001"}])
    ).body["key"]
    two = call("POST", "issue", issue("Two", "Task")).body["key"]
    _hanging(call, one)
    for path in SINGLE:
        call("GET", path)
    call(
        "GET",
        f"issue/{one}?expand=renderedFields,names,schema,operations,editmeta,changelog,transitions",
    )
    call("GET", "issue/picker?query=one")
    call("POST", f"issue/{one}/notify", {"subject": "s", "to": {"reporter": True}})
    _configuring(call)
    _agile(call, epic, one, two)


def _hanging(call: Client, key: str) -> None:
    made = call(
        "POST",
        f"issue/{key}/worklog",
        {
            "timeSpent": "1h 30m",
            "comment": text(call, "did"),
            "started": "2026-01-02T03:04:05.000+0000",
        },
    ).body["id"]
    call("GET", f"issue/{key}/worklog")
    call("GET", f"issue/{key}/worklog/{made}")
    call("GET", f"issue/{key}/worklog/99")
    call("PUT", f"issue/{key}/worklog/{made}", {"timeSpentSeconds": 7200})
    call("POST", "worklog/list", {"ids": [int(made)]})
    call("POST", f"issue/{key}/worklog", {"timeSpent": "soon"})
    call("DELETE", f"issue/{key}/worklog/{made}")
    call("GET", f"issue/{key}/watchers")
    call("POST", f"issue/{key}/watchers")
    call("GET", f"issue/{key}/votes")
    call("POST", f"issue/{key}/votes")
    link = {"globalId": "g=1", "object": {"url": "https://e.example", "title": "E"}}
    remote = call("POST", f"issue/{key}/remotelink", link).body["id"]
    call("POST", f"issue/{key}/remotelink", link)
    call("GET", f"issue/{key}/remotelink")
    call("GET", f"issue/{key}/remotelink?globalId=g%3D1")
    call("GET", f"issue/{key}/remotelink/{remote}")
    call("PUT", f"issue/{key}/remotelink/{remote}", link)
    call("DELETE", f"issue/{key}/remotelink/{remote}")
    call("POST", f"issue/{key}/remotelink", {})
    (attachment,) = upload(call, key).body
    call("GET", f"attachment/{attachment['id']}")
    call("GET", f"issue/{key}?fields=attachment,worklog,watches,votes,timetracking,progress")
    call("DELETE", f"attachment/{attachment['id']}")
    call("GET", f"attachment/{attachment['id']}")


def _configuring(call: Client) -> None:
    version = call(
        "POST", "version", {"name": "9.0", "projectId": 10000, "releaseDate": "2026-05-01"}
    ).body["id"]
    call("GET", f"version/{version}")
    call("PUT", f"version/{version}", {"released": True, "description": "out"})
    call("POST", "version", {"name": "9.0", "projectId": 10000})
    if call.api.endswith("3"):
        call("PUT", f"version/{version}/mergeto/10001")
        call("GET", f"version/{version}")
    part = call("POST", "component", {"name": "Docs", "project": "DEMO"}).body["id"]
    call("GET", f"component/{part}")
    call("PUT", f"component/{part}", {"description": "words"})
    call("DELETE", f"component/{part}")
    call("GET", f"component/{part}")
    call("GET", "project/DEMO")


def _agile(call: Client, epic: str, one: str, two: str) -> None:
    sprint = call(
        "POST", f"{AGILE}/sprint", {"name": "Next", "originBoardId": 1, "goal": "g"}
    ).body["id"]
    call("POST", f"{AGILE}/sprint", {"name": "", "originBoardId": 1})
    call("POST", f"{AGILE}/sprint/{sprint}/issue", {"issues": [one, two]})
    call("PUT", f"{AGILE}/issue/rank", {"issues": [two], "rankBeforeIssue": one})
    dates = {"startDate": "2026-01-01T00:00:00.000Z", "endDate": "2026-01-14T00:00:00.000Z"}
    call("POST", f"{AGILE}/sprint/{sprint}", {"state": "active", **dates})
    call("PUT", f"{AGILE}/sprint/{sprint}", {"name": "Now", "state": "active", **dates})
    call("POST", f"{AGILE}/epic/{epic}/issue", {"issues": [one]})
    for path in (
        f"sprint/{sprint}",
        f"sprint/{sprint}/issue",
        "board/1/configuration",
        "board/1/project",
        "board/1/version",
        "board/1/issue?maxResults=2",
        "board/1/backlog",
        "board/1/epic",
        "board/1/epic/none/issue",
        f"board/1/epic/{epic}/issue" if call.api.endswith("3") else "board/1",
        f"board/1/sprint/{sprint}/issue",
        f"epic/{epic}" if call.api.endswith("3") else "board/1",
        f"issue/{one}",
    ):
        call("GET", f"{AGILE}/{path}")
    call("POST", f"{AGILE}/backlog/issue", {"issues": [two]})
    call("DELETE", f"{AGILE}/sprint/{sprint}")
    call("GET", f"{AGILE}/sprint/{sprint}")


def walk_cloud(call: Client) -> None:
    """What Cloud alone serves."""
    keys = [call("POST", "issue", issue(str(n), labels=["a"])).body["key"] for n in range(4)]
    for path in CLOUD_ONLY:
        call("GET", path)
    account = call("GET", "myself").body["accountId"]
    call("GET", f"user/bulk?accountId={account}")
    comment = call("POST", f"issue/{keys[0]}/comment", {"body": adf("x")}).body["id"]
    call("POST", "comment/list", {"ids": [int(comment)]})
    numbers = [int(call("GET", f"issue/{key}?fields=summary").body["id"]) for key in keys]
    call("POST", "jql/match", {"issueIds": numbers, "jqls": ["project = DEMO", "nope = 1"]})
    call("POST", "jql/autocompletedata", {})
    names = ",".join(keys)
    call("GET", f"bulk/issues/fields?issueIdsOrKeys={names}")
    call("GET", f"bulk/issues/transition?issueIdsOrKeys={names}")
    given = {
        "labelsFields": [
            {
                "fieldId": "labels",
                "labels": [{"name": "b"}],
                "bulkEditMultiSelectFieldOption": "ADD",
            }
        ],
        "priority": {"priorityId": "2"},
    }
    task = call(
        "POST",
        "bulk/issues/fields",
        {
            "selectedIssueIdsOrKeys": [*keys, "NOPE-1"],
            "selectedActions": ["labels", "priority"],
            "editedFieldsInput": given,
        },
    ).body["taskId"]
    done(call, task)
    call(
        "POST",
        "bulk/issues/fields",
        {"selectedIssueIdsOrKeys": [], "selectedActions": [], "editedFieldsInput": {}},
    )
    task = call(
        "POST",
        "bulk/issues/transition",
        {"bulkTransitionInputs": [{"selectedIssueIdsOrKeys": keys[:2], "transitionId": "41"}]},
    ).body["taskId"]
    done(call, task)
    for verb in ("unwatch", "watch", "delete"):
        task = call("POST", f"bulk/issues/{verb}", {"selectedIssueIdsOrKeys": keys[3:]}).body[
            "taskId"
        ]
        done(call, task)
    call("GET", "bulk/queue/nope")
    (attachment,) = upload(call, keys[0]).body
    call("GET", f"attachment/content/{attachment['id']}")
    call("GET", f"attachment/content/{attachment['id']}?redirect=false")
    call("GET", "webhook")
