"""Boards and sprints, as they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox.exchange import JiraError, Reply
from jira_sandbox.people import avatars
from jira_sandbox.resources.paging import bare, page, sorted_by
from jira_sandbox.show import sprint_dates

if TYPE_CHECKING:
    from collections.abc import Callable

    from jira_sandbox.catalogue import Project, Sprint
    from jira_sandbox.exchange import Call

API = "/rest/agile/1.0"
ORDER = {"closed": 0, "active": 1, "future": 2}
NO_SPRINT = "Sprint does not exist or you do not have permission to view it."
NO_BOARD = (
    "The requested board cannot be viewed because it either does not exist or you do not"
    " have permission to view it."
)


BOARD_ORDERS: dict[str, Callable[[Project], Any]] = {
    "id": lambda project: project.board_id,
    "name": lambda project: project.key,
}


def boards(call: Call) -> Reply:
    """GET board: one for each project; empty for an anonymous call."""
    wanted = (call.text("projectKeyOrId") or call.text("projectLocation")).upper()
    name = call.text("name").lower()
    kinds = set(call.words("type"))
    rows = [
        p
        for p in call.site.catalogue.projects
        if call.caller
        and (not wanted or wanted in (p.key, p.id))
        and name in _name(p).lower()
        and (not kinds or "scrum" in kinds)
    ]
    ordered = sorted_by(call, rows, BOARD_ORDERS, "id")
    return Reply(body=agile_page(call, ordered, _board))


def board(call: Call) -> Reply:
    """GET board/{id}."""
    return Reply(body=_board(call, project_of_board(call)))


def configuration(call: Call) -> Reply:
    """GET board/{id}/configuration: a column for each category of statuses."""
    site, project = call.site, project_of_board(call)
    columns: dict[str, list[dict[str, str]]] = {}
    for status in site.catalogue.workflow.statuses:
        row = {"id": status.id, "self": f"{site.api}/status/{status.id}"}
        columns.setdefault(status.category.name, []).append(row)
    points = next((f for f in site.catalogue.fields if f.name == "Story Points"), None)
    told: dict[str, Any] = {
        "id": project.board_id,
        "name": _name(project),
        "type": "scrum",
        "self": f"{site.url}{API}/board/{project.board_id}/configuration",
        "location": {
            "type": "project",
            "key": project.key,
            "id": project.id,
            "self": f"{site.api}/project/{project.id}",
            "name": project.name,
        },
        "filter": {
            "id": str(9999 + project.board_id),
            "self": f"{site.api}/filter/{9999 + project.board_id}",
        },
        "columnConfig": {
            "columns": [{"name": name, "statuses": rows} for name, rows in columns.items()],
            "constraintType": "none",
        },
        "ranking": {"rankCustomFieldId": 10019},
    }
    if points:
        field = {"fieldId": points.id, "displayName": points.name}
        told["estimation"] = {"type": "field", "field": field}
    return Reply(body=told)


def projects(call: Call) -> Reply:
    """GET board/{id}/project."""
    from jira_sandbox.show import project_brief

    found = project_of_board(call)
    return Reply(body=agile_page(call, [found], lambda c, p: project_brief(c.site, p)))


def versions(call: Call) -> Reply:
    """GET board/{id}/version."""
    found, wanted = project_of_board(call), call.text("released")
    rows = [v for v in found.versions if not wanted or v.released == (wanted == "true")]
    return Reply(body=agile_page(call, rows, lambda c, v: _version(c, found, v)))


def _version(call: Call, owner: Project, found: Any) -> dict[str, Any]:
    return {
        "self": f"{call.site.api}/version/{found.id}",
        "id": int(found.id),
        "projectId": int(owner.id),
        "name": found.name,
        "description": found.description,
        "archived": found.archived,
        "released": found.released,
    }


def sprints(call: Call) -> Reply:
    """GET board/{id}/sprint: closed, active, future."""
    states = set(call.words("state"))
    rows = [s for s in project_of_board(call).sprints if not states or s.state in states]
    rows.sort(key=lambda s: (ORDER[s.state], s.id))
    return Reply(body=agile_page(call, rows, sprint_told))


def sprint(call: Call) -> Reply:
    """GET sprint/{id}."""
    return Reply(body=sprint_told(call, sprint_of(call)))


def sprint_of(call: Call) -> Sprint:
    """The sprint in the path. Raises JiraError 404."""
    wanted = call.path["sprint"]
    found = call.site.catalogue.sprint(int(wanted)) if wanted.isdecimal() else None
    if found is None or call.caller is None:
        raise JiraError(404, NO_SPRINT)
    return found


def project_of_board(call: Call) -> Project:
    """The project of the board in the path. Raises JiraError 404."""
    return board_project(call, call.path["board"])


def board_project(call: Call, board_id: Any) -> Project:
    """The project of a board. Raises JiraError 404."""
    for project in call.site.catalogue.projects:
        if str(project.board_id) == str(board_id) and call.caller:
            return project
    raise JiraError(404, NO_BOARD)


def agile_page(call: Call, rows: Any, one: Callable[[Call, Any], Any]) -> dict[str, Any]:
    """A page as the agile interface tells it."""
    return bare(page(call, rows, lambda row: one(call, row)))


def _name(project: Project) -> str:
    return f"{project.key} board"


def _location(call: Call, project: Project) -> dict[str, Any]:
    shown = f"{project.name} ({project.key})"
    return {
        "projectId": int(project.id),
        "displayName": shown,
        "projectName": project.name,
        "projectKey": project.key,
        "projectTypeKey": "software",
        "avatarURI": avatars(call.site.api, "project", "10407")["24x24"],
        "name": shown,
    }


def _board(call: Call, project: Project) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": project.board_id,
        "self": f"{call.site.url}{API}/board/{project.board_id}",
        "name": _name(project),
        "type": "scrum",
    }
    if not call.site.cloud:
        return told
    return {**told, "location": _location(call, project), "isPrivate": False}


def sprint_told(call: Call, found: Sprint) -> dict[str, Any]:
    """A sprint, as the agile interface tells it."""
    return {
        "id": found.id,
        "self": f"{call.site.url}{API}/sprint/{found.id}",
        "state": found.state,
        "name": found.name,
        **sprint_dates(found),
        "originBoardId": found.board_id,
        "goal": found.goal,
    }


def quick_filters(call: Call) -> Reply:
    """GET board/{id}/quickfilter: a board has none."""
    project_of_board(call)
    return Reply(body=agile_page(call, [], lambda _call, row: row))
