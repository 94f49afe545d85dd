"""What may be set on a new issue, and on an existing one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox import show
from jira_sandbox.catalogue import by_id
from jira_sandbox.exchange import JiraError, Reply
from jira_sandbox.fields.kind import Place
from jira_sandbox.issues.meta import field_meta
from jira_sandbox.issues.places import place_of
from jira_sandbox.resources.lookup import issue_of
from jira_sandbox.resources.paging import bare, named_page, page
from jira_sandbox.resources.projects import project_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from jira_sandbox.catalogue import IssueType, Project
    from jira_sandbox.exchange import Call

MOST = 200


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
    return Reply(body=bare(page(call, rows, one, most=MOST)))


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


def old(call: Call) -> Reply:
    """GET issue/createmeta: deprecated, and still answered, with a warning in a header."""
    keys = {key.upper() for key in call.words("projectKeys")}
    ids, names = set(call.words("projectIds")), {n.lower() for n in call.words("issuetypeNames")}
    wanted = set(call.words("issuetypeIds"))
    projects = [
        project
        for project in (call.site.catalogue.projects if call.caller else ())
        if not (keys or ids) or project.key in keys or project.id in ids
    ]
    whole = "projects.issuetypes.fields" in call.words("expand")
    rows = []
    for project in projects:
        types = [
            kind
            for kind in project.types
            if not (names or wanted) or kind.name.lower() in names or kind.id in wanted
        ]
        rows.append(_old_project(call, project, types, whole=whole))
    headers = {"Warning": WARNING}
    return Reply(200, {"expand": "projects", "projects": rows}, headers)


WARNING = (
    "The issue create meta endpoint has been deprecated. (Deprecation start date: June 03, 2024)"
)


def _old_project(
    call: Call, project: Project, types: list[IssueType], *, whole: bool
) -> dict[str, Any]:
    brief = show.project_brief(call.site, project)
    kept = {name: brief[name] for name in ("self", "id", "key", "name", "avatarUrls")}
    shown = [_old_type(call, project, kind, whole=whole) for kind in types]
    return {**kept, "expand": "issuetypes", "issuetypes": shown}


def _old_type(call: Call, project: Project, kind: IssueType, *, whole: bool) -> dict[str, Any]:
    told = {**_type(call, kind), "expand": "fields"}
    if whole:
        place = Place(call.site, project, kind)
        screen = call.site.catalogue.screen(project, kind).values()
        told["fields"] = {f.id: field_meta(f, place) for f in screen}
    return told
