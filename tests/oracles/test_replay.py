"""The requests of recorded samples, asked again: the same status, bodies with the same keys and types."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from jira_sandbox import Sandbox
from tests.conftest import oracle_folder
from tests.integration.sandbox.client import basic, bearer
from tests.oracles.recorded import SCREEN, SEED, differences, staged

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.oracle

RECORDED = oracle_folder() / "recorded"
DOJO = sorted((RECORDED / "defectdojo-cloud-v2").glob("*.json"))
GRUNT = sorted((RECORDED / "grunt-jira-actions").glob("*.json"))
# The site of the recording failed here itself.
FAILING = "transitionJiraIssue_20005_42"


def sample(path: Path) -> tuple[str, str, Any, int, Any]:
    """Method, path with query, body, status and answer of a recording."""
    row = json.loads(path.read_text("utf-8"))
    asked, told = row["request"], row["response"]
    parts = urlsplit(asked.get("uri") or asked["path"])
    body = asked["body"]
    read = json.loads(body) if isinstance(body, str) and body else body
    status = told["status"]["code"] if isinstance(told["status"], dict) else told["status"]
    return (
        asked["method"],
        parts.path + (f"?{parts.query}" if parts.query else ""),
        read,
        status,
        told.get("body"),
    )


@pytest.mark.parametrize("path", DOJO, ids=lambda path: path.stem)
def test_cloud_version_2(path):
    method, target, body, status, real = sample(path)
    with Sandbox(SEED) as jira, (stage := staged(jira, basic(jira.email, jira.token))).call.pool:
        if "issues" in (body or {}):
            body = {
                "issues": [stage.place(f"/issue/{key}", "NTEST")[7:] for key in body["issues"]]
            }
        if method == "GET" and "/epic/" in target:
            epic = stage.place(target, "NTEST").split("/")[-2]
            child = stage.place("/issue/99999", "NTEST")[7:]
            assert (
                stage.call("PUT", f"issue/{child}", {"fields": {"parent": {"id": epic}}}).status
                == 204
            )
        answer = stage.call(method, stage.place(target, "NTEST"), body)
    assert answer.status == status, answer
    found = differences(real or None, answer.body)
    assert [what for what in found if not SCREEN.search(what)] == []


@pytest.mark.parametrize(
    "path", [path for path in GRUNT if path.stem != FAILING], ids=lambda path: path.stem
)
def test_an_old_cloud_was_like_data_center(path):
    method, target, body, status, real = sample(path)
    with (
        Sandbox(SEED, edition="datacenter") as jira,
        (stage := staged(jira, bearer(jira.token))).call.pool,
    ):
        fields = (body or {}).get("fields", {})
        if "project" in fields:
            fields["project"] = {"key": "NTEST"}
        where = stage.place(target, "NTEST")
        if "transition" in (body or {}):
            steps = stage.call("GET", where).body["transitions"]
            body = {"transition": {"id": steps[0]["id"]}}
        answer = stage.call(method, where, body)
    assert answer.status == status, answer
    assert list(differences(real or None, answer.body, more=True)) == []
