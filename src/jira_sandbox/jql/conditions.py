# ruff: noqa: S608  values are bound; what is put into the text are names of ours
"""One clause of a query to an SQL condition on `issues i`, by the kind of its field."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from jira_sandbox.jql.names import SEQUENCES, compared, versions_beside
from jira_sandbox.jql.subjects import NEGATIVE
from jira_sandbox.jql.texts import Texts
from jira_sandbox.jql.tree import JqlError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from jira_sandbox.jql.subjects import Subject
    from jira_sandbox.jql.tree import Clause
    from jira_sandbox.jql.values import Reader
    from jira_sandbox.site import Site

ORDERED = frozenset({"<", "<=", ">", ">="})
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
LOGGED = "SELECT 1 FROM rows x WHERE x.kind = 'worklog' AND x.owner = i.id"
# What an issue must have for the field not to be empty.
HELD = {
    "comment": "SELECT 1 FROM comments x WHERE x.issue = i.id",
    "watcher": "SELECT 1 FROM marks x WHERE x.kind = 'watch' AND x.issue = i.id",
    "voter": "SELECT 1 FROM marks x WHERE x.kind = 'vote' AND x.issue = i.id",
    "worklogauthor": LOGGED,
    "attachments": "SELECT 1 FROM attachments x WHERE x.issue = i.id",
    "issuelinktype": "SELECT 1 FROM links x WHERE i.id IN (x.source, x.target)",
}


class Conditions:
    """Writes conditions and gathers their values, in the order of their marks."""

    def __init__(self, site: Site, read: Reader) -> None:
        self._site = site
        self._read = read
        self.values: list[Any] = []
        texts = Texts(site, self.bind, self.is_empty)
        self._kinds: dict[str, Callable[[Subject, str, Clause], str]] = {
            "choice": self._choice,
            "rank": self._rank,
            "sequence": self._sequence,
            "level": self._level,
            "key": self._issue,
            "issue": self._issue,
            "moment": self._moment,
            "day": self._day,
            "number": self._number,
            "count": self._number,
            "span": self._number,
            "version": self._version,
            "listed": self._listed,
            "words": texts.of,
            "everywhere": texts.of,
            "marked": self._marked,
            "logged": self._logged,
            "logday": self._log_day,
            "linktype": self._link_type,
        }

    def of(self, subject: Subject, operator: str, clause: Clause) -> str:
        """The condition of a clause that names values. Raises JqlError."""
        return self._kinds[subject.kind](subject, operator, clause)

    def is_empty(self, subject: Subject) -> str:
        """The condition that a field has no value."""
        if subject.column:
            return f"({subject.column} IS NULL)"
        if subject.name in HELD:
            return f"(NOT EXISTS ({HELD[subject.name]}))"
        return f"(NOT {self._each(subject)})"

    def bind(self, value: Any) -> str:
        """Take a value; gives its mark."""
        self.values.append(value)
        return "?"

    def _any(self, subject: Subject, condition: str) -> str:
        """That a value of the field fits; the issues that have such a value are gathered once."""
        rows = f"SELECT x.issue FROM issue_index x WHERE x.field = '{subject.field_id}'"
        return f"({self._holder(subject)} IN ({rows} AND {condition}))"

    def _each(self, subject: Subject, condition: str = "1") -> str:
        """That a value of the field fits, looked at issue by issue: for what few rows cannot decide."""
        own = f"x.issue = {self._holder(subject)} AND +x.field = '{subject.field_id}'"
        return f"EXISTS (SELECT 1 FROM issue_index x WHERE {own} AND {condition})"

    def _holder(self, subject: Subject) -> str:
        """The issue whose values count: a sub-task has the sprints of its parent."""
        spec = self._site.catalogue.field(subject.field_id)
        if spec is None or spec.kind != "sprint":
            return "i.id"
        return f"CASE WHEN i.type IN ({self._subtasks()}) THEN i.parent ELSE i.id END"

    def _subtasks(self) -> str:
        return ",".join(f"'{t.id}'" for t in self._site.catalogue.types if t.subtask)

    def _marked(self, subject: Subject, operator: str, clause: Clause) -> str:
        ids = self.bind(json.dumps(self._read.accounts(subject, clause.operand)))
        found = (
            f"EXISTS ({HELD[subject.name]} AND x.account IN (SELECT value FROM json_each({ids})))"
        )
        return f"NOT {found}" if operator in NEGATIVE else found

    def _logged(self, subject: Subject, operator: str, clause: Clause) -> str:
        ids = self.bind(json.dumps(self._read.accounts(subject, clause.operand)))
        own = f"x.body ->> 'author' IN (SELECT value FROM json_each({ids}))"
        found = f"EXISTS ({LOGGED} AND {own})"
        return f"(EXISTS ({LOGGED}) AND NOT {found})" if operator in NEGATIVE else found

    def _log_day(self, subject: Subject, operator: str, clause: Clause) -> str:
        started, ways = "x.body ->> 'started'", []
        for at in self._read.moments(subject, clause.operand):
            if operator in ORDERED:
                edge = at + DAY if operator in ("<=", ">") else at
                sign = "<" if operator in ("<", "<=") else ">="
                ways.append(f"{started} {sign} {self.bind(_ms(edge))}")
            else:
                start, end = self.bind(_ms(at)), self.bind(_ms(at + DAY))
                ways.append(f"{started} >= {start} AND {started} < {end}")
        found = f"EXISTS ({LOGGED} AND ({' OR '.join(ways)}))"
        return f"NOT {found}" if operator in NEGATIVE else found

    def _link_type(self, subject: Subject, operator: str, clause: Clause) -> str:
        ways = []
        for kind, end in self._read.link_ends(subject, clause.operand):
            ways.append(f"(x.type = {self.bind(kind)} AND {end})")
        found = f"EXISTS (SELECT 1 FROM links x WHERE {' OR '.join(ways)})"
        if operator not in NEGATIVE:
            return found
        return f"(NOT {self.is_empty(subject)} AND NOT {found})"

    def _choice(self, subject: Subject, operator: str, clause: Clause) -> str:
        ids = self._read.choices(subject, clause.operand)
        return self._among(subject.column, ids, negative=operator in NEGATIVE)

    def _among(self, column: str, ids: list[Any], *, negative: bool) -> str:
        named = [i for i in ids if i is not None]
        inside = f"{column} IN (SELECT value FROM json_each({self.bind(json.dumps(named))}))"
        if len(ids) == 1 and named:
            self.values[-1] = named[0]
            inside = f"{column} = ?"
        if None in ids:
            inside = f"({inside} OR {column} IS NULL)"
        if not negative:
            return inside
        return f"({column} IS NOT NULL AND NOT {inside})"

    def _rank(self, subject: Subject, operator: str, clause: Clause) -> str:
        ids = self._read.choices(subject, clause.operand)
        if operator not in ORDERED:
            return self._among(subject.column, ids, negative=operator in NEGATIVE)
        ranks = [int(p.id) for p in self._site.catalogue.priorities]
        # A higher priority stands earlier in the list.
        return f"{subject.sort} {operator} {self.bind(len(ranks) - 1 - ranks.index(ids[0]))}"

    def _sequence(self, subject: Subject, operator: str, clause: Clause) -> str:
        ids = self._read.choices(subject, clause.operand)
        if operator not in ORDERED:
            return self._among(subject.column, ids, negative=operator in NEGATIVE)
        known = SEQUENCES[subject.name](self._site)
        edges = [known.index(one) for one in ids if one is not None]
        fit = [one for n, one in enumerate(known) if any(compared(operator, n, e) for e in edges)]
        return self._among(subject.column, fit, negative=False)

    def _level(self, subject: Subject, operator: str, clause: Clause) -> str:
        levels = self._read.numbers(subject, clause.operand)
        kinds = self._site.catalogue.types
        if operator not in ORDERED:
            fit = [k.id for k in kinds if (k.level in levels) is (operator not in NEGATIVE)]
        else:
            fit = [k.id for k in kinds if compared(operator, k.level, levels[0])]
        return self._among(subject.column, fit, negative=False)

    def _version(self, subject: Subject, operator: str, clause: Clause) -> str:
        if operator not in ORDERED:
            return self._listed(subject, operator, clause)
        names, numbers = self._read.texts(subject, clause.operand)
        named = {name.lower() for name in names} | {f"{number:g}" for number in numbers}
        ids = self.bind(json.dumps([int(i) for i in versions_beside(self._site, operator, named)]))
        return self._any(subject, f"x.number IN (SELECT value FROM json_each({ids}))")

    def _issue(self, subject: Subject, operator: str, clause: Clause) -> str:
        ids = self._read.issues(subject, clause.operand)
        if operator in ORDERED:
            one = self._site.store.issues.get(ids[0])
            if one is None or subject.column != "i.id":
                raise JqlError(
                    f"The operator '{operator}' is not supported by the '{clause.field}' field."
                )
            project = self.bind(one.project)
            return f"(i.project = {project} AND i.number {operator} {self.bind(one.number)})"
        return self._among(subject.column, ids, negative=operator in NEGATIVE)

    def _moment(self, subject: Subject, operator: str, clause: Clause) -> str:
        spans = [(_ms(at), _ms(at + MINUTE)) for at in self._read.moments(subject, clause.operand)]
        if operator in ORDERED:
            return self._compare(subject, f"{operator} {self.bind(spans[0][0])}")
        inside = " OR ".join(
            f"{{0}} >= {self.bind(start)} AND {{0}} < {self.bind(end)}" for start, end in spans
        )
        return self._within(subject, inside, negative=operator in NEGATIVE)

    def _compare(self, subject: Subject, comparison: str, column: str = "x.number") -> str:
        if subject.column:
            return f"{subject.column} {comparison}"
        return self._any(subject, f"{column} {comparison}")

    def _within(
        self, subject: Subject, inside: str, *, negative: bool, column: str = "x.number"
    ) -> str:
        condition = f"({inside.format(subject.column or column)})"
        if negative:
            condition = f"NOT {condition}"
        return condition if subject.column else self._any(subject, condition)

    def _day(self, subject: Subject, operator: str, clause: Clause) -> str:
        days = [f"{at:%Y-%m-%d}" for at in self._read.moments(subject, clause.operand)]
        if operator in ORDERED:
            return self._compare(subject, f"{operator} {self.bind(days[0])}", "x.text")
        inside = " OR ".join(f"{{0}} = {self.bind(day)}" for day in days)
        return self._within(subject, inside, negative=operator in NEGATIVE, column="x.text")

    def _number(self, subject: Subject, operator: str, clause: Clause) -> str:
        readers = {"count": self._read.counts, "span": self._read.spans}
        numbers = readers.get(subject.kind, self._read.numbers)(subject, clause.operand)
        if operator in ORDERED:
            return self._compare(subject, f"{operator} {self.bind(numbers[0])}")
        inside = " OR ".join(f"{{0}} = {self.bind(number)}" for number in numbers)
        return self._within(subject, inside, negative=operator in NEGATIVE)

    def _listed(self, subject: Subject, operator: str, clause: Clause) -> str:
        names, numbers = self._read.texts(subject, clause.operand)
        # One kind of value alone is looked up in its index.
        sides = [("x.text", names), ("x.number", numbers)]
        ways = [
            f"{column} IN (SELECT value FROM json_each({self.bind(json.dumps(values))}))"
            for column, values in sides
            if values
        ]
        found = self._any(subject, f"({' OR '.join(ways) or '0'})")
        if operator not in NEGATIVE:
            return found
        return f"({self._each(subject)} AND NOT {found})"


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)
