"""Block nodes to lines of Markdown. Containers prefix the lines of what they contain."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ticketr.richtext.adf import escape as e
from ticketr.richtext.adf import nodes
from ticketr.richtext.adf.inline import inline
from ticketr.richtext.adf.placeholder import label
from ticketr.richtext.adf.tables import table
from ticketr.richtext.adf.target import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

EMPTY_PARAGRAPH: Final = "&nbsp;"
"""A paragraph without content; a no-break space that is text is written otherwise, as `&#160;`."""

_TICKS_RE: Final = re.compile(r"`+")
_MOST_DIGITS: Final = 10**9
_INLINE: Final = frozenset(
    ("date", "emoji", "hardBreak", "inlineCard", "inlineExtension", "mediaInline", "mention",
     "placeholder", "status", "text")
)  # fmt: skip

Lines = list[str]


def blocks(found: list[object], depth: int = 0) -> Lines:
    """The blocks as lines, parted by blank lines; a list after its like changes its bullet."""
    lines: Lines = []
    last, turn = "", False
    for node in found:
        kind = nodes.kind(node)
        turn = not turn if kind == last else False
        last = kind
        if lines:
            lines.append("")
        lines += block(node, depth, turn=turn)
    return lines


def block(node: object, depth: int, *, turn: bool = False) -> Lines:
    """One block as lines, at least one; `turn` asks a list for its other bullet."""
    kind = nodes.kind(node)
    if depth >= nodes.DEEPEST and kind != "paragraph":
        return _paragraph({"content": [{"type": "text", "text": nodes.all_text(node)}]})
    if kind in ("bulletList", "orderedList"):
        return _list(node, depth, turn=turn)
    write = _WRITERS.get(kind)
    return write(node, depth) if write else _other(node, depth)


def _rule(_node: object, _depth: int) -> Lines:
    return ["---"]


def _quote(node: object, depth: int) -> Lines:
    inner = blocks(nodes.content(node), depth + 1) or [EMPTY_PARAGRAPH]
    return [f"> {line}" if line else ">" for line in inner]


def _paragraph(node: object, _depth: int = 0) -> Lines:
    found = inline(nodes.content(node))
    return e.guard_lines(found).split("\n") if found else [EMPTY_PARAGRAPH]


def _heading(node: object, _depth: int) -> Lines:
    level = nodes.number(nodes.attrs(node).get("level")) or 1
    found = e.guard_heading(inline(nodes.content(node), single_line=True))
    return [f"{'#' * min(max(level, 1), 6)} {found}".rstrip(" ")]


def _code(node: object, _depth: int) -> Lines:
    source = e.visible("".join(map(nodes.text, nodes.content(node))))
    language = quoted(nodes.words(nodes.attrs(node).get("language")))
    longest = max(map(len, _TICKS_RE.findall(source)), default=0)
    fence = "`" * max(3, longest + 1)
    if "`" in language:
        fence = "~" * max(3, source.count("~") + 1)
        language = f" {language}"
    return [fence + language, *(source.split("\n") if source else []), fence]


def _table(node: object, depth: int) -> Lines:
    return table(node) or _other(node, depth)


def _list(node: object, depth: int, *, turn: bool) -> Lines:
    """A list, tight if nothing in it needs a blank line."""
    items = nodes.content(node)
    markers = _bullets(node, len(items), turn=turn)
    written = [_item(marker, item, depth) for marker, item in zip(markers, items, strict=True)]
    tight = not any("" in lines for lines in written)
    lines: Lines = []
    for item in written:
        if lines and not tight:
            lines.append("")
        lines += item
    return lines or [EMPTY_PARAGRAPH]


def _bullets(node: object, count: int, *, turn: bool) -> list[str]:
    if nodes.kind(node) == "bulletList":
        return ["*" if turn else "-"] * count
    start = first_number(node)
    return [f"{start + index}{')' if turn else '.'}" for index in range(count)]


def first_number(node: object) -> int:
    """The number an ordered list starts with; 1 where it says none that Markdown can write."""
    found = nodes.number(nodes.attrs(node).get("order", 1))
    usable = found is not None and 0 <= found < _MOST_DIGITS - len(nodes.content(node))
    return found if usable and found is not None else 1


def _item(marker: str, item: object, depth: int) -> Lines:
    children = nodes.content(item) if nodes.kind(item) == "listItem" else [item]
    inner = _paragraph_and_list(children, depth + 2)
    if not inner:
        inner = blocks(children, depth + 2) or [EMPTY_PARAGRAPH]
    indent = " " * (len(marker) + 1)
    rest = [indent + line if line else "" for line in inner[1:]]
    return [f"{marker} {inner[0]}", *rest]


def _paragraph_and_list(children: list[object], depth: int) -> Lines:
    """A paragraph with the list below it, if no blank line need part them; else nothing.

    A list may interrupt a paragraph only if it has bullets or starts with 1 (CommonMark 5.2).
    """
    kinds = [nodes.kind(child) for child in children]
    if kinds == ["paragraph", "bulletList"] or (
        kinds == ["paragraph", "orderedList"] and first_number(children[1]) == 1
    ):
        below = block(children[1], depth)
        return [] if "" in below else block(children[0], depth) + below
    return []


def _other(node: object, depth: int) -> Lines:
    """A node that Markdown cannot say: a line that names it, and its content if that is blocks."""
    if nodes.kind(node) in _INLINE:
        return _paragraph({"content": [node]})
    children = nodes.content(node)
    if not children:
        return [label(node)]
    if all(nodes.kind(child) in _INLINE for child in children):
        return [label(node), "", *_paragraph(node)]
    return [label(node), "", *blocks(children, depth + 1)]


_WRITERS: Final[dict[str, Callable[[object, int], Lines]]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "codeBlock": _code,
    "rule": _rule,
    "blockquote": _quote,
    "table": _table,
}
