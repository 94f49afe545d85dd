"""Issues as replies show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jira_sandbox import show
from jira_sandbox.clock import stamp
from jira_sandbox.fields.registry import kind_of
from jira_sandbox.issues import ranking
from jira_sandbox.issues.attachments import show as attachment
from jira_sandbox.issues.hierarchy import sprint_field
from jira_sandbox.issues.logged import inside as worklogs
from jira_sandbox.issues.meta import field_meta
from jira_sandbox.issues.parts import comments_page, history, links_of, transitions_of
from jira_sandbox.issues.places import place_of
from jira_sandbox.issues.rendered import rendered
from jira_sandbox.storage.marks import VOTE, WATCH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jira_sandbox.catalogue import FieldSpec
    from jira_sandbox.site import Site
    from jira_sandbox.storage.issues import Issue

EXPANDABLE = "renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations"
# Shown with *all, not with *navigable.
HEAVY = frozenset({"comment", "attachment", "worklog", "timetracking"})
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
    if what.fields is not None and "renderedFields" in what.expand:
        told["renderedFields"] = rendered(site, found, told["fields"])
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
        return ranking.shown(site, found) if "rank" in spec.custom else None
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
    accounts = site.store.marks.of(WATCH, found.id)
    return {
        "self": f"{site.api}/issue/{found.key}/watchers",
        "watchCount": len(accounts),
        "isWatching": site.viewer in accounts,
    }


def _votes(site: Site, found: Issue) -> Any:
    accounts = site.store.marks.of(VOTE, found.id)
    return {
        "self": f"{site.api}/issue/{found.key}/votes",
        "votes": len(accounts),
        "hasVoted": site.viewer in accounts,
    }


def _spent(part: str, *, whole: bool = False) -> Callable[[Site, Issue], Any]:
    """A part of the time tracking in seconds; with the sub-tasks' own where `whole`."""

    def seconds(site: Site, found: Issue) -> int | None:
        family = [found, *(_children(site, found) if whole else [])]
        known = [one.values.get("timetracking", {}).get(part) for one in family]
        counted = [value for value in known if value is not None]
        return sum(counted) if counted else None

    return seconds


def _progress(*, whole: bool = False) -> Callable[[Site, Issue], Any]:
    spent, left = _spent("spent", whole=whole), _spent("remaining", whole=whole)

    def progress(site: Site, found: Issue) -> dict[str, int]:
        done = spent(site, found) or 0
        total = done + (left(site, found) or 0)
        told = {"progress": done, "total": total}
        return {**told, "percent": done * 100 // total} if total else told

    return progress


def _children(site: Site, found: Issue) -> list[Issue]:
    children = site.store.issues.children(found.id)
    return [child for child in children if site.catalogue.type(child.type).subtask]


def _work_ratio(_site: Site, found: Issue) -> int:
    tracked = found.values.get("timetracking", {})
    original = tracked.get("original")
    return tracked.get("spent", 0) * 100 // original if original else -1


def _attachments(site: Site, found: Issue) -> Any:
    return [attachment(site, one) for one in site.store.attachments.of(found.id)]


def _subtasks(site: Site, found: Issue) -> Any:
    return [show.brief(site, child) for child in _children(site, found)]


OWN: dict[str, Callable[[Site, Issue], Any]] = {
    "project": _project,
    "status": _status,
    "statusCategory": _category,
    "creator": lambda site, found: site.person(found.creator),
    "created": lambda site, found: stamp(found.created, site.zone),
    "updated": lambda site, found: stamp(found.updated, site.zone),
    "statuscategorychangedate": lambda site, found: stamp(found.status_changed, site.zone),
    "resolutiondate": _resolved,
    "workratio": _work_ratio,
    "watches": _watches,
    "votes": _votes,
    "comment": comments_page,
    "issuelinks": links_of,
    "subtasks": _subtasks,
    "progress": _progress(),
    "aggregateprogress": _progress(whole=True),
    "timespent": _spent("spent"),
    "timeestimate": _spent("remaining"),
    "timeoriginalestimate": _spent("original"),
    "aggregatetimespent": _spent("spent", whole=True),
    "aggregatetimeestimate": _spent("remaining", whole=True),
    "aggregatetimeoriginalestimate": _spent("original", whole=True),
    "worklog": worklogs,
    "attachment": _attachments,
}


def _names(site: Site, _found: Issue) -> dict[str, str]:
    return names(site)


def names(site: Site) -> dict[str, str]:
    """The name of each field by its id."""
    return {spec.id: spec.name for spec in site.catalogue.fields}


def schemas(site: Site) -> dict[str, Any]:
    """The type of each field by its id."""
    return {spec.id: kind_of(spec).schema(spec) for spec in site.catalogue.fields}


def _operations(_site: Site, _found: Issue) -> dict[str, Any]:
    return {"linkGroups": []}


def _edit_meta(site: Site, found: Issue) -> dict[str, Any]:
    place = place_of(site, found)
    screen = site.catalogue.screen(place.project, place.type).values()
    return {"fields": {f.id: field_meta(f, place) for f in screen if f.id != "project"}}


EXPANSIONS: dict[str, Callable[[Site, Issue], Any]] = {
    "names": _names,
    "schema": lambda site, _found: schemas(site),
    "changelog": history,
    "transitions": transitions_of,
    "operations": _operations,
    "editmeta": _edit_meta,
}
