"""Permissions: which there are, and which the caller has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox.exchange import JiraError, Reply
from jira_sandbox.resources.lookup import MISSING

if TYPE_CHECKING:
    from jira_sandbox.exchange import Call

PERMISSIONS = {
    "BROWSE_PROJECTS": "Browse Projects",
    "CREATE_ISSUES": "Create Issues",
    "EDIT_ISSUES": "Edit Issues",
    "DELETE_ISSUES": "Delete Issues",
    "ASSIGN_ISSUES": "Assign Issues",
    "ASSIGNABLE_USER": "Assignable User",
    "TRANSITION_ISSUES": "Transition Issues",
    "RESOLVE_ISSUES": "Resolve Issues",
    "CLOSE_ISSUES": "Close Issues",
    "MOVE_ISSUES": "Move Issues",
    "LINK_ISSUES": "Link Issues",
    "SCHEDULE_ISSUES": "Schedule Issues",
    "MODIFY_REPORTER": "Modify Reporter",
    "ADD_COMMENTS": "Add Comments",
    "EDIT_ALL_COMMENTS": "Edit All Comments",
    "DELETE_ALL_COMMENTS": "Delete All Comments",
    "CREATE_ATTACHMENTS": "Create Attachments",
    "WORK_ON_ISSUES": "Work On Issues",
    "MANAGE_SPRINTS_PERMISSION": "Manage Sprints",
    "ADMINISTER_PROJECTS": "Administer Projects",
    "ADMINISTER": "Administer Jira",
    "BULK_CHANGE": "Bulk Change",
    "USER_PICKER": "Browse Users",
}
GLOBAL = frozenset({"ADMINISTER", "BULK_CHANGE", "USER_PICKER"})
ADMINS = frozenset({"ADMINISTER", "ADMINISTER_PROJECTS"})


def my_permissions(call: Call) -> Reply:
    """GET mypermissions: Cloud wants them named."""
    wanted = call.words("permissions")
    if call.site.cloud and not wanted:
        raise JiraError(400, "The 'permissions' query parameter is required.")
    unknown = [name for name in wanted if name not in PERMISSIONS]
    if unknown:
        raise JiraError(400, f"Unrecognized permission: {', '.join(unknown)}")
    _check_place(call)
    named = wanted or list(PERMISSIONS)
    return Reply(body={"permissions": {name: _permission(call, name) for name in named}})


def _check_place(call: Call) -> None:
    """The project and the issue that permissions are asked for must be there. Raises JiraError 404."""
    project = call.text("projectKey") or call.text("projectId")
    found = call.site.catalogue.project(project) if project else None
    if project and (found is None or found.id in call.site.hidden):
        raise JiraError(404, f"No project could be found with key '{project}'.")
    issue = call.text("issueKey") or call.text("issueId")
    if issue and call.site.store.issues.find(issue) is None:
        raise JiraError(404, MISSING)


def _permission(call: Call, name: str) -> dict[str, Any]:
    caller = call.caller
    return {
        "id": str(list(PERMISSIONS).index(name)),
        "key": name,
        "name": PERMISSIONS[name],
        "type": "GLOBAL" if name in GLOBAL else "PROJECT",
        "description": PERMISSIONS[name],
        "havePermission": bool(caller and (caller.admin or name not in ADMINS)),
    }


def permissions(call: Call) -> Reply:
    """GET permissions: all that there are."""
    _ = call.user
    rows = {name: _permission(call, name) for name in PERMISSIONS}
    hidden = ("id", "havePermission")
    told = {n: {k: v for k, v in row.items() if k not in hidden} for n, row in rows.items()}
    return Reply(body={"permissions": told})
