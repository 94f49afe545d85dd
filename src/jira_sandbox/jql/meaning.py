"""A tree to SQL over the sandbox's tables.

An empty field matches no comparison, not even `!=`, as in Jira; NOT is pushed down to the
clauses first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jira_sandbox.jql.conditions import NEGATIVE, Conditions
from jira_sandbox.jql.parse import parse
from jira_sandbox.jql.past import NO_FIELD, History
from jira_sandbox.jql.subjects import OPERATORS, PROJECT_KEY, Subject, find
from jira_sandbox.jql.tree import And, Clause, Empty, JqlError, Node, Not, Or, Past, Several, Value
from jira_sandbox.jql.values import Reader, items

if TYPE_CHECKING:
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
        self._conditions = Conditions(site, self._read)
        self._history = History(site, self._read, self._conditions.bind)
        self.errors: list[str] = []

    def whole(self, tree: Query) -> Search:
        where = "1" if tree.where is None else self._node(tree.where, opposite=False)
        order = [term for sort in tree.order for term in self._sort(sort)]
        return Search(where, self._conditions.values, order, bounded=tree.where is not None)

    def _node(self, node: Node, *, opposite: bool) -> str:
        match node:
            case Not(part):
                return self._node(part, opposite=not opposite)
            case And(parts):
                return self._join(parts, "OR" if opposite else "AND", opposite=opposite)
            case Or(parts):
                return self._join(parts, "AND" if opposite else "OR", opposite=opposite)
            case Past():
                return self._past(node, opposite=opposite)
            case Clause():
                return self._clause(node, opposite=opposite)

    def _join(self, parts: tuple[Node, ...], word: str, *, opposite: bool) -> str:
        inner = f" {word} ".join(self._node(part, opposite=opposite) for part in parts)
        return f"({inner})"

    def _clause(self, clause: Clause, *, opposite: bool) -> str:
        operator = OPPOSITE[clause.operator] if opposite else clause.operator
        values = self._conditions.values
        kept = len(values)
        try:
            subject = self._subject(clause)
            if any(isinstance(i, Empty) for i in items(clause.operand)):
                return self._empty(subject, operator, clause)
            return self._conditions.of(subject, operator, clause)
        except JqlError as error:
            del values[kept:]
            self.errors += error.messages
            return "0"

    def _past(self, clause: Past, *, opposite: bool) -> str:
        values = self._conditions.values
        kept = len(values)
        try:
            sql = self._history.of(find(self._site.catalogue, clause.field), clause)
        except JqlError as error:
            del values[kept:]
            self.errors += error.messages
            return "0"
        return f"NOT {sql}" if opposite != ("not" in clause.operator) else sql

    def _subject(self, clause: Clause) -> Subject:
        subject = find(self._site.catalogue, clause.field)
        if subject is None:
            raise JqlError(NO_FIELD.format(clause.field))
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

    def _empty(self, subject: Subject, operator: str, clause: Clause) -> str:
        sql = self._conditions.is_empty(subject)
        negative = operator in NEGATIVE
        if isinstance(clause.operand, Several):
            rest = tuple(i for i in clause.operand.items if not isinstance(i, Empty))
            if rest:
                inner = Clause(clause.field, operator, Several(rest))
                others = self._clause(inner, opposite=False)
                return f"({sql} OR {others})" if not negative else f"(NOT {sql} AND {others})"
        return f"NOT {sql}" if negative else sql

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
