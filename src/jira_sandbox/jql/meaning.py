"""A tree to SQL over the sandbox's tables.

An empty field matches no comparison, not even `!=`, as in Jira; NOT is pushed down to the
clauses first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jira_sandbox.jql.conditions import Conditions
from jira_sandbox.jql.functions import LISTS
from jira_sandbox.jql.parse import parse
from jira_sandbox.jql.past import NO_FIELD, History
from jira_sandbox.jql.related import unknown_function
from jira_sandbox.jql.structure import told
from jira_sandbox.jql.subjects import NEGATIVE, OPERATORS, PROJECT_KEY, Subject, find
from jira_sandbox.jql.tree import (
    And,
    Clause,
    Empty,
    Function,
    JqlError,
    Node,
    Not,
    Operand,
    Or,
    Past,
    Several,
)
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
MOST_JOINED = 100
LISTED = ("in", "not in")
TAKES_EMPTY = ("=", "!=", "is", "is not", "~", "!~", *LISTED)
OPPOSITE |= {other: one for one, other in OPPOSITE.items()}


@dataclass(slots=True)
class Search:
    """A query as SQL: a condition on `issues i` with its values, and the terms to sort by."""

    where: str = "1"
    values: list[Any] = field(default_factory=list)
    order: list[tuple[str, bool]] = field(default_factory=list)
    bounded: bool = False


def search(
    site: Site, caller: Person | None, text: str, forgiven: list[str] | None = None
) -> Search:
    """What a query means. Raises JqlError with every message.

    With `forgiven`, keys of issues that there are not find nothing, and it is told why.
    """
    tree = parse(text, bare=site.cloud)
    compiler = _Compiler(site, caller, forgiven)
    found = compiler.whole(tree)
    if compiler.errors:
        raise JqlError(*dict.fromkeys(compiler.errors))
    return found


class _Compiler:
    def __init__(
        self, site: Site, caller: Person | None, forgiven: list[str] | None = None
    ) -> None:
        self._site = site
        self._read = Reader(site, caller, forgiven)
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
        return _joined([self._node(part, opposite=opposite) for part in parts], word)

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
        if self._fits(subject, clause):
            return subject
        raise JqlError(
            f"The operator '{clause.operator}' is not supported by the '{clause.field}' field."
        )

    def _fits(self, subject: Subject, clause: Clause) -> bool:
        """Whether the field has the operator, and the operator takes the operand. Raises JqlError."""
        if not _offered(self._site, subject, clause.operator):
            return subject.kind == "everywhere" and _asks_for_empty(clause)
        for item in items(clause.operand):
            if isinstance(item, Function) and item.name.lower() not in LISTS:
                raise unknown_function(item)
        many, operand = _many(clause.operand), clause.operand
        if isinstance(operand, Empty) or many == (clause.operator in ("in", "not in")):
            return True
        what = "list" if many else "non-list"
        raise JqlError(
            f"Operator '{clause.operator}' does not support the {what} value"
            f" '{told(operand)}' for field '{clause.field}'."
        )

    def _empty(self, subject: Subject, operator: str, clause: Clause) -> str:
        if subject.kind == "everywhere" or subject.name == "filter":
            raise JqlError(
                f"The field '{clause.field}' does not support searching for EMPTY values."
            )
        if operator not in TAKES_EMPTY or (operator in LISTED) != isinstance(
            clause.operand, Several
        ):
            raise JqlError(
                f"Operator '{clause.operator}' does not support the empty value representation"
                f" 'EMPTY' for field '{clause.field}'."
            )
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
        if subject is None or not subject.sort:
            self.errors.append(f"Not able to sort using field '{sort.field}'.")
            return []
        return _terms(subject, down=subject.falls if sort.descending is None else sort.descending)


def _joined(parts: list[str], word: str) -> str:
    """Conditions joined, never so many side by side that SQLite finds them too deep."""
    if len(parts) <= MOST_JOINED:
        return f"({f' {word} '.join(parts)})"
    half = len(parts) // 2
    return f"({_joined(parts[:half], word)} {word} {_joined(parts[half:], word)})"


def _terms(subject: Subject, *, down: bool) -> list[tuple[str, bool]]:
    """What to sort by. What is empty stands last upwards, first downwards."""
    if subject.name == "key":
        return [(PROJECT_KEY, down), ("i.number", down)]
    if subject.always:
        return [(subject.sort, down)]
    empty = (
        "''"
        if subject.kind in ("words", "choice", "sequence", "listed", "version", "day")
        else "0"
    )
    return [(f"(({subject.sort}) IS NULL)", down), (f"coalesce({subject.sort}, {empty})", down)]


def _offered(site: Site, subject: Subject, operator: str) -> bool:
    """Whether a field has an operator: on Data Center a parent cannot be empty."""
    if subject.name == "parent" and operator in ("is", "is not"):
        return site.cloud
    return operator in OPERATORS[subject.kind]


def _asks_for_empty(clause: Clause) -> bool:
    return clause.operator in ("is", "is not")


def _many(operand: Operand) -> bool:
    """Whether an operand is a list, or a function that stands for one."""
    if isinstance(operand, Function):
        return LISTS[operand.name.lower()]
    return isinstance(operand, Several)
