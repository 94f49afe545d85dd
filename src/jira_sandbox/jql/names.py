"""Names and ids in queries to the things that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jira_sandbox.catalogue import LinkType
    from jira_sandbox.site import Site


def link_ends(kind: LinkType, text: str) -> list[tuple[str, str]]:
    """The ends of a link type that a name or words mean, each as an SQL condition on `links x`."""
    if text in (kind.name.lower(), kind.id):
        return [(kind.id, "i.id IN (x.source, x.target)")]
    words = {kind.outward.lower(): "x.source = i.id", kind.inward.lower(): "x.target = i.id"}
    return [(kind.id, words[text])] if text in words else []


def names_of(site: Site, field_id: str) -> set[str] | None:
    """The names (in lower case) and ids that a field can have; None where there is no such field."""
    spec = site.catalogue.field(field_id)
    if spec is None:
        return None
    things: list[Any] = list(spec.options)
    for project in site.catalogue.projects:
        things += {
            "components": project.components,
            "versions": project.versions,
            "sprint": project.sprints,
        }.get(spec.kind, ())
    names = [getattr(t, "name", None) or getattr(t, "value", "") for t in things]
    return {str(n).lower() for n in names} | {str(t.id) for t in things}


def _ids(things: Iterable[Any], text: str) -> list[Any]:
    lower = text.lower()
    return [t.id for t in things if t.id == text or t.name.lower() == lower]


def projects_named(site: Site, text: str) -> list[Any]:
    """The ids of the projects with this key, id or name."""
    found = site.catalogue.project(text)
    return [found.id] if found else _ids(site.catalogue.projects, text)


def _in_category(site: Site, text: str) -> list[Any]:
    lower = text.lower()
    return [
        s.id
        for s in site.catalogue.workflow.statuses
        if lower in (s.category.name.lower(), s.category.key, str(s.category.id))
    ]


def _resolutions(site: Site, text: str) -> list[Any]:
    if text.lower() == "unresolved":
        return [None]
    return _ids(site.catalogue.resolutions, text)


def accounts_named(site: Site, text: str) -> list[Any]:
    """The ids of the accounts with this id, e-mail address or name; on Data Center also user name or key."""
    people = site.catalogue.people
    person = people.get(text) or people.by_email(text)
    if person is None and not site.cloud:
        person = people.by_username(text)
    if person:
        return [person.account_id]
    return [p.account_id for p in site.catalogue.people if p.name.lower() == text.lower()]


def _of_type(site: Site, text: str) -> list[Any]:
    """The ids of the projects of a type: all are software projects."""
    return [p.id for p in site.catalogue.projects] if text.lower() == "software" else []


CHOICES: dict[str, Callable[[Site, str], list[Any]]] = {
    "project": projects_named,
    "issuetype": lambda site, text: _ids(site.catalogue.types, text),
    "status": lambda site, text: _ids(site.catalogue.workflow.statuses, text),
    "statuscategory": _in_category,
    "priority": lambda site, text: [int(i) for i in _ids(site.catalogue.priorities, text)],
    "resolution": _resolutions,
    "assignee": accounts_named,
    "reporter": accounts_named,
    "creator": accounts_named,
    "projecttype": _of_type,
}
# Fields with an order beside priority: the ids of their values, lowest first.
SEQUENCES: dict[str, Callable[[Site], list[Any]]] = {
    "resolution": lambda site: [r.id for r in site.catalogue.resolutions],
}


def compared(operator: str, one: float, two: float) -> bool:
    """`one operator two`."""
    return {"<": one < two, "<=": one <= two, ">": one > two, ">=": one >= two}[operator]


def versions_beside(site: Site, operator: str, named: set[str]) -> list[str]:
    """The ids of the versions that stand before or behind the named ones in the list of their project."""
    found = []
    for project in site.catalogue.projects:
        places = [n for n, v in enumerate(project.versions) if named & {v.id, v.name.lower()}]
        for n, version in enumerate(project.versions):
            if any(compared(operator, n, place) for place in places):
                found.append(version.id)
    return found
