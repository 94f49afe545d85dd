"""Single things of the configuration, permissions, labels, options, pickers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox import show
from jira_sandbox.catalogue import by_id, by_name
from jira_sandbox.exchange import JiraError, Reply
from jira_sandbox.issues import parts
from jira_sandbox.resources.fields import field_row, priority_row
from jira_sandbox.resources.lookup import issue_of
from jira_sandbox.resources.paging import page, window

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jira_sandbox.catalogue import FieldSpec
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
    named = wanted or list(PERMISSIONS)
    return Reply(body={"permissions": {name: _permission(call, name) for name in named}})


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


def labels(call: Call) -> Reply:
    """GET label: every label in use."""
    sql = "SELECT DISTINCT text FROM issue_index WHERE field = 'labels' ORDER BY 1"
    rows = [row[0] for row in call.site.store.database.run(sql)] if call.caller else []
    told = page(call, rows, str, size=1000, most=1000)
    return Reply(body={name: value for name, value in told.items() if name != "self"})


def _one(things: Iterable[Any], wanted: str, what: str) -> Any:
    rows = tuple(things)
    found = by_id(rows, wanted) or by_name(rows, wanted)
    if found is None:
        raise JiraError(404, f"The {what} with id '{wanted}' does not exist")
    return found


def status(call: Call) -> Reply:
    """GET status/{idOrName}."""
    found = _one(call.site.catalogue.workflow.statuses, call.path["id"], "status")
    return Reply(body=show.status(call.site, found))


def status_category(call: Call) -> Reply:
    """GET statuscategory/{idOrKey}."""
    wanted = call.path["id"]
    for one in call.site.catalogue.workflow.statuses:
        category = one.category
        if wanted in (str(category.id), category.key, category.name):
            return Reply(body=show.category(call.site, category))
    raise JiraError(404, f"The status category with id '{wanted}' does not exist")


def statuses_search(call: Call) -> Reply:
    """GET statuses/search: a page, by words."""
    words = call.text("searchString").lower()
    rows = [s for s in call.site.catalogue.workflow.statuses if words in s.name.lower()]
    categories = {"new": "TODO", "indeterminate": "IN_PROGRESS", "done": "DONE"}
    return Reply(
        body=page(
            call,
            rows,
            lambda s: {
                "id": s.id,
                "name": s.name,
                "statusCategory": categories[s.category.key],
                "scope": {"type": "GLOBAL"},
                "description": s.description,
            },
        )
    )


def priority(call: Call) -> Reply:
    """GET priority/{id}."""
    found = _one(call.site.catalogue.priorities, call.path["id"], "priority")
    return Reply(body=priority_row(call, found))


def resolution(call: Call) -> Reply:
    """GET resolution/{id}."""
    found = _one(call.site.catalogue.resolutions, call.path["id"], "resolution")
    return Reply(body=show.resolution(call.site, found))


def link_type(call: Call) -> Reply:
    """GET issueLinkType/{id}."""
    found = _one(call.site.catalogue.link_types, call.path["id"], "issue link type")
    return Reply(body=parts.link_type(call.site, found))


def fields_search(call: Call) -> Reply:
    """GET field/search: a page, by words, id or type."""
    words, ids, kinds = call.text("query").lower(), set(call.words("id")), call.words("type")
    rows = [
        f
        for f in call.site.catalogue.fields
        if "schema" in field_row(f, cloud=call.site.cloud)
        and words in f.name.lower()
        and (not ids or f.id in ids)
        and (not kinds or ("custom" in kinds) == bool(f.custom))
    ]
    return Reply(body=page(call, rows, lambda f: _searched(call, f)))


def _searched(call: Call, spec: FieldSpec) -> dict[str, Any]:
    row = field_row(spec, cloud=call.site.cloud)
    told: dict[str, Any] = {
        name: row[name] for name in ("id", "key", "name", "schema") if name in row
    }
    return {**told, "description": ""}


def _with_options(call: Call) -> FieldSpec:
    found = call.site.catalogue.field(call.path["field"])
    if found is None or not found.custom or call.caller is None:
        raise JiraError(404, "The custom field was not found.")
    return found


def contexts(call: Call) -> Reply:
    """GET field/{id}/context: the one that there is."""
    spec = _with_options(call)
    row = {
        "id": str(spec.custom_id + 100),
        "name": f"Default Configuration Scheme for {spec.name}",
        "description": "Default configuration scheme generated by Jira",
        "isGlobalContext": True,
        "isAnyIssueType": True,
    }
    return Reply(body=page(call, [row], dict))


def options(call: Call) -> Reply:
    """GET field/{id}/context/{context}/option."""
    spec = _with_options(call)
    if call.path["context"] != str(spec.custom_id + 100):
        raise JiraError(404, "The custom field context was not found.")
    rows = [{"id": o.id, "value": o.value, "disabled": False} for o in spec.options]
    return Reply(body=page(call, rows, dict, size=100, most=1000))


def option(call: Call) -> Reply:
    """GET customFieldOption/{id}."""
    for spec in call.site.catalogue.fields:
        found = by_id(spec.options, call.path["id"])
        if found is not None:
            return Reply(
                body={"self": show.option(call.site, found)["self"], "value": found.value}
            )
    raise JiraError(404, f"A custom field option with id '{call.path['id']}' does not exist")


def users_bulk(call: Call) -> Reply:
    """GET user/bulk?accountId=."""
    _ = call.user
    wanted = call.words("accountId")
    if not wanted:
        raise JiraError(400, "At least one accountId must be given.")
    rows = [name for name in wanted if call.site.person(name)]
    return Reply(body=page(call, rows, call.site.person, size=10, most=200))


def users(call: Call) -> Reply:
    """GET users and users/search: everybody."""
    _ = call.user
    start, limit = window(call, 50, 1000)
    rows = list(call.site.catalogue.people)[start : start + limit]
    return Reply(body=[call.site.person(person.account_id) for person in rows])


NAMING = ("accountId", "accountType", "name", "key")


def user_picker(call: Call) -> Reply:
    """GET user/picker: accounts by words, with the words marked."""
    _ = call.user
    query = call.text("query")
    found = call.site.catalogue.people.matching(query)[: call.number("maxResults", 50)]
    rows: list[dict[str, Any]] = []
    for person in found:
        shown = person.show(call.site.dialect)
        kept: dict[str, Any] = {name: shown[name] for name in NAMING if name in shown}
        words = {"html": f"<strong>{person.name}</strong>", "displayName": person.name}
        rows.append({**kept, **words, "avatarUrl": shown["avatarUrls"]["16x16"]})
    header = f"Showing {len(rows)} of {len(rows)} matching users"
    return Reply(body={"users": rows, "total": len(rows), "header": header})


def issue_picker(call: Call) -> Reply:
    """GET issue/picker: issues whose key or summary holds the words."""
    query = call.text("query").lower()
    sql = "SELECT id FROM issues WHERE instr(lower(summary), ?1) OR lower(key) = ?1 LIMIT 20"
    ids = [row[0] for row in call.site.store.database.run(sql, (query,))] if call.caller else []
    rows = [
        {
            "id": issue.id,
            "key": issue.key,
            "keyHtml": issue.key,
            "img": "/images/icons/issuetypes/task.png",
            "summary": issue.summary,
            "summaryText": issue.summary,
        }
        for issue in call.site.store.issues.many(ids)
    ]
    label = f"Showing {len(rows)} of {len(rows)} matching issues"
    told = {"id": "cs", "label": "Current Search", "sub": label, "issues": rows}
    return Reply(body={"sections": [told]})


def comments_list(call: Call) -> Reply:
    """POST comment/list: comments by id."""
    ids = call.document().get("ids")
    if not isinstance(ids, list) or not 0 < len(ids) <= 1000:
        raise JiraError(400, "Give 1 to 1000 ids.")
    known = [call.site.store.comments.get(str(i)) for i in ids] if call.caller else []
    rows = [one for one in known if one]
    told = page(call, rows, lambda c: parts.comment(call.site, c), size=1000, most=1000)
    return Reply(body={name: value for name, value in told.items() if name != "self"})


def notify(call: Call) -> Reply:
    """POST issue/{key}/notify: taken, and sent to nobody."""
    _ = call.user
    issue_of(call)
    if not call.document().get("to"):
        raise JiraError(400, "No recipients were defined for notification.")
    return Reply(204)


def subtasks(call: Call) -> Reply:
    """GET issue/{key}/subtask, on Data Center."""
    found = issue_of(call)
    children = call.site.store.issues.children(found.id)
    kinds = call.site.catalogue
    return Reply(body=[show.brief(call.site, c) for c in children if kinds.type(c.type).subtask])


def session(call: Call) -> Reply:
    """GET auth/1/session, on Data Center: who is logged in."""
    person = call.user
    address = f"{call.site.api}/user?username={person.username}"
    info = {"failedLoginCount": 0, "loginCount": 1}
    return Reply(body={"self": address, "name": person.username, "loginInfo": info})


def groups(_call: Call) -> Reply:
    """GET groups/picker: there are no groups."""
    header = "Showing 0 of 0 matching groups"
    return Reply(body={"header": header, "total": 0, "groups": []})


def time_tracking(call: Call) -> Reply:
    """GET configuration/timetracking: Jira's own."""
    _ = call.user
    return Reply(body={"key": "JIRA", "name": "JIRA provided time tracking"})


def settings(call: Call) -> Reply:
    """GET configuration: what the site lets people do."""
    _ = call.user
    return Reply(
        body={
            "votingEnabled": True,
            "watchingEnabled": True,
            "unassignedIssuesAllowed": True,
            "subTasksEnabled": True,
            "issueLinkingEnabled": True,
            "timeTrackingEnabled": True,
            "attachmentsEnabled": True,
            "timeTrackingConfiguration": {
                "workingHoursPerDay": 8.0,
                "workingDaysPerWeek": 5.0,
                "timeFormat": "pretty",
                "defaultUnit": "minute",
            },
        }
    )
