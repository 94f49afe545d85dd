"""Judged by what we did not write: Atlassian's description and real answers of real sites."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

import pytest

from jira_sandbox import Sandbox
from tests.integration.sandbox import oracle, surface
from tests.integration.sandbox.client import Client, bearer, issue
from tests.integration.sandbox.journey import walk, walk_data_center
from tests.oracles.judge import Judge, read

pytestmark = pytest.mark.oracle


@pytest.fixture
def verdict(tmp_path, monkeypatch, oracle_data):
    """What Atlassian's descriptions say of all that a walk over a sandbox was answered."""

    folder = tempfile.mkdtemp(dir=os.environ.get("SANDBOX_RECORD") or tmp_path)
    monkeypatch.setenv("SANDBOX_RECORD", folder)

    def walked(edition, *walks):
        with Sandbox(edition=edition) as jira:
            call = Client(jira)
            if edition == "datacenter":
                call = Client(jira, bearer(jira.token), "/rest/api/2")
            with call.pool:
                for walk_over in walks:
                    walk_over(call)
        return Judge(oracle_data).hear(read(Path(folder)))

    return walked


def test_every_answer_fits_the_description(verdict):
    told = verdict("cloud", walk, surface.walk, surface.walk_cloud)
    assert list(map(str, told.complaints)) == []
    assert told.unexpected() == []
    assert told.answers > 150


def test_every_answer_of_data_center_fits_the_description(verdict):
    told = verdict("datacenter", surface.walk, walk_data_center)
    assert list(map(str, told.complaints)) == []
    assert told.unexpected() == []
    assert told.answers > 100


def _recorded(name: str):
    return json.loads(oracle.data(f"recorded/{name}").read_text("utf-8"))["response"]


def test_the_shape_of_server_info(call):
    real = _recorded("defectdojo-cloud-v2/01-get-serverInfo-200.json")
    assert oracle.shape(call("GET", "serverInfo").body) == oracle.shape(real["body"])


def test_the_shape_of_a_created_issue(call):
    real = _recorded("defectdojo-cloud-v2/03-post-issue-201.json")
    answer = call("POST", "issue", issue())
    assert (answer.status, oracle.shape(answer.body)) == (201, oracle.shape(real["body"]))


def test_an_issue_has_the_keys_of_a_real_one(call):
    real = _recorded("defectdojo-cloud-v2/04-get-issue-200.json")["body"]
    mine = call("GET", f"issue/{call.create('x', kind='Epic')}").body
    assert set(real) == set(mine)
    wanted = {name for name in real["fields"] if not name.startswith("customfield_")}
    # a real epic shows no parent either; the issue restriction is of team-managed projects
    assert wanted - {"issuerestriction"} <= set(mine["fields"])
    for name in (
        "issuetype",
        "project",
        "status",
        "statusCategory",
        "priority",
        "watches",
        "creator",
    ):
        missing = set(real["fields"][name]) - set(mine["fields"][name])
        assert not missing, name
    plain = ("created", "updated", "labels", "components", "summary", "workratio", "assignee")
    for name in plain:
        assert type(mine["fields"][name]) is type(real["fields"][name]), name


def test_a_comment_has_the_shape_of_a_real_one(call):
    real = _recorded("defectdojo-cloud-v2/17-post-comment-201.json")["body"]
    from tests.integration.sandbox.client import adf

    mine = call("POST", f"issue/{call.create()}/comment", {"body": adf("x")}).body
    # v2 bodies are text, v3 bodies documents
    real["body"] = mine["body"]
    assert oracle.shape(mine) == oracle.shape(real)


def test_field_rows_have_the_shape_of_real_ones(call):
    real = {f["id"]: f for f in _recorded("defectdojo-cloud-v2/11-get-field-200.json")["body"]}
    mine = {f["id"]: f for f in call("GET", "field").body}
    system = [i for i in real.keys() & mine.keys() if not i.startswith("customfield_")]
    assert len(system) > 20
    for field_id in system:
        assert mine[field_id] == real[field_id], field_id


def test_create_metadata_has_the_shape_of_the_real_one(call):
    real = _recorded("defectdojo-cloud-v2/02-get-createmeta-200.json")["body"]
    fields = real["projects"][0]["issuetypes"][0]["fields"]
    rows = call("GET", "issue/createmeta/DEMO/issuetypes/10002?maxResults=200").body["fields"]
    mine = {row["key"]: row for row in rows}
    for name in (
        "summary",
        "issuetype",
        "parent",
        "components",
        "priority",
        "labels",
        "description",
    ):
        assert set(mine[name]) == {*fields[name], "fieldId"}, name
        assert mine[name]["schema"] == fields[name]["schema"], name
        assert mine[name]["required"] == fields[name]["required"], name


REFUSALS = [
    "removed search endpoint (Cloud)",
    "string sent into an ADF field (v3)",
    "missing/empty summary",
    "transition not available",
    "notifyUsers=false without admin",
    "issue not found / not visible",
    "both fields and update missing on PUT",
    "unbounded JQL on /search/jql",
    "Cloud 429 body",
]


@pytest.mark.parametrize("what", REFUSALS)
def test_refusals_are_in_jiras_words(jira, call, what):
    rows = json.loads(oracle.data("recorded/observed/errors-and-limits.json").read_text("utf-8"))
    real = next(row for row in rows if row["what"] == what)
    answer = _provoke(what, jira, call)
    assert (answer.status, answer.body) == (real["status"], real["body"])


def _provoke(what, jira, call):
    key = call.create()
    if what == "Cloud 429 body":
        jira.fault("429")
        return call("GET", "myself")
    if what == "notifyUsers=false without admin":
        from tests.integration.sandbox.client import basic

        other = Client(jira, basic("ada@example.com", "ada-token"))
        with other.pool:
            return other("PUT", f"issue/{key}?notifyUsers=false", {"fields": {"summary": "x"}})
    method, path, body = {
        "removed search endpoint (Cloud)": ("POST", "search", {"jql": "project = DEMO"}),
        "string sent into an ADF field (v3)": ("POST", "issue", issue(description="text")),
        "missing/empty summary": ("POST", "issue", issue("")),
        "transition not available": (
            "POST",
            f"issue/{key}/transitions",
            {"transition": {"id": "31"}},
        ),
        "issue not found / not visible": ("GET", "issue/DEMO-999", None),
        "both fields and update missing on PUT": ("PUT", f"issue/{key}", {}),
        "unbounded JQL on /search/jql": ("POST", "search/jql", {"jql": "order by created"}),
    }[what]
    return call(method, path, body)
