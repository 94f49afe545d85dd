"""What the values of a query stand for: ids, moments, functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox import durations
from jira_sandbox.clock import moment
from jira_sandbox.jql import dates
from jira_sandbox.jql.functions import VERSIONS, components_led, leader, versions_of
from jira_sandbox.jql.names import CHOICES, accounts_named, link_ends, names_of
from jira_sandbox.jql.related import issues_of, unknown_function
from jira_sandbox.jql.tree import Empty, Function, JqlError, Operand, Several, Value

if TYPE_CHECKING:
    from datetime import datetime

    from jira_sandbox.catalogue import Project
    from jira_sandbox.jql.subjects import Subject
    from jira_sandbox.people import Person
    from jira_sandbox.site import Site


PROJECT_FUNCTIONS = ("projectsleadbyuser", "projectswhereuserhaspermission")


def missing(subject: Subject, item: Value) -> JqlError:
    """Jira's words for a value that there is not: a number without quotation marks is an id."""
    if item.number:
        return JqlError(
            f"A value with ID '{item.text}' does not exist for the field '{subject.said}'."
        )
    return JqlError(f"The value '{item.text}' does not exist for the field '{subject.said}'.")


def items(operand: Operand) -> tuple[Value | Function | Empty, ...]:
    """The elements of a list, or the one value."""
    return operand.items if isinstance(operand, Several) else (operand,)


class Reader:
    """Gives values their meaning, for one caller at one moment.

    What is wrong with the key of an issue is put into `forgiven` where there is one, and the key passed over.
    """

    def __init__(
        self, site: Site, caller: Person | None, forgiven: list[str] | None = None
    ) -> None:
        self._forgiven = forgiven
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
                found += self._known(subject, item)
        return found

    def _known(self, subject: Subject, item: Value) -> list[Any]:
        ids = CHOICES[subject.name](self.site, item.text) if subject.name in CHOICES else []
        if not ids:
            raise missing(subject, item)
        return ids

    def _called(self, subject: Subject, call: Function) -> list[Any]:
        name = call.name.lower()
        if name == "currentuser" and subject.name in ("assignee", "reporter", "creator"):
            return [self.caller.account_id] if self.caller else []
        kinds = {"standardissuetypes": False, "subtaskissuetypes": True}
        if name in kinds and subject.name == "issuetype":
            return [t.id for t in self.site.catalogue.types if t.subtask == kinds[name]]
        if subject.name == "project" and name in PROJECT_FUNCTIONS:
            return [project.id for project in self._projects(call)]
        if name == "membersof":
            return [p.account_id for p in self.site.catalogue.people if p.active]
        raise unknown_function(call)

    def _projects(self, call: Function) -> list[Project]:
        projects = self.site.catalogue.projects
        if call.name.lower() == "projectsleadbyuser":
            account = leader(self.site, call, self.caller)
            return [one for one in projects if account and one.lead == account]
        if len(call.arguments) != 1:
            raise JqlError(
                f"Function '{call.name}' expected '1' arguments but received '{len(call.arguments)}'."
            )
        # Whoever sees a project here may do there what there is to do.
        return list(projects) if self.caller else []

    def accounts(self, subject: Subject, operand: Operand) -> list[str]:
        """The ids of the accounts that the values name. Raises JqlError."""
        found: list[str] = []
        for item in items(operand):
            if isinstance(item, Function) and item.name.lower() == "currentuser":
                found += [self.caller.account_id] if self.caller else []
            elif isinstance(item, Function):
                raise unknown_function(item)
            elif isinstance(item, Value):
                ids = accounts_named(self.site, item.text)
                if not ids:
                    raise missing(subject, item)
                found += ids
        return found

    def link_ends(self, subject: Subject, operand: Operand) -> list[tuple[str, str]]:
        """Link types by name or words, each with the end that an issue has to be."""
        found: list[tuple[str, str]] = []
        for item in items(operand):
            text = item.text.lower() if isinstance(item, Value) else ""
            kinds = self.site.catalogue.link_types
            ends = [one for kind in kinds for one in link_ends(kind, text)]
            if not ends:
                raise JqlError(
                    f"The value '{text}' does not exist for the field '{subject.said}'."
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
                self._check_listed(subject, item)
                names += self._people(subject, item)
                numbers += [float(item.text)] if item.text.isdecimal() else []
        return names, numbers

    def _people(self, subject: Subject, item: Value) -> list[str]:
        """The value, or the accounts that it names in a field of people."""
        spec = self.site.catalogue.field(subject.field_id)
        if spec is None or spec.kind != "user":
            return [item.text]
        found = accounts_named(self.site, item.text)
        if not found:
            raise missing(subject, item)
        return found

    def _check_listed(self, subject: Subject, item: Value) -> None:
        spec = self.site.catalogue.field(subject.field_id)
        known = names_of(self.site, subject.field_id)
        if spec is None or spec.kind in ("labels", "user") or known is None:
            return
        if item.text.lower() not in known:
            raise _no_sprint(item) if spec.kind == "sprint" else missing(subject, item)

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
        if name == "componentsleadbyuser" and spec and spec.kind == "components":
            account = leader(self.site, call, self.caller)
            return [], [float(one.id) for one in components_led(self.site, account)]
        raise unknown_function(call)

    def moments(self, subject: Subject, operand: Operand) -> list[datetime]:
        """The moments that the values of a date field name. Raises JqlError."""
        return [self._moment(subject, i) for i in items(operand) if not isinstance(i, Empty)]

    def _moment(self, subject: Subject, item: Value | Function) -> datetime:
        if isinstance(item, Function):
            return self._computed(item)
        found = self._epoch(item.text) or dates.read(item.text, self.now)
        if found is None:
            forms = "'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd',"
            if subject.kind == "day":
                forms = "'YYYY/MM/DD', 'YYYY-MM-DD',"
            raise JqlError(
                f"Date value '{item.text}' for field '{subject.said}' is invalid. Valid formats"
                f" include: {forms} or a period format e.g. '-5d', '4w 2d'."
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
        if found is None and dates.is_bound(call.name.lower()):
            raise JqlError(
                f"Duration for function '{call.name}' should have the format (+/-)n(yMwdm),"
                " for example -1M for 1 month earlier."
            )
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
                found += self._named(subject, item)
        return found

    def _named(self, subject: Subject, item: Value) -> list[int]:
        try:
            return [self._issue(subject, item)]
        except JqlError as error:
            if self._forgiven is None:
                raise
            self._forgiven += error.messages
            return []

    def _issue(self, subject: Subject, item: Value) -> int:
        text = item.text
        if not item.number and (not text or text.isdigit()):
            raise JqlError(f"The issue key '{text}' for field '{subject.said}' is invalid.")
        found = self.site.store.issues.find(text)
        if found is None and item.number:
            raise missing(subject, item)
        if found is None:
            raise JqlError(
                f"An issue with key '{text}' does not exist for field '{subject.said}'."
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

    def spans(self, subject: Subject, operand: Operand) -> list[float]:
        """Seconds of the durations that the values are; without a unit they are minutes. Raises JqlError."""
        found = []
        for item in items(operand):
            if isinstance(item, Function):
                raise unknown_function(item)
            if isinstance(item, Value):
                seconds = durations.read(item.text)
                if seconds is None:
                    raise JqlError(
                        f"The value '{item.text}' for field '{subject.said}' is invalid. Please"
                        " specify a positive duration format; for example: '1h 30m', '2d'."
                    )
                found.append(float(seconds))
        return found

    def counts(self, subject: Subject, operand: Operand) -> list[float]:
        """The whole numbers that the values of `votes` and the like are. Raises JqlError."""
        texts = [item.text for item in items(operand) if isinstance(item, Value)]
        for text in texts:
            if not text.isdecimal() or len(text) > 15:
                what = subject.name.capitalize()
                raise JqlError(
                    f"Value '{text}' is invalid for the '{subject.said}' field."
                    f" {what} must be a positive whole number."
                )
        return [float(text) for text in texts]


def _no_sprint(item: Value) -> JqlError:
    what = "id" if item.number else "name"
    return JqlError(
        f"Sprint with {what} '{item.text}' does not exist or you do not have permission to view it."
    )


def _number(subject: Subject, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise JqlError(
            f"The value '{text}' for the field '{subject.said}' is not a valid number."
        ) from None
