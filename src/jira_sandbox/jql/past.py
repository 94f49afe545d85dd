"""WAS and CHANGED: conditions on the history of an issue."""
# ruff: noqa: S608  values are bound; what is put into the text are names of ours

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from jira_sandbox.jql.subjects import Subject
from jira_sandbox.jql.tree import Empty, JqlError, Several

if TYPE_CHECKING:
    from collections.abc import Callable

    from jira_sandbox.jql.tree import Operand, Past
    from jira_sandbox.jql.values import Reader
    from jira_sandbox.site import Site

VERSIONS_NOW = (
    "(SELECT group_concat(CAST(CAST(x.number AS INTEGER) AS TEXT), ', ') FROM issue_index x"
    " WHERE x.issue = i.id AND x.field = 'fixVersions')"
)
NO_FIELD = "Field '{}' does not exist or you do not have permission to view it."
# The field in the history, by the subject's name; and the value now, in the form that it has there.
FIELDS = {
    "status": ("status", "i.status"),
    "assignee": ("assignee", "{person}"),
    "reporter": ("reporter", "{person}"),
    "priority": ("priority", "CAST(i.priority AS TEXT)"),
    "resolution": ("resolution", "i.resolution"),
    "fixversion": (
        "fixVersions",
        VERSIONS_NOW,
    ),
}
PEOPLE = ("assignee", "reporter")
FOREVER = 2**62
DAY = timedelta(days=1)
WHEN = Subject("date", "moment", "c.created", said="date")
WHO = Subject("assignee", "choice", "c.author", said="assignee")


class History:
    """Writes conditions on the history; `bind` takes their values, in the order of their marks."""

    def __init__(self, site: Site, read: Reader, bind: Callable[[Any], str]) -> None:
        self._site = site
        self._read = read
        self._bind = bind

    def of(self, subject: Subject | None, clause: Past) -> str:
        """The condition of a clause, as if it were not negated. Raises JqlError."""
        if subject is None:
            raise JqlError(NO_FIELD.format(clause.field))
        name = subject.name.lower()
        if name not in FIELDS:
            raise JqlError(f"History searches do not support the '{clause.field}' field.")
        if clause.operand is None:
            return self._changed(name, subject, clause)
        return self._was(name, subject, clause)

    def _changed(self, name: str, subject: Subject, clause: Past) -> str:
        sql = (
            "EXISTS (SELECT 1 FROM changes c, json_each(c.items) j WHERE c.issue = i.id"
            f" AND j.value ->> 'fieldId' = {self._bind(FIELDS[name][0])}"
        )
        for predicate, operand in clause.predicates:
            if predicate in ("from", "to"):
                value = f"j.value ->> '{predicate}'"
                sql += f" AND {self._among(name, value, self._ids(name, subject, operand))}"
            elif predicate == "by":
                sql += f" AND c.author IN {self._people(operand)}"
            else:
                sql += f" AND {self._at(predicate, operand, 'c.created', 'c.created + 1')}"
        return sql + ")"

    def _was(self, name: str, subject: Subject, clause: Past) -> str:
        if clause.operand is None:
            raise JqlError("Expecting a value.")
        field, current = FIELDS[name]
        rows = (
            "SELECT c.id AS n, c.created AS t, c.author AS who, j.value ->> 'from' AS old,"
            " j.value ->> 'to' AS v FROM changes c, json_each(c.items) j WHERE c.issue = i.id"
            f" AND j.value ->> 'fieldId' = '{field}'"
        )
        now = current.format(person=self._person_now(name))
        first = f"SELECT old FROM ({rows}) ORDER BY n LIMIT 1"
        initial = (
            "SELECT -1 AS n, i.created AS t, i.creator AS who, NULL AS old,"
            f" CASE WHEN EXISTS ({rows}) THEN ({first}) ELSE {now} END AS v"
        )
        spans = (
            "SELECT t AS start, who, v,"
            f" lead(t, 1, {FOREVER}) OVER (ORDER BY n) AS until FROM ({initial} UNION ALL {rows})"
        )
        sql = f"EXISTS (SELECT 1 FROM ({spans}) s WHERE "
        sql += self._among(name, "s.v", self._ids(name, subject, clause.operand))
        for predicate, operand in clause.predicates:
            if predicate == "by":
                sql += f" AND s.who IN {self._people(operand)}"
            elif predicate in ("from", "to"):
                raise JqlError(f"The predicate '{predicate}' is not supported by 'WAS'.")
            else:
                sql += f" AND {self._at(predicate, operand, 's.start', 's.until')}"
        return sql + ")"

    def _person_now(self, name: str) -> str:
        if self._site.cloud:
            return f"i.{name}"
        keys = {p.account_id: p.key for p in self._site.catalogue.people}
        whens = " ".join(f"WHEN '{one}' THEN '{key}'" for one, key in keys.items())
        return f"CASE i.{name} {whens} END"

    def _ids(self, name: str, subject: Subject, operand: Operand) -> list[str | None]:
        given = operand.items if isinstance(operand, Several) else (operand,)
        empty: list[str | None] = [None for item in given if isinstance(item, Empty)]
        rest = tuple(item for item in given if not isinstance(item, Empty))
        if not rest:
            return empty
        if name == "fixversion":
            return [*empty, *self._versions(subject, Several(rest))]
        found = self._read.choices(subject, Several(rest))
        people = self._site.catalogue.people
        if name in PEOPLE and not self._site.cloud:
            found = [person.key for one in found if (person := people.get(one))]
        return [*empty, *(None if one is None else str(one) for one in found)]

    def _versions(self, subject: Subject, operand: Several) -> list[str]:
        names, numbers = self._read.texts(subject, operand)
        wanted = {name.lower() for name in names} | {str(int(number)) for number in numbers}
        every = [v for p in self._site.catalogue.projects for v in p.versions]
        return [v.id for v in every if v.name.lower() in wanted or v.id in wanted]

    def _among(self, name: str, value: str, ids: list[str | None]) -> str:
        marks = self._bind(json.dumps([one for one in ids if one is not None]))
        if name == "fixversion":
            held = f"instr(', ' || coalesce({value}, '') || ',', ', ' || w.value || ',') > 0"
            found = f"EXISTS (SELECT 1 FROM json_each({marks}) w WHERE {held})"
        else:
            found = f"{value} IN (SELECT value FROM json_each({marks}))"
        return f"({found} OR {value} IS NULL)" if None in ids else f"({found})"

    def _people(self, operand: Operand) -> str:
        ids = self._read.choices(WHO, operand)
        return f"(SELECT value FROM json_each({self._bind(json.dumps(ids))}))"

    def _at(self, predicate: str, operand: Operand, start: str, until: str) -> str:
        moments = self._read.moments(WHEN, operand)
        edges = [round(at.timestamp() * 1000) for at in moments]
        if predicate == "after":
            return f"{until} > {self._bind(edges[0])}"
        if predicate == "before":
            return f"{start} < {self._bind(edges[0])}"
        if predicate == "during" and len(edges) != 2:
            raise JqlError("The predicate 'DURING' needs a start and an end.")
        last = edges[1] if predicate == "during" else round((moments[0] + DAY).timestamp() * 1000)
        return f"({until} > {self._bind(edges[0])} AND {start} < {self._bind(last)})"
