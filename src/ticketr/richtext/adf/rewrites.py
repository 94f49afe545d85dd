"""What is said in place of a node that may not stand where it was put."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ticketr.richtext.adf import nodes, places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ticketr.richtext.adf.nodes import Node

STRONG: Final = {"type": "strong"}
TEXTUAL: Final = frozenset(
    ("paragraph", "heading", "taskItem", "decisionItem", "caption", "codeBlock")
)
"""What has inline nodes as its content."""

_LISTS: Final = frozenset(("taskList", "decisionList"))


def _bold_paragraph(_parent: str, node: Node) -> list[Any]:
    return [paragraph(list(_bold(nodes.content(node))))]


def _bold(found: Iterable[Node]) -> Iterable[Node]:
    for node in found:
        marks = nodes.marks(node)
        if nodes.kind(node) == "text" and STRONG not in marks and {"type": "code"} not in marks:
            yield {**node, "marks": [*marks, dict(STRONG)]}
        else:
            yield node


def paragraph(content: list[Any]) -> Node:
    """The inline nodes as a paragraph."""
    return {"type": "paragraph", "content": content} if content else {"type": "paragraph"}


def _dashes(_parent: str, _node: Node) -> list[Any]:
    return [paragraph([{"type": "text", "text": "---"}])]


def _rows(_parent: str, node: Node) -> list[Any]:
    """A table row by row: a paragraph for each, with what is no paragraph in its cells below it."""
    found: list[Any] = []
    for row in nodes.content(node):
        line: list[Any] = []
        below: list[Any] = []
        for index, cell in enumerate(nodes.content(row)):
            line += [{"type": "text", "text": " | "}] if index else []
            content = nodes.content(cell)
            texts = content[:1] if content and nodes.kind(content[0]) == "paragraph" else []
            line += nodes.content(texts[0]) if texts else []
            below += content[len(texts) :]
        found += [paragraph(line), *below]
    return found


def _listed(_parent: str, node: Node) -> list[Any]:
    """Tasks and decisions as a plain list, a box before each task."""
    items: list[Any] = []
    for item in nodes.content(node):
        kind = nodes.kind(item)
        inner = (
            [item] if kind in _LISTS else [_line(item)] if kind in TEXTUAL else nodes.content(item)
        )
        items.append({"type": "listItem", "content": inner})
    return [{"type": "bulletList", "content": items}]


def _line(item: Node) -> Node:
    box = {"TODO": "[ ] ", "DONE": "[x] "}.get(nodes.words(nodes.attrs(item).get("state")), "")
    start = [{"type": "text", "text": box}] if box else []
    return paragraph([*start, *nodes.content(item)])


def _as_inline_card(_parent: str, node: Node) -> list[Any]:
    url = nodes.words(nodes.attrs(node).get("url"))
    return [paragraph([{"type": "inlineCard", "attrs": {"url": url}}])]


def _framed(parent: str, node: Node) -> list[Any]:
    """A medium with a frame of its own."""
    if places.takes(parent, "mediaSingle"):
        return [{"type": "mediaSingle", "attrs": {"layout": "center"}, "content": [node]}]
    return (
        [{"type": "mediaGroup", "content": [node]}] if places.takes(parent, "mediaGroup") else []
    )


REWRITES: Final[dict[str, Callable[[str, Node], list[Any]]]] = {
    "heading": _bold_paragraph,
    "rule": _dashes,
    "table": _rows,
    "taskList": _listed,
    "decisionList": _listed,
    "blockCard": _as_inline_card,
    "embedCard": _as_inline_card,
    "caption": lambda _parent, node: [paragraph(nodes.content(node))],
    "taskItem": lambda _parent, node: [_line(node)],
    "decisionItem": lambda _parent, node: [_line(node)],
    "media": _framed,
}
"""By type, from the type of the parent and the node: nodes that may stand there, or nearer to it."""
