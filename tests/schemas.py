"""A project as Jira Cloud describes one, for tests that need no Jira."""

from __future__ import annotations

from ticketr.domain.schema import FieldKind, FieldRule, JiraField, JiraSchema, Option, TypeSchema
from ticketr.ports.records import User

PRIORITIES = tuple(
    Option(str(number), name)
    for number, name in enumerate(("Highest", "High", "Medium", "Low", "Critical"), 1)
)
POINTS = "customfield_10016"
SPRINT = "customfield_10020"
TEAM = "customfield_10031"
NOTES = "customfield_10032"

FIELDS = (
    JiraField("summary", "Summary", FieldKind.TEXT),
    JiraField("description", "Description", FieldKind.RICH),
    JiraField("issuetype", "Issue Type", FieldKind.TYPE),
    JiraField("project", "Project", FieldKind.PROJECT),
    JiraField("parent", "Parent", FieldKind.PARENT),
    JiraField("status", "Status", FieldKind.STATUS),
    JiraField("priority", "Priority", FieldKind.OPTION),
    JiraField("assignee", "Assignee", FieldKind.USER),
    JiraField("labels", "Labels", FieldKind.LABELS),
    JiraField("components", "Components", FieldKind.OPTIONS),
    JiraField("duedate", "Due date", FieldKind.DATE),
    JiraField("watches", "Watchers", FieldKind.OTHER),
    JiraField(POINTS, "Story Points", FieldKind.NUMBER, "float"),
    JiraField(SPRINT, "Sprint", FieldKind.SPRINT, "gh-sprint"),
    JiraField(TEAM, "Team", FieldKind.OPTION, "select", "value"),
    JiraField(NOTES, "Notes", FieldKind.RICH, "textarea"),
)

_EVERYWHERE = {
    "summary": FieldRule(required=True),
    "description": FieldRule(),
    "issuetype": FieldRule(required=True),
    "project": FieldRule(required=True),
    "parent": FieldRule(),
    "priority": FieldRule(has_default=True, options=PRIORITIES),
    "assignee": FieldRule(),
    "labels": FieldRule(),
    "components": FieldRule(options=(Option("1", "Backend"), Option("2", "Frontend"))),
    "duedate": FieldRule(),
    "watches": FieldRule(),
    TEAM: FieldRule(options=(Option("7", "Platform"), Option("8", "Product"))),
    NOTES: FieldRule(),
}
_STANDARD = {
    **_EVERYWHERE,
    POINTS: FieldRule(),
    SPRINT: FieldRule(options=(Option("10", "Sprint 10"), Option("23", "Sprint 23"))),
}


def project_schema(key: str = "PROJ", required: tuple[str, ...] = ()) -> JiraSchema:
    """Epic, Story, Task, Bug and Sub-task; `required` names more fields that a Story must have."""
    story = {**_STANDARD, **{name: FieldRule(required=True) for name in required}}
    types = (
        TypeSchema("10000", "Epic", 1, _STANDARD),
        TypeSchema("10001", "Story", 0, story),
        TypeSchema("10002", "Task", 0, _STANDARD),
        TypeSchema("10003", "Bug", 0, _STANDARD),
        TypeSchema("10004", "Sub-task", -1, _EVERYWHERE),
    )
    return JiraSchema(key, FIELDS, types)


ANNA = User("5b10a", "Anna Ek", "anna@example.com")
JOHN = User("5b10b", "John Doe", "john@example.com")
OTHER_JOHN = User("5b10c", "John Doe", "jd@example.com")
