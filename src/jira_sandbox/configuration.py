"""Sprints, versions and components that were made, changed or removed since the seed."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any

from jira_sandbox.catalogue import Component, Sprint, Version
from jira_sandbox.storage.rows import Row

if TYPE_CHECKING:
    from jira_sandbox.catalogue import Catalogue, Project
    from jira_sandbox.site import Site

# What is kept as rows: the kind, its place in a project, and its class.
PARTS: dict[str, tuple[str, type[Any]]] = {
    "sprint": ("sprints", Sprint),
    "version": ("versions", Version),
    "component": ("components", Component),
}
GONE = "gone"


def furnish(site: Site) -> None:
    """Put the seed's configuration in force, with what the storage knows better."""
    catalogue: Catalogue = site.seed.catalogue
    rows = {kind: site.store.rows.of(kind) for kind in PARTS}
    projects = tuple(_furnished(project, rows) for project in catalogue.projects)
    site.reconfigure(replace(catalogue, projects=projects))


def _furnished(project: Project, rows: dict[str, list[Row]]) -> Project:
    changed: dict[str, Any] = {}
    for kind, (name, make) in PARTS.items():
        things = {str(thing.id): thing for thing in getattr(project, name)}
        for row in rows[kind]:
            if row.owner == int(project.id):
                things.pop(str(row.id), None)
                if not row.body.get(GONE):
                    things[str(row.id)] = make(**row.body)
        changed[name] = tuple(things.values())
    return replace(project, **changed)


def keep(site: Site, project: Project, kind: str, thing: Any) -> None:
    """Make or change a part of a project."""
    body = {f.name: value for f, value in zip(fields(thing), asdict(thing).values(), strict=True)}
    site.store.rows.put(kind, Row(int(thing.id), int(project.id), body))
    furnish(site)


def remove(site: Site, project: Project, kind: str, thing: Any) -> None:
    """Remove a part of a project."""
    site.store.rows.put(kind, Row(int(thing.id), int(project.id), {GONE: True}))
    furnish(site)


def next_id(site: Site, kind: str) -> int:
    """An id that nothing of this kind has had, in any project."""
    name, _ = PARTS[kind]
    used = [int(t.id) for p in site.catalogue.projects for t in getattr(p, name)]
    used += [row.id for row in site.store.rows.of(kind)]
    return max([*used, 0]) + 1
