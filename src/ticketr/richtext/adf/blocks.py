"""Block nodes to lines of Markdown. Containers prefix the lines of what they contain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ticketr.richtext.adf import escape as e
from ticketr.richtext.adf import forms, nodes, places
from ticketr.richtext.adf.bodies import bulleted, enclosed, enclosing, ticked
from ticketr.richtext.adf.build import EMPTY_PARAGRAPH
from ticketr.richtext.adf.endless import MOST, Endless
from ticketr.richtext.adf.fences import fenced
from ticketr.richtext.adf.inline import inline
from ticketr.richtext.adf.placeholder import atom, block_mark
from ticketr.richtext.adf.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable

    from ticketr.richtext.adf.identity import Table

_MOST_DIGITS: Final = 10**9
_BULLETED: Final = frozenset(("bulletList", "taskList"))

Lines = list[str]


class Writer:
    """Writes the blocks of one document. `table` has, by id, what its placeholders stand for.

    `starts` are the lines, counted from 0, on which the blocks begin that were written last.
    """

    def __init__(self) -> None:
        self.table: Table = {}
        self.starts: list[int] = []
        self._left = MOST
        self._writers: dict[str, Callable[[object, int], Lines]] = {
            "paragraph": self._paragraph,
            "heading": self._heading,
            "codeBlock": self._code,
            "rule": _rule,
            "blockquote": self._quote,
            "table": self._table,
            "mediaSingle": self._figure,
        }

    def blocks(self, found: list[object], depth: int = 0) -> Lines:
        """The blocks as lines, parted by blank lines; a list after its like changes its bullet."""
        lines: Lines = []
        starts: list[int] = []
        last, turn = "", False
        for node in found:
            kind = nodes.kind(node)
            family = "bulletList" if kind in _BULLETED else kind
            turn = not turn if family == last else False
            last = family
            if lines:
                lines.append("")
            starts.append(len(lines))
            lines += self.block(node, depth, turn=turn)
        self.starts = starts
        return lines

    def block(self, node: object, depth: int, *, turn: bool = False) -> Lines:
        """One block as lines, at least one; `turn` asks a list for its other bullet."""
        self._left -= 1
        if self._left < 0:
            raise Endless
        kind = nodes.kind(node)
        if kind == "paragraph":
            return self._paragraph(node)
        if depth >= nodes.DEEPEST or not _sound(kind, node):
            return self._placed(node)
        if kind in ("bulletList", "orderedList"):
            return self._list(node, depth, turn=turn)
        if kind == "taskList" and ticked(node):
            return self._tasks(node, depth, turn=turn)
        write = self._writers.get(kind)
        return write(node, depth) if write else self._other(node, depth)

    def _quote(self, node: object, depth: int) -> Lines:
        inner = self.blocks(nodes.content(node), depth + 1)
        return [f"> {line}" if line else ">" for line in inner]

    def _paragraph(self, node: object, _depth: int = 0) -> Lines:
        found = self._line(node)
        return e.guard_lines(found).split("\n") if found else [EMPTY_PARAGRAPH]

    def _line(self, node: object, *, single_line: bool = False) -> str:
        """What the block says, in the brackets of the marks that are the whole block's."""
        marks = nodes.marks(node)
        found = inline(
            nodes.content(node), self.table, single_line=single_line, labelled=bool(marks)
        )
        for mark in reversed(marks):
            found = f"[{found}]{{{block_mark(mark, self.table)}}}"
        return found

    def _heading(self, node: object, _depth: int) -> Lines:
        level = nodes.number(nodes.attrs(node).get("level")) or 1
        found = e.guard_heading(self._line(node, single_line=True))
        return [f"{'#' * min(max(level, 1), 6)} {found}".rstrip(" ")]

    def _code(self, node: object, _depth: int) -> Lines:
        return fenced(node, self.table)

    def _table(self, node: object, depth: int) -> Lines:
        line = table(node, lambda paragraph: self._line(paragraph, single_line=True))
        return line or self._other(node, depth)

    def _list(self, node: object, depth: int, *, turn: bool) -> Lines:
        items = nodes.content(node)
        markers = _bullets(node, len(items), turn=turn)
        written = [
            _marked(marker, self._in_item(nodes.content(item), depth + 2))
            for marker, item in zip(markers, items, strict=True)
        ]
        return _spaced(written)

    def _tasks(self, node: object, depth: int, *, turn: bool) -> Lines:
        """Tasks with a box each; a list among them stands below the task before it."""
        written: list[Lines] = []
        other, last = False, None
        for item in nodes.content(node):
            if nodes.kind(item) == "taskList":
                below = self._tasks(item, depth + 2, turn=other)
                parted = [""] if nodes.kind(last) == "taskList" else []
                written[-1] += [*parted, *(f"  {line}" if line else "" for line in below)]
                other = not other
            else:
                other = False
                written.append(_marked("*" if turn else "-", self._task(item)))
            last = item
        return _spaced(written)

    def _task(self, item: object) -> Lines:
        box = "[x]" if nodes.attrs(item).get("state") == "DONE" else "[ ]"
        first, *rest = f"{box} {self._line(item)}".rstrip(" ").split("\n")
        return [first, *(e.guard_lines("\n".join(rest)).split("\n") if rest else ())]

    def _in_item(self, children: list[object], depth: int) -> Lines:
        lines = self._paragraph_and_list(children, depth) or self.blocks(children, depth)
        return ["___", *lines[1:]] if lines[0] == "---" else lines

    def _paragraph_and_list(self, children: list[object], depth: int) -> Lines:
        """A paragraph with the list below it, if no blank line need part them; else nothing.

        A list may interrupt a paragraph only if it has bullets or starts with 1 (CommonMark 5.2).
        """
        kinds = [nodes.kind(child) for child in children]
        if kinds in (["paragraph", "bulletList"], ["paragraph", "taskList"]) or (
            kinds == ["paragraph", "orderedList"] and first_number(children[1]) == 1
        ):
            below = self.block(children[1], depth)
            listed = below[0].startswith(("-", "1", "*"))
            return self.block(children[0], depth) + below if listed and "" not in below else []
        return []

    def _figure(self, node: object, depth: int) -> Lines:
        """A medium with its caption below it; without one, a placeholder."""
        kinds = [nodes.kind(child) for child in nodes.content(node)]
        return self._other(node, depth) if kinds == ["media", "caption"] else self._placed(node)

    def _other(self, node: object, depth: int) -> Lines:
        """A node in a form of its own, its content in the form's body."""
        kind = nodes.kind(node)
        form = forms.CONTAINERS.get(kind)
        if form is None or not isinstance(node, dict):
            return self._placed(node)
        children = nodes.content(node)
        if kind in ("taskItem", "decisionItem"):
            inner = self._paragraph(node)
        elif kind == "decisionList" and bulleted(node):
            inner = _spaced([_marked("-", self._paragraph(item)) for item in children])
        elif kind == "mediaSingle":
            inner = [*self._placed(children[0]), "", *self._paragraph(children[1])]
        else:
            inner = self.blocks(children, depth + 1)
        return enclosed(enclosing(form, node, self.table), inner)

    def _placed(self, node: object) -> Lines:
        """A line that stands for the node, whatever is in it."""
        kind = nodes.kind(node)
        form = forms.ATOMS.get(kind) if kind not in places.INLINE else None
        return [atom(form or forms.SPANS["node"], node, self.table)]


def _rule(_node: object, _depth: int) -> Lines:
    return ["---"]


def _sound(kind: str, node: object) -> bool:
    """Whether the node holds what its type is known to hold, so that its parts can be shown."""
    allowed = places.ALLOWED.get(kind)
    if allowed is None or kind in places.OPTIONAL:
        return kind != "codeBlock" or all(nodes.kind(c) == "text" for c in nodes.content(node))
    children = nodes.content(node)
    if kind in ("bulletList", "orderedList"):
        return bool(children) and all(
            nodes.kind(child) == "listItem" and nodes.content(child) for child in children
        )
    if kind in _STRICT:
        return bool(children) and all(nodes.kind(child) in allowed for child in children)
    return bool(children)


_STRICT: Final = frozenset(
    (
        "bulletList",
        "decisionList",
        "layoutSection",
        "mediaGroup",
        "orderedList",
        "table",
        "taskList",
    )
)


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


def _marked(marker: str, inner: Lines) -> Lines:
    indent = " " * (len(marker) + 1)
    rest = [indent + line if line else "" for line in inner[1:]]
    return [f"{marker} {inner[0]}", *rest]


def _spaced(written: list[Lines]) -> Lines:
    """Items as one list, tight if nothing in it needs a blank line."""
    tight = not any("" in lines for lines in written)
    lines: Lines = []
    for item in written:
        if lines and not tight:
            lines.append("")
        lines += item
    return lines
