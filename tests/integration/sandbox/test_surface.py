"""What hangs on issues, the bulk queue, boards and sprints, webhooks: what they do."""

from __future__ import annotations

import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import quote

import pytest

from jira_sandbox import Sandbox
from jira_sandbox.webhooks import EVENTS
from tests.integration.sandbox.client import Client, adf, basic, bearer, issue
from tests.integration.sandbox.surface import AGILE, FILE, done, upload


def test_work_is_logged_with_an_edit_and_on_the_way_through_the_workflow(call):
    key = call.create(timetracking={"originalEstimate": "1d"})
    more = {"timeSpent": "2h", "comment": adf("did"), "started": "2026-03-02T09:00:00.000+0000"}
    answer = call("PUT", f"issue/{key}", {"update": {"worklog": [{"add": more}]}})
    assert answer.status == 204
    steps = call("GET", f"issue/{key}/transitions").body["transitions"]
    work = [{"add": {"timeSpentSeconds": 3600, "adjustEstimate": "leave"}}]
    body = {"transition": {"id": steps[0]["id"]}, "update": {"worklog": work}}
    assert call("POST", f"issue/{key}/transitions", body).status == 204
    tracked = call.fields(key)["timetracking"]
    assert (tracked["timeSpent"], tracked["remainingEstimate"]) == ("3h", "6h")
    logged = call("GET", f"issue/{key}/worklog").body["worklogs"]
    assert [row["timeSpent"] for row in logged] == ["2h", "1h"]
    assert logged[0]["started"].startswith("2026-03-02T10:00:00.000")
    for wrong in (
        {"comment": adf("x")},
        {"timeSpent": "long"},
        {"timeSpent": "1h", "comment": "x"},
    ):
        refused = call("PUT", f"issue/{key}", {"update": {"worklog": [{"add": wrong}]}})
        assert refused.status == 400, wrong
    assert call("GET", f"issue/{key}/worklog").body["total"] == 2


def test_worklogs_move_the_estimates(call):
    key = call.create(timetracking={"originalEstimate": "1d", "remainingEstimate": "6h"})
    made = call("POST", f"issue/{key}/worklog", {"timeSpent": "1h 30m", "comment": adf("did")})
    assert (made.status, made.body["timeSpentSeconds"]) == (201, 5400)
    fields = call.fields(key)
    assert fields["timetracking"] == {
        "originalEstimate": "1d",
        "originalEstimateSeconds": 28800,
        "remainingEstimate": "4h 30m",
        "remainingEstimateSeconds": 16200,
        "timeSpent": "1h 30m",
        "timeSpentSeconds": 5400,
    }
    assert (fields["timespent"], fields["workratio"]) == (5400, 18)
    assert fields["progress"] == {"progress": 5400, "total": 21600, "percent": 25}
    assert fields["worklog"]["total"] == 1
    number = made.body["id"]
    call("PUT", f"issue/{key}/worklog/{number}?adjustEstimate=leave", {"timeSpent": "2h"})
    assert call.fields(key)["timetracking"]["timeSpent"] == "2h"
    assert call.fields(key)["timetracking"]["remainingEstimate"] == "4h 30m"
    call("DELETE", f"issue/{key}/worklog/{number}?adjustEstimate=new&newEstimate=3h")
    assert call.fields(key)["timetracking"]["remainingEstimate"] == "3h"
    assert call("GET", f"issue/{key}/worklog").body["total"] == 0
    assert [v["worklogId"] for v in call("GET", "worklog/deleted?since=0").body["values"]] == [
        int(number)
    ]
    refused = call("POST", f"issue/{key}/worklog", {"timeSpent": "soon"})
    assert (refused.status, list(refused.body["errors"])) == (400, ["timeLogged"])
    assert call("POST", f"issue/{key}/worklog", {}).status == 400
    assert call("POST", "issue", issue(timetracking={"originalEstimate": "long"})).status == 400


def test_watchers_and_votes(jira, call):
    key = call.create()
    ada = jira.site.catalogue.people.by_email("ada@example.com").account_id
    assert call("GET", f"issue/{key}/watchers").body["watchCount"] == 1
    assert call("POST", f"issue/{key}/watchers", ada).status == 204
    assert call.fields(key, "watches")["watches"]["watchCount"] == 2
    assert call("DELETE", f"issue/{key}/watchers?accountId={ada}").status == 204
    assert call("POST", f"issue/{key}/watchers", "nobody").status == 404
    assert call("POST", f"issue/{key}/votes").status == 404
    with (other := Client(jira, basic("ada@example.com", "ada-token"))).pool:
        assert other("DELETE", f"issue/{key}/votes").status == 404
        assert other("POST", f"issue/{key}/votes").status == 204
        assert other.fields(key, "votes")["votes"]["hasVoted"] is True
        assert other("GET", f"issue/{key}/votes").body["votes"] == 1
        assert other("DELETE", f"issue/{key}/votes").status == 204
    assert call.fields(key, "votes")["votes"] == {
        "self": f"{jira.url}/rest/api/3/issue/{key}/votes",
        "votes": 0,
        "hasVoted": False,
    }


def test_attachments_keep_every_byte(jira, call):
    key = call.create()
    before = call.fields(key, "updated")["updated"]
    (made,) = upload(call, key).body
    assert (made["filename"], made["size"], made["mimeType"]) == (
        "a é.bin",
        len(FILE),
        "image/png",
    )
    assert call.fields(key, "updated")["updated"] > before
    shown = call.fields(key, "attachment")["attachment"]
    assert [one["id"] for one in shown] == [made["id"]]
    assert call("GET", f"attachment/{made['id']}").body["id"] == int(made["id"])
    moved = call("GET", f"attachment/content/{made['id']}")
    assert moved.status == 303
    with (nobody := Client(jira, {})).pool:
        assert nobody("GET", moved.headers["Location"].removeprefix(jira.url)).body == FILE
        assert nobody("GET", f"attachment/content/{made['id']}").status == 404
    assert call("GET", f"attachment/content/{made['id']}?redirect=false").body == FILE
    (item,) = call("GET", f"issue/{key}/changelog").body["values"][-1]["items"]
    assert (item["field"], item["to"], item["toString"]) == ("Attachment", made["id"], "a é.bin")
    assert call("DELETE", f"attachment/{made['id']}").status == 204
    assert call.fields(key, "attachment")["attachment"] == []


def test_uploads_that_are_refused(call):
    key = call.create()
    assert call("POST", f"issue/{key}/attachments", {}).status == 403
    headers = {"X-Atlassian-Token": "no-check", "Content-Type": "text/plain"}
    assert call.raw("POST", f"issue/{key}/attachments", b"x", headers).status == 400
    headers["Content-Type"] = "multipart/form-data; boundary=b"
    assert call.raw("POST", f"issue/{key}/attachments", b"--b--\r\n", headers).status == 400


def test_versions_and_components_can_be_made_merged_and_removed(call):
    made = call("POST", "version", {"name": "3.0", "project": "DEMO"}).body
    key = call.create(fixVersions=[{"name": "3.0"}], components=[{"name": "API"}])
    assert call("GET", f"version/{made['id']}/relatedIssueCounts").body["issuesFixedCount"] == 1
    assert call("PUT", f"version/{made['id']}", {"released": True}).body["released"] is True
    assert call.find("fixVersion in releasedVersions()") == [key]
    assert call("PUT", f"version/{made['id']}/mergeto/10001").status == 204
    assert [v["name"] for v in call.fields(key)["fixVersions"]] == ["1.1.0"]
    assert call("GET", f"version/{made['id']}").status == 404
    assert call("POST", "version", {"name": "1.1.0", "project": "DEMO"}).status == 400
    api = next(c["id"] for c in call("GET", "project/DEMO/components").body if c["name"] == "API")
    assert call("DELETE", f"component/{api}?moveIssuesTo=10000").status == 204
    assert [c["name"] for c in call.fields(key)["components"]] == ["Backend"]


def test_a_configuration_that_was_changed_is_kept(tmp_path):
    from jira_sandbox import Sandbox

    kept = str(tmp_path / "jira.db")
    with Sandbox(storage=kept) as jira, (client := Client(jira)).pool:
        client("POST", "component", {"name": "Docs", "project": "DEMO"})
        sprint = client("POST", f"{AGILE}/sprint", {"name": "N", "originBoardId": 1}).body["id"]
    with Sandbox(storage=kept) as jira, (client := Client(jira)).pool:
        names = [c["name"] for c in client("GET", "project/DEMO/components").body]
        assert names[-1] == "Docs"
        assert client("GET", f"{AGILE}/sprint/{sprint}").body["state"] == "future"
        client("POST", "/_sandbox/reset")
        assert client("GET", f"{AGILE}/sprint/{sprint}").status == 404


def test_a_sprint_from_plan_to_close(call):
    keys = [call.create(str(n)) for n in range(3)]
    made = call("POST", f"{AGILE}/sprint", {"name": "S", "originBoardId": 1})
    assert (made.status, made.body["state"]) == (201, "future")
    sprint = made.body["id"]
    assert call("POST", f"{AGILE}/sprint/{sprint}/issue", {"issues": keys}).status == 204
    assert call.find(f"sprint = {sprint} ORDER BY key ASC") == keys
    assert call("POST", f"{AGILE}/sprint/{sprint}", {"state": "active"}).status == 400
    dates = {
        "startDate": "2026-01-01T09:00:00.000+01:00",
        "endDate": "2026-01-14T09:00:00.000+01:00",
    }
    started = call("POST", f"{AGILE}/sprint/{sprint}", {"state": "active", **dates}).body
    assert started["startDate"] == "2026-01-01T09:00:00.000+0100"
    assert call.find("sprint in openSprints() ORDER BY key ASC") == keys
    assert call("POST", f"{AGILE}/backlog/issue", {"issues": keys[:1]}).status == 204
    listed = call("GET", f"{AGILE}/board/1/sprint/{sprint}/issue?fields=summary").body
    assert [row["key"] for row in listed["issues"]] == keys[1:]
    assert [r["key"] for r in call("GET", f"{AGILE}/board/1/backlog").body["issues"]] == keys[:1]
    closed = call("POST", f"{AGILE}/sprint/{sprint}", {"state": "closed"}).body
    assert "completeDate" in closed
    assert call("POST", f"{AGILE}/sprint/{sprint}/issue", {"issues": keys}).status == 400
    assert call("POST", f"{AGILE}/sprint/{sprint}", {"state": "active"}).status == 400
    assert call("DELETE", f"{AGILE}/sprint/{sprint}").status == 204
    assert call.fields(keys[1])["customfield_10020"] is None


def test_the_rank_orders_boards_and_queries(call):
    one, two, three = (call.create(str(n)) for n in range(3))
    assert call.find("project = DEMO ORDER BY Rank ASC") == [one, two, three]
    assert (
        call("PUT", f"{AGILE}/issue/rank", {"issues": [three], "rankBeforeIssue": two}).status
        == 204
    )
    assert (
        call("PUT", f"{AGILE}/issue/rank", {"issues": [one], "rankAfterIssue": two}).status == 204
    )
    assert call.find("project = DEMO ORDER BY Rank ASC") == [three, two, one]
    listed = call("GET", f"{AGILE}/board/1/issue").body["issues"]
    assert [row["key"] for row in listed] == [three, two, one]
    ranks = [call.fields(key)["customfield_10019"] for key in (three, two, one)]
    assert ranks == sorted(ranks)


def test_epics_hold_issues(call):
    epic, story = call.create("E", kind="Epic"), call.create("S", kind="Story")
    assert call("POST", f"{AGILE}/epic/{epic}/issue", {"issues": [story]}).status == 204
    assert call.fields(story, "parent")["parent"]["key"] == epic
    assert [r["key"] for r in call("GET", f"{AGILE}/epic/{epic}/issue").body["issues"]] == [story]
    assert call("POST", f"{AGILE}/epic/none/issue", {"issues": [story]}).status == 204
    assert [r["key"] for r in call("GET", f"{AGILE}/epic/none/issue").body["issues"]] == [story]
    assert call("GET", f"{AGILE}/epic/{story}").status == 404


def test_the_bulk_queue_edits_moves_and_deletes(call):
    keys = [call.create(str(n), labels=["a"]) for n in range(3)]
    done_one = call.create("x")
    given = {
        "labelsFields": [
            {
                "fieldId": "labels",
                "labels": [{"name": "b"}],
                "bulkEditMultiSelectFieldOption": "ADD",
            }
        ],
        "singleLineTextFields": [{"fieldId": "customfield_10034", "text": "ACME"}],
        "singleSelectFields": [{"fieldId": "customfield_10031", "option": {"optionId": 999}}],
    }
    body = {
        "selectedIssueIdsOrKeys": [*keys, "NOPE-1"],
        "selectedActions": ["labels", "customfield_10034"],
        "editedFieldsInput": given,
    }
    started = call("POST", "bulk/issues/fields", body)
    assert started.status == 201
    told = done(call, started.body["taskId"])
    assert (told["status"], told["totalIssueCount"], told["invalidOrInaccessibleIssueCount"]) == (
        "COMPLETE",
        4,
        1,
    )
    assert len(told["processedAccessibleIssues"]) == 3
    assert call.fields(keys[0])["labels"] == ["a", "b"]
    assert call.fields(keys[0])["customfield_10034"] == "ACME"
    failing = {**body, "selectedActions": ["customfield_10031"]}
    told = done(call, call("POST", "bulk/issues/fields", failing).body["taskId"])
    assert list(told["failedAccessibleIssues"].values()) == [["Option id '999' is not valid"]] * 3
    refused = call("POST", "bulk/issues/fields", {**body, "selectedActions": ["summary"]})
    assert (refused.status, refused.body) == (
        400,
        {"errors": [{"message": "No value was given for: summary"}]},
    )
    inputs = [{"selectedIssueIdsOrKeys": [*keys, done_one], "transitionId": "41"}]
    done(
        call,
        call("POST", "bulk/issues/transition", {"bulkTransitionInputs": inputs}).body["taskId"],
    )
    assert sorted(call.find("status = Done")) == [*keys, done_one]
    moves = {"targetToSourcesMapping": {"PROJ,10002": {"issueIdsOrKeys": [done_one]}}}
    done(call, call("POST", "bulk/issues/move", moves).body["taskId"])
    assert call("GET", f"issue/{done_one}").body["key"] == "PROJ-1"
    done(call, call("POST", "bulk/issues/delete", {"selectedIssueIdsOrKeys": keys}).body["taskId"])
    assert call.find("project = DEMO") == []


@pytest.mark.parametrize("jql", ["", "project = DEMO AND priority = High"])
def test_webhooks_call_back(jira, call, jql):
    with Listener() as listener:
        hook = {
            "name": "mine",
            "url": f"{listener.url}/hook?x=1",
            "events": [
                "jira:issue_created",
                "jira:issue_updated",
                "jira:issue_deleted",
                "comment_created",
            ],
            "filters": {"issue-related-events-section": jql},
            "secret": "s3cret",
        }
        made = call("POST", "/rest/webhooks/1.0/webhook", hook)
        assert made.status == 201
        call.create("Not wanted by a filter", project="PROJ")
        key = call.create("Wanted", priority={"name": "High"}, description=adf("words"))
        call("PUT", f"issue/{key}", {"fields": {"summary": "New"}})
        call("PUT", f"issue/{key}", {"fields": {"summary": ""}})
        call("POST", f"issue/{key}/comment", {"body": adf("hi")})
        calls = listener.take(4 if jql == "" else 3)
    told = [body["webhookEvent"] for _, body in calls]
    wanted = ["jira:issue_created", "jira:issue_updated", "comment_created"]
    assert told == (wanted if jql else ["jira:issue_created", *wanted])
    headers, edited = calls[-2]
    assert edited["issue"]["key"] == key
    assert edited["issue"]["fields"]["description"] == "words"
    assert edited["changelog"]["items"][0]["toString"] == "New"
    assert edited["user"]["displayName"] == "Robin Sander"
    assert headers["X-Hub-Signature"].startswith("sha256=")
    sent = call("GET", "/_sandbox/webhooks").body["deliveries"]
    assert {one["status"] for one in sent} == {200}


PARTS = {
    "jira:issue": (("created", "deleted"), {"user", "issue", "issue_event_type_name"}),
    "jira:issue_": (("updated",), {"user", "issue", "issue_event_type_name", "changelog"}),
    "comment": (("created", "updated", "deleted"), {"comment", "issue"}),
    "worklog": (("created", "updated", "deleted"), {"worklog"}),
    "attachment": (("created", "deleted"), {"attachment"}),
    "issuelink": (("created", "deleted"), {"issueLink"}),
    "sprint": (("created", "deleted"), {"sprint"}),
    "sprint_": (("updated", "started", "closed"), {"sprint", "oldValue"}),
}
EVERYTHING = {
    f"{what.rstrip('_')}_{how}": parts for what, (ways, parts) in PARTS.items() for how in ways
}
"""Each event, and the parts of its body beside its name and time."""


@pytest.mark.parametrize("edition", ["cloud", "datacenter"])
def test_every_event_is_told(edition):
    with Sandbox(edition=edition) as jira, Listener() as listener:
        text = adf if jira.site.cloud else str
        headers = None if jira.site.cloud else bearer(jira.token)
        with (
            call := Client(jira, headers, "/rest/api/3" if jira.site.cloud else "/rest/api/2")
        ).pool:
            hook = {"url": listener.url, "events": sorted(EVERYTHING)}
            filtered = {"issue-related-events-section": "summary ~ alpha"}
            call("POST", "/_sandbox/webhooks", {**hook, "filters": filtered})
            happening(call, text)
            calls = listener.take(len(EVERYTHING) + 2)
    told: dict[str, Any] = {}
    for _, body in calls:
        told.setdefault(body["webhookEvent"], body)
    assert told.keys() == EVERYTHING.keys() == EVENTS
    for name, body in told.items():
        assert body.keys() - {"timestamp", "webhookEvent"} == EVERYTHING[name], name
    assert told["comment_created"]["comment"]["body"] == "hi"
    assert (
        told["worklog_created"]["worklog"]["issueId"] == told["jira:issue_created"]["issue"]["id"]
    )
    assert told["jira:issue_deleted"]["issue"]["key"] == "DEMO-1"
    assert told["issuelink_created"]["issueLink"]["issueLinkType"]["name"] == "Blocks"
    assert told["sprint_closed"]["oldValue"]["state"] == "active"


def happening(call, text):
    """Everything that a webhook can hear of, once; a sprint is changed three times."""
    key, other = call.create("alpha"), call.create("beta")
    made = call("POST", f"issue/{key}/comment", {"body": text("hi")}).body["id"]
    call("PUT", f"issue/{key}/comment/{made}", {"body": text("ho")})
    call("DELETE", f"issue/{key}/comment/{made}")
    call("PUT", f"issue/{key}", {"update": {"worklog": [{"add": {"timeSpent": "1h"}}]}})
    work = call("GET", f"issue/{key}/worklog").body["worklogs"][0]["id"]
    call("PUT", f"issue/{key}/worklog/{work}?adjustEstimate=leave", {"timeSpent": "1h"})
    call("DELETE", f"issue/{key}/worklog/{work}?adjustEstimate=leave")
    file = upload(call, key).body[0]["id"]
    call("DELETE", f"attachment/{file}")
    ends = {"inwardIssue": {"key": key}, "outwardIssue": {"key": other}}
    call("POST", "issueLink", {"type": {"name": "Blocks"}, **ends})
    link = call.fields(key, "issuelinks")["issuelinks"][0]["id"]
    call("DELETE", f"issueLink/{link}")
    board = call("GET", f"{AGILE}/board?projectKeyOrId=DEMO").body["values"][0]["id"]
    sprint = call("POST", f"{AGILE}/sprint", {"name": "S", "originBoardId": board}).body["id"]
    days = {"startDate": "2026-03-02T09:00:00.000Z", "endDate": "2026-03-16T09:00:00.000Z"}
    call("POST", f"{AGILE}/sprint/{sprint}", {"state": "active", **days})
    call("POST", f"{AGILE}/sprint/{sprint}", {"state": "closed"})
    call("DELETE", f"{AGILE}/sprint/{sprint}")
    call("DELETE", f"issue/{key}")


def test_a_webhook_that_fails_is_called_again(jira, call):
    with Listener(statuses=[500, 200]) as listener:
        call("POST", "/_sandbox/webhooks", {"url": listener.url, "events": ["jira:issue_created"]})
        call.create()
        calls = listener.take(2)
    assert [headers["X-Atlassian-Webhook-Retry"] for headers, _ in calls] == ["0", "1"]
    assert (
        calls[0][0]["X-Atlassian-Webhook-Identifier"]
        == calls[1][0]["X-Atlassian-Webhook-Identifier"]
    )


def test_webhooks_are_for_administrators(jira, call):
    address = "/rest/webhooks/1.0/webhook"
    with (other := Client(jira, basic("ada@example.com", "ada-token"))).pool:
        assert other("GET", address).status == 403
    refused = call("POST", "webhook", {})
    assert (refused.status, refused.body["errorMessages"]) == (
        403,
        ["Only Connect and OAuth 2.0 apps can use this operation."],
    )
    assert call("POST", address, {"url": "x", "events": []}).status == 400
    assert call("POST", address, {"url": "http://x.example", "events": ["nope"]}).status == 400
    made = call(
        "POST", address, {"url": "http://x.example", "events": ["jira:issue_created"]}
    ).body
    number = made["self"].rpartition("/")[2]
    assert call("PUT", f"{address}/{number}", {"enabled": False}).body["enabled"] is False
    assert call("GET", f"{address}/{number}").body["url"] == "http://x.example"
    assert len(call("GET", address).body) == 1
    assert call("DELETE", f"{address}/{number}").status == 204
    assert call("GET", f"{address}/{number}").status == 404


@pytest.mark.parametrize("edition", ["cloud", "datacenter"])
def test_every_picture_is_there(edition):
    with Sandbox(edition=edition) as jira:
        headers = None if jira.site.cloud else bearer(jira.token)
        with (call := Client(jira, headers, "/rest/api/2")).pool:
            key = call.create()
            told = json.dumps([call("GET", f"issue/{key}").body, call("GET", "project").body])
            pictures = set(re.findall(r'"(http[^"]+(?:avatar|icons)[^"]+)"', told))
            assert len(pictures) > 8
            for address in pictures:
                answer = call("GET", address.removeprefix(jira.url))
                assert (answer.status, answer.headers["Content-Type"]) == (200, "image/svg+xml"), (
                    address
                )
                assert answer.body.startswith(b"<svg ")
            assert (
                call("GET", "/rest/api/2/universal_avatar/view/type/user/avatar/x").status == 404
            )


def test_rendered_fields(call):
    key = call.create(description=adf("a < b"))
    call("POST", f"issue/{key}/comment", {"body": adf("hi")})
    shown = call("GET", f"issue/{key}?expand=renderedFields").body["renderedFields"]
    assert shown["description"] == "<p>a &lt; b</p>"
    assert shown["comment"]["comments"][0]["body"] == "<p>hi</p>"
    assert shown["summary"] is None
    assert "/" in shown["created"]


def test_matching_and_suggesting(call):
    numbers = [int(call("GET", f"issue/{call.create(s)}").body["id"]) for s in ("one", "two")]
    told = call("POST", "jql/match", {"issueIds": numbers, "jqls": ["summary ~ one", "x ="]}).body
    assert told["matches"][0] == {"matchedIssues": numbers[:1], "errors": []}
    assert told["matches"][1]["errors"]
    found = call("GET", "jql/autocompletedata/suggestions?fieldName=status&fieldValue=in").body
    assert [row["value"] for row in found["results"]] == ['"In Progress"', '"In Review"']


def test_the_picker_suggests_what_is_asked_for(call):
    one, two = call.create("Pick me"), call.create("Pick me, too", labels=["x"])
    child = call.create("Pick a child", kind="Sub-task", parent={"key": one})
    elsewhere = call.create("Pick elsewhere", project="PROJ")
    project = call.fields(one, "project")["project"]["id"]

    def suggested(**more):
        query = "&".join(
            f"{name}={quote(value)}" for name, value in {"query": "pick", **more}.items()
        )
        [section] = call("GET", f"issue/picker?{query}").body["sections"]
        assert section["sub"] == f"Showing {(n := len(section['issues']))} of {n} matching issues"
        return {row["key"] for row in section["issues"]}

    assert suggested() == {one, two, child, elsewhere}
    assert suggested(currentJQL="labels = x") == {two}
    assert suggested(currentJQL="labels = ") == set()
    assert suggested(currentProjectId=project) == {one, two, child}
    assert suggested(currentIssueKey=two) == {one, child, elsewhere}
    assert suggested(showSubTasks="false") == {one, two, elsewhere}
    assert suggested(currentIssueKey=child, showSubTaskParent="false") == {two, elsewhere}
    assert suggested(query=one.lower()) == {one}


def test_labels_and_options(call):
    call.create(labels=["b", "a"])
    assert call("GET", "label").body["values"] == ["a", "b"]
    rows = call("GET", "field/customfield_10032/context/10132/option").body["values"]
    assert [row["value"] for row in rows] == ["Web", "iOS", "Android", "API"]
    assert call("GET", f"customFieldOption/{rows[0]['id']}").body["value"] == "Web"
    assert call("GET", "field/summary/context").status == 404
    address = "field/customfield_10032/context"
    assert call("GET", f"{address}?contextId=1").body["values"] == []
    assert len(call("GET", f"{address}?contextId=10132").body["values"]) == 1
    last = call("GET", f"{address}/10132/option?optionId={rows[-1]['id']}").body["values"]
    assert last == rows[-1:]


def test_a_step_tells_what_can_be_set_on_the_way(call):
    key = call.create()
    rows = call("GET", f"issue/{key}/transitions?expand=transitions.fields").body["transitions"]
    fields = {row["name"]: row["fields"] for row in rows}
    assert fields["In Progress"] == {}
    allowed = fields["Done"]["resolution"]["allowedValues"]
    assert [one["name"] for one in allowed][:2] == ["Done", "Won't Do"]
    step = {"transition": {"id": "41"}, "fields": {"resolution": {"name": "Duplicate"}}}
    assert call("POST", f"issue/{key}/transitions", step).status == 204
    assert call.fields(key)["resolution"]["name"] == "Duplicate"


def test_estimates(call):
    key = call.create(timetracking={"remainingEstimate": "2d"})
    assert call.fields(key)["timetracking"]["originalEstimate"] == "2d"
    assert (
        call(
            "PUT", f"issue/{key}", {"fields": {"timetracking": {"remainingEstimate": "1w"}}}
        ).status
        == 204
    )
    assert call.fields(key)["timetracking"]["remainingEstimateSeconds"] == 144000
    log = {"timeSpent": "1h"}
    call("POST", f"issue/{key}/worklog?adjustEstimate=manual&reduceBy=1d", log)
    assert call.fields(key)["timetracking"]["remainingEstimate"] == "4d"
    assert call("POST", f"issue/{key}/worklog?adjustEstimate=new", log).status == 400
    assert call("PUT", f"issue/{key}", {"fields": {"timetracking": "x"}}).status == 400
    assert call.find("remainingEstimate > 1h") == [key]


def test_changes_by_their_ids(call):
    key = call.create()
    for summary in "abc":
        call("PUT", f"issue/{key}", {"fields": {"summary": summary}})
    ids = [int(row["id"]) for row in call("GET", f"issue/{key}/changelog").body["values"]]
    told = call("POST", f"issue/{key}/changelog/list", {"changelogIds": ids[1:]}).body
    assert [int(row["id"]) for row in told["histories"]] == ids[1:]
    assert call("POST", f"issue/{key}/changelog/list", {}).status == 400


def test_a_version_swapped_for_another(call):
    key = call.create(fixVersions=[{"name": "1.0.0"}], versions=[{"name": "1.0.0"}])
    assert call("POST", "version/10000/removeAndSwap", {"moveFixIssuesTo": 10002}).status == 204
    fields = call.fields(key)
    assert ([v["name"] for v in fields["fixVersions"]], fields["versions"]) == (["2.0.0"], [])
    told = call("GET", "version/10002/unresolvedIssueCount").body
    assert (told["issuesUnresolvedCount"], told["issuesCount"]) == (1, 1)


def test_everybody_assignable_somewhere(call):
    found = call("GET", "user/assignable/multiProjectSearch?projectKeys=DEMO,PROJ&query=ada").body
    assert [user["displayName"] for user in found] == ["Ada Moreau"]
    assert call("GET", "user/assignable/multiProjectSearch?projectKeys=NOPE").status == 404


def test_lists_replaced_in_bulk(call):
    key = call.create(labels=["a"], components=[{"name": "API"}], fixVersions=[{"name": "1.0.0"}])
    given = {
        "labelsFields": [
            {
                "fieldId": "labels",
                "labels": [{"name": "z"}],
                "bulkEditMultiSelectFieldOption": "REPLACE",
            }
        ],
        "multiselectComponents": {
            "fieldId": "components",
            "components": [{"componentId": 10000}],
            "bulkEditMultiSelectFieldOption": "ADD",
        },
        "multipleVersionPickerFields": [
            {
                "fieldId": "fixVersions",
                "versions": [],
                "bulkEditMultiSelectFieldOption": "REMOVE_ALL",
            }
        ],
        "datePickerFields": [{"fieldId": "duedate", "date": {"formattedDate": "2026-03-04"}}],
        "richTextFields": [{"fieldId": "description", "richText": {"adfValue": adf("same")}}],
    }
    actions = ["labels", "components", "fixVersions", "duedate", "description"]
    body = {
        "selectedIssueIdsOrKeys": [key],
        "selectedActions": actions,
        "editedFieldsInput": given,
    }
    done(call, call("POST", "bulk/issues/fields", body).body["taskId"])
    fields = call.fields(key)
    assert fields["labels"] == ["z"]
    assert sorted(c["name"] for c in fields["components"]) == ["API", "Backend"]
    assert fields["fixVersions"] == []
    assert (fields["duedate"], fields["description"]) == ("2026-03-04", adf("same"))


class Listener:
    """An HTTP server that keeps what it is sent."""

    def __init__(self, statuses=()):
        kept, waiting = self.kept, statuses = [], list(statuses)

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                kept.append((dict(self.headers), json.loads(body)))
                self.send_response(waiting.pop(0) if waiting else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args):
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self):
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()
        return self

    def take(self, count):
        until = time.monotonic() + 5
        while len(self.kept) < count and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(0.05)
        assert len(self.kept) == count
        return self.kept

    def __exit__(self, *exc):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


def test_a_comment_has_properties(call):
    key = call.create()
    body = {"body": adf("Hello"), "properties": [{"key": "ticketr", "value": {"token": "t"}}]}
    made = call("POST", f"issue/{key}/comment", body)
    assert made.status == 201
    where = f"comment/{made.body['id']}/properties"
    assert call("GET", f"{where}/ticketr").body == {"key": "ticketr", "value": {"token": "t"}}
    assert [call("PUT", f"{where}/more", 1).status for _ in range(2)] == [201, 200]
    assert [item["key"] for item in call("GET", where).body["keys"]] == ["ticketr", "more"]
    listed = call("GET", f"issue/{key}/comment?expand=properties").body["comments"][0]
    assert listed["properties"][1] == {"key": "more", "value": 1}
    call("PUT", f"issue/{key}/comment/{made.body['id']}", {"body": adf("Other")})
    assert call("DELETE", f"{where}/more").status == 204
    assert call("DELETE", f"{where}/more").status == 404
    assert call("GET", f"{where}/ticketr").status == 200
    assert call("GET", "comment/1/properties").status == 404
