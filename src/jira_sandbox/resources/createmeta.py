"""What may be set on a new issue, and on an existing one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox import show
from jira_sandbox.catalogue import by_id
from jira_sandbox.exchange import JiraError, Reply
from jira_sandbox.fields.kind import Place
from jira_sandbox.fields.registry import kind_of
from jira_sandbox.issues.changes import place_of
from jira_sandbox.resources.lookup import issue_of
from jira_sandbox.resources.paging import named_page, page
from jira_sandbox.resources.projects import project_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from jira_sandbox.catalogue import FieldSpec, IssueType, Project
    from jira_sandbox.exchange import Call

MOST = 200
ALWAYS = frozenset({"summary", "issuetype", "project"})


def _project(call: Call) -> Project:
    """The project in the path; here one that does not exist is 400 (Data Center's description says so)."""
    try:
        return project_of(call)
    except JiraError as error:
        raise JiraError(400, *error.messages) from error


def types(call: Call) -> Reply:
    """GET issue/createmeta/{project}/issuetypes: the types of a project."""
    _ = call.user
    found = _project(call)
    return _listed(call, "issueTypes", found.types, lambda t: _type(call, t))


def _type(call: Call, kind: IssueType) -> dict[str, Any]:
    told = show.issue_type(call.site, kind)
    return {**told, "untranslatedName": kind.name} if call.site.cloud else told


def _listed(call: Call, name: str, rows: Any, one: Callable[[Any], Any]) -> Reply:
    """A page under the name that Cloud gives it; `values` on Data Center."""
    if call.site.cloud:
        return Reply(body=named_page(call, name, rows, one, most=MOST))
    told = page(call, rows, one, most=MOST)
    return Reply(body={key: value for key, value in told.items() if key != "self"})


def fields(call: Call) -> Reply:
    """GET issue/createmeta/{project}/issuetypes/{id}: the fields of the create screen."""
    _ = call.user
    project = _project(call)
    kind = by_id(project.types, call.path["type"])
    if kind is None:
        raise JiraError(400, f"Issue type with id '{call.path['type']}' does not exist")
    place = Place(call.site, project, kind)
    screen = list(call.site.catalogue.screen(project, kind).values())
    rows = [field_meta(field, place, "fieldId") for field in screen]
    return _listed(call, "fields", rows, dict)


def edit_fields(call: Call) -> Reply:
    """GET issue/{key}/editmeta: the fields of the edit screen."""
    place = place_of(call.site, issue_of(call))
    screen = call.site.catalogue.screen(place.project, place.type).values()
    shown = {f.id: field_meta(f, place) for f in screen if f.id != "project"}
    return Reply(body={"fields": shown})


def field_meta(spec: FieldSpec, place: Place, id_name: str = "") -> dict[str, Any]:
    """One field of a screen; `id_name` adds its id under that name."""
    kind, site = kind_of(spec), place.site
    told: dict[str, Any] = {
        "required": _required(spec, place),
        "schema": kind.schema(spec),
        "name": spec.name,
        "key": spec.id,
        "hasDefaultValue": spec.id in ("priority", "reporter"),
        "operations": list(kind.operations),
    }
    if id_name:
        told[id_name] = spec.id
    allowed = kind.allowed(spec, place)
    if allowed is not None:
        told["allowedValues"] = allowed
    if spec.id == "priority":
        told["defaultValue"] = show.priority(site, site.catalogue.default_priority)
    if spec.id in COMPLETED:
        told["autoCompleteUrl"] = f"{site.url}{COMPLETED[spec.id].format(place.project.key)}"
    return told


COMPLETED = {
    "labels": "/rest/api/1.0/labels/suggest?query=",
    "assignee": "/rest/api/3/user/assignable/search?project={}&query=",
    "reporter": "/rest/api/3/user/recommend?context=Reporter&issueKey=&query=",
}


def _required(spec: FieldSpec, place: Place) -> bool:
    demanded = place.site.catalogue.rules.demanded(place.project, place.type)
    needs_parent = spec.id == "parent" and place.type.subtask
    return spec.id in ALWAYS or spec.id in demanded or needs_parent
