"""What a request asks for beside its path: order, expansions, parts of files, who may see."""

from __future__ import annotations

import pytest

from jira_sandbox import Sandbox
from tests.integration.sandbox.client import Client, adf, bearer


@pytest.fixture
def jira():
    with Sandbox() as running:
        yield running


@pytest.fixture
def call(jira):
    with (client := Client(jira)).pool:
        yield client


def names(answer, name="key"):
    assert answer.status == 200, answer
    return [row[name] for row in answer.body["values"]]


def test_projects_in_order_and_whole(call):
    assert names(call("GET", "project/search?orderBy=-key")) == ["PROJ", "FRONT", "DEMO", "BACK"]
    assert names(call("GET", "project/search?orderBy=%2Bname")) == [
        "BACK",
        "DEMO",
        "FRONT",
        "PROJ",
    ]
    assert call("GET", "project/search?orderBy=size").status == 400
    assert names(call("GET", "project/search?typeKey=business")) == []
    assert names(call("GET", "project/search?status=archived")) == []
    plain = call("GET", "project/search?keys=DEMO").body["values"][0]
    assert not plain.keys() & {"lead", "issueTypes", "description"}
    whole = call("GET", "project/search?keys=DEMO&expand=lead,issueTypes,description,projectKeys")
    shown = whole.body["values"][0]
    assert shown["lead"]["displayName"] == "Robin Sander"
    assert len(shown["issueTypes"]) == 7
    assert (shown["projectKeys"], shown["description"]) == (["DEMO"], "")
    assert len(call("GET", "project?recent=2").body) == 2


def test_pages_tell_where_the_next_one_is(call):
    first = call("GET", "project/search?maxResults=3&query=")
    assert first.body["self"].endswith("/project/search?query=&maxResults=3&startAt=0")
    path = "/rest/" + first.body["nextPage"].partition("/rest/")[2]
    second = call("GET", path)
    assert (names(first) + names(second), second.body["isLast"]) == (
        ["BACK", "DEMO", "FRONT", "PROJ"],
        True,
    )
    assert "nextPage" not in second.body


def test_versions_and_components(jira, call):
    made = call("POST", "version", {"name": "0.9", "project": "DEMO", "startDate": "2020-01-01",
                                    "releaseDate": "2020-02-01"}).body  # fmt: skip
    assert (made["overdue"], made["userStartDate"], made["userReleaseDate"]) == (
        True,
        "01/Jan/20",
        "01/Feb/20",
    )
    by_name = call("GET", "project/DEMO/version?orderBy=-name")
    assert names(by_name, "name") == ["2.0.0", "1.1.0", "1.0.0", "0.9"]
    assert names(call("GET", "project/DEMO/version?status=released"), "name") == ["1.0.0"]
    by_name = call("GET", "project/DEMO/component?orderBy=-name&maxResults=2")
    assert names(by_name, "name") == ["Security", "Mobile"]
    ada = jira.site.catalogue.people.by_email("ada@example.com").account_id
    made = call("POST", "component", {"name": "Led", "project": "DEMO", "leadAccountId": ada}).body
    assert made["lead"]["accountId"] == made["assignee"]["accountId"] == ada
    assert made["realAssigneeType"] == "COMPONENT_LEAD"
    none = call("PUT", f"component/{made['id']}", {"leadAccountId": None}).body
    assert "lead" not in none
    wrong = call("POST", "component", {"name": "x", "project": "DEMO", "leadAccountId": "nobody"})
    assert wrong.body["errors"].keys() == {"leadAccountId"}


def test_comments_and_worklogs_for_a_few(call):
    key, seen = call.create(), {"type": "role", "value": "Administrators"}
    made = call(
        "POST",
        f"issue/{key}/comment?expand=renderedBody",
        {"body": adf("Hello"), "visibility": seen},
    )
    assert (made.body["visibility"], "<p>Hello</p>" in made.body["renderedBody"]) == (seen, True)
    assert made.body["body"].keys() == {"type", "version", "content"}
    path = f"issue/{key}/comment/{made.body['id']}"
    assert call("PUT", path, {"body": adf("Bye")}).body["visibility"] == seen
    assert "renderedBody" not in call("GET", path).body
    assert call.fields(key, "comment")["comment"]["comments"][0]["visibility"] == seen
    assert "visibility" not in call("PUT", path, {"body": adf("Bye"), "visibility": None}).body
    wrong = call(
        "POST",
        f"issue/{key}/comment",
        {"body": adf("x"), "visibility": {"type": "x", "value": "y"}},
    )
    assert (wrong.status, list(wrong.body["errors"])) == (400, ["commentLevel"])
    work = call("POST", f"issue/{key}/worklog", {"timeSpent": "1h", "visibility": seen}).body
    again = call("PUT", f"issue/{key}/worklog/{work['id']}", {"timeSpent": "2h"}).body
    assert work["visibility"] == again["visibility"] == seen


def test_an_account_with_its_groups(jira, call):
    account = call("GET", "myself").body["accountId"]
    plain = call("GET", f"user?accountId={account}").body
    assert (plain["groups"], plain["locale"]) == ({"size": 1, "items": []}, "en_US")
    whole = call("GET", f"user?accountId={account}&expand=groups,applicationRoles").body
    assert whole["groups"]["items"][0]["name"] == "jira-software-users"
    assert whole["applicationRoles"]["items"][0]["key"] == "jira-software"
    assert call("GET", "myself?expand=groups").body["groups"]["items"]


def test_a_part_of_a_file(jira, call):
    key = call.create()
    text = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n0123456789\r\n--b--\r\n'
    kind = {"Content-Type": "multipart/form-data; boundary=b", "X-Atlassian-Token": "no-check"}
    made = call.raw("POST", f"issue/{key}/attachments", text, kind).body[0]
    path = f"/rest/api/3/attachment/content/{made['id']}?redirect=false"

    def part(of):
        answer = call.raw("GET", path, None, {"Range": of})
        return answer.status, answer.body, answer.headers.get("Content-Range")

    assert part("bytes=2-4") == (206, b"234", "bytes 2-4/10")
    assert part("bytes=7-") == (206, b"789", "bytes 7-9/10")
    assert part("bytes=-3") == (206, b"789", "bytes 7-9/10")
    assert part("bytes=8-99") == (206, b"89", "bytes 8-9/10")
    assert part("bytes=10-") == (416, None, "bytes */10")
    assert part("lines=1-2") == (200, b"0123456789", None)


def test_boards_and_priorities(call):
    boards = call("GET", "/rest/agile/1.0/board?orderBy=-name")
    assert names(boards, "name") == ["PROJ board", "FRONT board", "DEMO board", "BACK board"]
    released = call("GET", "/rest/agile/1.0/board/1/version?released=true")
    assert names(released, "name") == ["1.0.0"]
    assert call("GET", "/rest/agile/1.0/board/1/quickfilter").body["values"] == []
    assert names(call("GET", "priority/search?onlyDefault=true"), "name") == ["Medium"]


def test_epics_are_renamed_ranked_and_estimated(call):
    epics = [call.create(f"E{n}", kind="Epic") for n in range(3)]
    agile = "/rest/agile/1.0"
    told = call("POST", f"{agile}/epic/{epics[0]}", {"name": "Short", "summary": "Long"}).body
    assert (told["name"], told["summary"]) == ("Short", "Long")
    moved = call("PUT", f"{agile}/epic/{epics[2]}/rank", {"rankBeforeEpic": epics[0]})
    assert moved.status == 204
    assert names(call("GET", f"{agile}/board/1/epic")) == [epics[2], epics[0], epics[1]]
    assert names(call("GET", f"{agile}/board/1/epic?done=true")) == []
    assert call("PUT", f"{agile}/epic/{epics[0]}/rank", {"rankBeforeEpic": "x"}).status == 400
    task = call.create()
    place = f"{agile}/issue/{task}/estimation"
    assert call("GET", place).status == 400
    assert call("PUT", f"{place}?boardId=1", {"value": "many"}).status == 400
    assert call("PUT", f"{place}?boardId=1", {"value": "5"}).body == {
        "fieldId": "customfield_10016",
        "value": 5,
    }
    assert call("GET", f"{place}?boardId=1").body["value"] == 5


def test_data_center_has_names_of_its_own():
    with (
        Sandbox(edition="datacenter", context="/jira") as jira,
        (call := Client(jira, bearer(jira.token), "/jira/rest/api/2")).pool,
    ):
        shown = call("GET", "project").body[0]
        assert not shown.keys() & {"style", "isPrivate", "simplified", "properties"}
        asked = {"name": "x", "project": "DEMO", "leadUserName": "nobody"}
        assert call("POST", "component", asked).body["errors"].keys() == {"leadUserName"}
        made = call("POST", "component", {**asked, "leadUserName": "ada"}).body
        assert (made["lead"]["name"], made["archived"]) == ("ada", False)
        assert [u["name"] for u in call("GET", "user/search?username=sam").body] == []
        gone = call("GET", "user/search?username=sam&includeInactive=true").body
        assert [u["name"] for u in gone] == ["sam"]
        key = call.create()
        assert call("POST", f"issue/{key}/watchers?userName=ada", None).status == 204
        assert call("DELETE", f"issue/{key}/watchers?userName=ada").status == 204
        page = call("GET", "project/DEMO/version?maxResults=1").body
        assert page["self"].startswith(f"{jira.url}/rest/api/2/project/DEMO/version?")
        assert call("GET", "/jira/rest/agile/1.0/epic/none/issue").status == 200


def test_a_query_is_parsed_as_strictly_as_asked(call):
    asked = {"queries": ["project = NOPE", "project ="]}

    def parsed(way):
        return call("POST", f"jql/parse?validation={way}", asked).body["queries"]

    assert [set(row) for row in parsed("strict")] == [{"query", "errors"}] * 2
    whole, broken = parsed("warn")
    assert whole["warnings"] == ["The value 'NOPE' does not exist for the field 'project'."]
    assert (whole["structure"]["where"]["operator"], set(broken)) == ("=", {"query", "errors"})
    assert [set(row) for row in parsed("none")] == [{"query", "structure"}, {"query", "errors"}]
    assert call("POST", "jql/parse?validation=maybe", asked).status == 400


def test_permissions_statuses_and_pickers(jira, call):
    asked = "mypermissions?permissions=BROWSE_PROJECTS"
    assert call("GET", f"{asked}&projectKey=DEMO").status == 200
    assert call("GET", f"{asked}&projectKey=NOPE").status == 404
    assert call("GET", f"{asked}&issueKey=DEMO-99").status == 404
    done = call("GET", "statuses/search?statusCategory=DONE")
    assert names(done, "name") == ["Done"]
    ada = jira.site.catalogue.people.by_email("ada@example.com").account_id
    assert call("GET", "user/picker?query=ada").body["total"] == 1
    assert call("GET", f"user/picker?query=ada&excludeAccountIds={ada}").body["total"] == 0
    fields = names(call("GET", "field/search?type=custom&orderBy=-name"), "name")
    assert fields == sorted(fields, key=str.lower, reverse=True)


def test_data_center_warns_of_a_wrong_query_where_asked():
    with (
        Sandbox(edition="datacenter") as jira,
        (call := Client(jira, bearer(jira.token), "/rest/api/2")).pool,
    ):
        assert call("GET", "search?jql=project=NOPE").status == 400
        for way in ("false", "warn", "none"):
            answer = call("GET", f"search?jql=project=NOPE&validateQuery={way}")
            assert (answer.status, answer.body["total"]) == (200, 0)
            assert answer.body["warningMessages"] == [
                "The value 'NOPE' does not exist for the field 'project'."
            ]
        assert (
            call("POST", "search", {"jql": "project = NOPE", "validateQuery": False}).status == 200
        )


def test_a_thousand_issues_may_be_fetched_where_little_is_asked(call):
    assert call("POST", "/_sandbox/generate", {"issues": 150, "projects": ["DEMO"]}).status == 201
    keys = [f"DEMO-{n}" for n in range(1, 1001)]

    def fetched(size, **more):
        return call("POST", "issue/bulkfetch", {"issueIdsOrKeys": keys[:size], **more})

    lean = fetched(1000, fields=["summary", "status", "updated"])
    assert (lean.status, len(lean.body["issues"]), len(lean.body["issueErrors"])) == (
        200,
        150,
        850,
    )
    assert fetched(100, fields=["*all"]).status == 200
    assert fetched(101, fields=["*all"]).status == 400
    assert fetched(101).status == 400
    assert fetched(101, fields=["summary", "labels"]).status == 400
    assert fetched(101, fields=["summary"], expand=["changelog"]).status == 400
