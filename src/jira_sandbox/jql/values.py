"""What the values of a query stand for: ids, moments, functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox.clock import moment
from jira_sandbox.jql import dates
from jira_sandbox.jql.related import issues_of, unknown_function
from jira_sandbox.jql.tree import Empty, Function, JqlError, Operand, Several, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from jira_sandbox.catalogue import LinkType, Version
    from jira_sandbox.jql.subjects import Subject
    from jira_sandbox.people import Person
    from jira_sandbox.site import Site


DATE, USER = "java.util.Date", "com.atlassian.jira.user.ApplicationUser"
VERSION, ISSUE = "com.atlassian.jira.project.version.Version", "com.atlassian.jira.issue.Issue"
TYPE, SPRINT = "com.atlassian.jira.issue.issuetype.IssueType", "com.atlassian.greenhopper.Sprint"
# The functions there are, what they yield, and whether that is a list.
FUNCTIONS: dict[str, tuple[str, bool]] = {
    "currentUser": (USER, False),
    "now": (DATE, False),
    "startOfDay": (DATE, False),
    "startOfWeek": (DATE, False),
    "startOfMonth": (DATE, False),
    "startOfYear": (DATE, False),
    "endOfDay": (DATE, False),
    "endOfWeek": (DATE, False),
    "endOfMonth": (DATE, False),
    "endOfYear": (DATE, False),
    "currentLogin": (DATE, False),
    "lastLogin": (DATE, False),
    "openSprints": (SPRINT, True),
    "closedSprints": (SPRINT, True),
    "futureSprints": (SPRINT, True),
    "releasedVersions": (VERSION, True),
    "unreleasedVersions": (VERSION, True),
    "latestReleasedVersion": (VERSION, False),
    "earliestUnreleasedVersion": (VERSION, False),
    "standardIssueTypes": (TYPE, True),
    "subTaskIssueTypes": (TYPE, True),
    "linkedIssues": (ISSUE, True),
    "issueHistory": (ISSUE, True),
    "votedIssues": (ISSUE, True),
    "watchedIssues": (ISSUE, True),
    "updatedBy": (ISSUE, True),
    "membersOf": (USER, True),
}


def items(operand: Operand) -> tuple[Value | Function | Empty, ...]:
    """The elements of a list, or the one value."""
    return operand.items if isinstance(operand, Several) else (operand,)


class Reader:
    """Gives values their meaning, for one caller at one moment."""

    def __init__(self, site: Site, caller: Person | None) -> None:
        self.site = site
        self.caller = caller
        self.now: datetime = moment(site.clock.now(), caller.zone if caller else site.zone)

    def choices(self, subject: Subject, operand: Operand) -> list[Any]:
        """The ids that the values of a `choice` or `rank` field name. Raises JqlError."""
        found: list[Any] = []
        for item in items(operand):
            if isinstance(item, Function):
                found += self._called(subject, item)
            elif isinstance(item, Value):
                found += self._known(subject, item.text)
        return found

    def _known(self, subject: Subject, text: str) -> list[Any]:
        ids = CHOICES[subject.name](self.site, text) if subject.name in CHOICES else []
        if not ids:
            raise JqlError(f"The value '{text}' does not exist for the field '{subject.name}'.")
        return ids

    def _called(self, subject: Subject, call: Function) -> list[Any]:
        name = call.name.lower()
        if name == "currentuser" and subject.name in ("assignee", "reporter", "creator"):
            return [self.caller.account_id] if self.caller else []
        kinds = {"standardissuetypes": False, "subtaskissuetypes": True}
        if name in kinds and subject.name == "issuetype":
            return [t.id for t in self.site.catalogue.types if t.subtask == kinds[name]]
        if name == "membersof":
            return [p.account_id for p in self.site.catalogue.people if p.active]
        raise unknown_function(call)

    def accounts(self, subject: Subject, operand: Operand) -> list[str]:
        """The ids of the accounts that the values name. Raises JqlError."""
        found: list[str] = []
        for item in items(operand):
            if isinstance(item, Function) and item.name.lower() == "currentuser":
                found += [self.caller.account_id] if self.caller else []
            elif isinstance(item, Function):
                raise unknown_function(item)
            elif isinstance(item, Value):
                ids = _accounts(self.site, item.text)
                if not ids:
                    raise JqlError(
                        f"The value '{item.text}' does not exist for the field '{subject.name}'."
                    )
                found += ids
        return found

    def link_ends(self, subject: Subject, operand: Operand) -> list[tuple[str, str]]:
        """Link types by name or words, each with the end that an issue has to be."""
        found: list[tuple[str, str]] = []
        for item in items(operand):
            text = item.text.lower() if isinstance(item, Value) else ""
            ends = [one for kind in self.site.catalogue.link_types for one in _ends(kind, text)]
            if not ends:
                raise JqlError(
                    f"The value '{text}' does not exist for the field '{subject.name}'."
                )
            found += ends
        return found

    def texts(self, subject: Subject, operand: Operand) -> tuple[list[str], list[float]]:
        """The values of a `listed` field: names to find, and numbers that are ids."""
        names: list[str] = []
        numbers: list[float] = []
        for item in items(operand):
            if isinstance(item, Function):
                names_, numbers_ = self._listed(subject, item)
                names += names_
                numbers += numbers_
            elif isinstance(item, Value):
                self._check_listed(subject, item.text)
                names.append(item.text)
                numbers += [float(item.text)] if item.text.isdecimal() else []
        return names, numbers

    def _check_listed(self, subject: Subject, text: str) -> None:
        spec = self.site.catalogue.field(subject.field_id)
        known = _names(self.site, subject.field_id)
        if spec is None or spec.kind in ("labels", "user") or known is None:
            return
        if text.lower() not in known:
            raise JqlError(f"The value '{text}' does not exist for the field '{subject.name}'.")

    def _listed(self, subject: Subject, call: Function) -> tuple[list[str], list[float]]:
        name = call.name.lower()
        spec = self.site.catalogue.field(subject.field_id)
        states = {"opensprints": "active", "closedsprints": "closed", "futuresprints": "future"}
        if name in states and spec and spec.kind == "sprint":
            sprints = [s for s in self.site.catalogue.sprints() if s.state == states[name]]
            return [], [float(s.id) for s in sprints]
        if name == "currentuser" and spec and spec.kind == "user" and self.caller:
            return [self.caller.account_id], []
        if name in VERSIONS and spec and spec.kind == "versions":
            return [], [float(v.id) for v in versions_of(self.site, name, call)]
        raise unknown_function(call)

    def moments(self, subject: Subject, operand: Operand) -> list[datetime]:
        """The moments that the values of a date field name. Raises JqlError."""
        return [self._moment(subject, i) for i in items(operand) if not isinstance(i, Empty)]

    def _moment(self, subject: Subject, item: Value | Function) -> datetime:
        if isinstance(item, Function):
            return self._computed(item)
        found = self._epoch(item.text) or dates.read(item.text, self.now)
        if found is None:
            raise JqlError(
                f"Date value '{item.text}' for field '{subject.name}' is invalid. Valid formats"
                " include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd',"
                " or a period format e.g. '-5d', '4w 2d'."
            )
        return found

    def _epoch(self, text: str) -> datetime | None:
        if not text.isdecimal() or len(text) > 14:
            return None
        return moment(int(text), "Etc/UTC").astimezone(self.now.tzinfo)

    def _computed(self, call: Function) -> datetime:
        if call.name.lower() in ("now", "currentlogin", "lastlogin"):
            return self.now
        shift = call.arguments[0] if call.arguments else ""
        try:
            found = dates.bound(call.name.lower(), shift, self.now)
        except (OverflowError, ValueError):
            found = None
        if found is None:
            raise unknown_function(call)
        return found

    def issues(self, subject: Subject, operand: Operand) -> list[int]:
        """The ids of the issues that keys or ids name. Raises JqlError."""
        found: list[int] = []
        for item in items(operand):
            if isinstance(item, Function):
                found += issues_of(self.site, self.caller, item, self.now)
            elif isinstance(item, Value):
                found.append(self._issue(subject, item))
        return found

    def _issue(self, subject: Subject, item: Value) -> int:
        found = self.site.store.issues.find(item.text)
        if found is None:
            raise JqlError(
                f"An issue with key '{item.text}' does not exist for field '{subject.name}'."
            )
        return found.id

    def numbers(self, subject: Subject, operand: Operand) -> list[float]:
        """The numbers that the values are. Raises JqlError."""
        found = []
        for item in items(operand):
            if isinstance(item, Function):
                raise unknown_function(item)
            if isinstance(item, Value):
                found.append(_number(subject, item.text))
        return found


def _number(subject: Subject, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise JqlError(
            f"The value '{text}' for the field '{subject.name}' is not a valid number."
        ) from None


VERSIONS = {
    "releasedversions": (True, None),
    "unreleasedversions": (False, None),
    "latestreleasedversion": (True, -1),
    "earliestunreleasedversion": (False, 0),
}


def versions_of(site: Site, name: str, call: Function) -> list[Version]:
    """The versions that a function stands for, of the projects in its arguments or of all."""
    wanted = {project for text in call.arguments for project in _projects(site, text)}
    released, one = VERSIONS[name]
    found = [
        version
        for project in site.catalogue.projects
        if not call.arguments or project.id in wanted
        for version in project.versions
        if version.released == released and not version.archived
    ]
    return found if one is None or not found else [found[one]]


def _ends(kind: LinkType, text: str) -> list[tuple[str, str]]:
    if text in (kind.name.lower(), kind.id):
        return [(kind.id, "i.id IN (x.source, x.target)")]
    words = {kind.outward.lower(): "x.source = i.id", kind.inward.lower(): "x.target = i.id"}
    return [(kind.id, words[text])] if text in words else []


def _names(site: Site, field_id: str) -> set[str] | None:
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


def _projects(site: Site, text: str) -> list[Any]:
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


def _accounts(site: Site, text: str) -> list[Any]:
    people = site.catalogue.people
    person = people.get(text) or people.by_email(text)
    if person is None and not site.cloud:
        person = people.by_username(text)
    if person:
        return [person.account_id]
    return [p.account_id for p in site.catalogue.people if p.name.lower() == text.lower()]


CHOICES: dict[str, Callable[[Site, str], list[Any]]] = {
    "project": _projects,
    "issuetype": lambda site, text: _ids(site.catalogue.types, text),
    "status": lambda site, text: _ids(site.catalogue.workflow.statuses, text),
    "statuscategory": _in_category,
    "priority": lambda site, text: [int(i) for i in _ids(site.catalogue.priorities, text)],
    "resolution": _resolutions,
    "assignee": _accounts,
    "reporter": _accounts,
    "creator": _accounts,
}
