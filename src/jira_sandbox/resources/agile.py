"""Boards and sprints, to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox.exchange import JiraError, Reply
from jira_sandbox.people import avatars
from jira_sandbox.resources.paging import page

if TYPE_CHECKING:
    from collections.abc import Callable

    from jira_sandbox.catalogue import Project, Sprint
    from jira_sandbox.exchange import Call

API = "/rest/agile/1.0"
ORDER = {"closed": 0, "active": 1, "future": 2}


def boards(call: Call) -> Reply:
    """GET board: one for each project; empty for an anonymous call."""
    wanted, name = call.text("projectKeyOrId").upper(), call.text("name").lower()
    rows = [
        p
        for p in call.site.catalogue.projects
        if call.caller and (not wanted or wanted in (p.key, p.id)) and name in _name(p).lower()
    ]
    return Reply(body=_page(call, rows, _board))


def board(call: Call) -> Reply:
    """GET board/{id}."""
    return Reply(body=_board(call, _project(call)))


def sprints(call: Call) -> Reply:
    """GET board/{id}/sprint: closed, active, future."""
    states = set(call.words("state"))
    rows = [s for s in _project(call).sprints if not states or s.state in states]
    rows.sort(key=lambda s: ORDER[s.state])
    return Reply(body=_page(call, rows, _sprint))


def sprint(call: Call) -> Reply:
    """GET sprint/{id}."""
    wanted = call.path["sprint"]
    found = call.site.catalogue.sprint(int(wanted)) if wanted.isdecimal() else None
    if found is None or call.caller is None:
        raise JiraError(404, "Sprint does not exist or you do not have permission to view it.")
    return Reply(body=_sprint(call, found))


def _page(call: Call, rows: list[Any], one: Callable[[Call, Any], Any]) -> dict[str, Any]:
    told = page(call, rows, lambda row: one(call, row))
    del told["self"]
    return told


def _project(call: Call) -> Project:
    for project in call.site.catalogue.projects:
        if str(project.board_id) == call.path["board"] and call.caller:
            return project
    raise JiraError(
        404,
        "The requested board cannot be viewed because it either does not exist or you do not"
        " have permission to view it.",
    )


def _name(project: Project) -> str:
    return f"{project.key} board"


def _board(call: Call, project: Project) -> dict[str, Any]:
    shown = f"{project.name} ({project.key})"
    return {
        "id": project.board_id,
        "self": f"{call.site.url}{API}/board/{project.board_id}",
        "name": _name(project),
        "type": "scrum",
        "location": {
            "projectId": int(project.id),
            "displayName": shown,
            "projectName": project.name,
            "projectKey": project.key,
            "projectTypeKey": "software",
            "avatarURI": avatars(call.site.api, "project", "10407")["24x24"],
            "name": shown,
        },
        "isPrivate": False,
    }


def _sprint(call: Call, found: Sprint) -> dict[str, Any]:
    return {
        "id": found.id,
        "self": f"{call.site.url}{API}/sprint/{found.id}",
        "state": found.state,
        "name": found.name,
        "originBoardId": found.board_id,
        "goal": found.goal,
    }
