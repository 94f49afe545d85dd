"""The syntax tree of a query. On the way of `list --jql`: plain frozen classes, no heavy import.

`at` is where a node starts in the text, in characters from 0; it takes no part in equality.
"""

from __future__ import annotations

from ticketr.jql.node import Node

TYPE_CHECKING = False


class Field(Node):
    """A field as the query names it; `cf[10016]` is a name like any other."""

    __slots__ = ("at", "name")
    name: str
    at: int

    def __init__(self, name: str, at: int = 0) -> None:
        self._set(name=name, at=at)


class Value(Node):
    """A word, a number or a quoted text: they mean the same."""

    __slots__ = ("at", "text")
    text: str
    at: int

    def __init__(self, text: str, at: int = 0) -> None:
        self._set(text=text, at=at)


class Empty(Node):
    """EMPTY or NULL, without quotes."""

    __slots__ = ("at",)
    at: int

    def __init__(self, at: int = 0) -> None:
        self._set(at=at)


class Call(Node):
    """A function with its arguments, which are texts."""

    __slots__ = ("arguments", "at", "name")
    name: str
    arguments: tuple[Value, ...]
    at: int

    def __init__(self, name: str, arguments: tuple[Value, ...] = (), at: int = 0) -> None:
        self._set(name=name, arguments=arguments, at=at)


class Items(Node):
    """A list in parentheses."""

    __slots__ = ("at", "items")
    items: tuple[Operand, ...]
    at: int

    def __init__(self, items: tuple[Operand, ...], at: int = 0) -> None:
        self._set(items=items, at=at)


Operand = Value | Empty | Call | Items


def flat(operand: Operand | None) -> list[Operand]:
    """What stands in a list and in the lists inside it, or the one value."""
    if isinstance(operand, Items):
        return [item for each in operand.items for item in flat(each)]
    return [] if operand is None else [operand]


class Predicate(Node):
    """What stands behind WAS and CHANGED: `AFTER "2026-01-01"`, `BY currentUser()`."""

    __slots__ = ("at", "name", "operand")
    name: str
    operand: Operand
    at: int

    def __init__(self, name: str, operand: Operand, at: int = 0) -> None:
        self._set(name=name, operand=operand, at=at)


class Clause(Node):
    """A field, an operator (lower case, words one blank apart), what it is compared with, and predicates."""

    __slots__ = ("at", "field", "operand", "operator", "predicates")
    field: Field
    operator: str
    operand: Operand | None
    predicates: tuple[Predicate, ...]
    at: int

    def __init__(
        self,
        field: Field,
        operator: str,
        operand: Operand | None,
        predicates: tuple[Predicate, ...] = (),
        at: int = 0,
    ) -> None:
        self._set(field=field, operator=operator, operand=operand, predicates=predicates, at=at)


class Every(Node):
    """Conditions joined by AND; two at least."""

    __slots__ = ("parts",)
    parts: tuple[Condition, ...]

    def __init__(self, parts: tuple[Condition, ...]) -> None:
        self._set(parts=parts)


class Some(Node):
    """Conditions joined by OR; two at least."""

    __slots__ = ("parts",)
    parts: tuple[Condition, ...]

    def __init__(self, parts: tuple[Condition, ...]) -> None:
        self._set(parts=parts)


class Not(Node):
    """The opposite of a condition."""

    __slots__ = ("part",)
    part: Condition

    def __init__(self, part: Condition) -> None:
        self._set(part=part)


Condition = Clause | Every | Some | Not


class Sort(Node):
    """One field of ORDER BY; `descending` None where the query does not say."""

    __slots__ = ("descending", "field")
    field: Field
    descending: bool | None

    def __init__(self, field: Field, descending: bool | None = None) -> None:  # noqa: FBT001
        self._set(field=field, descending=descending)


class Query(Node):
    """A whole query: a condition (None: all tickets) and an order."""

    __slots__ = ("order", "where")
    where: Condition | None
    order: tuple[Sort, ...]

    def __init__(self, where: Condition | None, order: tuple[Sort, ...] = ()) -> None:
        self._set(where=where, order=order)
