"""The parts of a query."""

from __future__ import annotations

from dataclasses import dataclass


class JqlError(Exception):
    """A query that Jira would refuse; each message is in Jira's words."""

    def __init__(self, *messages: str) -> None:
        super().__init__(*messages)
        self.messages = list(messages)


@dataclass(frozen=True, slots=True)
class Value:
    """A word, number or quoted string; a `number` stands in the query without quotation marks."""

    text: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Empty:
    """EMPTY or NULL."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function call: `startOfDay("-1d")`."""

    name: str
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Several:
    """A list in parentheses."""

    items: tuple[Value | Function | Empty, ...]


Operand = Value | Empty | Function | Several


@dataclass(frozen=True, slots=True)
class Clause:
    """`field operator operand`; the operator in lower case: `=`, `not in`, `is not`."""

    field: str
    operator: str
    operand: Operand


@dataclass(frozen=True, slots=True)
class Past:
    """`field WAS operand` or `field CHANGED`, each with predicates such as `("after", operand)`.

    The operator is `was`, `was not`, `was in`, `was not in`, `changed` or `not changed`; CHANGED
    has no operand.
    """

    field: str
    operator: str
    operand: Operand | None
    predicates: tuple[tuple[str, Operand], ...] = ()


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of the part."""

    part: Node


Node = Clause | Past | And | Or | Not


@dataclass(frozen=True, slots=True)
class Sort:
    """One field of ORDER BY."""

    field: str
    descending: bool | None


@dataclass(frozen=True, slots=True)
class Query:
    """A whole query; `where` is None where nothing restricts it."""

    where: Node | None
    order: tuple[Sort, ...]
