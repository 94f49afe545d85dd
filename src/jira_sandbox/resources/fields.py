"""Fields, priorities, statuses, resolutions, issue types: the site's configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox import show
from jira_sandbox.catalogue import by_id
from jira_sandbox.exchange import JiraError, Reply
from jira_sandbox.fields.registry import kind_of
from jira_sandbox.resources.paging import page

if TYPE_CHECKING:
    from jira_sandbox.catalogue import FieldSpec, Priority
    from jira_sandbox.exchange import Call

KEY_FIELD = {
    "id": "issuekey",
    "key": "issuekey",
    "name": "Key",
    "custom": False,
    "orderable": False,
    "navigable": True,
    "searchable": False,
    "clauseNames": ["id", "issue", "issuekey", "key", "workItem", "workItemKey"],
}


# What real Cloud says of its own fields, where it is not what their kind would tell.
ORDERED = frozenset(
    {"timetracking", "security", "worklog", "attachment", "issuelinks", "resolution", "comment"}
)
UNSEARCHED = frozenset(
    {
        "timeestimate",
        "timespent",
        "timeoriginalestimate",
        "watches",
        "votes",
        "lastViewed",
        "progress",
        "subtasks",
    }
)
SEARCHED = frozenset({"timetracking", "worklog"})
HIDDEN_FROM_LISTS = frozenset({"comment", "attachment", "timetracking", "worklog"})


def _orderable(spec: FieldSpec) -> bool:
    if spec.custom:
        return True
    return (spec.on_screen and spec.id != "project") or spec.id in ORDERED


def _searchable(spec: FieldSpec) -> bool:
    return spec.id in SEARCHED or (bool(spec.clauses) and spec.id not in UNSEARCHED)


def field_row(spec: FieldSpec, *, cloud: bool) -> dict[str, Any]:
    """A field, as the list tells it."""
    told: dict[str, Any] = {"id": spec.id, "key": spec.id, "name": spec.name}
    if not cloud:
        del told["key"]
    if spec.custom and cloud:
        told["untranslatedName"] = spec.name
    told |= {
        "custom": bool(spec.custom),
        "orderable": _orderable(spec),
        "navigable": spec.id not in HIDDEN_FROM_LISTS,
        "searchable": _searchable(spec),
        "clauseNames": list(spec.clauses),
    }
    if spec.id != "parent":
        told["schema"] = kind_of(spec).schema(spec)
    return told


def fields(call: Call) -> Reply:
    """GET field: every field, system and custom."""
    cloud = call.site.cloud
    rows = [f for f in call.site.catalogue.fields if cloud or f.id != "parent"]
    first = KEY_FIELD if cloud else {k: v for k, v in KEY_FIELD.items() if k != "key"}
    return Reply(body=[first, *(field_row(spec, cloud=cloud) for spec in rows)])


def priority_row(call: Call, found: Priority) -> dict[str, Any]:
    """A priority, as the list tells it."""
    return {
        **show.priority(call.site, found),
        "statusColor": found.color,
        "description": f"{found.name} priority",
    }


def priorities(call: Call) -> Reply:
    """GET priority: all of them."""
    return Reply(body=[priority_row(call, p) for p in call.site.catalogue.priorities])


def priority_search(call: Call) -> Reply:
    """GET priority/search: a page of them, by id or name."""
    catalogue = call.site.catalogue
    ids, name = set(call.words("id")), call.text("priorityName").lower()
    alone = call.flag("onlyDefault", default=False)
    rows = [
        p
        for p in catalogue.priorities
        if (not ids or p.id in ids)
        and name in p.name.lower()
        and (not alone or p == catalogue.default_priority)
    ]
    return Reply(
        body=page(
            call,
            rows,
            lambda p: {**priority_row(call, p), "isDefault": p == catalogue.default_priority},
        )
    )


def resolutions(call: Call) -> Reply:
    """GET resolution: all of them."""
    return Reply(body=[show.resolution(call.site, r) for r in call.site.catalogue.resolutions])


def statuses(call: Call) -> Reply:
    """GET status: all of them."""
    return Reply(body=[show.status(call.site, s) for s in call.site.catalogue.workflow.statuses])


def status_categories(call: Call) -> Reply:
    """GET statuscategory: those in use."""
    found = {s.category.id: s.category for s in call.site.catalogue.workflow.statuses}
    return Reply(body=[show.category(call.site, found[i]) for i in sorted(found)])


def issue_types(call: Call) -> Reply:
    """GET issuetype: all of them."""
    return Reply(body=[show.issue_type(call.site, t) for t in call.site.catalogue.types])


def issue_type(call: Call) -> Reply:
    """GET issuetype/{id}."""
    found = by_id(call.site.catalogue.types, call.path["id"])
    if found is None:
        raise JiraError(404, f"The issue type with id '{call.path['id']}' does not exist")
    return Reply(body=show.issue_type(call.site, found))


def issue_types_of_project(call: Call) -> Reply:
    """GET issuetype/project?projectId=."""
    wanted = call.text("projectId")
    project = by_id(call.site.catalogue.projects, wanted)
    if project is None:
        raise JiraError(404, f"No project could be found with id '{wanted}'.")
    level = call.text("level")
    types = [t for t in project.types if not level or str(t.level) == level]
    return Reply(body=[show.issue_type(call.site, t) for t in types])


def link_types(call: Call) -> Reply:
    """GET issueLinkType: all of them."""
    from jira_sandbox.issues.parts import link_type

    return Reply(
        body={"issueLinkTypes": [link_type(call.site, k) for k in call.site.catalogue.link_types]}
    )
