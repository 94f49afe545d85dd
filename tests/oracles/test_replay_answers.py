"""Recordings without their requests, whose names or self links tell them: asked again, with the same keys and types.

Beans of older sites have fewer keys than ours. Each file of the recordings is replayed, or excused by name.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from jira_sandbox import Sandbox
from tests.conftest import oracle_folder
from tests.integration.sandbox.client import Client, adf, basic, bearer, issue
from tests.oracles.recorded import SEED, differences

pytestmark = pytest.mark.oracle

RECORDED = oracle_folder() / "recorded"
VISIBLE = re.compile(r"comments\[\]\.visibility: missing")
AGILE = "/rest/agile/1.0"
NEVER = re.compile("(?!)")
TASK = {"project": {"key": "NTEST"}, "issuetype": {"name": "Task"}, "summary": "x"}


@dataclass(frozen=True)
class Row:
    """A recording and its request; `own`: what the recorded site had and another need not have."""

    name: str
    target: str
    method: str = "GET"
    body: Any = None
    status: int = 200
    own: re.Pattern[str] = NEVER


SERVERS = [
    Row("go-jira/all_statuscategories.json", "statuscategory"),
    Row("go-jira/all_statuses.json", "status"),
    Row("go-jira/all_issuelinktypes.json", "issueLinkType"),
    Row("go-jira/all_priorities.json", "priority"),
    Row("go-jira/all_resolutions.json", "resolution"),
    # A server of today has no key beside the id, as its description says.
    Row("go-jira/all_fields.json", "field", own=re.compile(r"^\[\]\.key: missing")),
    Row("jira-ruby/field.json", "field"),
    Row(
        "go-jira/project.json",
        "project/NTEST",
        own=re.compile(r"^\.url|^\.roles\.|leaseDate: missing"),
    ),
    Row(
        "go-jira/transitions.json",
        "issue/{issue}/transitions?expand=transitions.fields",
        own=re.compile(r"fields\.summary: missing"),
    ),
    Row("go-jira/remote_links.json", "issue/{issue}/remotelink"),
    Row("go-jira/sprints.json", f"{AGILE}/board/{{board}}/sprint"),
    # A board without sprints, whose columns have limits.
    Row(
        "go-jira/board_configuration.json",
        f"{AGILE}/board/{{board}}/configuration",
        own=re.compile(r"^\.subQuery|\.(max|min): missing"),
    ),
    Row("go-jira/issues_in_sprint.json", f"{AGILE}/sprint/{{sprint}}/issue"),
    # The example of the documentation: no Jira tells a time as a number, or comments as a list.
    Row(
        "jira-ruby/sprint_1_issues.json",
        f"{AGILE}/sprint/{{sprint}}/issue",
        own=re.compile(
            r"fields\.((comment|worklog): list|updated: number|project\.projectCategory)"
        ),
    ),
    Row("jira-cli/createmetav9.json", "issue/createmeta/NTEST/issuetypes"),
    # No server tells in a search whether a page is the last; its author added it.
    Row("jira-ruby/issue.json", "search", own=re.compile(r"^\.isLast")),
    Row("jira-ruby/issue_10002.json", "issue/{issue}"),
    Row("jira-ruby/issue_10002_comment.json", "issue/{issue}/comment"),
    Row("jira-ruby/issue_10002_worklog.json", "issue/{issue}/worklog"),
    Row("jira-ruby/issue_10002_properties.json", "issue/{issue}/properties"),
    Row("jira-ruby/issue_10002_properties_xyz.json", "issue/{issue}/properties/xyz"),
    Row("jira-ruby/issue_10002_transitions.json", "issue/{issue}/transitions"),
    Row("jira-ruby/issuetype.json", "issuetype"),
    Row("jira-ruby/statuscategory.json", "statuscategory"),
    Row("jira-ruby/webhook.json", "/rest/webhooks/1.0/webhook"),
    Row(
        "jira-ruby/issue_10002.invalid.put.json",
        "issue/{issue}",
        "PUT",
        {"fields": {"invalid": "x"}},
        400,
    ),
    Row(
        "jira-ruby/issue_10002.put.missing_field_update.json",
        "issue/{issue}",
        "PUT",
        {"x": 1},
        400,
    ),
    Row(
        "jira-ruby/component_10000.invalid.put.json",
        "component/{component}",
        "PUT",
        {"invalid": "x"},
        400,
    ),
    Row(
        "jira-ruby/version_10000.invalid.put.json", "version/{version}", "PUT", {"chump": "x"}, 400
    ),
    Row("jira-ruby/issue.post.json", "issue", "POST", {"fields": TASK}, 201),
]
CLOUD = [
    Row("jira-cli/serverinfo.json", "serverInfo"),
    Row(
        "jira-cli/search.json",
        "search/jql?jql=project%3DNTEST&fields=*all",
        own=re.compile(r"^\.expand"),
    ),
    # A comment for some people alone; in the second its author left the documents of version 3.
    Row("jiratui/issue.json", "issue/{issue}?expand=editmeta", own=VISIBLE),
    Row(
        "jiratui/no_adf_issue_no_adf.json",
        "/rest/api/2/issue/{issue}?expand=editmeta",
        own=re.compile(VISIBLE.pattern + r"|comments\[\]\.body"),
    ),
    # The example of the documentation, of a project with everything that there is.
    Row(
        "jiratui/project.json",
        "project/NTEST",
        own=re.compile(
            r"^\.(email|insight|projectCategory|url|roles\.Developers|properties\.propertyKey|lead\.(key|name)): missing"
            r"|^\.components\[\]\.(ari|assignee|lead|metadata|realAssignee): missing"
            r"|^\.issueTypes\[\]\.scope: missing"
        ),
    ),
    Row(
        "jiratui/issue_create_meta_required_fields.json", "issue/createmeta/NTEST/issuetypes/10002"
    ),
    Row("faros/issues.json", "/rest/api/2/issue/{issue}?expand=changelog"),
    Row("faros/issues_with_additional_fields.json", "issue/{issue}?fields=created,updated"),
]
# The words of a bean that was not understood name classes and addresses of memory.
CLASSES = re.compile(r"@[0-9a-f]+|column: \d+")


def prepared(call: Client, *, cloud: bool) -> dict[str, str]:
    """A site with something of everything; gives what stands in the targets."""
    text = adf if cloud else str
    epic = call.create(
        "Epic", kind="Epic", project="NTEST", **({} if cloud else {"customfield_10011": "E"})
    )
    above = {"parent": {"key": epic}} if cloud else {"customfield_10014": epic}
    key = call.create("x", project="NTEST", description=text("d"), **above)
    call("PUT", f"issue/{key}", {"fields": {"labels": ["a"], "summary": "y"}})
    call("PUT", f"issue/{key}", {"fields": {"timetracking": {"originalEstimate": "2h"}}})
    call("PUT", f"issue/{key}/properties/xyz", "supercalifragilistic")
    call("POST", f"issue/{key}/comment", {"body": text("a comment")})
    call("POST", f"issue/{key}/worklog", {"timeSpent": "1h", "comment": text("work")})
    for link in json.loads((RECORDED / "go-jira/remote_links.json").read_text("utf-8")):
        call(
            "POST",
            f"issue/{key}/remotelink",
            {k: v for k, v in link.items() if k not in ("id", "self")},
        )
    call("POST", "/rest/webhooks/1.0/webhook", {"url": "http://127.0.0.1:9/x", "events": []})
    board = call("GET", f"{AGILE}/board?projectKeyOrId=NTEST").body["values"][0]["id"]
    sprints = call("GET", f"{AGILE}/board/{board}/sprint").body["values"]
    done, sprint = (row["id"] for row in sprints)
    # One after the other: a board has one active sprint.
    days = {"startDate": "2026-03-02T09:00:00.000Z", "endDate": "2026-03-16T09:00:00.000Z"}
    call("POST", f"{AGILE}/sprint/{done}/issue", {"issues": [key]})
    for state in ("active", "closed"):
        assert call("POST", f"{AGILE}/sprint/{done}", {"state": state, **days}).status == 200
    call("POST", f"{AGILE}/sprint/{sprint}/issue", {"issues": [key]})
    version = call("POST", "version", {"name": "1", "project": "NTEST"}).body["id"]
    component = call("GET", "project/NTEST/components").body[0]["id"]
    call("PUT", f"component/{component}", {"description": "Behind it all"})
    return {
        "issue": key,
        "board": board,
        "sprint": sprint,
        "version": version,
        "component": component,
    }


@pytest.fixture(scope="module")
def server(oracle_data):
    with Sandbox(SEED, edition="datacenter") as jira:
        call = Client(jira, bearer(jira.token), "/rest/api/2")
        with call.pool:
            yield call, prepared(call, cloud=False)


@pytest.fixture(scope="module")
def cloud(oracle_data):
    with Sandbox(SEED) as jira, (call := Client(jira)).pool:
        yield call, prepared(call, cloud=True)


def real_of(row: Row) -> Any:
    real = json.loads((RECORDED / row.name).read_text("utf-8"))
    if row.name == "go-jira/all_issuelinktypes.json":
        return {"issueLinkTypes": real}  # its author kept the rows alone
    return real[0] if row.name.startswith("faros/") else real


@pytest.mark.parametrize("row", SERVERS, ids=lambda row: row.name)
def test_answers_of_servers(server, row):
    call, names = server
    answer = compared(call, names, row)
    if row.status == 400:
        real = real_of(row)
        # The words for an unknown field are those of today: it is not on the screen, or unknown.
        assert answer.body["errors"].keys() == real.get("errors", {}).keys()
        told, there = (
            [CLASSES.sub("", text) for text in of["errorMessages"]] for of in (answer.body, real)
        )
        assert told == there


@pytest.mark.parametrize("row", CLOUD, ids=lambda row: row.name)
def test_answers_of_cloud(cloud, row):
    call, names = cloud
    compared(call, names, row)


def compared(call: Client, names: dict[str, str], row: Row) -> Any:
    answer = call(row.method, row.target.format(**names), row.body)
    assert answer.status == row.status, answer
    found = differences(real_of(row), answer.body, more=True)
    assert [what for what in found if not row.own.search(what)] == []
    return answer


@cache
def observed() -> dict[str, Any]:
    """The rows of what was observed, by what they are about."""
    rows = json.loads((RECORDED / "observed/errors-and-limits.json").read_text("utf-8"))
    return {row["what"]: row for row in rows}


BURST = {"kind": "429", "retry_after": 1}
LIMITS = {
    "Cloud 429 body": ("cloud", BURST),
    "Cloud burst 429 headers (documentation example)": ("cloud", BURST),
    "Cloud quota 429 headers (documentation example, apps only)": (
        "cloud",
        {"kind": "429", "reason": "quota", "retry_after": 1847},
    ),
    "gateway 429 without Retry-After (incident 2026-04-22)": (
        "cloud",
        {"kind": "429", "reason": "gateway"},
    ),
    "Data Center 429: HTML from Tomcat + token-bucket headers": ("datacenter", {"kind": "429"}),
}
# A moment, and how many requests were left of five.
OF_THE_MOMENT = {"x-ratelimit-reset", "x-ratelimit-remaining"}


@pytest.mark.parametrize("what", LIMITS)
def test_limits_as_they_were_observed(oracle_data, what):
    edition, rule = LIMITS[what]
    real = observed()[what]
    with Sandbox(edition=edition, faults=[rule]) as jira:
        headers = basic(jira.email, jira.token) if edition == "cloud" else bearer(jira.token)
        with (call := Client(jira, headers, "/rest/api/2")).pool:
            answer = call("GET", "myself")
    assert answer.status == real["status"]
    told_body = answer.body.decode() if isinstance(answer.body, bytes) else answer.body
    assert real.get("body") in (None, told_body)
    told = {name.lower(): value for name, value in answer.headers.items()}
    there = {name.lower(): value for name, value in real.get("headers", {}).items()}
    assert there.keys() <= told.keys()
    for name in there.keys() - OF_THE_MOMENT - {"content-type"}:
        assert told[name] == there[name], name
    assert told["content-type"].startswith(there.get("content-type", ""))
    assert re.sub(r"\d", "0", told.get("x-ratelimit-reset", "")) == re.sub(
        r"\d", "0", there.get("x-ratelimit-reset", told.get("x-ratelimit-reset", ""))
    )
    if "Retry-After" not in real.get("headers", {"Retry-After": ""}) and edition == "cloud":
        assert "retry-after" not in told


def test_the_other_observations(cloud, server):
    call, _ = cloud
    real = observed()["bulk create, all failed"]
    above = call.create(project="TEST")
    odd = issue(project="NTEST", parent={"key": above})
    odd["fields"]["issuetype"] = {"id": "99999"}
    answer = call("POST", "issue/bulk", {"issueUpdates": [odd]})
    assert answer.status == real["status"]
    # The example has an issue with a second mistake, in its project.
    found = differences(real["body"], answer.body, more=True)
    assert [what for what in found if ".errors.project: missing" not in what] == []
    told = answer.body["errors"][0]["elementErrors"]["errors"]
    assert told["issuetype"] == real["body"]["errors"][0]["elementErrors"]["errors"]["issuetype"]
    real = observed()[
        "old createmeta still answers 200 with a deprecation Warning header (Feb 2026)"
    ]
    answer = call("GET", "issue/createmeta")
    assert answer.status == real["status"]
    assert answer.headers["Warning"].startswith(real["headers"]["Warning"].removesuffix(" ...)"))
    call, names = server
    real = observed()["unknown field on PUT/POST"]
    answer = call("PUT", f"issue/{names['issue']}", {"fields": {"invalid": "x"}})
    assert answer.status == real["status"]
    # Those of Cloud, that its source tells, and of servers of today.
    words = real["source"].partition("says: ")[2].replace("'X'", "'invalid'")
    assert answer.body == {"errorMessages": [], "errors": {"invalid": words}}


EXCUSED = {
    "grunt-jira-actions/transitionJiraIssue_20005_42.json": "the site of the recording failed itself: 500",
    "jira-cli/md.json": "a document, and no answer: tests of rich text read it",
    "observed/errors-and-limits.json": "facts, row by row, here and in tests/integration/sandbox",
}


def test_every_recording_is_replayed_or_excused(oracle_data):
    from tests.integration.sandbox.test_oracles import REFUSALS
    from tests.oracles.test_replay import DOJO, GRUNT

    listed = re.findall(
        r"^\| (\S+\.json) \|", (RECORDED / "INDEX.md").read_text("utf-8"), re.MULTILINE
    )
    assert len(listed) > 60
    replayed = {path.relative_to(RECORDED).as_posix() for path in (*DOJO, *GRUNT)}
    replayed |= {row.name for row in (*SERVERS, *CLOUD)}
    assert set(listed) <= replayed | EXCUSED.keys()
    others = {
        "bulk create, all failed",
        "old createmeta still answers 200 with a deprecation Warning header (Feb 2026)",
        "unknown field on PUT/POST",
    }
    assert observed().keys() == others | LIMITS.keys() | set(REFUSALS)
