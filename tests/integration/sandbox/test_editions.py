"""Cloud by version 2 and 3, by the gateway; Data Center by version 2 and under a context path."""

from __future__ import annotations

import pytest

from jira_sandbox import Sandbox
from jira_sandbox.seed import SeedError
from tests.integration.sandbox.client import Client, adf, basic, bearer, issue

V2 = "/rest/api/2"
WIKI = "h2. Plan\n\nSome *bold* words, {{code}} and [a link|https://a.example/b].\n\n* one\n** two"


@pytest.fixture
def server():
    with Sandbox(edition="datacenter") as running:
        yield running


@pytest.fixture
def dc(server):
    client = Client(server, bearer(server.token), V2)
    yield client
    client.pool.close()


def test_version_2_takes_and_gives_wiki_markup(call):
    key = call("POST", f"{V2}/issue", issue(description=WIKI, customfield_10033="plain")).body[
        "key"
    ]
    shown = call("GET", f"{V2}/issue/{key}").body
    assert shown["fields"]["description"] == WIKI
    assert shown["fields"]["customfield_10033"] == "plain"
    assert "/rest/api/2/issue/" in shown["self"]
    assert "/rest/api/2/user" in shown["fields"]["reporter"]["self"]
    document = call.fields(key, "description")["description"]
    assert [block["type"] for block in document["content"]] == [
        "heading",
        "paragraph",
        "bulletList",
    ]
    assert "wiki" not in document
    assert document["content"][1]["content"][1] == {
        "type": "text",
        "text": "bold",
        "marks": [{"type": "strong"}],
    }


def test_a_document_reads_as_markup_by_version_2(call):
    key = call.create(description=adf("one", "two"))
    assert call("GET", f"{V2}/issue/{key}").body["fields"]["description"] == "one\n\ntwo"


def test_writing_back_what_was_read_changes_nothing(call):
    key = call.create(description=adf("one", "two"))
    before = call.fields(key)
    text = call("GET", f"{V2}/issue/{key}").body["fields"]["description"]
    assert call("PUT", f"{V2}/issue/{key}", {"fields": {"description": text}}).status == 204
    assert call.fields(key) == before


def test_each_version_refuses_the_others_text(call):
    refused = call("POST", f"{V2}/issue", issue(description=adf("x")))
    assert (refused.status, refused.body["errors"]) == (
        400,
        {"description": "Operation value must be a string"},
    )
    assert call("POST", "issue", issue(description="x")).status == 400


def test_comments_by_either_version(call):
    key = call.create()
    made = call("POST", f"{V2}/issue/{key}/comment", {"body": "_hi_"}).body
    assert made["body"] == "_hi_"
    shown = call("GET", f"issue/{key}/comment/{made['id']}").body
    assert shown["body"]["content"][0]["content"][0]["marks"] == [{"type": "em"}]


def test_latest_is_version_2(call, dc):
    assert "/rest/api/2/" in call("GET", "/rest/api/latest/myself").body["self"]
    assert "/rest/api/2/" in dc("GET", "/rest/api/latest/myself").body["self"]
    assert call("GET", "/rest/api/4/myself").status == 404
    assert dc("GET", "/rest/api/3/myself").status == 404


def test_the_gateway_and_its_tokens(jira):
    with (client := Client(jira, basic(jira.email, "sandbox-scoped-token"))).pool:
        cloud_id = client("GET", "/_edge/tenant_info")
        assert cloud_id.status == 401
        assert client("GET", "myself").status == 401
        gate = f"/ex/jira/{jira.site.cloud_id}"
        mine = client("GET", f"{gate}/rest/api/3/myself")
        assert mine.status == 200
        assert f"{gate}/rest/api/3/user" in mine.body["self"]
        assert client("GET", "/ex/jira/another/rest/api/3/myself").status == 404
    with (client := Client(jira, {})).pool:
        assert client("GET", "/_edge/tenant_info").body == {"cloudId": jira.site.cloud_id}


def test_an_expired_token_is_nobody(jira, call):
    call.create()
    call("POST", "/_sandbox/tokens", {"expire": jira.token})
    found = call("POST", "search/jql", {"jql": "project = DEMO"})
    assert (found.status, found.body["issues"]) == (200, [])
    assert found.headers["X-Seraph-LoginReason"] == "AUTHENTICATED_FAILED"
    assert call("GET", "myself").status == 401
    call("POST", "/_sandbox/tokens", {"restore": jira.token})
    assert call("GET", "myself").status == 200


def test_data_center_knows_users_by_name(server, dc):
    mine = dc("GET", "myself").body
    assert (mine["name"], mine["key"]) == ("robin", "JIRAUSER10100")
    assert "accountId" not in mine
    key = dc("POST", "issue", issue(assignee={"name": "ada"})).body["key"]
    fields = dc("GET", f"issue/{key}").body["fields"]
    assert (fields["assignee"]["name"], fields["reporter"]["name"]) == ("ada", "robin")
    assert dc("PUT", f"issue/{key}/assignee", {"name": "kim"}).status == 204
    assert dc("GET", f"issue/{key}").body["fields"]["assignee"]["key"] == "JIRAUSER10102"
    refused = dc("POST", "issue", issue(assignee={"accountId": "x"}))
    assert refused.status == 400
    found = dc("GET", "user/assignable/search?project=DEMO&username=ad").body
    assert [user["name"] for user in found] == ["ada"]
    assert dc("GET", "user?username=ada").body["displayName"] == "Ada Moreau"
    assert dc("GET", "user?key=JIRAUSER10101").body["name"] == "ada"
    assert dc("GET", "user?username=nobody").status == 404
    assert [i["key"] for i in dc("GET", "search?jql=assignee=kim").body["issues"]] == [key]


def test_data_center_credentials(server):
    for headers, status in (
        (bearer("wrong"), 401),
        (basic("robin", server.token), 200),
        (basic(server.email, server.token), 401),
        (basic("robin", "wrong"), 401),
        ({}, 401),
    ):
        with (client := Client(server, headers, V2)).pool:
            answer = client("GET", "myself")
            assert answer.status == status
    with (
        Sandbox(edition="datacenter", basic=False) as jira,
        (client := Client(jira, basic("robin", jira.token), V2)).pool,
    ):
        refused = client("GET", "myself")
        assert (refused.status, refused.headers["X-Seraph-LoginReason"]) == (
            401,
            "AUTHENTICATED_FAILED",
        )
        assert refused.headers["Content-Type"].startswith("text/html")


def test_data_center_search_goes_by_number(dc):
    keys = [dc("POST", "issue", issue(str(n))).body["key"] for n in range(5)]
    page = dc(
        "GET", "search?jql=project=DEMO order by key&startAt=1&maxResults=2".replace(" ", "%20")
    ).body
    assert (page["startAt"], page["maxResults"], page["total"]) == (1, 2, 5)
    assert [i["key"] for i in page["issues"]] == keys[1:3]
    assert "status" in page["issues"][0]["fields"]
    assert "comment" not in page["issues"][0]["fields"]
    everything = dc("POST", "search", {"jql": "", "fields": ["summary"], "expand": ["names"]}).body
    assert (everything["total"], everything["names"]["summary"]) == (5, "Summary")
    assert dc("POST", "search", {"jql": "x = 1"}).status == 400
    assert dc("GET", "search?jql=x=1&validateQuery=false").body["total"] == 0
    assert dc("GET", "search?jql=&startAt=-1").status == 400


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "search/jql"),
        ("POST", "issue/bulkfetch"),
        ("POST", "search/approximate-count"),
        ("POST", "jql/parse"),
        ("GET", "project/search"),
        ("GET", "issue/DEMO-1/changelog"),
        ("GET", "priority/search2"),
        ("GET", "/_edge/tenant_info"),
        ("GET", "/ex/jira/x/rest/api/2/myself"),
    ],
)
def test_data_center_has_no(dc, method, path):
    assert dc(method, path, {} if method == "POST" else None).status == 404


def test_data_center_epics_are_named_and_linked(dc):
    refused = dc("POST", "issue", issue("E", "Epic"))
    assert refused.body["errors"] == {"customfield_10011": "Epic Name is required."}
    epic = dc("POST", "issue", issue("E", "Epic", customfield_10011="Pay")).body["key"]
    story = dc("POST", "issue", issue("S", "Story", customfield_10014=epic)).body["key"]
    fields = dc("GET", f"issue/{story}").body["fields"]
    assert fields["customfield_10014"] == epic
    assert "parent" not in fields
    refused = dc("POST", "issue", issue("S", "Story", parent={"key": epic}))
    assert "parent" in refused.body["errors"]
    sub = dc("POST", "issue", issue("s", "Sub-task", parent={"key": story})).body["key"]
    assert dc("GET", f"issue/{sub}").body["fields"]["parent"]["key"] == story


def test_data_center_metadata(dc):
    types = dc("GET", "issue/createmeta/DEMO/issuetypes").body
    assert set(types) == {"startAt", "maxResults", "total", "isLast", "values"}
    assert "hierarchyLevel" not in types["values"][0]
    fields = dc("GET", "issue/createmeta/DEMO/issuetypes/10001").body["values"]
    assert "parent" not in {field["fieldId"] for field in fields}
    assert isinstance(dc("GET", "project").body, list)
    told = dc("GET", "serverInfo").body
    assert (told["deploymentType"], told["versionNumbers"]) == ("Server", [10, 3, 24])
    assert {"key", "untranslatedName"} & set(dc("GET", "field").body[3]) == set()


def test_data_center_history_and_sprints(dc):
    key = dc("POST", "issue", issue(customfield_10020=23)).body["key"]
    dc("PUT", f"issue/{key}", {"fields": {"assignee": {"name": "ada"}}})
    shown = dc("GET", f"issue/{key}?expand=changelog").body
    (item,) = shown["changelog"]["histories"][0]["items"]
    assert (item["to"], item["toString"]) == ("JIRAUSER10101", "Ada Moreau")
    assert "fieldId" not in item
    (sprint,) = shown["fields"]["customfield_10020"]
    assert "[id=23,rapidViewId=1,state=ACTIVE,name=Sprint 23," in sprint


def test_notify_users_and_return_issue_on_data_center(server, dc):
    key = dc("POST", "issue", issue()).body["key"]
    with (other := Client(server, bearer("ada-token"), V2)).pool:
        path = f"issue/{key}?notifyUsers=false"
        assert other("PUT", path, {"fields": {"summary": "x"}}).status == 403
    assert dc("PUT", f"issue/{key}?returnIssue=true", {"fields": {"summary": "y"}}).status == 204


def test_a_429_of_data_center_is_a_page(server, dc):
    server.fault("429", count=1)
    answer = dc("GET", "myself")
    assert (answer.status, answer.headers["Content-Type"]) == (429, "text/html;charset=UTF-8")
    assert answer.headers["x-ratelimit-fillrate"] == "5"
    assert answer.headers["Retry-After"] == "1"


def test_a_context_path():
    with Sandbox(edition="datacenter", context="jira/") as jira:
        assert jira.url.endswith("/jira")
        with (client := Client(jira, bearer(jira.token), "/jira/rest/api/2")).pool:
            mine = client("GET", "myself")
            assert mine.body["self"].startswith(f"{jira.url}/rest/api/2/user")
            assert client("GET", "serverInfo").body["baseUrl"] == jira.url
            assert client("GET", "/rest/api/2/myself").status == 404
            assert client("GET", "/_sandbox/faults").status == 200


def test_an_edition_is_kept_with_its_storage(tmp_path):
    kept = str(tmp_path / "jira.db")
    with Sandbox(storage=kept, edition="datacenter"):
        pass
    with Sandbox(storage=kept) as jira:
        assert jira.edition == "datacenter"
    with pytest.raises(SeedError, match="another kind"):
        Sandbox(storage=kept, edition="cloud")
    with pytest.raises(SeedError, match="no such edition"):
        Sandbox(edition="server")
