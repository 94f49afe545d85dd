"""The configuration of a site: types, statuses, priorities, fields, projects.

Everything here is fixed once the site has started; it is built from a seed by `jira_sandbox.seed`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jira_sandbox.people import People


@dataclass(frozen=True, slots=True)
class IssueType:
    """An issue type; `level` is Jira's hierarchyLevel: 1 epic, 0 standard, -1 sub-task."""

    id: str
    name: str
    level: int
    description: str
    avatar: int

    @property
    def subtask(self) -> bool:
        """Whether issues of this type live only under a parent."""
        return self.level < 0


@dataclass(frozen=True, slots=True)
class Category:
    """A status category; the key is `new`, `indeterminate` or `done`."""

    id: int
    key: str
    name: str
    color: str


@dataclass(frozen=True, slots=True)
class Status:
    """A status of the workflow."""

    id: str
    name: str
    category: Category
    description: str = ""


@dataclass(frozen=True, slots=True)
class Transition:
    """A step of the workflow; `sources` holds status ids, None means from anywhere."""

    id: str
    name: str
    to: Status
    sources: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Priority:
    """A priority."""

    id: str
    name: str
    color: str
    icon: str


@dataclass(frozen=True, slots=True)
class Named:
    """Anything with an id, a name and a description: resolutions."""

    id: str
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Component:
    """A component of a project; `lead` is an account's id, or empty."""

    id: str
    name: str
    description: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class LinkType:
    """A link type: `A <outward> B`, `B <inward> A`."""

    id: str
    name: str
    inward: str
    outward: str


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a select field."""

    id: str
    value: str


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a project."""

    id: str
    name: str
    released: bool = False
    archived: bool = False
    description: str = ""
    start: str = ""
    release: str = ""


@dataclass(frozen=True, slots=True)
class Sprint:
    """A sprint; state is `future`, `active` or `closed`."""

    id: int
    name: str
    state: str
    board_id: int
    goal: str = ""
    start: str = ""
    end: str = ""
    complete: str = ""
    created: str = ""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field: `kind` names its behaviour in `jira_sandbox.fields`, `custom` Jira's type of it."""

    id: str
    name: str
    kind: str
    clauses: tuple[str, ...] = ()
    custom: str = ""
    options: tuple[Option, ...] = ()
    on_screen: bool = True

    @property
    def custom_id(self) -> int:
        """The number in `customfield_NNNNN`."""
        return int(self.id.rpartition("_")[2])


@dataclass(frozen=True, slots=True)
class Project:
    """A company-managed software project with its board."""

    id: str
    key: str
    name: str
    lead: str
    types: tuple[IssueType, ...]
    components: tuple[Component, ...] = ()
    versions: tuple[Version, ...] = ()
    board_id: int = 0
    sprints: tuple[Sprint, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """What the screens demand and hide: field ids by `*`, a type's name or `PROJECT/Type`."""

    required: dict[str, frozenset[str]] = field(default_factory=dict)
    hidden: dict[str, frozenset[str]] = field(default_factory=dict)

    def demanded(self, project: Project, kind: IssueType) -> frozenset[str]:
        """Ids of the fields that must have a value, beside the system's own."""
        return self._of(self.required, project, kind)

    def absent(self, project: Project, kind: IssueType) -> frozenset[str]:
        """Ids of the fields that are not on the screens."""
        return self._of(self.hidden, project, kind)

    @staticmethod
    def _of(table: dict[str, frozenset[str]], project: Project, kind: IssueType) -> frozenset[str]:
        found: frozenset[str] = frozenset()
        for key in ("*", kind.name, f"{project.key}/{kind.name}"):
            found |= table.get(key, frozenset())
        return found


@dataclass(frozen=True, slots=True)
class Workflow:
    """The statuses and the steps between them; the first status is the one new issues get."""

    statuses: tuple[Status, ...]
    transitions: tuple[Transition, ...]

    def from_status(self, status_id: str) -> list[Transition]:
        """The steps that are open to an issue in this status."""
        return [t for t in self.transitions if t.sources is None or status_id in t.sources]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The whole configuration of a site, with look-ups."""

    people: People
    types: tuple[IssueType, ...]
    workflow: Workflow
    priorities: tuple[Priority, ...]
    default_priority: Priority
    resolutions: tuple[Named, ...]
    link_types: tuple[LinkType, ...]
    fields: tuple[FieldSpec, ...]
    projects: tuple[Project, ...]
    rules: Rules
    parents_everywhere: bool = True

    def project(self, key_or_id: str) -> Project | None:
        """A project by key (any case) or id."""
        wanted = str(key_or_id).upper()
        return _first(p for p in self.projects if wanted in (p.key, p.id))

    def field(self, field_id: str) -> FieldSpec | None:
        """A field by its id."""
        return _first(f for f in self.fields if f.id == field_id)

    def status(self, status_id: str) -> Status:
        """The status with this id, which must exist."""
        return next(s for s in self.workflow.statuses if s.id == status_id)

    def type(self, type_id: str) -> IssueType:
        """The issue type with this id, which must exist."""
        return next(t for t in self.types if t.id == type_id)

    def sprints(self) -> Iterator[Sprint]:
        """Every sprint of every board."""
        for project in self.projects:
            yield from project.sprints

    def sprint(self, sprint_id: int) -> Sprint | None:
        """A sprint by its number."""
        return _first(s for s in self.sprints() if s.id == sprint_id)

    def screen(self, project: Project, kind: IssueType) -> dict[str, FieldSpec]:
        """The fields that may be set on an issue of this project and type, by id."""
        absent = self.rules.absent(project, kind)
        if not self.parents_everywhere and not kind.subtask:
            absent |= {"parent"}
        return {f.id: f for f in self.fields if f.on_screen and f.id not in absent}


T = TypeVar("T")


def _first(things: Iterator[T]) -> T | None:
    return next(things, None)


def by_id(things: Sequence[T], wanted: str) -> T | None:
    """The one with this id."""
    return _first(t for t in things if getattr(t, "id", None) == wanted)


def by_name(things: Sequence[T], wanted: str) -> T | None:
    """The one with this name, in any case."""
    lower = wanted.lower()
    return _first(t for t in things if str(getattr(t, "name", "")).lower() == lower)
