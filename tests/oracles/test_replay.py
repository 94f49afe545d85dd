"""The requests of recorded samples, asked again: the same status, bodies with the same keys and types."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from jira_sandbox import Sandbox
from tests.conftest import oracle_folder
from tests.integration.sandbox.client import Client, basic, bearer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.oracle

RECORDED = oracle_folder() / "recorded"
DOJO = sorted((RECORDED / "defectdojo-cloud-v2").glob("*.json"))
GRUNT = sorted((RECORDED / "grunt-jira-actions").glob("*.json"))
# The site of the recording failed here itself.
FAILING = "transitionJiraIssue_20005_42"
SEED = {
    "projects": [
        {"key": key, "name": key, "types": ["Epic", "Story", "Task", "Sub-task"]}
        for key in ("NTEST", "TEST")
    ]
}
# Of the site that was recorded, not of Jira: custom fields; what team-managed projects have (issuerestriction,
# entityId); the avatar of a type, which one with a picture of its own has not.
SITE = re.compile(r"customfield_\d+|issuerestriction|entityId|avatarId")
# What stands on a create screen is the project's choice.
SCREEN = re.compile(r"issuetypes\[\]\.fields\.\w+: (missing|unknown)")


def differences(real: Any, mine: Any, at: str = "", *, more: bool = False) -> Iterator[str]:
    """Where the keys or the types differ. Null tells no type; with `more` ours may have other keys too."""
    if real is None or mine is None:
        return
    if isinstance(real, dict) and isinstance(mine, dict):
        yield from _of_tables(real, mine, at, more=more)
    elif isinstance(real, list) and isinstance(mine, list):
        for one, two in _pairs(real, mine):
            yield from differences(one, two, f"{at}[]", more=more)
    elif _kind(real) != _kind(mine):
        yield f"{at}: {_kind(real)} there, {_kind(mine)} here"


def _pairs(real: list[Any], mine: list[Any]) -> list[tuple[Any, Any]]:
    """What of two lists is comparable: rows of the same id, else the first of each."""
    here = {row["id"]: row for row in mine if isinstance(row, dict) and "id" in row}
    here = {name: row for name, row in here.items() if not SITE.fullmatch(str(name))}
    same = [
        (row, here[row["id"]]) for row in real if isinstance(row, dict) and row.get("id") in here
    ]
    return same or list(zip(real[:1], mine[:1], strict=False))


def _of_tables(
    real: dict[str, Any], mine: dict[str, Any], at: str, *, more: bool
) -> Iterator[str]:
    there, here = ({key for key in table if not SITE.fullmatch(key)} for table in (real, mine))
    yield from (f"{at}.{key}: missing here" for key in sorted(there - here))
    yield from (f"{at}.{key}: unknown there" for key in sorted(here - there) if not more)
    for key in sorted(there & here):
        yield from differences(real[key], mine[key], f"{at}.{key}", more=more)


def _kind(value: Any) -> str:
    return "number" if type(value) in {int, float} else type(value).__name__


@dataclass
class Stage:
    """A site on which the recorded requests find what they are about."""

    call: Client
    made: dict[str, str]

    def place(self, path: str, project: str) -> str:
        """The path with our issue in place of the recorded one, made when first asked for."""
        found = re.search(r"/(?:issue|epic)/([A-Z]+-\d+|\d{4,})(?=/|$)", path)
        if found is None:
            return path
        name = found.group(1)
        if name not in self.made:
            kind = "Epic" if "/epic/" in path else "Task"
            fields = {"project": {"key": project}, "issuetype": {"name": kind}, "summary": "x"}
            self.made[name] = self.call("POST", "issue", {"fields": fields}).body["id"]
        return path.replace(f"/{name}", f"/{self.made[name]}")


def staged(jira: Sandbox, headers: dict[str, str]) -> Stage:
    return Stage(Client(jira, headers, "/rest/api/2"), {})


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


# Recordings without their requests, whose names or self links tell them. The site is a Data Center, for they are
# of servers; their beans are old and have fewer keys than ours.
ANSWERS = [
    ("go-jira/all_statuscategories.json", "GET", "statuscategory", None, 200),
    ("go-jira/all_statuses.json", "GET", "status", None, 200),
    ("go-jira/all_issuelinktypes.json", "GET", "issueLinkType", None, 200),
    ("go-jira/all_priorities.json", "GET", "priority", None, 200),
    ("go-jira/all_resolutions.json", "GET", "resolution", None, 200),
    ("go-jira/project.json", "GET", "project/NTEST", None, 200),
    (
        "go-jira/transitions.json",
        "GET",
        "issue/{issue}/transitions?expand=transitions.fields",
        None,
        200,
    ),
    ("jira-cli/createmetav9.json", "GET", "issue/createmeta/NTEST/issuetypes", None, 200),
    ("jira-ruby/issue_10002.json", "GET", "issue/{issue}", None, 200),
    ("jira-ruby/issue_10002_comment.json", "GET", "issue/{issue}/comment", None, 200),
    ("jira-ruby/issue_10002_properties.json", "GET", "issue/{issue}/properties", None, 200),
    (
        "jira-ruby/issue_10002_properties_xyz.json",
        "GET",
        "issue/{issue}/properties/xyz",
        None,
        200,
    ),
    ("jira-ruby/issue_10002_transitions.json", "GET", "issue/{issue}/transitions", None, 200),
    ("jira-ruby/issuetype.json", "GET", "issuetype", None, 200),
    ("jira-ruby/statuscategory.json", "GET", "statuscategory", None, 200),
    (
        "jira-ruby/issue_10002.invalid.put.json",
        "PUT",
        "issue/{issue}",
        {"fields": {"invalid": "x"}},
        400,
    ),
    ("jira-ruby/issue_10002.put.missing_field_update.json", "PUT", "issue/{issue}", {"x": 1}, 400),
    (
        "jira-ruby/issue.post.json",
        "POST",
        "issue",
        {"fields": {"project": {"key": "NTEST"}, "issuetype": {"name": "Task"}, "summary": "x"}},
        201,
    ),
]
# What the recorded project or workflow had, and another need not have.
OWN = {
    "go-jira/project.json": re.compile(r"^\.url|^\.roles\.|leaseDate: missing"),
    "go-jira/transitions.json": re.compile(r"fields\.summary: missing"),
}


@pytest.mark.parametrize(("name", "method", "target", "body", "status"), ANSWERS)
def test_answers_of_servers(oracle_data, name, method, target, body, status):
    real = json.loads((oracle_data / "recorded" / name).read_text("utf-8"))
    if name == "go-jira/all_issuelinktypes.json":
        real = {"issueLinkTypes": real}  # its author kept the rows alone
    with (
        Sandbox(SEED, edition="datacenter") as jira,
        (stage := staged(jira, bearer(jira.token))).call.pool,
    ):
        key = stage.call.create(project="NTEST")
        stage.call("PUT", f"issue/{key}/properties/xyz", "supercalifragilistic")
        stage.call("POST", f"issue/{key}/comment", {"body": "a comment"})
        answer = stage.call(method, target.format(issue=key), body)
    assert answer.status == status, answer
    own = OWN.get(name, re.compile("(?!)"))
    found = differences(real, answer.body, more=True)
    assert [what for what in found if not own.search(what)] == []
    if status == 400:
        assert answer.body["errors"].keys() == real["errors"].keys()
        assert answer.body["errorMessages"] == real["errorMessages"]
