# ruff: noqa: S608  values are bound; what is put into the text are names of ours
"""A tree to SQL over the sandbox's tables.

An empty field matches no comparison, not even `!=`, as in Jira; NOT is pushed down to the
clauses first.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from jira_sandbox.jql.parse import parse
from jira_sandbox.jql.subjects import OPERATORS, PROJECT_KEY, Subject, find
from jira_sandbox.jql.tree import And, Clause, Empty, JqlError, Node, Not, Or, Several, Value
from jira_sandbox.jql.values import Reader, items

if TYPE_CHECKING:
    from datetime import datetime

    from jira_sandbox.jql.tree import Query, Sort
    from jira_sandbox.people import Person
    from jira_sandbox.site import Site

OPPOSITE = {
    "=": "!=",
    "in": "not in",
    "is": "is not",
    "~": "!~",
    "<": ">=",
    "<=": ">",
}
OPPOSITE |= {other: one for one, other in OPPOSITE.items()}
NEGATIVE = frozenset({"!=", "not in", "is not", "!~"})
MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class Search:
    """A query as SQL: a condition on `issues i` with its values, and the terms to sort by."""

    where: str = "1"
    values: list[Any] = field(default_factory=list)
    order: list[tuple[str, bool]] = field(default_factory=list)
    bounded: bool = False


def search(site: Site, caller: Person | None, text: str) -> Search:
    """What a query means. Raises JqlError with every message."""
    tree = parse(text)
    compiler = _Compiler(site, caller)
    found = compiler.whole(tree)
    if compiler.errors:
        raise JqlError(*dict.fromkeys(compiler.errors))
    return found


class _Compiler:
    def __init__(self, site: Site, caller: Person | None) -> None:
        self._site = site
        self._read = Reader(site, caller)
        self._values: list[Any] = []
        self.errors: list[str] = []

    def whole(self, tree: Query) -> Search:
        where = "1" if tree.where is None else self._node(tree.where, opposite=False)
        order = [term for sort in tree.order for term in self._sort(sort)]
        return Search(where, self._values, order, bounded=tree.where is not None)

    def _node(self, node: Node, *, opposite: bool) -> str:
        match node:
            case Not(part):
                return self._node(part, opposite=not opposite)
            case And(parts):
                return self._join(parts, "OR" if opposite else "AND", opposite=opposite)
            case Or(parts):
                return self._join(parts, "AND" if opposite else "OR", opposite=opposite)
            case Clause():
                return self._clause(node, opposite=opposite)

    def _join(self, parts: tuple[Node, ...], word: str, *, opposite: bool) -> str:
        inner = f" {word} ".join(self._node(part, opposite=opposite) for part in parts)
        return f"({inner})"

    def _clause(self, clause: Clause, *, opposite: bool) -> str:
        operator = OPPOSITE[clause.operator] if opposite else clause.operator
        kept = len(self._values)
        try:
            subject = self._subject(clause)
            if any(isinstance(i, Empty) for i in items(clause.operand)):
                return self._empty(subject, operator, clause)
            return str(getattr(self, f"_{subject.kind}")(subject, operator, clause))
        except JqlError as error:
            del self._values[kept:]
            self.errors += error.messages
            return "0"

    def _subject(self, clause: Clause) -> Subject:
        subject = find(self._site.catalogue, clause.field)
        if subject is None:
            raise JqlError(
                f"Field '{clause.field}' does not exist or you do not have permission to view it."
            )
        if clause.operator not in OPERATORS[subject.kind]:
            raise JqlError(
                f"The operator '{clause.operator}' is not supported by the '{clause.field}' field."
            )
        listed = isinstance(clause.operand, Several)
        if listed != (clause.operator in ("in", "not in")) and not _function(clause):
            what = "list" if listed else "single"
            raise JqlError(
                f"Operator '{clause.operator}' does not support the {what} value"
                f" of the field '{clause.field}'."
            )
        return subject

    def _bind(self, value: Any) -> str:
        self._values.append(value)
        return "?"

    def _empty(self, subject: Subject, operator: str, clause: Clause) -> str:
        sql = self._is_empty(subject)
        negative = operator in NEGATIVE
        if isinstance(clause.operand, Several):
            rest = tuple(i for i in clause.operand.items if not isinstance(i, Empty))
            if rest:
                inner = Clause(clause.field, operator, Several(rest))
                others = self._clause(inner, opposite=False)
                return f"({sql} OR {others})" if not negative else f"(NOT {sql} AND {others})"
        return f"NOT {sql}" if negative else sql

    def _is_empty(self, subject: Subject) -> str:
        if subject.column:
            return f"({subject.column} IS NULL)"
        if subject.name == "comment":
            return "(NOT EXISTS (SELECT 1 FROM comments x WHERE x.issue = i.id))"
        return f"(NOT {self._any(subject, '1')})"

    def _any(self, subject: Subject, condition: str) -> str:
        owner = "x.issue = i.id"
        spec = self._site.catalogue.field(subject.field_id)
        if spec is not None and spec.kind == "sprint":
            owner = f"(x.issue = i.id OR (x.issue = i.parent AND i.type IN ({self._subtasks()})))"
        return (
            f"EXISTS (SELECT 1 FROM issue_index x WHERE {owner}"
            f" AND x.field = '{subject.field_id}' AND {condition})"
        )

    def _subtasks(self) -> str:
        return ",".join(f"'{t.id}'" for t in self._site.catalogue.types if t.subtask)

    def _choice(self, subject: Subject, operator: str, clause: Clause) -> str:
        ids = self._read.choices(subject, clause.operand)
        return self._among(subject.column, ids, negative=operator in NEGATIVE)

    def _among(self, column: str, ids: list[Any], *, negative: bool) -> str:
        marks = self._bind(json.dumps([i for i in ids if i is not None]))
        inside = f"{column} IN (SELECT value FROM json_each({marks}))"
        if None in ids:
            inside = f"({inside} OR {column} IS NULL)"
        if not negative:
            return inside
        return f"({column} IS NOT NULL AND NOT {inside})"

    def _rank(self, subject: Subject, operator: str, clause: Clause) -> str:
        ids = self._read.choices(subject, clause.operand)
        if operator not in ("<", "<=", ">", ">="):
            return self._among(subject.column, ids, negative=operator in NEGATIVE)
        ranks = [int(p.id) for p in self._site.catalogue.priorities]
        # A higher priority stands earlier in the list.
        turned = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}[operator]
        return f"{subject.sort} {turned} {self._bind(ranks.index(ids[0]))}"

    def _issue(self, subject: Subject, operator: str, clause: Clause) -> str:
        ids = self._read.issues(subject, clause.operand)
        if operator in ("<", "<=", ">", ">="):
            one = self._site.store.issues.get(ids[0])
            if one is None or subject.column != "i.id":
                raise JqlError(
                    f"The operator '{operator}' is not supported by the '{clause.field}' field."
                )
            project = self._bind(one.project)
            return f"(i.project = {project} AND i.number {operator} {self._bind(one.number)})"
        return self._among(subject.column, ids, negative=operator in NEGATIVE)

    def _moment(self, subject: Subject, operator: str, clause: Clause) -> str:
        spans = [(_ms(at), _ms(at + MINUTE)) for at in self._read.moments(subject, clause.operand)]
        if operator in ("<", "<=", ">", ">="):
            return self._compare(subject, f"{operator} {self._bind(spans[0][0])}")
        inside = " OR ".join(
            f"{{0}} >= {self._bind(start)} AND {{0}} < {self._bind(end)}" for start, end in spans
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
        if operator in ("<", "<=", ">", ">="):
            return self._compare(subject, f"{operator} {self._bind(days[0])}", "x.text")
        inside = " OR ".join(f"{{0}} = {self._bind(day)}" for day in days)
        return self._within(subject, inside, negative=operator in NEGATIVE, column="x.text")

    def _number(self, subject: Subject, operator: str, clause: Clause) -> str:
        numbers = self._read.numbers(subject, clause.operand)
        if operator in ("<", "<=", ">", ">="):
            return self._compare(subject, f"{operator} {self._bind(numbers[0])}")
        inside = " OR ".join(f"{{0}} = {self._bind(number)}" for number in numbers)
        return self._within(subject, inside, negative=operator in NEGATIVE)

    def _listed(self, subject: Subject, operator: str, clause: Clause) -> str:
        names, numbers = self._read.texts(subject, clause.operand)
        by_name = f"x.text IN (SELECT value FROM json_each({self._bind(json.dumps(names))}))"
        by_id = f"x.number IN (SELECT value FROM json_each({self._bind(json.dumps(numbers))}))"
        found = self._any(subject, f"({by_name} OR {by_id})")
        if operator not in NEGATIVE:
            return found
        return f"({self._any(subject, '1')} AND NOT {found})"

    def _words(self, subject: Subject, operator: str, clause: Clause) -> str:
        if not isinstance(clause.operand, Value):
            raise JqlError(
                f"The operator '{operator}' is not supported by the '{clause.field}' field."
            )
        text = clause.operand.text
        if not text.strip():
            raise JqlError(
                f"The field '{clause.field}' does not support searching for an empty string."
            )
        found = self._holding(subject, text)
        if operator not in NEGATIVE:
            return found
        return (
            f"(NOT {self._is_empty(subject)} AND NOT {found})"
            if subject.name != "text"
            else f"NOT {found}"
        )

    def _holding(self, subject: Subject, text: str) -> str:
        if subject.column:
            return f"matches({subject.column}, {self._bind(text)})"
        if subject.name == "comment":
            return self._in_comments(text)
        if subject.name != "text":
            return self._any(subject, f"matches(x.text, {self._bind(text)})")
        inside = f"matches(i.summary, {self._bind(text)})"
        rich = ",".join(
            f"'{f.id}'" for f in self._site.catalogue.fields if f.kind in ("rich", "text")
        )
        indexed = (
            "EXISTS (SELECT 1 FROM issue_index x WHERE x.issue = i.id"
            f" AND x.field IN ({rich}) AND matches(x.text, {self._bind(text)}))"
        )
        return f"({inside} OR {indexed} OR {self._in_comments(text)})"

    def _in_comments(self, text: str) -> str:
        return (
            "EXISTS (SELECT 1 FROM comments x WHERE x.issue = i.id"
            f" AND matches(x.text, {self._bind(text)}))"
        )

    def _sort(self, sort: Sort) -> list[tuple[str, bool]]:
        subject = find(self._site.catalogue, sort.field)
        if subject is None:
            self.errors.append(
                f"Field '{sort.field}' does not exist or you do not have permission to view it."
            )
            return []
        if not subject.sort:
            self.errors.append(f"Not able to sort using field '{sort.field}'.")
            return []
        down = subject.kind == "moment" if sort.descending is None else sort.descending
        if subject.name == "priority":
            down = not down if sort.descending is not None else False
        return _terms(subject, down=down)


def _terms(subject: Subject, *, down: bool) -> list[tuple[str, bool]]:
    if subject.name == "key":
        return [(PROJECT_KEY, down), ("i.number", down)]
    empty = "''" if subject.kind in ("words", "choice", "listed", "day") else "0"
    return [(f"(({subject.sort}) IS NULL)", False), (f"coalesce({subject.sort}, {empty})", down)]


def _function(clause: Clause) -> bool:
    return not isinstance(clause.operand, Value | Empty | Several)


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)
