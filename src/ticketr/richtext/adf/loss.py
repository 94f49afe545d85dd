"""Names for what Markdown cannot say of a document, found by a walk over all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ticketr.richtext.adf import escape as e
from ticketr.richtext.adf import nodes
from ticketr.richtext.adf.canon import negligible
from ticketr.richtext.adf.placeholder import MARK_NAMES, name
from ticketr.richtext.adf.tables import headed, table

if TYPE_CHECKING:
    from collections.abc import Iterator

_SAID: Final = {
    "doc": (),
    "paragraph": (),
    "text": (),
    "hardBreak": ("text",),
    "heading": ("level",),
    "bulletList": (),
    "orderedList": ("order",),
    "listItem": (),
    "codeBlock": ("language",),
    "blockquote": (),
    "rule": (),
    "table": (),
    "tableRow": (),
    "tableHeader": (),
    "tableCell": (),
}
"""The node types that Markdown can say, with the attributes it can say of them."""

_MARKS: Final = frozenset(("link", "em", "strong", "strike", "code"))
_INNER: Final = frozenset(("paragraph", "bulletList", "orderedList", "codeBlock"))
_ITEMS: Final = frozenset(("listItem",))
_PLACES: Final = {
    "blockquote": _INNER,
    "listItem": _INNER,
    "bulletList": _ITEMS,
    "orderedList": _ITEMS,
}
_LISTS: Final = ("content", "marks")
_WORDS: Final = {
    "blockquote": "quote",
    "bulletList": "list",
    "codeBlock": "code block",
    "doc": "document",
    "hardBreak": "line break",
    "listItem": "list item",
    "orderedList": "numbered list",
    "tableCell": "table cell",
    "tableHeader": "table header",
    "tableRow": "table row",
}


def losses(doc: object) -> tuple[str, ...]:
    """The names, each once, in order of appearance; empty where the walk sees nothing to name."""
    if nodes.kind(doc) != "doc":
        return ("something that is not a document",)
    found: dict[str, None] = {}
    stack: list[tuple[Any, int]] = [(doc, 0)]
    while stack:
        node, depth = stack.pop()
        found.update(dict.fromkeys(_of_node(node, depth)))
        stack.extend((child, depth + 1) for child in reversed(nodes.content(node)))
    return tuple(found)


def _of_node(node: object, depth: int) -> Iterator[str]:
    kind = nodes.kind(node)
    if kind not in _SAID:
        yield name(node)
    else:
        yield from _of_attributes(node, kind)
    yield from _of_marks(node, kind)
    if depth > nodes.DEEPEST:
        yield f"nesting deeper than {nodes.DEEPEST} levels"
    if kind == "codeBlock":
        yield from _of_code("".join(map(nodes.text, nodes.content(node))))
    if kind == "table":
        yield from _of_table(node)
    yield from _of_shape(node, kind)


def _of_table(node: object) -> Iterator[str]:
    if not headed(node):
        yield "table without a header row of its own"
    elif not table(node):
        yield "table cells of other than one paragraph"


def _of_shape(node: object, kind: str) -> Iterator[str]:
    if isinstance(node, dict) and any(not isinstance(node.get(key, []), list) for key in _LISTS):
        yield "malformed content"
    for child in nodes.content(node):
        inner = nodes.kind(child)
        if inner in _SAID and inner not in _PLACES.get(kind, (inner,)):
            yield f"{_WORDS.get(inner, inner)} in a {_WORDS.get(kind, kind)}"


def _of_attributes(node: object, kind: str) -> Iterator[str]:
    for key, value in nodes.attrs(node).items():
        if not negligible(kind, key, value) and not _said(kind, key, value):
            yield f"{key} of a {_WORDS.get(kind, kind)}"


def _said(kind: str, key: str, value: object) -> bool:
    spaced = key == "language" and nodes.words(value).strip() != value
    return key in _SAID[kind] and not spaced


def _of_marks(node: object, kind: str) -> Iterator[str]:
    kinds = [nodes.kind(mark) for mark in nodes.marks(node)]
    for mark in nodes.marks(node):
        marked = nodes.kind(mark)
        if marked not in _MARKS:
            yield MARK_NAMES.get(marked) or _unknown_mark(marked)
        elif kind != "text":
            yield f"{marked} on a {_WORDS.get(kind, kind)}"
        elif marked == "link" and set(nodes.attrs(mark)) - {"href", "title"}:
            yield "link settings"
    if "code" in kinds:
        yield from _of_code(nodes.text(node), inline=True)
        if set(kinds) - {"code", "link"} & _MARKS:
            yield "emphasis on code"


def _unknown_mark(marked: str) -> str:
    return f"unknown mark {marked}" if marked else "malformed content"


def _of_code(source: str, *, inline: bool = False) -> Iterator[str]:
    if e.visible(source) != source:
        yield "control characters in code"
    if inline and "\n" in source:
        yield "a line break in inline code"
