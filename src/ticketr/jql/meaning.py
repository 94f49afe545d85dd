"""A syntax tree -> what is to hold of a ticket: fields found, values and dates understood (Jira's semantics).

An empty field is matched by IS EMPTY alone: neither `!=` nor NOT IN nor `!~` nor a comparison takes it.
"""

from __future__ import annotations

from ticketr.jql import fields
from ticketr.jql.checked import (
    AllOf,
    Always,
    AnyOf,
    Checked,
    Column,
    Opposite,
    Recorded,
)
from ticketr.jql.comparing import compared, has, says
from ticketr.jql.members import among
from ticketr.jql.parse import near_word
from ticketr.jql.reading import SINGLE, Reading
from ticketr.jql.tree import Call, Clause, Empty, Every, Items, Not, Some, Value, flat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ticketr.errors import QueryInvalid
    from ticketr.jql.checked import Meant
    from ticketr.jql.known import Catalogue
    from ticketr.jql.tree import Condition, Field, Operand, Query, Sort

EQUALS = frozenset({"=", "!=", "in", "not in", "is", "is not"})
ORDERED = EQUALS | {"<", "<=", ">", ">="}
OPERATORS = {
    "text": frozenset({"~", "!~", "is", "is not"}),
    "said": frozenset({"~", "!~"}),
    **dict.fromkeys(("number", "date", "time", "key", "ranked", "level"), ORDERED),
    **dict.fromkeys(
        ("choice", "set", "user", "users", "project", "type", "status", "category", "parent"),
        EQUALS,
    ),
    **dict.fromkeys(("epic", "sprint"), EQUALS),
    "other": frozenset({"is", "is not"}),
    "rank": frozenset(),
}
"""Which operators each kind of field takes."""
NEGATED = frozenset({"!=", "not in", "is not", "!~"})
PAST = frozenset({"was", "was not", "was in", "was not in", "changed", "not changed"})
LAST_FIRST = frozenset({"created", "updated", "resolved", "duedate", "priority", "status", "type"})
"""Fields that are sorted downwards where ORDER BY does not say."""
NO_RANKS = (
    "The rank of some tickets is not here, and they come last; `ticketr pull --full` fetches it."
)
NEVER_EMPTY = frozenset({"key", "project", "type", "status", "category", "level"})


def check(query: Query, text: str, catalogue: Catalogue) -> Checked:
    """What the query means. `text` is what it was parsed from, for pointing at places in it.

    Raises QueryInvalid for an unknown field, function or date and for an operator that a field does not take;
    QueryOffline for what only Jira can answer.
    """
    return _Checker(text, catalogue).check(query)


class _Checker:
    def __init__(self, text: str, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._reading = Reading(catalogue, text)

    def check(self, query: Query) -> Checked:
        where = Always(true=True) if query.where is None else self._condition(query.where)
        order = tuple(map(self._sort, query.order))
        return Checked(where, order, tuple(self._reading.notes))

    def _condition(self, node: Condition) -> Meant:
        if isinstance(node, Clause):
            return self._clause(node)
        if isinstance(node, Not):
            return self._condition(negated(node.part))
        parts = tuple(map(self._condition, node.parts))
        return AllOf(parts) if isinstance(node, Every) else AnyOf(parts)

    def _sort(self, sort: Sort) -> tuple[Column, bool]:
        column = self._columns(sort.field)[0]
        if column.kind in ("level", "other", "said") or column.id == "text":
            raise self._reading.invalid(
                f'Tickets cannot be sorted by "{sort.field.name}".',
                sort.field.at,
                "Sort by another field: key, created, priority, status, summary, …",
            )
        if column.kind == "rank" and self._catalogue.lacks_ranks():
            self._reading.note(NO_RANKS)
        down = sort.descending
        if column.kind in ("status", "category", "type"):
            column = Column("ranked", column.id, _from_the_last(self._catalogue, column.id))
        return column, column.id in LAST_FIRST if down is None else down

    def _columns(self, field: Field) -> list[Column]:
        found = fields.columns(field.name, self._catalogue)
        if found:
            return found
        if field.name.casefold().replace(" ", "") in fields.OFFLINE:
            message = f'"{field.name}" is not kept on this machine; only Jira can answer that.'
            raise self._reading.offline(message, field.at)
        near = near_word(field.name, tuple(fields.names(self._catalogue)))
        hint = (
            near
            or "`ticketr schema` lists the fields; docs/jql.md those that JQL knows by itself."
        )
        raise self._reading.invalid(f'There is no field "{field.name}".', field.at, hint)

    def _clause(self, node: Clause) -> Meant:
        self._reading.field = node.field.name
        if node.operator in PAST:
            from ticketr.jql.history import past

            return past(self._reading, self._columns(node.field)[0], node)
        parts = [self._on(column, node) for column in self._columns(node.field)]
        if len(parts) == 1:
            return parts[0]
        negated = node.operator in NEGATED
        return AllOf(tuple(parts)) if negated and node.operator != "!=" else AnyOf(tuple(parts))

    def _on(self, column: Column, node: Clause) -> Meant:
        self._allow(column, node)
        operator, operand = node.operator, node.operand
        if isinstance(operand, Empty) and operator in ("=", "!=", "is", "is not"):
            return self._emptiness(column, node, operator in ("=", "is"))
        if operator in ("~", "!~"):
            found: Meant = says(self._reading, column, self._single(operand))
            return self._without(column, found) if operator == "!~" else found
        if operator in ("<", "<=", ">", ">="):
            return compared(self._reading, column, operator, self._single(operand))
        if isinstance(operand, Call):
            self._fit(column, node, operand)
        items = operand.items if isinstance(operand, Items) else (operand,)
        if operator in ("=", "!=") and isinstance(operand, Items):
            raise self._list_refused(node, operand)
        return self._members(column, items, negated=operator in NEGATED)

    def _allow(self, column: Column, node: Clause) -> None:
        allowed = OPERATORS[column.kind]
        if node.operator in allowed:
            return
        if column.kind == "other":
            message = f'Values of "{node.field.name}" are in a form that is not understood here.'
            raise self._reading.offline(message, node.at)
        if column.kind == "rank":
            raise self._reading.offline(
                "A rank is only kept to sort by it: ORDER BY Rank.", node.at
            )
        order = [op for op in ("=", "!=", "~", "!~", "<", "<=", ">", ">=") if op in allowed]
        words = [op.upper() for op in ("in", "not in", "is", "is not") if op in allowed]
        raise self._reading.invalid(
            f'"{node.field.name}" does not take the operator {node.operator.upper()}.',
            node.at,
            f"It takes {', '.join([*order, *words])}.",
        )

    def _fit(self, column: Column, node: Clause, call: Call) -> None:
        """IN takes a function that stands for a list, = one that stands for a value."""
        single = self._reading.function(call, column.kind) in SINGLE
        if single == (node.operator in ("=", "!=")):
            return
        what, instead = ("a value", "=") if single else ("a list", "IN")
        raise self._reading.invalid(
            f"{call.name}() stands for {what}, which {node.operator.upper()} does not take.",
            call.at,
            f"Write {'NOT ' if node.operator == '!=' else '!' if single and node.operator != 'in' else ''}{instead}.",
        )

    def _list_refused(self, node: Clause, operand: Items) -> QueryInvalid:
        return self._reading.invalid(
            f"{node.operator} compares with one value.",
            operand.at,
            "Write IN (…) or NOT IN (…) for a list.",
        )

    def _single(self, operand: Operand | None) -> Value | Call:
        if isinstance(operand, Value | Call):
            return operand
        at = operand.at if operand is not None else 0
        what = "a list" if isinstance(operand, Items) else "EMPTY"
        raise self._reading.invalid(f"This operator compares with one value, not with {what}.", at)

    def _emptiness(self, column: Column, node: Clause, empty: bool) -> Meant:  # noqa: FBT001
        if column.kind in NEVER_EMPTY:
            raise self._reading.invalid(
                f'"{node.field.name}" is never empty.', node.at, "Name a value."
            )
        filled = has(self._reading, column)
        return Opposite(filled) if empty else filled

    def _members(
        self, column: Column, items: tuple[Operand | None, ...], *, negated: bool
    ) -> Meant:
        """One of the values; EMPTY in a list is the empty field."""
        every = [item for each in items for item in flat(each)]
        values = [item for item in every if isinstance(item, Value | Call)]
        empty = len(values) < len(every)
        found = among(self._reading, column, values)
        if negated:
            return self._without(column, found, known=_recorded(found))
        return AnyOf((found, Opposite(has(self._reading, column)))) if empty else found

    def _without(self, column: Column, found: Meant, *, known: bool = False) -> Meant:
        """`known`: only tickets whose history is here can be told not to be among them."""
        if known:
            return AllOf((Recorded(), Opposite(found)))
        if column.kind in NEVER_EMPTY:
            return Opposite(found)
        return AllOf((has(self._reading, column), Opposite(found)))


def _recorded(found: Meant) -> bool:
    """Whether the condition asks for the past."""
    if isinstance(found, AllOf | AnyOf):
        return any(map(_recorded, found.parts))
    return isinstance(found, Recorded)


def _from_the_last(catalogue: Catalogue, id: str) -> tuple[str, ...]:  # noqa: A002 - Jira's name
    """Statuses as work goes on, types as the project lists them; the last of them first."""
    known = list(catalogue.values(id))
    if id == "status":
        known.sort(key=lambda item: (_CATEGORIES.find(item.state or "done"), _number(item.id)))
    return tuple(item.name for item in reversed(known))


_CATEGORIES = "new indeterminate done"


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


OPPOSITES = {
    "=": "!=",
    "in": "not in",
    "is": "is not",
    "~": "!~",
    "<": ">=",
    ">": "<=",
    "was": "was not",
    "was in": "was not in",
    "changed": "not changed",
}
OPPOSITES |= {other: operator for operator, other in OPPOSITES.items()}


def negated(node: Condition) -> Condition:
    """The condition that NOT means, as Jira rewrites it: at each clause the opposite operator stands.

    So NOT leaves out empty fields where the opposite operator does. CHANGED has an opposite too, which cannot be
    written otherwise.
    """
    if isinstance(node, Not):
        return node.part
    if isinstance(node, Every | Some):
        parts = tuple(map(negated, node.parts))
        return Some(parts) if isinstance(node, Every) else Every(parts)
    operator = OPPOSITES.get(node.operator, node.operator)
    return Clause(node.field, operator, node.operand, node.predicates, node.at)
