"""A project's schema with one field of every kind, and strategies for values."""

from __future__ import annotations

from hypothesis import strategies as st

from ticketr.domain.schema import FieldKind, FieldRule, JiraField, JiraSchema, Option, TypeSchema

TEAMS = (Option("1", "Red"), Option("2", "Blue"), Option("3", "Twin"), Option("4", "Twin"))
FIELDS = (
    JiraField("summary", "Summary", FieldKind.TEXT),
    JiraField("issuetype", "Issue Type", FieldKind.TYPE),
    JiraField("description", "Description", FieldKind.RICH),
    JiraField("parent", "Parent", FieldKind.PARENT),
    JiraField("status", "Status", FieldKind.STATUS),
    JiraField("environment", "Environment", FieldKind.RICH),
    JiraField("resolution", "Resolution", FieldKind.OTHER),
    JiraField("priority", "Priority", FieldKind.OPTION),
    JiraField("labels", "Labels", FieldKind.LABELS),
    JiraField("components", "Components", FieldKind.OPTIONS),
    JiraField("assignee", "Assignee", FieldKind.USER),
    JiraField("duedate", "Due date", FieldKind.DATE),
    JiraField("customfield_1", "Points", FieldKind.NUMBER, "float"),
    JiraField("customfield_2", "Team", FieldKind.OPTION, "select", "value"),
    JiraField("customfield_3", "Teams", FieldKind.OPTIONS, "multiselect", "value"),
    JiraField("customfield_4", "Reviewers", FieldKind.USERS, "multiuserpicker"),
    JiraField("customfield_5", "Sprint", FieldKind.SPRINT, "gh-sprint"),
    JiraField("customfield_6", "Started", FieldKind.DATETIME, "datetime"),
    JiraField("customfield_7", "Note", FieldKind.TEXT, "textfield"),
    JiraField("customfield_8", "Odd", FieldKind.OTHER, "odd"),
)
SCREEN = {field.id: FieldRule() for field in FIELDS} | {
    "customfield_2": FieldRule(options=TEAMS),
    "customfield_3": FieldRule(options=TEAMS),
}
SCHEMA = JiraSchema(
    "PROJ",
    FIELDS,
    (TypeSchema("10001", "Story", 0, SCREEN), TypeSchema("10002", "Sub-task", -1, SCREEN)),
)
CRITERIA_FIELD = JiraField("customfield_9", "Acceptance criteria", FieldKind.RICH, "textarea")
WITH_CRITERIA = JiraSchema(
    "PROJ",
    (*FIELDS, CRITERIA_FIELD),
    (TypeSchema("10001", "Story", 0, {**SCREEN, "customfield_9": FieldRule()}), SCHEMA.types[1]),
)

names = st.text("abcdeXYZ é-", min_size=1, max_size=8).map(str.strip).filter(bool)
sets = st.one_of(st.none(), st.sets(names, min_size=1, max_size=5).map(lambda s: tuple(sorted(s))))
words = st.text("abc xyz", min_size=1, max_size=12).map(str.strip).filter(bool)
bullets = st.lists(words, min_size=1, max_size=3).map(lambda w: "\n".join(f"- {x}" for x in w))
paragraphs = st.lists(words, min_size=1, max_size=3).map("\n\n".join)
texts = st.one_of(st.none(), paragraphs, bullets, words.map(lambda w: f"### {w}\n\n{w}"))
WRITABLE = st.fixed_dictionaries(
    {"title": words, "type": st.sampled_from(["Story", "Sub-task"])},
    optional={
        "description": texts,
        "acceptance_criteria": texts,
        "environment": texts,
        "parent": st.sampled_from(["PROJ-1", "PROJ-22"]),
        "priority": st.one_of(st.none(), names),
        "labels": sets,
        "components": sets,
        "assignee": st.one_of(st.none(), names),
        "duedate": st.one_of(st.none(), st.dates().map(str)),
        "customfield_1": st.one_of(
            st.none(),
            st.integers(-(10**6), 10**6),
            st.floats(-1e6, 1e6).filter(lambda n: not n.is_integer()),
        ),
        "customfield_2": st.sampled_from([None, "Red", "Blue", "Twin"]),
        "customfield_3": st.sampled_from([None, ("Red",), ("Blue", "Red"), ("Twin",)]),
        "customfield_4": sets,
        "customfield_5": st.sampled_from([None, "Sprint 1", "Sprint 2"]),
        "customfield_6": st.sampled_from([None, "2026-01-02T03:04:05.000+0000"]),
        "customfield_7": st.one_of(st.none(), words),
    },
)
