"""Reading an ADF node whose shape nobody has checked: every accessor answers for any value."""

from __future__ import annotations

from typing import Any, Final

from ticketr.richtext.adf.endless import MOST, Endless

Node = dict[str, Any]

DEEPEST: Final = 40
"""Levels of nesting that Markdown and ADF are converted with; a list counts two, a quote one.

Both directions share it, so that what one writes the other can read. Deeper content is kept as
plain text. It bounds the recursion of the Markdown parser and of the writer.
"""


def kind(node: object) -> str:
    """The node's type; empty where it has none."""
    if type(node) is dict:
        found = node.get("type")
        if type(found) is str:
            return found
    return ""


def attrs(node: object) -> Node:
    """The node's (or mark's) attributes; empty where they are missing or no object."""
    found = node.get("attrs") if isinstance(node, dict) else None
    return found if isinstance(found, dict) else {}


def content(node: object) -> list[Any]:
    """The node's children as they are, of whatever type; empty where there is no list."""
    found = node.get("content") if isinstance(node, dict) else None
    return found if isinstance(found, list) else []


def marks(node: object) -> list[Any]:
    """The node's marks as they are; empty where there is no list."""
    found = node.get("marks") if isinstance(node, dict) else None
    return found if isinstance(found, list) else []


def words(value: object) -> str:
    """The value, if it is a string; else nothing."""
    return value if isinstance(value, str) else ""


def text(node: object) -> str:
    """The text of a text node."""
    return words(node.get("text")) if isinstance(node, dict) else ""


def number(value: object) -> int | None:
    """The value as a whole number, if it is one; a boolean is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return int(value) if value == value and abs(value) < 1e15 and int(value) == value else None  # noqa: PLR0124


def all_text(node: object) -> str:
    """Every word below the node, in order, parted by spaces; for nodes too deep to lay out."""
    found: list[str] = []
    stack: list[object] = [node]
    for _ in range(MOST):
        if not stack:
            return " ".join(found)
        item = stack.pop()
        if kind(item) == "text":
            found.append(text(item))
        stack.extend(reversed(content(item)))
    raise Endless
