"""The bulk queue: many issues edited, moved along, deleted or watched by one request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox.exchange import JiraError, QueueError, Reply
from jira_sandbox.fields.registry import kind_of
from jira_sandbox.issues import edit as editing
from jira_sandbox.issues.move import relocate
from jira_sandbox.issues.places import place_of
from jira_sandbox.issues.workflow import step
from jira_sandbox.resources.issues import strings
from jira_sandbox.storage.marks import WATCH

if TYPE_CHECKING:
    from collections.abc import Callable

    from jira_sandbox.catalogue import Project
    from jira_sandbox.exchange import Call
    from jira_sandbox.storage.issues import Issue

MOST = 1000
MOST_FIELDS = 200
VERBS = {"ADD": "add", "REMOVE": "remove"}
# The lists of `editedFieldsInput`, with where each keeps its value.
SINGLE: dict[str, Callable[[dict[str, Any]], Any]] = {
    "richTextFields": lambda row: row.get("richText", {}).get("adfValue"),
    "singleLineTextFields": lambda row: row.get("text"),
    "clearableNumberFields": lambda row: row.get("value"),
    "datePickerFields": lambda row: (row.get("date") or {}).get("formattedDate"),
    "dateTimePickerFields": lambda row: (row.get("dateTime") or {}).get("formattedDateTime"),
    "singleSelectFields": lambda row: _by_id((row.get("option") or {}).get("optionId")),
    "singleSelectClearableUserPickerFields": lambda row: row.get("user"),
    "urlFields": lambda row: row.get("url"),
}
MULTIPLE: dict[str, tuple[str, str, Callable[[dict[str, Any]], list[Any]]]] = {
    "labelsFields": (
        "bulkEditMultiSelectFieldOption",
        "labels",
        lambda row: [label.get("name") for label in row.get("labels", [])],
    ),
    "multipleSelectFields": (
        "bulkEditMultiSelectFieldOption",
        "options",
        lambda row: [_by_id(o.get("optionId")) for o in row.get("options", [])],
    ),
    "multipleVersionPickerFields": (
        "bulkEditMultiSelectFieldOption",
        "versions",
        lambda row: [_by_id(v.get("versionId")) for v in row.get("versions", [])],
    ),
}


def _by_id(value: Any) -> dict[str, str] | None:
    return None if value is None else {"id": str(value)}


def fields(call: Call) -> Reply:
    """GET bulk/issues/fields: what can be edited on all of these issues."""
    _ = call.user
    issues, _missing = _split(call, call.words("issueIdsOrKeys"))
    screens = [place_of(call.site, one) for one in issues]
    shared = [
        spec
        for spec in call.site.catalogue.fields
        if spec.id in EDITABLE or spec.custom
        if all(spec.id in call.site.catalogue.screen(p.project, p.type) for p in screens)
    ]
    rows = [
        {
            "id": spec.id,
            "name": spec.name,
            "type": kind_of(spec).type,
            "isRequired": spec.id == "summary",
            "searchUrl": "",
        }
        for spec in shared
        if issues
    ]
    return Reply(body={"fields": rows})


EDITABLE = frozenset(
    {"summary", "description", "environment", "priority", "labels", "components", "fixVersions"}
    | {"versions", "assignee", "reporter", "duedate", "parent", "issuetype", "timetracking"}
)


def edit(call: Call) -> Reply:
    """POST bulk/issues/fields: the same values for all."""
    author, body = call.user, call.document()
    actions = strings(body, "selectedActions")
    given = body.get("editedFieldsInput")
    if not actions or len(actions) > MOST_FIELDS or not isinstance(given, dict):
        raise QueueError("selectedActions and editedFieldsInput must not be empty")
    change = _change(given, set(actions))
    return _start(call, body, lambda issue: editing.edit(call.site, author, issue, change))


def _change(given: dict[str, Any], actions: set[str]) -> dict[str, Any]:
    found: dict[str, Any] = {"fields": {}, "update": {}}
    for name, value in given.items():
        if name in SINGLE:
            _take_single(found, value, SINGLE[name])
        elif name in MULTIPLE:
            _take_many(found, value, *MULTIPLE[name])
        elif isinstance(value, dict):
            _take_own(found, name, value)
    named = found["fields"].keys() | found["update"].keys()
    if not actions <= named:
        raise QueueError(f"No value was given for: {', '.join(sorted(actions - named))}")
    return {part: {f: v for f, v in row.items() if f in actions} for part, row in found.items()}


def _rows(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise QueueError("Invalid request payload. Refer to the REST API documentation.")
    return value


def _take_single(found: dict[str, Any], value: Any, read: Callable[[dict[str, Any]], Any]) -> None:
    for row in _rows(value):
        found["fields"][str(row.get("fieldId"))] = read(row)


def _take_many(
    found: dict[str, Any],
    value: Any,
    option: str,
    _name: str,
    read: Callable[[dict[str, Any]], list[Any]],
) -> None:
    for row in _rows(value):
        field_id, way = str(row.get("fieldId")), row.get(option, "ADD")
        if way in VERBS:
            found["update"][field_id] = [{VERBS[way]: item} for item in read(row)]
        else:
            found["fields"][field_id] = [] if way == "REMOVE_ALL" else read(row)


def _take_own(found: dict[str, Any], name: str, value: dict[str, Any]) -> None:
    if name == "priority":
        found["fields"]["priority"] = _by_id(value.get("priorityId"))
    elif name == "issueType":
        found["fields"]["issuetype"] = _by_id(value.get("issueTypeId"))
    elif name == "multiselectComponents":
        items = [_by_id(c.get("componentId")) for c in _rows(value.get("components", []))]
        way = value.get("bulkEditMultiSelectFieldOption", "ADD")
        if way in VERBS:
            found["update"]["components"] = [{VERBS[way]: item} for item in items]
        else:
            found["fields"]["components"] = [] if way == "REMOVE_ALL" else items
    else:
        raise QueueError(f"The field '{name}' cannot be edited in bulk.")


def transitions(call: Call) -> Reply:
    """GET bulk/issues/transition: the steps that are open, by the issues that can take them."""
    _ = call.user
    issues, _missing = _split(call, call.words("issueIdsOrKeys"))
    by_status: dict[str, list[Issue]] = {}
    for issue in issues:
        by_status.setdefault(issue.status, []).append(issue)
    rows = []
    for status, group in by_status.items():
        steps = call.site.catalogue.workflow.from_status(status)
        to = [
            {
                "transitionId": int(t.id),
                "transitionName": t.name,
                "to": {"statusId": int(t.to.id), "statusName": t.to.name},
            }
            for t in steps
        ]
        keys = [issue.key for issue in group]
        rows.append({"issues": keys, "isTransitionsFiltered": False, "transitions": to})
    return Reply(body={"availableTransitions": rows})


def transition(call: Call) -> Reply:
    """POST bulk/issues/transition."""
    author, body = call.user, call.document()
    wanted: dict[int, str] = {}
    names: list[str] = []
    for row in _rows(body.get("bulkTransitionInputs")):
        found, _missing = _split(call, strings(row, "selectedIssueIdsOrKeys"))
        wanted |= {issue.id: str(row.get("transitionId")) for issue in found}
        names += strings(row, "selectedIssueIdsOrKeys")

    def take(issue: Issue) -> None:
        step(call.site, author, issue, {"transition": {"id": wanted[issue.id]}})

    return _start(call, {"selectedIssueIdsOrKeys": names}, take)


def delete(call: Call) -> Reply:
    """POST bulk/issues/delete: sub-tasks go with their parents."""
    author = call.user

    def remove(issue: Issue) -> None:
        editing.delete(call.site, author, issue, with_subtasks=True)

    return _start(call, call.document(), remove)


def move(call: Call) -> Reply:
    """POST bulk/issues/move: by `PROJECT,issueTypeId`."""
    author, site = call.user, call.site
    goals: dict[int, Project] = {}
    names: list[str] = []
    table = call.document().get("targetToSourcesMapping")
    if not isinstance(table, dict) or not table:
        raise QueueError("targetToSourcesMapping must not be empty")
    for target, row in table.items():
        project = site.catalogue.project(target.partition(",")[0])
        if project is None or not isinstance(row, dict):
            raise QueueError(f"No project could be found for the target '{target}'.")
        for name in strings(row, "issueIdsOrKeys"):
            names.append(name)
            goals |= {one.id: project for one in [site.store.issues.find(name)] if one}

    def take(issue: Issue) -> None:
        relocate(site, author, issue, goals[issue.id])

    return _start(call, {"selectedIssueIdsOrKeys": names}, take)


def watch(call: Call) -> Reply:
    """POST bulk/issues/watch."""
    account, marks = call.user.account_id, call.site.store.marks
    return _start(call, call.document(), lambda issue: marks.add(WATCH, issue.id, account))


def unwatch(call: Call) -> Reply:
    """POST bulk/issues/unwatch."""
    account, marks = call.user.account_id, call.site.store.marks
    return _start(call, call.document(), lambda issue: marks.remove(WATCH, issue.id, account))


def progress(call: Call) -> Reply:
    """GET bulk/queue/{task}."""
    _ = call.user
    task = call.site.queue.get(call.path["task"])
    if task is None:
        raise QueueError("The task does not exist.")
    return Reply(body=call.site.queue.document(task))


def _split(call: Call, names: list[str]) -> tuple[list[Issue], int]:
    if not names or len(names) > MOST:
        raise QueueError(f"Give 1 to {MOST} issues.")
    found = {one.id: one for name in names if (one := call.site.store.issues.find(name))}
    return list(found.values()), len(set(names)) - len(found)


def _start(call: Call, body: dict[str, Any], act: Callable[[Issue], Any]) -> Reply:
    issues, missing = _split(call, strings(body, "selectedIssueIdsOrKeys"))
    site = call.site

    def one(issue_id: int) -> None:
        issue = site.store.issues.get(issue_id)
        if issue is None:
            raise JiraError(404, "Issue does not exist or you do not have permission to see it.")
        act(issue)

    task = site.queue.start(site, call.user.account_id, [i.id for i in issues], missing, one)
    return Reply(201, {"taskId": task.id})
