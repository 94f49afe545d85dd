"""Projects, their components, versions and statuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox import show
from jira_sandbox.exchange import JiraError, Reply
from jira_sandbox.resources.paging import page

if TYPE_CHECKING:
    from jira_sandbox.catalogue import Component, IssueType, Project, Version
    from jira_sandbox.exchange import Call

EXPAND = "description,lead,issueTypes,url,projectKeys,permissions,insight"


def _brief(call: Call, project: Project) -> dict[str, Any]:
    return {
        "expand": EXPAND,
        **show.project_brief(call.site, project),
        "style": "classic",
        "isPrivate": False,
        "properties": {},
    }


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
    return Reply(body=[_brief(call, p) for p in _visible(call)])


def search(call: Call) -> Reply:
    """GET project/search: a page, by keys, ids or words; empty for an anonymous call."""
    keys, ids = {k.upper() for k in call.words("keys")}, set(call.words("id"))
    query = call.text("query").lower()
    rows = [
        p
        for p in sorted(_visible(call), key=lambda p: p.key)
        if (not keys or p.key in keys)
        and (not ids or p.id in ids)
        and (query in p.name.lower() or query in p.key.lower())
    ]
    return Reply(body=page(call, rows, lambda p: _brief(call, p)))


def project(call: Call) -> Reply:
    """GET project/{key}: with lead, components, versions and types."""
    site, found = call.site, project_of(call)
    return Reply(
        body={
            **_brief(call, found),
            "description": "",
            "lead": site.person(found.lead),
            "components": [_component(call, found, c) for c in found.components],
            "issueTypes": [show.issue_type(site, t) for t in found.types],
            "assigneeType": "UNASSIGNED",
            "versions": [_version(call, found, v) for v in found.versions],
            "roles": {},
        }
    )


def _component(call: Call, owner: Project, found: Component) -> dict[str, Any]:
    return {
        **show.component(call.site, found),
        "assigneeType": "PROJECT_DEFAULT",
        "realAssigneeType": "PROJECT_DEFAULT",
        "isAssigneeTypeValid": False,
        "project": owner.key,
        "projectId": int(owner.id),
    }


def _version(call: Call, owner: Project, found: Version) -> dict[str, Any]:
    return {**show.version(call.site, found), "projectId": int(owner.id)}


def components(call: Call) -> Reply:
    """GET project/{key}/components."""
    owner = project_of(call)
    return Reply(body=[_component(call, owner, c) for c in owner.components])


def versions(call: Call) -> Reply:
    """GET project/{key}/versions."""
    owner = project_of(call)
    return Reply(body=[_version(call, owner, v) for v in owner.versions])


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
