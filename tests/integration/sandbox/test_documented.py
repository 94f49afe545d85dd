"""The guide says what is true: its seed starts a site, its table names every route."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from jira_sandbox import Sandbox
from jira_sandbox.faults import KINDS
from jira_sandbox.routes import CONTROL_TABLE
from jira_sandbox.tables import CLOUD_TABLE, DATA_CENTER_TABLE, TABLE
from tests.integration.sandbox.client import Client, bearer

GUIDE = (Path(__file__).parents[3] / "docs" / "sandbox.md").read_text("utf-8")


def test_the_seed_of_the_guide():
    text = re.search(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    assert text
    with Sandbox(tomllib.loads(text.group(1))) as jira, (call := Client(jira)).pool:
        shown = call.fields("DEMO-2")
        assert shown["parent"]["key"] == "DEMO-1"
        assert shown["customfield_10016"] == 5
        assert call.find('status = "In Progress"') == ["DEMO-1"]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_fault_is_in_the_guide(kind):
    assert f"| `{kind}` |" in GUIDE


def test_every_route_is_in_the_guide():
    for _, template, _ in (*TABLE, *CLOUD_TABLE, *DATA_CENTER_TABLE, *CONTROL_TABLE):
        last = [part for part in template.split("/") if part and not part.startswith("{")][-1]
        assert last in GUIDE, template


# What the guide says is not served, as a request each: 404 in the shape of an unknown address.
UNSERVED = [
    ("GET", "dashboard"),
    ("GET", "filter/search"),
    ("POST", "filter"),
    ("GET", "filter/10000"),
    ("GET", "group/bulk"),
    ("GET", "group/member?groupname=x"),
    ("POST", "project"),
    ("POST", "field"),
    ("POST", "statuses"),
    ("POST", "user"),
    ("GET", "permissionscheme"),
    ("GET", "notificationscheme"),
    ("GET", "issuesecurityschemes"),
    ("GET", "issue/DEMO-1/worklog/10000/properties"),
    ("PUT", "issue/archive"),
    ("GET", "workflow/search"),
    ("POST", "/rest/agile/1.0/board"),
    ("GET", "/rest/agile/1.0/board/1/properties"),
    ("GET", "/rest/agile/1.0/sprint/23/properties"),
    ("GET", "/rest/servicedeskapi/servicedesk"),
]


@pytest.mark.parametrize("edition", ["cloud", "datacenter"])
def test_what_the_guide_says_is_not_served_is_not(edition):
    with Sandbox(edition=edition) as jira:
        login, api = (
            (None, "/rest/api/3") if edition == "cloud" else (bearer(jira.token), "/rest/api/2")
        )
        with (call := Client(jira, login, api)).pool:
            call.create()
            for method, path in UNSERVED:
                answer = call(method, path, {} if method != "GET" else None)
                assert answer.status in (404, 405), (method, path, answer)
                if answer.status == 404:
                    assert answer.body["message"].startswith("null for uri: http"), (method, path)
                    assert answer.body["status-code"] == 404
