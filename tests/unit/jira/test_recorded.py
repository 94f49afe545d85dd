"""Recorded answers of real sites are understood."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from ticketr.adapters.jira.fields import fields_of
from ticketr.adapters.jira.mapping import issue_of
from ticketr.adapters.jira.replies import Reply, error_of
from ticketr.adapters.jira.screens import type_of
from ticketr.domain.schema import FieldKind, JiraField, JiraSchema, TypeSchema
from ticketr.errors import JiraConnection, JiraNotFound, JiraRateLimit, TicketValidation

ROOT = Path(__file__).parents[3]
DATA = Path(os.environ.get("TICKETR_ORACLES") or ROOT.parent / "shared" / "data")
RECORDED = DATA / "recorded"

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.skipif(
        not RECORDED.is_dir(), reason="the recorded answers are not beside the project"
    ),
]


def load(name: str) -> Any:
    return json.loads((RECORDED / name).read_text(encoding="utf-8"))


def site_fields() -> list[JiraField]:
    recorded = load("defectdojo-cloud-v2/11-get-field-200.json")
    return fields_of(recorded["response"]["body"])


def test_the_fields_of_a_real_site():
    kinds = {field.name: field.kind for field in site_fields()}
    assert {
        "Sprint": FieldKind.SPRINT,
        "Story Points": FieldKind.NUMBER,
        "Labels": FieldKind.LABELS,
        "Components": FieldKind.OPTIONS,
        "Affects versions": FieldKind.OPTIONS,
        "Approvers": FieldKind.USERS,
        "Assignee": FieldKind.USER,
        "Parent": FieldKind.PARENT,
        "Environment": FieldKind.RICH,
        "Resolution": FieldKind.OTHER,
        "Team": FieldKind.OTHER,
        "DefectDojo Customer Paragraph Field": FieldKind.RICH,
        "DefectDojo Custom Labels": FieldKind.LABELS,
        "DefectDojo Custom Select List (Cascading) Field": FieldKind.OTHER,
        "DefectDojo Custom Select List (SingleChoice) Field": FieldKind.OPTION,
        "DefectDojo Custom CheckBoxes": FieldKind.OPTIONS,
        "DefectDojo Custom DatePicker": FieldKind.DATE,
        "DefectDojo Customer Date Time Picker": FieldKind.DATETIME,
    }.items() <= kinds.items()
    assert not {"Epic Link", "Development", "Comment", "Updated", "Key"} & set(kinds)


def test_a_real_ticket():
    sprint = JiraField("customfield_10020", "Sprint", FieldKind.SPRINT, "gh-sprint")
    schema = JiraSchema("SCRUM", (*site_fields(), sprint), (TypeSchema("10003", "Task", 0),))
    issue = issue_of(schema, load("jiratui/issue.json"))
    assert issue.key == "SCRUM-10"
    expected = {
        "title": "(Sample) Set Up Payment Logging",
        "type": "Task",
        "parent": "SCRUM-1",
        "status": "In Progress",
        "assignee": "abe10be",
        "labels": None,
        "priority": None,
        "resolution": None,
        "description": "Create a logging system to store payment transaction metadata.",
        "acceptance_criteria": None,
        "customfield_10020": "SCRUM Sprint 0",
    }
    assert {name: issue.fields[name] for name in expected} == expected
    assert ("abe10be", "Bart") in {(user.account, user.name) for user in issue.users}


def test_real_create_screens():
    screen = load("jiratui/issue_create_meta_required_fields.json")["fields"]
    found = type_of({"id": "1", "name": "Task", "subtask": False}, screen)
    assert found.required == ("summary", "components", "customfield_10712")
    assert [option.name for option in found.fields["components"].options] == [
        "Backend",
        "Frontend",
    ]
    for row in load("jira-cli/createmetav9.json")["values"]:
        assert type_of(row, []).name == row["name"]


KINDS = {400: TicketValidation, 404: JiraNotFound, 410: JiraConnection, 429: JiraRateLimit}


def test_observed_errors_have_their_kinds():
    seen = set()
    for sample in load("observed/errors-and-limits.json"):
        status, body = sample.get("status"), sample.get("body", "")
        if status not in KINDS:
            continue
        headers = {n.lower(): v for n, v in sample.get("headers", {}).items()}
        headers.setdefault("content-type", "application/json;charset=UTF-8")
        raw = body if isinstance(body, str) else json.dumps(body)
        error = error_of(Reply(status, headers, raw.encode(), "jira.example"))
        assert type(error) is KINDS[status], sample["what"]
        assert "<" not in str(error)
        for text in body.get("errorMessages", []) if isinstance(body, dict) else []:
            assert status == 429 or " ".join(text.split()) in str(error)
        seen.add(status)
    assert seen == set(KINDS)
