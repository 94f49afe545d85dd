"""Issues as replies show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jira_sandbox import show
from jira_sandbox.clock import stamp
from jira_sandbox.fields.registry import kind_of
from jira_sandbox.issues.hierarchy import sprint_field
from jira_sandbox.issues.parts import comments_page, history, links_of, transitions_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jira_sandbox.catalogue import FieldSpec
    from jira_sandbox.site import Site
    from jira_sandbox.storage.issues import Issue

EXPANDABLE = "renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations"
# Shown with *all, not with *navigable.
HEAVY = frozenset({"comment", "attachment", "issuelinks"})
# Left out of the reply where the issue has none.
OMITTED = frozenset({"parent"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request asks of each issue; `fields` of None leaves the whole `fields` out."""

    fields: frozenset[str] | None
    expand: frozenset[str] = frozenset()
    properties: tuple[str, ...] = ()


def wanted(
    site: Site,
    fields: Iterable[str],
    expand: Iterable[str] = (),
    properties: Iterable[str] = (),
    default: str = "*all",
) -> Wanted:
    """Resolve `fields`: ids, `*all`, `*navigable`, and `-id` to leave one out."""
    asked = [name for name in fields if name] or ([default] if default else [])
    chosen = _chosen(site, asked)
    if not default and not chosen and all(name in ("id", "key") for name in asked):
        return Wanted(None, frozenset(expand), tuple(properties))
    return Wanted(frozenset(chosen), frozenset(expand), tuple(properties))


def _chosen(site: Site, asked: list[str]) -> set[str]:
    ids = {spec.id for spec in site.catalogue.fields}
    chosen: set[str] = set()
    if asked and all(name.startswith("-") for name in asked):
        chosen = set(ids)
    for name in asked:
        if name == "*all":
            chosen |= ids
        elif name == "*navigable":
            chosen |= ids - HEAVY
        elif name.startswith("-"):
            chosen.discard(name[1:])
        elif name in ids:
            chosen.add(name)
    return chosen


def issue(site: Site, found: Issue, what: Wanted) -> dict[str, Any]:
    """One issue, with the fields and expansions that are wanted."""
    told: dict[str, Any] = {
        "expand": EXPANDABLE,
        "id": str(found.id),
        "self": f"{site.api}/issue/{found.id}",
        "key": found.key,
    }
    if what.properties:
        told["properties"] = site.store.properties.some(found.id, what.properties)
    if what.fields is not None:
        told["fields"] = _fields(site, found, what.fields)
    for name in what.expand & EXPANSIONS.keys():
        told[name] = EXPANSIONS[name](site, found)
    return told


def _fields(site: Site, found: Issue, names: frozenset[str]) -> dict[str, Any]:
    shown = {}
    for spec in site.catalogue.fields:
        if spec.id in names and (site.cloud or spec.id != "parent" or _is_subtask(site, found)):
            value = _field(site, found, spec)
            if value is not None or spec.id not in OMITTED:
                shown[spec.id] = value
    return shown


def _is_subtask(site: Site, found: Issue) -> bool:
    return site.catalogue.type(found.type).subtask


def _field(site: Site, found: Issue, spec: FieldSpec) -> Any:
    own = OWN.get(spec.id)
    if own is not None:
        return own(site, found)
    if spec.kind == "epiclink":
        return _epic_link(site, found)
    if spec.kind == "sprint":
        return kind_of(spec).show(spec, _sprint(site, found), site)
    if spec.kind == "fixed":
        return f"0|i{found.id:05x}:" if "rank" in spec.custom else None
    return kind_of(spec).show(spec, found.values.get(spec.id), site)


def _parent(site: Site, found: Issue) -> Issue | None:
    return None if found.parent is None else site.store.issues.get(found.parent)


def _epic_link(site: Site, found: Issue) -> str | None:
    parent = _parent(site, found)
    if parent is None or site.catalogue.type(parent.type).level != 1:
        return None
    return parent.key


def _sprint(site: Site, found: Issue) -> Any:
    if site.catalogue.type(found.type).subtask:
        parent = _parent(site, found)
        return None if parent is None else parent.values.get(sprint_field(site))
    return found.values.get(sprint_field(site))


def _project(site: Site, found: Issue) -> Any:
    project = site.catalogue.project(found.project)
    return None if project is None else show.project_brief(site, project)


def _status(site: Site, found: Issue) -> Any:
    return show.status(site, site.catalogue.status(found.status))


def _category(site: Site, found: Issue) -> Any:
    return show.category(site, site.catalogue.status(found.status).category)


def _resolved(site: Site, found: Issue) -> Any:
    return None if found.resolved is None else stamp(found.resolved, site.zone)


def _watches(site: Site, found: Issue) -> Any:
    return {
        "self": f"{site.api}/issue/{found.key}/watchers",
        "watchCount": 1,
        "isWatching": True,
    }


def _votes(site: Site, found: Issue) -> Any:
    return {
        "self": f"{site.api}/issue/{found.key}/votes",
        "votes": 0,
        "hasVoted": False,
    }


def _subtasks(site: Site, found: Issue) -> Any:
    return [
        show.brief(site, child)
        for child in site.store.issues.children(found.id)
        if site.catalogue.type(child.type).subtask
    ]


OWN: dict[str, Callable[[Site, Issue], Any]] = {
    "project": _project,
    "status": _status,
    "statusCategory": _category,
    "creator": lambda site, found: site.person(found.creator),
    "created": lambda site, found: stamp(found.created, site.zone),
    "updated": lambda site, found: stamp(found.updated, site.zone),
    "statuscategorychangedate": lambda site, found: stamp(found.status_changed, site.zone),
    "resolutiondate": _resolved,
    "workratio": lambda _site, _found: -1,
    "watches": _watches,
    "votes": _votes,
    "comment": comments_page,
    "issuelinks": links_of,
    "subtasks": _subtasks,
    "progress": lambda _site, _found: {"progress": 0, "total": 0},
    "aggregateprogress": lambda _site, _found: {"progress": 0, "total": 0},
    "timetracking": lambda _site, _found: {},
    "worklog": lambda _site, _found: {"startAt": 0, "maxResults": 20, "total": 0, "worklogs": []},
    "attachment": lambda _site, _found: [],
}


def _names(site: Site, _found: Issue) -> dict[str, str]:
    return names(site)


def names(site: Site) -> dict[str, str]:
    """The name of each field by its id."""
    return {spec.id: spec.name for spec in site.catalogue.fields}


def schemas(site: Site) -> dict[str, Any]:
    """The type of each field by its id."""
    return {spec.id: kind_of(spec).schema(spec) for spec in site.catalogue.fields}


EXPANSIONS: dict[str, Callable[[Site, Issue], Any]] = {
    "names": _names,
    "schema": lambda site, _found: schemas(site),
    "changelog": history,
    "transitions": transitions_of,
}
