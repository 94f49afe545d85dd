"""Versions and components: made, changed, merged away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from jira_sandbox import configuration
from jira_sandbox.catalogue import Component, Version, by_id, by_name
from jira_sandbox.exchange import JiraError, Reply, invalid
from jira_sandbox.issues import edit as editing
from jira_sandbox.resources.beans import bean
from jira_sandbox.resources.paging import page, sorted_by
from jira_sandbox.resources.projects import project_of
from jira_sandbox.resources.told import component_told, version_told

if TYPE_CHECKING:
    from collections.abc import Callable

    from jira_sandbox.catalogue import Project
    from jira_sandbox.exchange import Call

FIELDS = {"version": ("fixVersions", "versions"), "component": ("components",)}
LISTS = {"version": "versions", "component": "components"}
TEXTS = {"name": "name", "description": "description"}
DATES = {"startDate": "start", "releaseDate": "release"}


def _owner(call: Call, body: dict[str, Any]) -> Project:
    wanted = body.get("project") or body.get("projectId")
    found = call.site.catalogue.project(str(wanted))
    if found is None:
        raise JiraError(404, f"No project could be found with key '{wanted}'.")
    return found


def _find(call: Call, kind: str, wanted: str = "") -> tuple[Project, Any]:
    wanted = wanted or call.path["id"]
    for project in call.site.catalogue.projects if call.caller else ():
        found = by_id(getattr(project, LISTS[kind]), wanted)
        if found is not None:
            return project, found
    raise JiraError(404, f"Could not find {kind} for id '{wanted}'.")


def _name(body: dict[str, Any], taken: Any, own: str = "") -> None:
    name = body.get("name")
    if not isinstance(name, str) or not name.strip():
        raise invalid("name", "The name must not be empty.")
    same = by_name(taken, name)
    if same is not None and same.id != own:
        raise invalid("name", f"A version or component with the name '{name}' already exists.")


def _version(body: dict[str, Any], old: Version) -> Version:
    named = {part: str(body[name]) for name, part in TEXTS.items() if body.get(name) is not None}
    named |= {part: str(body[name]) for name, part in DATES.items() if body.get(name) is not None}
    flags = {n: body[n] is True for n in ("released", "archived") if body.get(n) is not None}
    changed: dict[str, Any] = {**named, **flags}
    return replace(old, **changed)


def make_version(call: Call) -> Reply:
    """POST version."""
    _ = call.user
    body = bean(call, "version")
    owner = _owner(call, body)
    _name(body, owner.versions)
    made = _version(body, Version(str(configuration.next_id(call.site, "version")), ""))
    configuration.keep(call.site, owner, "version", made)
    return Reply(201, version_told(call, owner, made))


def version(call: Call) -> Reply:
    """GET version/{id}."""
    return Reply(body=version_told(call, *_find(call, "version")))


def edit_version(call: Call) -> Reply:
    """PUT version/{id}."""
    _ = call.user
    owner, old = _find(call, "version")
    body = bean(call, "version")
    _name({"name": old.name, **body}, owner.versions, old.id)
    new = _version(body, old)
    configuration.keep(call.site, owner, "version", new)
    return Reply(body=version_told(call, owner, new))


def make_component(call: Call) -> Reply:
    """POST component."""
    _ = call.user
    body = bean(call, "component")
    owner = _owner(call, body)
    _name(body, owner.components)
    made = _component(
        call, body, Component(str(configuration.next_id(call.site, "component")), "")
    )
    configuration.keep(call.site, owner, "component", made)
    return Reply(201, component_told(call, owner, made))


def _component(call: Call, body: dict[str, Any], old: Component) -> Component:
    named = {part: str(body[name]) for name, part in TEXTS.items() if body.get(name) is not None}
    name, people = (
        "leadAccountId" if call.site.cloud else "leadUserName",
        call.site.catalogue.people,
    )
    if name not in body:
        return replace(old, **named)
    asked = str(body[name] or "")
    found = people.get(asked) if call.site.cloud else people.by_username(asked)
    if asked and found is None:
        raise invalid(name, f"The user {asked} does not exist.")
    return replace(old, **named, lead=found.account_id if found else "")


def component(call: Call) -> Reply:
    """GET component/{id}."""
    return Reply(body=component_told(call, *_find(call, "component")))


def edit_component(call: Call) -> Reply:
    """PUT component/{id}."""
    _ = call.user
    owner, old = _find(call, "component")
    body = bean(call, "component")
    _name({"name": old.name, **body}, owner.components, old.id)
    new = _component(call, body, old)
    configuration.keep(call.site, owner, "component", new)
    return Reply(body=component_told(call, owner, new))


def delete_version(call: Call) -> Reply:
    """DELETE version/{id}?moveFixIssuesTo=&moveAffectedIssuesTo=."""
    goals = (call.text("moveFixIssuesTo"), call.text("moveAffectedIssuesTo"))
    _remove(call, "version", goals)
    return Reply(204)


def swap_version(call: Call) -> Reply:
    """POST version/{id}/removeAndSwap."""
    body = call.document()
    goals = [body.get("moveFixIssuesTo"), body.get("moveAffectedIssuesTo")]
    _remove(call, "version", tuple("" if goal is None else str(goal) for goal in goals))
    return Reply(204)


def merge_version(call: Call) -> Reply:
    """PUT version/{id}/mergeto/{other}."""
    other = call.path["other"]
    _find(call, "version", other)
    _remove(call, "version", (other, other))
    return Reply(204)


def delete_component(call: Call) -> Reply:
    """DELETE component/{id}?moveIssuesTo=."""
    _remove(call, "component", (call.text("moveIssuesTo"),))
    return Reply(204)


def _remove(call: Call, kind: str, goals: tuple[str, ...]) -> None:
    author, (owner, old), site = call.user, _find(call, kind), call.site
    for goal in filter(None, goals):
        _find(call, kind, goal)
    with site.store.database.transaction():
        for field_id, goal in zip(FIELDS[kind], goals, strict=True):
            for issue in _holders(call, field_id, old.id):
                verbs = [{"remove": {"id": old.id}}, *([{"add": {"id": goal}}] if goal else [])]
                editing.edit(site, author, issue, {"update": {field_id: verbs}})
        configuration.remove(site, owner, kind, old)


def _holders(call: Call, field_id: str, thing: str) -> list[Any]:
    sql = "SELECT issue FROM issue_index WHERE field = ? AND number = ?"
    ids = [row[0] for row in call.site.store.database.run(sql, (field_id, float(thing)))]
    return call.site.store.issues.many(ids)


def version_counts(call: Call) -> Reply:
    """GET version/{id}/relatedIssueCounts."""
    _, found = _find(call, "version")
    fixed, affected = (len(_holders(call, f, found.id)) for f in FIELDS["version"])
    address = f"{call.site.api}/version/{found.id}"
    told = {"issuesFixedCount": fixed, "issuesAffectedCount": affected}
    return Reply(body={"self": address, **told, "issueCountWithCustomFieldsShowingVersion": 0})


def unresolved(call: Call) -> Reply:
    """GET version/{id}/unresolvedIssueCount."""
    _, found = _find(call, "version")
    issues = _holders(call, "fixVersions", found.id)
    told = {"issuesUnresolvedCount": sum("resolution" not in i.values for i in issues)}
    address = f"{call.site.api}/version/{found.id}"
    return Reply(body={"self": address, **told, "issuesCount": len(issues)})


def component_counts(call: Call) -> Reply:
    """GET component/{id}/relatedIssueCounts."""
    _, found = _find(call, "component")
    count = len(_holders(call, "components", found.id))
    return Reply(body={"self": f"{call.site.api}/component/{found.id}", "issueCount": count})


VERSION_ORDERS: dict[str, Callable[[Version], Any]] = {
    "sequence": lambda _version: 0,
    "name": lambda version: version.name.lower(),
    "description": lambda version: version.description.lower(),
    "startDate": lambda version: version.start,
    "releaseDate": lambda version: version.release,
}
COMPONENT_ORDERS: dict[str, Callable[[Component], Any]] = {
    "name": lambda component: component.name.lower(),
    "description": lambda component: component.description.lower(),
    "lead": lambda component: component.lead,
    "issueCount": lambda _component: 0,
}


def paged_versions(call: Call) -> Reply:
    """GET project/{key}/version: a page, by words and status."""
    owner, query = project_of(call), call.text("query").lower()
    wanted = set(call.words("status"))
    rows = [
        v
        for v in owner.versions
        if query in v.name.lower() and (not wanted or wanted & _states(v))
    ]
    ordered = sorted_by(call, rows, VERSION_ORDERS, "sequence")
    return Reply(body=page(call, ordered, lambda v: version_told(call, owner, v)))


def _states(found: Version) -> set[str]:
    if found.archived:
        return {"archived"}
    return {"released"} if found.released else {"unreleased"}


def paged_components(call: Call) -> Reply:
    """GET project/{key}/component: a page, by words."""
    owner, query = project_of(call), call.text("query").lower()
    rows = [c for c in owner.components if query in c.name.lower()]
    ordered = sorted_by(call, rows, COMPONENT_ORDERS, "name")
    return Reply(body=page(call, ordered, lambda c: component_told(call, owner, c)))
