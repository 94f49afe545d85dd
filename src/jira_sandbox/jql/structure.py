"""A tree as `jql/parse` tells it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from jira_sandbox.jql.tree import (
    And,
    Clause,
    Empty,
    Function,
    Node,
    Not,
    Operand,
    Past,
    Query,
    Several,
)

if TYPE_CHECKING:
    from jira_sandbox.jql.tree import Sort

PLAIN = re.compile(r"[\w.\-]+")


def encoded(text: str) -> str:
    """A name or value as it has to be written in a query."""
    if PLAIN.fullmatch(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def structure(query: Query) -> dict[str, Any]:
    """The whole query."""
    told: dict[str, Any] = {}
    if query.where is not None:
        told["where"] = _node(query.where)
    if query.order:
        told["orderBy"] = {"fields": [_sort(sort) for sort in query.order]}
    return told


def _field(name: str) -> dict[str, Any]:
    return {"name": name, "encodedName": encoded(name)}


def _sort(sort: Sort) -> dict[str, Any]:
    told = {"field": _field(sort.field)}
    if sort.descending is None:
        return told
    return {**told, "direction": "desc" if sort.descending else "asc"}


def _node(node: Node) -> dict[str, Any]:
    if isinstance(node, Not):
        return {"operator": "not", "clauses": [_node(node.part)]}
    if isinstance(node, Clause):
        return {
            "field": _field(node.field),
            "operator": node.operator,
            "operand": _operand(node.operand),
        }
    if isinstance(node, Past):
        return _past(node)
    word = "and" if isinstance(node, And) else "or"
    return {"operator": word, "clauses": [_node(part) for part in node.parts]}


def _past(node: Past) -> dict[str, Any]:
    predicates = [{"operator": n, "operand": _operand(o)} for n, o in node.predicates]
    told = {"field": _field(node.field), "operator": node.operator, "predicates": predicates}
    return told if node.operand is None else {**told, "operand": _operand(node.operand)}


def told(operand: Operand) -> str:
    """An operand as it is written."""
    shown = _operand(operand)
    return str(shown.get("encodedOperand") or shown.get("value"))


def _operand(operand: Operand) -> dict[str, Any]:
    if isinstance(operand, Empty):
        return {"keyword": "empty", "encodedOperand": "EMPTY"}
    if isinstance(operand, Function):
        written = f"{operand.name}({', '.join(encoded(a) for a in operand.arguments)})"
        named = {"function": operand.name, "arguments": list(operand.arguments)}
        return {**named, "encodedOperand": written}
    if isinstance(operand, Several):
        values = [_operand(item) for item in operand.items]
        words = [v.get("encodedOperand") or v["encodedValue"] for v in values]
        return {"values": values, "encodedOperand": f"({', '.join(words)})"}
    return {"value": operand.text, "encodedValue": encoded(operand.text)}
