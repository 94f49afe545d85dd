"""What helps to write queries: matches, words to complete, the fields and functions there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox.exchange import JiraError, Reply
from jira_sandbox.jql.functions import FUNCTIONS
from jira_sandbox.jql.meaning import search
from jira_sandbox.jql.subjects import OPERATORS, find
from jira_sandbox.jql.tokens import RESERVED
from jira_sandbox.jql.tree import JqlError
from jira_sandbox.resources.issues import strings

if TYPE_CHECKING:
    from jira_sandbox.catalogue import FieldSpec
    from jira_sandbox.exchange import Call

TYPES = {
    "moment": "java.util.Date",
    "day": "java.util.Date",
    "number": "java.lang.Number",
    "words": "java.lang.String",
}
OWN = {
    "project": "com.atlassian.jira.project.Project",
    "status": "com.atlassian.jira.issue.status.Status",
    "issuetype": "com.atlassian.jira.issue.issuetype.IssueType",
    "priority": "com.atlassian.jira.issue.priority.Priority",
    "assignee": "com.atlassian.jira.user.ApplicationUser",
    "reporter": "com.atlassian.jira.user.ApplicationUser",
    "creator": "com.atlassian.jira.user.ApplicationUser",
    "labels": "com.atlassian.jira.issue.label.Label",
}
MOST_SUGGESTED = 15


def match(call: Call) -> Reply:
    """POST jql/match: which of these issues each query finds."""
    _ = call.user
    body = call.document()
    ids, queries = strings(body, "issueIds"), strings(body, "jqls")
    if not ids or not queries or len(ids) > 1000 or len(queries) > 50:
        raise JiraError(400, "Give 1 to 1000 issueIds and 1 to 50 jqls.")
    if not all(name.isdecimal() and len(name) < 19 for name in ids):
        raise JiraError(400, "issueIds must be numbers")
    numbers = {int(name) for name in ids}
    return Reply(body={"matches": [_matched(call, text, numbers) for text in queries]})


def _matched(call: Call, text: str, ids: set[int]) -> dict[str, Any]:
    try:
        query = search(call.site, call.caller, text)
    except JqlError as error:
        return {"matchedIssues": [], "errors": error.messages}
    marks = ",".join(str(number) for number in sorted(ids))
    where = f"({query.where}) AND i.id IN ({marks})"
    found = call.site.store.issues.select(where, query.values, "i.id", len(ids))
    return {"matchedIssues": found, "errors": []}


def complete(call: Call) -> Reply:
    """GET and POST jql/autocompletedata: fields, functions and reserved words."""
    fields = [_field(call, spec) for spec in call.site.catalogue.fields if spec.clauses]
    functions = [_function(name, kind, many=many) for name, (kind, many) in FUNCTIONS.items()]
    return Reply(
        body={
            "visibleFieldNames": [field for field in fields if field],
            "visibleFunctionNames": functions,
            "jqlReservedWords": sorted(RESERVED),
        }
    )


def _field(call: Call, spec: FieldSpec) -> dict[str, Any] | None:
    subject = find(call.site.catalogue, spec.clauses[0])
    if subject is None:
        return None
    name = spec.name if spec.custom else spec.clauses[0]
    told = {
        "value": f'"{name}"' if " " in name else name,
        "displayName": f"{name} - {spec.clauses[0]}" if spec.custom else name,
        "orderable": "true" if subject.sort else "false",
        "searchable": "true",
        "operators": sorted(OPERATORS[subject.kind]),
        "types": [OWN.get(subject.name, TYPES.get(subject.kind, "java.lang.String"))],
    }
    return {**told, "cfid": spec.clauses[0]} if spec.custom else told


def _function(name: str, kind: str, *, many: bool) -> dict[str, Any]:
    shown = f"{name}()"
    told = {"value": shown, "displayName": shown, "types": [kind]}
    return {**told, "isList": "true"} if many else told


def suggestions(call: Call) -> Reply:
    """GET jql/autocompletedata/suggestions: values of a field that start with the words so far."""
    name, start = call.text("fieldName"), call.text("fieldValue").lower()
    subject = find(call.site.catalogue, name) if name else None
    if subject is None:
        return Reply(body={"results": []})
    found = [
        v for v in _values(call, subject.name, subject.field_id) if v.lower().startswith(start)
    ]
    rows = [_suggested(value, len(start)) for value in found[:MOST_SUGGESTED]]
    return Reply(body={"results": rows})


def _suggested(value: str, length: int) -> dict[str, str]:
    quoted = f'"{value}"' if " " in value else value
    return {"value": quoted, "displayName": f"<b>{value[:length]}</b>{value[length:]}"}


def _values(call: Call, name: str, field_id: str) -> list[str]:
    catalogue = call.site.catalogue
    known: dict[str, list[str]] = {
        "project": [p.key for p in catalogue.projects],
        "status": [s.name for s in catalogue.workflow.statuses],
        "issuetype": [t.name for t in catalogue.types],
        "priority": [p.name for p in catalogue.priorities],
        "resolution": [r.name for r in catalogue.resolutions],
    }
    people = [p.name for p in catalogue.people]
    known |= dict.fromkeys(("assignee", "reporter", "creator"), people)
    if name in known:
        return known[name]
    spec = catalogue.field(field_id)
    if spec is not None and spec.options:
        return [option.value for option in spec.options]
    sql = "SELECT DISTINCT text FROM issue_index WHERE field = ? AND text IS NOT NULL ORDER BY 1"
    return [row[0] for row in call.site.store.database.run(sql, (field_id,))]
