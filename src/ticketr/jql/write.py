"""A syntax tree -> text that parses to the same tree."""

from __future__ import annotations

from ticketr.jql.tree import Clause, Empty, Every, Items, Not, Some, Value
from ticketr.jql.words import RESERVED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ticketr.jql.tree import Call, Condition, Operand, Query

_SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def write(query: Query) -> str:
    """The query as text."""
    parts = [] if query.where is None else [_condition(query.where)]
    if query.order:
        parts.append("ORDER BY " + ", ".join(map(_sort, query.order)))
    return " ".join(parts)


def _sort(sort: object) -> str:
    direction = {True: " DESC", False: " ASC", None: ""}[sort.descending]  # type: ignore[attr-defined]
    return name(sort.field.name) + direction  # type: ignore[attr-defined]


def _condition(node: Condition) -> str:
    if isinstance(node, Clause):
        return _clause(node)
    if isinstance(node, Not):
        return f"NOT {_grouped(node.part)}"
    return (" AND " if isinstance(node, Every) else " OR ").join(map(_grouped, node.parts))


def _grouped(node: Condition) -> str:
    return f"({_condition(node)})" if isinstance(node, Every | Some) else _condition(node)


def _clause(node: Clause) -> str:
    words = [name(node.field.name), node.operator.upper()]
    if node.operand is not None:
        words.append(_operand(node.operand))
    for predicate in node.predicates:
        words += [predicate.name.upper(), _operand(predicate.operand)]
    return " ".join(words)


def _operand(node: Operand) -> str:
    if isinstance(node, Empty):
        return "EMPTY"
    if isinstance(node, Value):
        return quoted(node.text)
    if isinstance(node, Items):
        return "(" + ", ".join(map(_operand, node.items)) + ")"
    return _call(node)


def _call(node: Call) -> str:
    return quoted(node.name) + "(" + ", ".join(quoted(item.text) for item in node.arguments) + ")"


def name(text: str) -> str:
    """A field's name; the number of a custom field needs no quotes."""
    number = text[3:-1]
    if text == f"cf[{number}]" and number.isascii() and number.isdigit():
        return text
    return quoted(text)


def quoted(text: str) -> str:
    """The text as it is where it is a plain word, else in quotes."""
    if text and _SAFE.issuperset(text) and text.lower() not in RESERVED:
        return text
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(char: str) -> str:
    return _ESCAPES.get(char, char)
