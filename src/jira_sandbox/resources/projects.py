"""Projects, their components, versions and statuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox import show
from jira_sandbox.exchange import JiraError, Reply
from jira_sandbox.resources.paging import page, sorted_by
from jira_sandbox.resources.told import component_told, version_told

if TYPE_CHECKING:
    from collections.abc import Callable

    from jira_sandbox.catalogue import IssueType, Project
    from jira_sandbox.exchange import Call

ORDERS: dict[str, Callable[[Project], Any]] = {
    "key": lambda project: project.key,
    "name": lambda project: project.name.lower(),
    "category": lambda _project: "",
    "owner": lambda project: project.lead,
    "issueCount": lambda project: int(project.id),
    "lastIssueUpdatedTime": lambda project: int(project.id),
    "archivedDate": lambda project: int(project.id),
    "deletedDate": lambda project: int(project.id),
}
EXPAND = "description,lead,issueTypes,url,projectKeys,permissions,insight"


def _brief(call: Call, project: Project) -> dict[str, Any]:
    told = {"expand": EXPAND, **show.project_brief(call.site, project)}
    if call.site.cloud:
        told |= {"style": "classic", "isPrivate": False, "properties": {}}
    parts = _parts(call, project)
    return told | {name: parts[name] for name in call.words("expand") if name in parts}


def _parts(call: Call, found: Project) -> dict[str, Any]:
    """What `expand` adds to a project in a list; one project alone is told with most of it."""
    parts = {
        "description": "",
        "lead": call.site.person(found.lead),
        "issueTypes": [show.issue_type(call.site, t) for t in found.types],
        "projectKeys": [found.key],
    }
    return {**parts, "url": ""} if call.site.cloud else parts


def _visible(call: Call) -> list[Project]:
    hidden = call.site.hidden
    return [p for p in call.site.catalogue.projects if call.caller and p.id not in hidden]


def project_of(call: Call, name: str = "project") -> Project:
    """The project in the path. Raises JiraError 404."""
    wanted = call.path[name]
    found = call.site.catalogue.project(wanted)
    if found is None or call.caller is None or found.id in call.site.hidden:
        what = "id" if wanted.isdigit() else "key"
        raise JiraError(404, f"No project could be found with {what} '{wanted}'.")
    return found


def projects(call: Call) -> Reply:
    """GET project: a bare array, empty for an anonymous call."""
    rows = _visible(call)
    # What is no number is let pass: the description knows no 400 here.
    recent = call.text("recent")
    shown = rows[: int(recent)] if recent.isdecimal() and len(recent) < 9 else rows
    return Reply(body=[_brief(call, p) for p in shown])


def search(call: Call) -> Reply:
    """GET project/search: a page, by keys, ids or words; empty for an anonymous call."""
    keys, ids = {k.upper() for k in call.words("keys")}, set(call.words("id"))
    query, kinds = call.text("query").lower(), set(call.words("typeKey"))
    rows = [
        p
        for p in _visible(call)
        if (not keys or p.key in keys)
        and (not ids or p.id in ids)
        and (not kinds or "software" in kinds)
        and (query in p.name.lower() or query in p.key.lower())
    ]
    if call.words("status") and "live" not in call.words("status"):
        rows = []
    ordered = sorted_by(call, rows, ORDERS, "key")
    return Reply(body=page(call, ordered, lambda p: _brief(call, p)))


def project(call: Call) -> Reply:
    """GET project/{key}: with lead, components, versions and types."""
    found = project_of(call)
    return Reply(
        body={
            **_brief(call, found),
            **_told_of_one(call, found),
            "components": [component_told(call, found, c) for c in found.components],
            "assigneeType": "UNASSIGNED",
            "versions": [version_told(call, found, v) for v in found.versions],
            "roles": {},
        }
    )


def _told_of_one(call: Call, found: Project) -> dict[str, Any]:
    parts = _parts(call, found)
    return {name: parts[name] for name in ("description", "lead", "issueTypes")}


def components(call: Call) -> Reply:
    """GET project/{key}/components."""
    owner = project_of(call)
    return Reply(body=[component_told(call, owner, c) for c in owner.components])


def versions(call: Call) -> Reply:
    """GET project/{key}/versions."""
    owner = project_of(call)
    return Reply(body=[version_told(call, owner, v) for v in owner.versions])


def statuses(call: Call) -> Reply:
    """GET project/{key}/statuses: the statuses of each issue type."""
    return Reply(body=[_statuses(call, kind) for kind in project_of(call).types])


def _statuses(call: Call, kind: IssueType) -> dict[str, Any]:
    return {
        "self": f"{call.site.api}/issuetype/{kind.id}",
        "id": kind.id,
        "name": kind.name,
        "subtask": kind.subtask,
        "statuses": [show.status(call.site, s) for s in call.site.catalogue.workflow.statuses],
    }
