"""Values to Jira and back, as laws; and what each kind looks like on the way."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tests.unit.jira.samples import CRITERIA_FIELD, SCHEMA, WITH_CRITERIA, WRITABLE, sets, texts
from tests.unit.jira.stand_in import SPRINTS, read_back
from ticketr.adapters.jira.fields import (
    EPIC_LINK_TYPE,
    EPIC_NAME_TYPE,
    NOT_MAPPED,
    field_of,
    fields_of,
)
from ticketr.adapters.jira.mapping import asked_fields, issue_of
from ticketr.adapters.jira.screens import type_of
from ticketr.adapters.jira.sending import Sender
from ticketr.adapters.jira.values import jira_of, sprints_of, value_of, verbs_of
from ticketr.domain.digest import same
from ticketr.domain.schema import FieldKind, FieldRule, JiraField, JiraSchema, Option
from ticketr.errors import TicketValidation
from ticketr.ports.external import JiraIssue, JiraUpdate
from ticketr.ports.records import User
from ticketr.richtext.adf.parse import parse

NUMBERS = {name: str(number) for number, name in SPRINTS.items()}


def sender(schema=SCHEMA):
    return Sender(schema, lambda _field, name: NUMBERS[name])


@pytest.mark.parametrize("schema", [SCHEMA, WITH_CRITERIA], ids=["section", "field"])
@given(view=WRITABLE)
def test_what_is_created_is_what_was_given(schema, view):
    there = issue_of(schema, read_back(sender(schema).creation(JiraIssue(view), "PROJ")))
    for name, value in view.items():
        assert same(there.fields.get(name), value), name


@pytest.mark.parametrize("schema", [SCHEMA, WITH_CRITERIA], ids=["section", "field"])
@settings(max_examples=100)
@given(old=WRITABLE, new=WRITABLE)
def test_an_edit_leads_to_the_new_values(schema, old, new):
    made = read_back(sender(schema).creation(JiraIssue(old), "PROJ"))
    base = issue_of(schema, made)
    fields = {n: v for n, v in new.items() if not same(base.fields.get(n), v)}
    if "description" in fields or "acceptance_criteria" in fields:
        fields = {"description": base.fields.get("description"), **fields}
        fields = {"acceptance_criteria": base.fields.get("acceptance_criteria"), **fields}
    body = sender(schema).edit(JiraUpdate("PROJ-1", fields, base.fields, base.raw))
    there = issue_of(schema, read_back(body, made["fields"]))
    for name, value in {**base.fields, **fields}.items():
        assert same(there.fields.get(name), value), name


@given(before=sets, after=sets)
def test_additions_and_removals_give_the_target(before, after):
    labels = JiraField("labels", "Labels", FieldKind.LABELS)
    verbs = verbs_of(labels, before or (), after or ())
    names = set(before or ()) | {verb["add"] for verb in verbs if "add" in verb}
    assert names - {verb["remove"] for verb in verbs if "remove" in verb} == set(after or ())
    assert len(verbs) == len(set(before or ()) ^ set(after or ()))


@given(text=texts)
def test_rich_text_comes_back(text):
    field = JiraField("environment", "Environment", FieldKind.RICH)
    assert same(value_of(FieldKind.RICH, jira_of(field, text)), text)


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (FieldKind.NUMBER, 3.0, 3),
        (FieldKind.NUMBER, 0.5, 0.5),
        (FieldKind.NUMBER, True, True),
        (FieldKind.DATE, "2026-01-02", "2026-01-02"),
        (FieldKind.DATETIME, "2026-01-02T03:04:05.678+0200", "2026-01-02T03:04:05.678+0200"),
        (FieldKind.OPTION, {"id": "1", "value": "Red"}, "Red"),
        (FieldKind.OPTION, {"id": "1", "name": "High"}, "High"),
        (FieldKind.OPTIONS, [{"value": "b"}, {"value": "a"}, {"value": "b"}], ("a", "b")),
        (FieldKind.OPTIONS, [], None),
        (FieldKind.LABELS, ["x", "a"], ("a", "x")),
        (FieldKind.LABELS, "one", ("one",)),
        (FieldKind.USER, {"accountId": "u1", "displayName": "U"}, "u1"),
        (FieldKind.USER, {}, None),
        (FieldKind.USERS, [{"accountId": "u2"}, {"accountId": "u1"}, {}], ("u1", "u2")),
        (FieldKind.PARENT, {"id": "7", "key": "PROJ-7"}, "PROJ-7"),
        (FieldKind.PARENT, "PROJ-7", "PROJ-7"),
        (FieldKind.STATUS, {"name": "Done", "id": "3"}, "Done"),
        (FieldKind.TYPE, {"name": "Bug"}, "Bug"),
        (FieldKind.PROJECT, {"name": "Other", "key": "O"}, "Other"),
        (FieldKind.TEXT, "x", "x"),
        (FieldKind.RICH, "plain", "plain"),
        (FieldKind.OTHER, {"name": "Won't Do", "id": "4"}, "Won't Do"),
        (FieldKind.OTHER, {"b": [1], "a": "é"}, '{"a":"é","b":[1]}'),
        (FieldKind.OTHER, [1, "a"], '[1,"a"]'),
        (FieldKind.OTHER, 7, 7),
        (FieldKind.SPRINT, [], None),
        (FieldKind.SPRINT, [{"id": 1, "name": "Old", "state": "closed"}], None),
        (
            FieldKind.SPRINT,
            [
                {"id": 9, "name": "Next", "state": "future"},
                {"id": 4, "name": "Now", "state": "active"},
                {"id": 3, "name": "Old", "state": "closed"},
            ],
            "Now",
        ),
        (FieldKind.SPRINT, {"id": 9, "name": "Next", "state": "future"}, "Next"),
        (FieldKind.SPRINT, ["com.atlassian.greenhopper.service.sprint.Sprint@1"], None),
    ],
)
def test_each_kind_is_read(kind, raw, value):
    assert value_of(kind, raw) == value
    assert isinstance(value_of(kind, raw), bool) == isinstance(value, bool)
    assert value_of(kind, None) is None


@pytest.mark.parametrize("kind", list(FieldKind))
def test_each_kind_is_written_or_refused(kind):
    field = JiraField("f", "The field", kind)
    if kind in {FieldKind.STATUS, FieldKind.PROJECT, FieldKind.RANK, FieldKind.OTHER}:
        with pytest.raises(TicketValidation, match="The field cannot be set"):
            jira_of(field, "1")
    else:
        assert jira_of(field, "1") is not None
        assert jira_of(field, None) in (None, [])


def test_options_go_by_id_where_the_name_is_one():
    options = (Option("1", "Red"), Option("3", "Twin"), Option("4", "Twin"))
    field = JiraField("f", "Team", FieldKind.OPTION, "select", "value")
    rule = FieldRule(options=options)
    assert jira_of(field, "Red", rule) == {"id": "1"}
    assert jira_of(field, "Twin", rule) == {"value": "Twin"}
    assert jira_of(field, "Red") == {"value": "Red"}


def test_absent_is_not_empty():
    data = {"id": "1", "key": "P-1", "fields": {"summary": "x", "labels": None}}
    assert issue_of(SCHEMA, data).fields == {"title": "x", "labels": None}
    assert issue_of(SCHEMA, {"id": "1", "key": "P-1"}).fields == {}


def test_a_parent_that_is_left_out_beside_a_type_is_none():
    data = {"id": "1", "key": "P-1", "fields": {"issuetype": {"name": "Story"}}}
    assert issue_of(SCHEMA, data).fields == {"type": "Story", "parent": None}


def test_accounts_stamp_and_properties_travel_along():
    ada = {"accountId": "u1", "displayName": "Ada", "emailAddress": "a@x", "active": False}
    fields = {
        "assignee": ada,
        "customfield_4": [ada, {"accountId": "u2"}],
        "updated": "2026-01-02T03:04:05.678+0200",
        "unknown": 1,
    }
    data = {"id": 5, "key": "P-1", "fields": fields, "properties": {"ticketr": {"token": "t"}}}
    issue = issue_of(SCHEMA, data)
    assert issue.users == (User("u1", "Ada", "a@x", active=False), User("u2", "u2"))
    assert issue.updated == fields["updated"]
    assert issue.properties == {"ticketr": {"token": "t"}}
    assert issue.id == "5"
    assert issue.raw == {"assignee": ada, "customfield_4": fields["customfield_4"]}
    assert "unknown" not in issue.fields


def test_an_unknown_field_is_refused_by_name():
    with pytest.raises(TicketValidation, match='no field "customfield_77"'):
        sender().creation(JiraIssue({"title": "x", "customfield_77": "y"}), "PROJ")


def test_the_body_of_a_create():
    issue = JiraIssue(
        {"title": "x", "type": "Story", "parent": "PROJ-9", "status": "Done", "labels": None},
        properties={"ticketr": {"token": "t"}},
    )
    assert sender().creation(issue, "PROJ") == {
        "fields": {
            "project": {"key": "PROJ"},
            "summary": "x",
            "issuetype": {"id": "10001"},
            "parent": {"key": "PROJ-9"},
        },
        "properties": [{"key": "ticketr", "value": {"token": "t"}}],
    }


def test_the_body_of_an_edit():
    update = JiraUpdate(
        "PROJ-1",
        {"type": "Task", "parent": None, "labels": ("a", "c"), "customfield_3": ("Red",)}
        | {"status": "Done", "assignee": None, "components": ("same",)},
        {"labels": ("a", "b"), "type": "Story", "components": ("same",)},
    )
    assert sender().edit(update) == {
        "fields": {
            "issuetype": {"name": "Task"},
            "customfield_3": [{"value": "Red"}],
            "assignee": None,
        },
        "update": {
            "parent": [{"set": {"none": True}}],
            "labels": [{"add": "c"}, {"remove": "b"}],
        },
    }


def test_a_status_alone_edits_nothing():
    assert sender().edit(JiraUpdate("PROJ-1", {"status": "Done"})) == {}


def test_criteria_are_a_field_only_for_the_types_that_have_it():
    story = {"issuetype": {"name": "Story"}, "description": None, CRITERIA_FIELD.id: None}
    assert issue_of(WITH_CRITERIA, {"fields": story}).fields == {
        "type": "Story",
        "parent": None,
        "description": None,
        "acceptance_criteria": None,
    }
    task = sender(WITH_CRITERIA).creation(
        JiraIssue({"title": "x", "type": "Sub-task", "acceptance_criteria": "- a"}), "PROJ"
    )
    assert CRITERIA_FIELD.id not in task["fields"]
    assert task["fields"]["description"]["content"][0]["type"] == "heading"


def test_half_of_a_body_is_completed_from_the_base():
    made = read_back(
        sender().creation(
            JiraIssue({"title": "x", "description": "One", "acceptance_criteria": "- a"}), "PROJ"
        )
    )
    base = issue_of(SCHEMA, made)
    for before in ({}, base.fields):
        update = JiraUpdate("PROJ-1", {"acceptance_criteria": "- b"}, before, base.raw)
        there = issue_of(SCHEMA, read_back(sender().edit(update), made["fields"]))
        assert there.fields["description"] == "One"
        assert there.fields["acceptance_criteria"] == "- b"


def test_a_description_that_stays_is_not_sent_beside_new_criteria():
    panel = {"type": "doc", "version": 1, "content": [{"type": "panel", "content": []}]}
    fields = {"issuetype": {"name": "Story"}, "description": panel}
    fields |= {CRITERIA_FIELD.id: parse("- a")}
    base = issue_of(WITH_CRITERIA, {"fields": fields})
    changed = {"description": base.fields["description"], "acceptance_criteria": "- b"}
    raw = {name: base.raw[name] for name in changed}
    body = sender(WITH_CRITERIA).edit(JiraUpdate("PROJ-1", changed, {}, raw))
    assert body == {"fields": {CRITERIA_FIELD.id: parse("- b")}}


def test_fields_are_asked_for_by_name():
    asked = asked_fields(SCHEMA)
    assert asked[:5] == ["summary", "issuetype", "description", "parent", "status"]
    assert asked[5:9] == ["created", "updated", "resolutiondate", "creator"]
    assert len(asked) == len(set(asked)) == len(SCHEMA.fields) + 4


@pytest.mark.parametrize(
    ("described", "kind", "handle"),
    [
        ({"type": "string", "custom": "x:textarea"}, FieldKind.TEXT, "name"),
        (
            {
                "type": "string",
                "custom": "com.atlassian.jira.plugin.system.customfieldtypes:textarea",
            },
            FieldKind.RICH,
            "name",
        ),
        (
            {"type": "array", "items": "json", "custom": "com.pyxis.greenhopper.jira:gh-sprint"},
            FieldKind.SPRINT,
            "name",
        ),
        (
            {"type": "array", "items": "option", "custom": "x:multiselect"},
            FieldKind.OPTIONS,
            "value",
        ),
        ({"type": "option", "custom": "x:select"}, FieldKind.OPTION, "value"),
        (
            {"type": "array", "items": "version", "system": "fixVersions"},
            FieldKind.OPTIONS,
            "name",
        ),
        ({"type": "array", "items": "user"}, FieldKind.USERS, "name"),
        ({"type": "array", "items": "string"}, FieldKind.LABELS, "name"),
        ({"type": "array", "items": "odd"}, FieldKind.OTHER, "name"),
        ({"type": "option-with-child"}, FieldKind.OTHER, "name"),
        ({"type": "team"}, FieldKind.OTHER, "name"),
        ({"type": "number"}, FieldKind.NUMBER, "name"),
        ({"type": "user"}, FieldKind.USER, "name"),
        ({"type": "datetime"}, FieldKind.DATETIME, "name"),
        (None, FieldKind.OTHER, "name"),
    ],
)
def test_kinds_follow_from_the_description(described, kind, handle):
    field = field_of({"id": "customfield_1", "name": "F", "schema": described})
    assert field is not None
    assert (field.kind, field.handle) == (kind, handle)


def test_the_fields_of_a_site():
    data: list[dict[str, object]] = [{"id": name, "name": name} for name in NOT_MAPPED]
    data += [
        {
            "id": "customfield_2",
            "name": "Epic Link",
            "schema": {"type": "any", "custom": "com.pyxis.greenhopper.jira:gh-epic-link"},
        },
        {"id": "resolution", "name": "Resolution", "schema": {"type": "resolution"}},
        {"name": "nameless"},
    ]
    found = fields_of(data)
    assert [(f.id, f.kind) for f in found] == [
        ("resolution", FieldKind.OTHER),
        ("parent", FieldKind.PARENT),
    ]
    again = fields_of([{"id": "parent", "name": "Übergeordnet"}])
    assert again == [JiraField("parent", "Übergeordnet", FieldKind.PARENT)]
    assert all(NOT_MAPPED.values())


@pytest.mark.parametrize(
    ("data", "level"),
    [
        ({"hierarchyLevel": 2}, 2),
        ({"hierarchyLevel": -1, "subtask": True}, -1),
        ({"subtask": True}, -1),
        ({"name": "epic"}, 1),
        ({}, 0),
    ],
)
def test_levels(data, level):
    assert type_of({"id": "1", "name": "Other", **data}, []).level == level


def test_a_screen():
    screen = [
        {"fieldId": "summary", "required": True, "hasDefaultValue": False},
        {"key": "project", "required": True},
        {"fieldId": "attachment", "required": False},
        {"fieldId": "timetracking", "required": True},
        {
            "fieldId": "priority",
            "required": True,
            "hasDefaultValue": True,
            "allowedValues": [
                {"id": "1", "name": "High"},
                {"id": "2", "value": "Low"},
                {"id": "3"},
                {"id": "4", "value": "Off", "disabled": True},
            ],
        },
    ]
    found = type_of({"id": 7, "name": "Story"}, screen)
    assert found.id == "7"
    assert set(found.fields) == {"summary", "timetracking", "priority"}
    assert found.required == ("summary", "timetracking")
    assert found.fields["priority"].options == (Option("1", "High"), Option("2", "Low"))


def test_a_schema_of_nothing_still_asks_for_what_a_ticket_is():
    assert "issuetype" in asked_fields(JiraSchema(""))


PRINT = (
    "com.atlassian.greenhopper.service.sprint.Sprint@{}[id=24,rapidViewId=1,state=FUTURE,"
    "name=Ends, begins=now [x],startDate=<null>,endDate=<null>,completeDate=<null>,sequence=24,goal=]"
)


def test_a_printed_sprint_is_the_same_each_day():
    sprint = {"id": 24, "name": "Ends, begins=now [x]", "state": "future"}
    assert sprints_of([PRINT.format("1a2b")]) == sprints_of([PRINT.format("ff")]) == [sprint]
    odd = ["Sprint", PRINT.replace("id=24", "id=x").format("1"), sprint]
    assert sprints_of(odd) == odd
    assert sprints_of(None) is None


def test_what_demands_the_name_of_an_epic_is_one():
    name = {"fieldId": "f_1", "name": "Epic Name", "schema": {"custom": EPIC_NAME_TYPE}}
    link = {"fieldId": "f_2", "name": "Epic Link", "schema": {"custom": EPIC_LINK_TYPE}}
    told = {"id": "1", "name": "Épopée", "subtask": False}
    epic = type_of(told, [{**name, "required": True}], epic_link=True)
    assert (epic.level, epic.required) == (1, ())
    story = type_of({**told, "name": "Récit"}, [name, {**link, "required": True}], epic_link=True)
    assert (story.level, story.required) == (0, ("parent",))
