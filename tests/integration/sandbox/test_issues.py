"""Creating, reading, editing and deleting issues over real HTTP."""

from __future__ import annotations

import json
import re

import pytest

from jira_sandbox import Sandbox
from tests.integration.sandbox.client import Client, adf, issue

STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d{4}")


def test_keys_count_up_and_are_never_given_twice(call):
    assert [call.create(), call.create(), call.create(project="BACK")] == [
        "DEMO-1",
        "DEMO-2",
        "BACK-1",
    ]
    assert call("DELETE", "issue/DEMO-2").status == 204
    assert call.create() == "DEMO-3"
    gone = call("GET", "issue/DEMO-2")
    assert (gone.status, gone.body["errorMessages"]) == (
        404,
        ["Issue does not exist or you do not have permission to see it."],
    )


def test_an_issue_is_read_as_it_was_written(call):
    key = call.create(
        "  A  summary ",
        description=adf("one", "two"),
        labels=["b", "a"],
        components=[{"name": "API"}],
        priority={"name": "Critical"},
        customfield_10016=3,
        customfield_10020=23,
        customfield_10031={"value": "Platform"},
        customfield_10032=[{"value": "Web"}],
        duedate="2026-12-24",
    )
    shown = call.fields(key)
    assert shown["summary"] == "A  summary"
    assert shown["description"] == adf("one", "two")
    assert shown["labels"] == ["b", "a"]
    assert [c["name"] for c in shown["components"]] == ["API"]
    assert shown["priority"]["name"] == "Critical"
    assert shown["customfield_10016"] == 3.0
    assert [s["name"] for s in shown["customfield_10020"]] == ["Sprint 23"]
    assert shown["customfield_10031"]["value"] == "Platform"
    assert [o["value"] for o in shown["customfield_10032"]] == ["Web"]
    assert (shown["duedate"], shown["status"]["name"]) == ("2026-12-24", "To Do")
    assert (
        shown["reporter"]["emailAddress"]
        == shown["creator"]["emailAddress"]
        == "robin@example.com"
    )
    assert STAMP.fullmatch(shown["created"])
    # the site's zone, which is neither the server's nor the account's
    assert shown["created"][-5:] in ("+0100", "+0200")


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"summary": "x" * 256}, {"summary": "Summary must be less than 255 characters."}),
        (
            {"summary": "a\nb"},
            {"summary": "The summary is invalid because it contains newline characters."},
        ),
        ({"summary": "   "}, {"summary": "You must specify a summary of the issue."}),
        ({"summary": 5}, {"summary": "Operation value must be a string"}),
        (
            {"nope": 1},
            {
                "nope": "Field 'nope' cannot be set. It is not on the appropriate screen, or unknown."
            },
        ),
        (
            {"status": {"name": "Done"}},
            {
                "status": "Field 'status' cannot be set. It is not on the appropriate screen, or unknown."
            },
        ),
        ({"priority": {"name": "Urgent"}}, {"priority": "Priority name 'Urgent' is not valid"}),
        ({"priority": {"id": "99"}}, {"priority": "The priority selected is invalid."}),
        ({"issuetype": {"name": "Nope"}}, {"issuetype": "The issue type selected is invalid."}),
        ({"issuetype": None}, {"issuetype": "Specify an issue type"}),
        ({"project": {"key": "NOPE"}}, {"project": "valid project is required"}),
        ({"labels": ["a b"]}, {"labels": "The label 'a b' contains spaces which is invalid."}),
        ({"labels": "a"}, {"labels": "data was not an array"}),
        ({"components": [{"name": "Nope"}]}, {"components": "Component name 'Nope' is not valid"}),
        ({"fixVersions": [{"id": "1"}]}, {"fixVersions": "Version id '1' is not valid"}),
        ({"assignee": {"accountId": "nobody"}}, {"assignee": "User 'nobody' does not exist."}),
        ({"duedate": "24.12.2026"}, {"duedate": "Error parsing date string: 24.12.2026"}),
        ({"duedate": "2026-02-30"}, {"duedate": "Error parsing date string: 2026-02-30"}),
        ({"customfield_10016": "3"}, {"customfield_10016": "Operation value must be a number"}),
        ({"customfield_10016": True}, {"customfield_10016": "Operation value must be a number"}),
        (
            {"customfield_10020": "Sprint 23"},
            {"customfield_10020": "Number value expected as the Sprint id."},
        ),
        (
            {"customfield_10020": 9},
            {"customfield_10020": "Issue can be assigned only active or future sprints."},
        ),
        (
            {"customfield_10031": {"value": "Nope"}},
            {"customfield_10031": "Option value 'Nope' is not valid"},
        ),
        (
            {"customfield_10031": "Platform"},
            {"customfield_10031": "Specify a valid 'id' or 'value' for Team"},
        ),
        ({"customfield_10036": "soon"}, {"customfield_10036": "Error parsing date string: soon"}),
        ({"parent": {"key": "DEMO-77"}}, {"parent": "Could not find issue by id or key."}),
        ({"parent": "DEMO-77"}, {"parent": "data was not an object"}),
        (
            {"issuetype": {"name": "Sub-task"}},
            {"issuetype": "Issue type is a sub-task but parent issue key or id not specified."},
        ),
        (
            {"description": "text", "environment": "text", "nope": 1},
            {
                "description": "Operation value must be an Atlassian Document (see the Atlassian Document Format)",
                "environment": "Operation value must be an Atlassian Document (see the Atlassian Document Format)",
                "nope": "Field 'nope' cannot be set. It is not on the appropriate screen, or unknown.",
            },
        ),
    ],
)
def test_a_bad_value_is_refused_by_field(call, fields, errors):
    answer = call("POST", "issue", issue(**{"summary": "S", **fields}))
    assert (answer.status, answer.body) == (400, {"errorMessages": [], "errors": errors})
    assert call("POST", "search/approximate-count", {"jql": "project = DEMO"}).body == {"count": 0}


def test_an_invalid_document_is_refused_whole(call):
    bad = {"type": "doc", "version": 1, "content": [{"type": "heading", "attrs": {"level": 7}}]}
    answer = call("POST", "issue", issue(description=bad))
    assert (answer.status, answer.body) == (
        400,
        {"errorMessages": ["INVALID_INPUT"], "errors": {}},
    )


def test_a_document_gets_local_ids_and_is_else_as_it_was(call):
    panel = {"type": "panel", "attrs": {"panelType": "info"}, "content": adf("x")["content"]}
    key = call.create(description={"type": "doc", "version": 1, "content": [panel]})
    stored = call.fields(key, "description")["description"]
    assert stored["content"][0]["attrs"].pop("localId")
    assert stored == {"type": "doc", "version": 1, "content": [panel]}


def test_levels_of_parents(call):
    epic, story = call.create(kind="Epic"), call.create(kind="Story")
    misfit = {"parentId": "Given parent issue does not belong to appropriate hierarchy."}
    for kind, parent in (("Epic", epic), ("Story", story), ("Sub-task", epic)):
        answer = call("POST", "issue", issue(kind=kind, parent={"key": parent}))
        assert (answer.status, answer.body["errors"]) == (400, misfit)
    elsewhere = call(
        "POST", "issue", issue(kind="Sub-task", project="BACK", parent={"key": story})
    )
    assert elsewhere.body["errors"] == {
        "project": "Sub-tasks must be created in the same project as the parent."
    }
    # an epic may have children in other projects
    assert call.create(project="BACK", parent={"key": epic}) == "BACK-1"
    child = call.create(kind="Story", parent={"key": epic})
    sub = call.create(kind="Sub-task", parent={"key": child})
    assert call.fields(child, "parent", "customfield_10014")["customfield_10014"] == epic
    assert call.fields(child, "parent")["parent"]["key"] == epic
    assert [s["key"] for s in call.fields(child, "subtasks")["subtasks"]] == [sub]
    assert "parent" not in call.fields(epic)


def test_the_old_epic_link_sets_the_parent(call):
    epic = call.create(kind="Epic")
    key = call.create(kind="Story", customfield_10014=epic)
    assert call.fields(key, "parent")["parent"]["key"] == epic
    assert (
        call("PUT", f"issue/{key}", {"update": {"parent": [{"set": {"none": True}}]}}).status
        == 204
    )
    assert call.fields(key, "parent", "customfield_10014") == {"customfield_10014": None}


def test_a_subtask_follows_the_sprint_of_its_parent(call):
    story = call.create(kind="Story", customfield_10020=23)
    sub = call.create(kind="Sub-task", parent={"key": story}, customfield_10020=23)
    other = call(
        "POST", "issue", issue(kind="Sub-task", parent={"key": story}, customfield_10020=24)
    )
    assert (other.status, list(other.body["errors"])) == (400, ["customfield_10020"])
    assert call.fields(sub, "customfield_10020")["customfield_10020"][0]["id"] == 23
    assert call.find("sprint = 23 ORDER BY key ASC") == [story, sub]
    call("PUT", f"issue/{story}", {"fields": {"customfield_10020": 24}})
    assert call.fields(sub, "customfield_10020")["customfield_10020"][0]["id"] == 24


def test_required_fields_come_from_the_seed():
    with Sandbox({"required": {"Bug": ["Team"], "DEMO/Story": ["Story Points"]}}) as jira:
        call = Client(jira)
        answer = call("POST", "issue", issue(kind="Bug"))
        assert answer.body["errors"] == {"customfield_10031": "Team is required."}
        story = call("POST", "issue", issue(kind="Story"))
        assert story.body["errors"] == {"customfield_10016": "Story Points is required."}
        assert call.create(kind="Story", project="BACK") == "BACK-1"
        rows = call("GET", "issue/createmeta/DEMO/issuetypes/10004?maxResults=200").body["fields"]
        assert {r["key"] for r in rows if r["required"]} == {
            "summary",
            "issuetype",
            "project",
            "customfield_10031",
        }
        call.pool.close()


def test_many_at_once_with_partial_failure(call):
    good, bad = issue("Good"), issue("", priority={"name": "Nope"})
    answer = call("POST", "issue/bulk", {"issueUpdates": [bad, good, bad, good]})
    assert answer.status == 201
    assert [i["key"] for i in answer.body["issues"]] == ["DEMO-1", "DEMO-2"]
    assert [e["failedElementNumber"] for e in answer.body["errors"]] == [0, 2]
    assert answer.body["errors"][0] == {
        "status": 400,
        "elementErrors": {
            "errorMessages": [],
            "errors": {
                "summary": "You must specify a summary of the issue.",
                "priority": "Priority name 'Nope' is not valid",
            },
        },
        "failedElementNumber": 0,
    }
    none = call("POST", "issue/bulk", {"issueUpdates": [bad]})
    assert (none.status, none.body["issues"]) == (400, [])
    assert call("POST", "issue/bulk", {"issueUpdates": [good] * 51}).status == 400
    assert call("POST", "search/approximate-count", {"jql": "project = DEMO"}).body == {"count": 2}


def test_properties_come_with_the_issue(call):
    body = {**issue(), "properties": [{"key": "ticketr", "value": {"uuid": "u-1"}}]}
    key = call("POST", "issue", body).body["key"]
    assert call("GET", f"issue/{key}/properties/ticketr").body == {
        "key": "ticketr",
        "value": {"uuid": "u-1"},
    }
    found = call(
        "POST", "search/jql", {"jql": "project = DEMO", "properties": ["ticketr", "other"]}
    )
    assert found.body["issues"][0]["properties"] == {"ticketr": {"uuid": "u-1"}}
    too_many = call("POST", "search/jql", {"jql": "project = DEMO", "properties": list("abcdef")})
    assert too_many.status == 400
    before = call.fields(key, "updated")
    assert call("PUT", f"issue/{key}/properties/x", [1]).status == 201
    assert call("PUT", f"issue/{key}/properties/x", [2]).status == 200
    assert [k["key"] for k in call("GET", f"issue/{key}/properties").body["keys"]] == [
        "ticketr",
        "x",
    ]
    assert call("PUT", f"issue/{key}/properties/big", "x" * 32769).status == 400
    assert call("DELETE", f"issue/{key}/properties/x").status == 204
    assert call("DELETE", f"issue/{key}/properties/x").status == 404
    assert call.fields(key, "updated") == before
    assert call("GET", f"issue/{key}/changelog").body["total"] == 0


def test_an_edit_that_changes_nothing_leaves_updated_alone(call):
    key = call.create("A", description=adf("x"), labels=["a", "b"], customfield_10016=3)
    before = call.fields(key)
    same = {
        "summary": "A",
        "description": adf("x"),
        "labels": ["b", "a"],
        "customfield_10016": 3.0,
        "duedate": None,
    }
    assert call("PUT", f"issue/{key}", {"fields": same}).status == 204
    assert call.fields(key) == before
    assert call("PUT", f"issue/{key}", {"fields": {"summary": "B"}}).status == 204
    after = call.fields(key)
    assert after["updated"] > before["updated"]
    assert after["created"] == before["created"]


def test_verbs_of_update_and_the_issue_returned(call):
    key = call.create(labels=["a", "b"])
    update = {
        "labels": [{"add": "c"}, {"remove": "a"}],
        "components": [{"add": {"name": "API"}}],
        "summary": [{"set": "New"}],
    }
    answer = call("PUT", f"issue/{key}?returnIssue=true", {"update": update})
    assert answer.status == 200
    shown = answer.body["fields"]
    assert (shown["labels"], shown["summary"]) == (["b", "c"], "New")
    assert [c["name"] for c in shown["components"]] == ["API"]
    both = call(
        "PUT", f"issue/{key}", {"fields": {"labels": []}, "update": {"labels": [{"add": "x"}]}}
    )
    assert (both.status, list(both.body["errors"])) == (400, ["labels"])
    wrong = call("PUT", f"issue/{key}", {"update": {"summary": [{"add": "x"}]}})
    assert "does not support operation" in wrong.body["errors"]["summary"]


def test_the_history_tells_every_change(call):
    key = call.create("A", labels=["x"], priority={"name": "Low"})
    call(
        "PUT",
        f"issue/{key}",
        {"fields": {"summary": "B", "priority": {"name": "High"}, "customfield_10016": 5}},
    )
    call("POST", f"issue/{key}/transitions", {"transition": {"id": "21"}})
    page = call("GET", f"issue/{key}/changelog").body
    assert (page["total"], page["isLast"]) == (2, True)
    first = {i["field"]: i for i in page["values"][0]["items"]}
    assert first["priority"] == {
        "field": "priority",
        "fieldtype": "jira",
        "fieldId": "priority",
        "from": "4",
        "fromString": "Low",
        "to": "2",
        "toString": "High",
    }
    assert (first["summary"]["fromString"], first["summary"]["toString"]) == ("A", "B")
    assert (first["Story Points"]["fieldtype"], first["Story Points"]["toString"]) == (
        "custom",
        "5",
    )
    assert page["values"][0]["author"]["emailAddress"] == "robin@example.com"
    status = page["values"][1]["items"][0]
    assert (status["field"], status["fromString"], status["toString"]) == (
        "status",
        "To Do",
        "In Progress",
    )
    newest = call("GET", f"issue/{key}?expand=changelog&fields=id").body["changelog"]["histories"]
    assert [h["id"] for h in newest] == [h["id"] for h in page["values"]][::-1]


def test_the_workflow(call):
    key = call.create()
    steps = call("GET", f"issue/{key}/transitions").body["transitions"]
    assert [(s["to"]["name"], s["to"]["statusCategory"]["key"]) for s in steps] == [
        ("In Progress", "indeterminate"),
        ("Done", "done"),
    ]
    # a status in an edit is ignored
    assert (
        call(
            "PUT", f"issue/{key}", {"fields": {"status": {"name": "Done"}, "summary": "B"}}
        ).status
        == 204
    )
    assert call.fields(key, "status")["status"]["name"] == "To Do"
    before = call.fields(key)
    done = {
        "transition": {"id": "41"},
        "fields": {"resolution": {"name": "Duplicate"}},
        "update": {"comment": [{"add": {"body": adf("why")}}]},
    }
    assert call("POST", f"issue/{key}/transitions", done).status == 204
    after = call.fields(key)
    assert after["updated"] > before["updated"]
    assert (after["status"]["name"], after["resolution"]["name"]) == ("Done", "Duplicate")
    assert after["resolutiondate"]
    assert after["comment"]["comments"][0]["body"] == adf("why")
    assert call("POST", f"issue/{key}/transitions", {"transition": {"id": 11}}).status == 204
    assert call.fields(key, "resolution", "resolutiondate") == {
        "resolution": None,
        "resolutiondate": None,
    }
    assert call("POST", f"issue/{key}/transitions", {}).status == 400


def test_deleting_with_subtasks(call):
    story = call.create(kind="Story")
    sub = call.create(kind="Sub-task", parent={"key": story})
    refused = call("DELETE", f"issue/{story}")
    assert (refused.status, "has subtasks" in refused.body["errorMessages"][0]) == (400, True)
    assert call("DELETE", f"issue/{story}?deleteSubtasks=true").status == 204
    assert call("GET", f"issue/{sub}").status == 404


def test_deleting_an_epic_frees_its_children(call):
    epic = call.create(kind="Epic")
    child = call.create(kind="Story", parent={"key": epic})
    assert call("DELETE", f"issue/{epic}").status == 204
    assert "parent" not in call.fields(child)
    assert call.find("parent is EMPTY") == [child]


def test_a_moved_issue_answers_to_both_keys(call):
    key = call.create(kind="Story", components=[{"name": "API"}])
    sub = call.create(kind="Sub-task", parent={"key": key})
    issue_id = call("GET", f"issue/{key}").body["id"]
    assert call("POST", "/_sandbox/move", {"issue": key, "project": "BACK"}).body == {
        "key": "BACK-1"
    }
    for name in (key, "BACK-1", issue_id, key.lower()):
        found = call("GET", f"issue/{name}").body
        assert (found["key"], found["id"]) == ("BACK-1", issue_id)
    assert call("GET", f"issue/{sub}").body["key"] == "BACK-2"
    assert call.find(f"key = {key}") == ["BACK-1"]


def test_many_are_fetched_in_order_of_id_and_the_missing_told(call):
    keys = [call.create(f"n{i}") for i in range(3)]
    body = {"issueIdsOrKeys": [keys[2], "DEMO-99", keys[0], keys[0]], "fields": ["summary"]}
    answer = call("POST", "issue/bulkfetch", body).body
    assert [i["key"] for i in answer["issues"]] == [keys[0], keys[2]]
    assert answer["issueErrors"] == [
        {
            "id": "DEMO-99",
            "errorMessage": "Issue does not exist or you do not have permission to see it.",
        }
    ]
    assert call("POST", "issue/bulkfetch", {"issueIdsOrKeys": ["1"] * 101}).status == 400


def test_links_are_made_once_and_seen_from_both_ends(call):
    one, two = call.create(), call.create()
    body = {"type": {"name": "Blocks"}, "inwardIssue": {"key": one}, "outwardIssue": {"key": two}}
    assert [call("POST", "issueLink", body).status for _ in range(2)] == [201, 201]
    (seen,) = call.fields(one, "issuelinks")["issuelinks"]
    assert (seen["type"]["outward"], seen["outwardIssue"]["key"]) == ("blocks", two)
    (other,) = call.fields(two, "issuelinks")["issuelinks"]
    assert (other["id"], other["inwardIssue"]["key"]) == (seen["id"], one)
    assert call("POST", "issueLink", {**body, "type": {"name": "Nope"}}).status == 404
    linked = call(
        "PUT",
        f"issue/{one}",
        {
            "update": {
                "issuelinks": [
                    {"add": {"type": {"name": "Relates"}, "outwardIssue": {"key": two}}}
                ]
            }
        },
    )
    assert linked.status == 204
    assert len(call.fields(one, "issuelinks")["issuelinks"]) == 2


def test_a_create_with_a_bad_act_leaves_nothing(call):
    bad_link = {
        "issuelinks": [{"add": {"type": {"name": "Blocks"}, "outwardIssue": {"key": "DEMO-99"}}}]
    }
    answers = [
        call("POST", "issue", {**issue(), "update": bad_link}),
        call("POST", "issue", {**issue(), "update": {"comment": [{"add": {"body": "text"}}]}}),
        call("POST", "issue", {**issue(), "transition": {"id": "99"}}),
        call("POST", "issue", {**issue(), "properties": [{"key": "", "value": 1}]}),
        call("POST", "issue", []),
        call("POST", "issue", {"fields": []}),
    ]
    assert [a.status for a in answers] == [400] * 6
    assert call("POST", "search/approximate-count", {"jql": "project = DEMO"}).body == {"count": 0}


def test_comments_bump_the_issue_and_stay_out_of_the_history(call):
    key = call.create()
    before = call.fields(key, "updated")["updated"]
    first = call("POST", f"issue/{key}/comment", {"body": adf("one")})
    call("POST", f"issue/{key}/comment", {"body": adf("two")})
    assert first.status == 201
    assert call.fields(key, "updated")["updated"] > before
    page = call("GET", f"issue/{key}/comment?maxResults=1&orderBy=-created").body
    assert (page["total"], page["comments"][0]["body"]) == (2, adf("two"))
    assert call("GET", f"issue/{key}/changelog").body["total"] == 0
    assert call("POST", f"issue/{key}/comment", {"body": "text"}).status == 400
    assert call("POST", f"issue/{key}/comment", {}).status == 400


def test_bad_json_is_a_400(jira, call):
    for body in (b"{", b"\xff", b"[" * 100_000, b"null"):
        reply = call.pool.urlopen("POST", "/rest/api/3/issue", body=body, headers=call.headers)
        assert reply.status == 400
        assert json.loads(reply.data)["errorMessages"]


def test_the_type_can_change_within_its_level(call):
    key = call.create(kind="Story", customfield_10016=3)
    assert call("PUT", f"issue/{key}", {"fields": {"issuetype": {"name": "Bug"}}}).status == 204
    assert call.fields(key, "issuetype")["issuetype"]["name"] == "Bug"
    told = call("GET", f"issue/{key}/changelog").body["values"][0]["items"][0]
    assert (told["field"], told["fromString"], told["toString"]) == ("issuetype", "Story", "Bug")
    refused = call("PUT", f"issue/{key}", {"fields": {"issuetype": {"name": "Sub-task"}}})
    assert refused.body["errors"] == {"issuetype": "The issue type selected is invalid."}


def test_a_required_field_cannot_be_emptied():
    with Sandbox({"required": {"Bug": ["Team"]}}) as jira, (call := Client(jira)).pool:
        key = call.create(kind="Bug", customfield_10031={"value": "Data"})
        answer = call("PUT", f"issue/{key}", {"fields": {"customfield_10031": None}})
        assert answer.body["errors"] == {"customfield_10031": "Team is required."}
        assert call("PUT", f"issue/{key}", {"fields": {"summary": ""}}).status == 400
        assert call.fields(key, "customfield_10031")["customfield_10031"]["value"] == "Data"


def _every_kind(account, epic):
    return {
        "description": adf("words"),
        "labels": ["x", "y"],
        "components": [{"name": "API"}, {"name": "Mobile"}],
        "fixVersions": [{"name": "2.0.0"}],
        "assignee": {"accountId": account},
        "duedate": "2026-12-24",
        "parent": {"key": epic},
        "customfield_10016": 2.5,
        "customfield_10020": 23,
        "customfield_10031": {"value": "Data"},
        "customfield_10032": [{"value": "Web"}, {"value": "iOS"}],
        "customfield_10034": "Acme",
    }


def test_every_kind_of_field_is_told_in_the_history(call):
    account = call("GET", "myself").body["accountId"]
    epic = call.create(kind="Epic")
    key = call.create(kind="Story")
    values = _every_kind(account, epic)
    assert call("PUT", f"issue/{key}", {"fields": values}).status == 204
    filled = {
        i["field"]: i for i in call("GET", f"issue/{key}/changelog").body["values"][0]["items"]
    }
    assert {name: item["toString"] for name, item in filled.items()} == {
        "description": "words",
        "labels": "x y",
        "Component": "API, Mobile",
        "Fix Version": "2.0.0",
        "assignee": "Robin Sander",
        "duedate": "2026-12-24",
        "IssueParentAssociation": epic,
        "Story Points": "2.5",
        "Sprint": "Sprint 23",
        "Team": "Data",
        "Platforms": "Web,iOS",
        "Customer": "Acme",
    }
    assert "fieldId" not in filled["IssueParentAssociation"]
    assert call("PUT", f"issue/{key}", {"fields": dict.fromkeys(values)}).status == 204
    emptied = call("GET", f"issue/{key}/changelog").body["values"][1]["items"]
    assert {i["field"]: i["fromString"] for i in emptied} == {
        name: item["toString"] for name, item in filled.items()
    }
    shown = call.fields(key)
    assert (shown["labels"], shown["components"], shown["customfield_10020"]) == ([], [], None)


def test_histories_of_many(call):
    key = call.create()
    for labels in (["x"], []):
        call("PUT", f"issue/{key}", {"fields": {"labels": labels, "summary": str(labels)}})
    page = call(
        "POST", "changelog/bulkfetch", {"issueIdsOrKeys": [key, "NOPE-1"], "fieldIds": ["labels"]}
    )
    (history,) = page.body["issueChangeLogs"]
    assert [[i["field"] for i in h["items"]] for h in history["changeHistories"]] == [
        ["labels"],
        ["labels"],
    ]
    assert call("POST", "changelog/bulkfetch", {}).status == 400


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"customfield_10034": 5}, "customfield_10034"),
        ({"customfield_10034": "x" * 256}, "customfield_10034"),
        ({"customfield_10016": 1e300}, "customfield_10016"),
        ({"labels": [5]}, "labels"),
        ({"labels": [""]}, "labels"),
        ({"priority": "High"}, "priority"),
        ({"components": ["API"]}, "components"),
        ({"customfield_10020": 999}, "customfield_10020"),
        ({"customfield_10014": "DEMO-99"}, "customfield_10014"),
        ({"assignee": "robin"}, "assignee"),
        ({"assignee": {"emailAddress": "robin@example.com"}}, "assignee"),
        ({"customfield_10019": "0|x:"}, "customfield_10019"),
        ({"resolution": {"name": "Done"}}, "resolution"),
    ],
)
def test_more_bad_values(call, fields, field):
    answer = call("POST", "issue", issue(**fields))
    assert (answer.status, list(answer.body["errors"])) == (400, [field])


def test_an_inactive_account_cannot_be_assigned(jira, call):
    gone = jira.site.catalogue.people.by_email("sam@example.com").account_id
    answer = call("POST", "issue", issue(assignee={"accountId": gone}))
    assert answer.body["errors"] == {"assignee": f"User '{gone}' cannot be assigned issues."}
    key = call.create(assignee={"accountId": "-1"})
    assert call.fields(key, "assignee") == {"assignee": None}
    found = call("GET", "user/assignable/search?project=DEMO").body
    assert "sam@example.com" not in [p["emailAddress"] for p in found]
    assert call("GET", "user/assignable/search").status == 400
    assert call("GET", "user/assignable/search?issueKey=DEMO-99").status == 404
    assert call("GET", "user/search").status == 400
    assert call("GET", "user?accountId=nobody").status == 404
