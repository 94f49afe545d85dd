"""Blocks as wiki markup can have them where they stand; what it cannot say there is said otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from ticketr.richtext.adf import nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ticketr.richtext.adf.nodes import Node

TOP: Final = "top"
ITEM: Final = "item"
CELL: Final = "cell"
LINE: Final = "line"
_STRONG: Final = {"type": "strong"}
_LISTS: Final = frozenset(("bulletList", "orderedList", "taskList", "decisionList"))
LISTED: Final = frozenset(("listItem", "taskItem"))
_PLAIN: Final = frozenset(("paragraph", "codeBlock"))
_CELLS: Final = frozenset(("tableCell", "tableHeader"))
_BOXES: Final = {"TODO": "[ ] ", "DONE": "[x] "}


@dataclass(frozen=True, slots=True)
class Area:
    """What a block stands in: by name, below which list markers, in which macros."""

    name: str = TOP
    prefix: str = ""
    inside: frozenset[str] = frozenset()
    cell: bool = False

    def of(self, kind: str) -> str:
        """What a block of that type has as its area where it was read."""
        within = "cell " if self.cell and self.name != CELL else ""
        listed = self.prefix and (kind in _LISTS or kind in LISTED)
        return f"{within}list {self.prefix}" if listed else f"{within}{self.name}"

    def within(self, macro: str) -> Area:
        """The area in a macro of that name."""
        return Area(inside=self.inside | {macro})

    def below(self, marker: str) -> Area:
        """The area in a list with that marker."""
        return replace(self, name=ITEM, prefix=self.prefix + marker)

    def part(self, name: str) -> Area:
        """The area in a part of a table."""
        return Area(name, "", self.inside, name == CELL)


def shaped(found: Iterable[Any], area: Area) -> list[Node]:
    """The blocks as they can be written in the area."""
    return [one for node in found for one in _shaped(node, area)]


def _shaped(node: Any, area: Area) -> list[Node]:
    kind = nodes.kind(node)
    if kind in _LISTS:
        return [_listed(node)] if nodes.content(node) else []
    if _writable(node, kind, area):
        return [node]
    rewrite = _REWRITES.get(kind)
    inner = rewrite(node) if rewrite and kind not in _MACROS else nodes.content(node)
    return shaped(inner, area)


def _writable(node: object, kind: str, area: Area) -> bool:
    """Whether wiki markup has the block, and has it there."""
    if kind in _MACROS:
        return _MACROS[kind] not in area.inside
    if area.name == TOP and kind in ("heading", "rule", "table"):
        return True
    return kind in _PLAIN or bool(nodes.words(nodes.attrs(node).get("markup")))


_MACROS: Final = {
    "blockquote": "quote",
    "panel": "panel",
    "expand": "panel",
    "nestedExpand": "panel",
}


def _listed(node: Node) -> Node:
    """The list with nothing but items, or nothing but tasks, in it."""
    kind, content = node["type"], nodes.content(node)
    wanted = ("taskItem", "taskList") if kind == "taskList" else ("listItem",)
    if all(nodes.kind(child) in wanted for child in content):
        return node
    items = [child if nodes.kind(child) == "listItem" else _item(child) for child in content]
    kind = "orderedList" if kind == "orderedList" else "bulletList"
    return {**node, "type": kind, "content": items}


def _item(child: Any) -> Node:
    kind = nodes.kind(child)
    if kind == "blockTaskItem":
        first, *rest = nodes.content(child) or [_paragraph([])]
        inner = [*_boxed({**child, "content": nodes.content(first)}), *rest]
    else:
        inner = _boxed(child) if kind in ("taskItem", "decisionItem") else [child]
    return {"type": "listItem", "content": inner}


def grid(node: Node) -> Node:
    """The table with nothing but rows in it, and nothing but cells in them."""
    kind, wanted = ("tableRow", _CELLS) if node["type"] == "tableRow" else ("table", ("tableRow",))
    content = nodes.content(node)
    if all(nodes.kind(child) in wanted for child in content):
        return node
    inner = "tableCell" if kind == "tableRow" else "tableRow"
    found = [
        child if nodes.kind(child) in wanted else {"type": inner, "content": [child]}
        for child in content
    ]
    return {**node, "content": found}


def _paragraph(content: list[Any]) -> Node:
    return {"type": "paragraph", "content": content} if content else {"type": "paragraph"}


def _bold(node: Node) -> list[Any]:
    found: list[Any] = []
    for one in nodes.content(node):
        marks = nodes.marks(one)
        plain = nodes.kind(one) == "text" and _STRONG not in marks
        found.append({**one, "marks": [*marks, _STRONG]} if plain else one)
    return [_paragraph(found)]


def _rows(node: Node) -> list[Any]:
    """A table row by row: a paragraph for each, with what is no paragraph in its cells below it."""
    found: list[Any] = []
    for row in nodes.content(node):
        line: list[Any] = []
        below: list[Any] = []
        for index, cell in enumerate(nodes.content(row)):
            line += [{"type": "text", "text": " | "}] if index else []
            content = nodes.content(cell)
            first = content[:1] if content and nodes.kind(content[0]) == "paragraph" else []
            line += nodes.content(first[0]) if first else []
            below += content[len(first) :]
        found += [_paragraph(line), *below]
    return found


def _boxed(node: Node) -> list[Any]:
    box = _BOXES.get(nodes.words(nodes.attrs(node).get("state")), "")
    start = [{"type": "text", "text": box}] if box else []
    return [_paragraph([*start, *nodes.content(node)])]


def _linked(node: Node) -> list[Any]:
    return [_paragraph([{"type": "inlineCard", "attrs": nodes.attrs(node)}])]


_REWRITES: Final[dict[str, Callable[[Node], list[Any]]]] = {
    "heading": _bold,
    "rule": lambda _node: [_paragraph([{"type": "text", "text": "---"}])],
    "table": _rows,
    "caption": lambda node: [_paragraph(nodes.content(node))],
    "taskItem": _boxed,
    "decisionItem": _boxed,
    "blockCard": _linked,
    "embedCard": _linked,
    "media": lambda node: [_paragraph([{**node, "type": "mediaInline"}])],
}
