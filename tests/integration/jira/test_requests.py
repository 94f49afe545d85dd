"""Every kind of request the adapter makes is one that Atlassian's own description of the API allows."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest

from jira_sandbox import Sandbox
from tests.integration.jira.world import client
from ticketr.adapters.jira.cloud import CloudJira
from ticketr.adapters.jira.datacenter import DataCenterJira
from ticketr.domain.schema import JiraSchema
from ticketr.domain.workspace import Credentials
from ticketr.ports.external import CREATION_PROPERTY, JiraIssue, JiraUpdate

if TYPE_CHECKING:
    from ticketr.domain.ticket import FieldValue

ROOT = Path(__file__).parents[3]
DATA = Path(os.environ.get("TICKETR_ORACLES") or ROOT.parent / "shared" / "data")
FILES = {
    "cloud": ("jira-cloud-platform-v3.clean.json", "jira-cloud-software-agile.2026-06-10.json"),
    "datacenter": ("jira-dc-10.3.24-v2.json",),
}

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.skipif(
        not (DATA / "openapi").is_dir(),
        reason="Atlassian's API descriptions are not beside the project",
    ),
]


def journey(sandbox: Sandbox) -> None:
    """Each method of the port once."""
    on_cloud = sandbox.edition == "cloud"
    jira = (CloudJira if on_cloud else DataCenterJira)(client(sandbox.url))
    jira.authenticate(Credentials(sandbox.email if on_cloud else "", sandbox.token))
    jira.validate_connection()
    jira.server_info()
    jira.get_projects()
    ada = jira.find_users("PROJ", "ada")[0].account
    fields, types = jira.get_fields(), jira.get_issue_types("PROJ")
    jira.use_schema(JiraSchema("PROJ", tuple(fields), tuple(types)))
    epic = jira.create_issue(JiraIssue({"title": "Epic", "type": "Epic"}), "PROJ")
    story = {
        "title": "x",
        "type": "Story",
        "parent": epic,
        "assignee": ada,
        "duedate": "2026-12-24",
    }
    more: dict[str, FieldValue] = {
        "labels": ("a", "b"),
        "components": ("API",),
        "customfield_10020": "Sprint 24",
    }
    text: dict[str, FieldValue] = {
        "description": "Hello _x_",
        "acceptance_criteria": "- a",
        "customfield_10016": 2.5,
    }
    properties = {CREATION_PROPERTY: {"token": "t"}}
    made = jira.bulk_create([JiraIssue({**story, **more, **text}, properties=properties)], "PROJ")
    key = made[0].key
    changed = {"title": "y", "labels": ("c",), "parent": None, "status": "In Progress"}
    jira.update_issue(JiraUpdate(key, {**changed, "assignee": None}, {"labels": ("a", "b")}))
    jira.transition(key, jira.get_transitions(key)[0].id)
    jira.bulk_fetch([key])
    jira.bulk_fetch([f"PROJ-{number}" for number in range(1, 40)])
    list(jira.search_all("project = PROJ", tokens=True))
    list(jira.search_ids("project = PROJ"))
    jira.search("project = PROJ")
    jira.get_subtasks(epic)
    jira.delete_issue(key, subtasks=True)
    jira.close()


class Described:
    """Operations of one edition by method and path."""

    def __init__(self, edition: str) -> None:
        names = FILES[edition]
        self._before = "/rest" if edition == "datacenter" else ""
        self._documents = [
            json.loads((DATA / "openapi" / name).read_text(encoding="utf-8")) for name in names
        ]

    def operation(self, method: str, path: str) -> tuple[str, dict[str, Any], dict[str, Any]]:
        found = [
            (template, document, operations[method.lower()])
            for document in self._documents
            for template, operations in document["paths"].items()
            if method.lower() in operations
            and re.fullmatch(
                re.sub(r"\{[^}]*\}", "[^/]+", template), path.removeprefix(self._before)
            )
        ]
        assert found, f"{method} {path} is not described"
        return min(found, key=lambda item: item[0].count("{"))

    def problems(self, entry: Any) -> list[str]:
        template, document, operation = self.operation(entry.method, entry.path)
        named = {item["name"] for item in operation.get("parameters", ()) if item["in"] == "query"}
        problems = [f"{template}: ?{name}" for name in set(entry.query) - named]
        if entry.body is not None:
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            judge = jsonschema_rs.validator_for({**schema, "components": document["components"]})
            errors = [e for e in judge.iter_errors(entry.body) if not self._mistaken(e)]
            problems += [f"{template}: {error.message}" for error in errors]
        return problems

    def _mistaken(self, error: Any) -> bool:
        """Data Center's description says that every field is an object and every property text."""
        of_values = {"fields", "value"} & set(map(str, error.instance_path))
        return bool(self._before and of_values) and "is not of type" in error.message


@pytest.mark.parametrize(("edition", "count"), [("cloud", 19), ("datacenter", 19)])
def test_requests_are_as_described(edition, count):
    described = Described(edition)
    with Sandbox(edition=edition) as sandbox:
        journey(sandbox)
        entries = sandbox.requests
    assert [problem for entry in entries for problem in described.problems(entry)] == []
    kinds = {(entry.method, described.operation(entry.method, entry.path)[0]) for entry in entries}
    assert len(kinds) == count
