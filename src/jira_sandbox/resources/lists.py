"""Single things of the configuration, permissions, labels, options, pickers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox import show
from jira_sandbox.catalogue import by_id, by_name
from jira_sandbox.exchange import JiraError, Reply
from jira_sandbox.issues import parts
from jira_sandbox.jql.meaning import search
from jira_sandbox.jql.tree import JqlError
from jira_sandbox.resources.fields import priority_row
from jira_sandbox.resources.lookup import issue_of
from jira_sandbox.resources.paging import page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jira_sandbox.exchange import Call
    from jira_sandbox.storage.issues import Issue


MOST_SUGGESTED = 20


def labels(call: Call) -> Reply:
    """GET label: every label in use."""
    sql = "SELECT DISTINCT text FROM issue_index WHERE field = 'labels' ORDER BY 1"
    rows = [row[0] for row in call.site.store.database.run(sql)] if call.caller else []
    told = page(call, rows, str, size=1000, most=1000)
    return Reply(body={name: value for name, value in told.items() if name != "self"})


def favourites(call: Call) -> Reply:
    """GET filter/favourite: there are no filters here."""
    _ = call.user
    return Reply(body=[])


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
    categories = {"new": "TODO", "indeterminate": "IN_PROGRESS", "done": "DONE"}
    wanted = call.text("statusCategory")
    rows = [
        s
        for s in call.site.catalogue.workflow.statuses
        if words in s.name.lower() and wanted in ("", categories[s.category.key])
    ]
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


def issue_picker(call: Call) -> Reply:
    """GET issue/picker: issues of `currentJQL` (all without one) whose key or summary holds the words."""
    found = _suggested(call) if call.caller else []
    rows = [
        {
            "id": issue.id,
            "key": issue.key,
            "keyHtml": issue.key,
            "img": "/images/icons/issuetypes/task.png",
            "summary": issue.summary,
            "summaryText": issue.summary,
        }
        for issue in found
    ]
    label = f"Showing {len(rows)} of {len(rows)} matching issues"
    told = {"id": "cs", "label": "Current Search", "sub": label, "issues": rows}
    return Reply(body={"sections": [told]})


def _suggested(call: Call) -> list[Issue]:
    try:
        inside = search(call.site, call.caller, call.text("currentJQL"))
    except JqlError:
        return []
    words, store = call.text("query").lower(), call.site.store.issues
    where = f"({inside.where}) AND (instr(lower(i.summary), ?) OR lower(i.key) = ?)"
    ids = store.select(where, [*inside.values, words, words], "i.id", MOST_SUGGESTED)
    here = store.find(call.text("currentIssueKey"))
    project, subtasks = call.text("currentProjectId"), call.flag("showSubTasks", default=True)
    above = here.parent if here and not call.flag("showSubTaskParent", default=True) else None
    return [
        issue
        for issue in store.many(ids)
        if issue.id not in (here and here.id, above)
        and (not project or issue.project == project)
        and (subtasks or not call.site.catalogue.type(issue.type).subtask)
    ]


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
