"""Lists of wiki markup: `*`, `#` and `-`, as many as the item is deep."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticketr.richtext.adf.nodes import Node
    from ticketr.richtext.wiki.read import Line, Reader

_MARKER_RE: Final = re.compile(r"[ \t]*([*#-]+)[ \t]+")
_BOX_RE: Final = re.compile(r"\[([ xX])\](?=[ \t\r\n]|\Z)")
_STATES: Final = {" ": "TODO", "x": "DONE", "X": "DONE"}
_DEEPEST: Final = 12
"""Markers of an item; more do not make it deeper."""


@dataclass(frozen=True, slots=True)
class _Item:
    """One item's own lines: its marker, and where marker, text and lines begin and end."""

    marker: str
    start: int
    inner: int
    end: int


_Group = tuple[_Item | None, list[_Item]]


def read(reader: Reader, lines: Sequence[Line], at: int, area: str, found: list[Node]) -> int:
    """Read the lists that begin with a line, up to the next blank one; where the next block begins."""
    items: list[_Item] = []
    while at < len(lines) and not reader.blank(lines[at]) and not reader.ends_list(lines[at]):
        line = lines[at]
        match = _MARKER_RE.match(reader.text, line.start, line.first)
        if match:
            items.append(_Item(match[1][:_DEEPEST], match.start(1), match.end(), line.end))
        else:
            last = items[-1]
            items[-1] = _Item(last.marker, last.start, last.inner, line.end)
        at += 1
    found += _Lists(reader, area).lists(items, 0)
    return at


class _Lists:
    """The lists of one block. In a cell their areas are other ones: a bar ends it there."""

    def __init__(self, reader: Reader, area: str) -> None:
        self._reader = reader
        self._root = area
        self._within = "cell " if area == "cell" else ""

    def lists(self, items: list[_Item], depth: int) -> list[Node]:
        """The items as lists, one for each row of items with the same sign at that depth."""
        found: list[Node] = []
        at = 0
        while at < len(items):
            sign = items[at].marker[depth]
            end = at + 1
            while end < len(items) and items[end].marker[depth] == sign:
                end += 1
            found.append(self._list(items[at:end], depth))
            at = end
        return found

    def _area(self, prefix: str) -> str:
        return f"{self._within}list {prefix}" if prefix else self._root

    def _list(self, items: list[_Item], depth: int) -> Node:
        prefix = items[0].marker[: depth + 1]
        groups = _grouped(items, depth + 1)
        kind = "orderedList" if prefix[-1] == "#" else "bulletList"
        if self._ticked(items, depth):
            kind = "taskList"
            children = [
                node for own, below in groups if own for node in self._task(own, below, prefix)
            ]
        else:
            children = [self._item(own, below, prefix) for own, below in groups]
        start, end = items[0].start, items[-1].end
        self._reader.in_order(children, start)
        node: Node = {"type": kind, "attrs": {"marker": prefix[-1]}, "content": children}
        return self._reader.placed(node, start, end, (start, end), self._area(prefix[:-1]))

    def _ticked(self, items: list[_Item], depth: int) -> bool:
        """Whether each item, however deep, is a task: a bullet, a box, and no more than text."""
        last = depth
        for item in items:
            if len(item.marker) > last + 1 or "#" in item.marker[depth:] or not self._box(item):
                return False
            last = len(item.marker)
        return True

    def _box(self, item: _Item) -> bool:
        plain = not self._reader.macros(item.inner, item.end)
        return plain and _BOX_RE.match(self._reader.text, item.inner, item.end) is not None

    def _task(self, own: _Item, below: list[_Item], prefix: str) -> list[Node]:
        """A task and the lists below it, which stand beside it."""
        reader = self._reader
        inner = reader.stripped(own.inner + len("[ ]"), own.end)
        node = reader.paragraph(*inner, self._area(prefix))
        node["type"] = "taskItem"
        node["attrs"]["state"] = _STATES[reader.text[own.inner + 1]]
        reader.source.resize(node, own.start, own.end)
        return [node, *self.lists(below, len(prefix))]

    def _item(self, own: _Item | None, below: list[_Item], prefix: str) -> Node:
        reader = self._reader
        content: list[Node] = []
        first = own or below[0]
        inner = own.inner if own else first.start
        if own:
            area = f"{self._within}item"
            content = reader.mixed(own.inner, own.end, area)
            content = content or [reader.paragraph(own.inner, own.inner, area)]
        content += self.lists(below, len(prefix))
        end = below[-1].end if below else first.end
        reader.in_order(content, inner)
        node: Node = {"type": "listItem", "content": content}
        return reader.placed(node, first.start, end, (inner, end), self._area(prefix))


def _grouped(items: list[_Item], depth: int) -> list[_Group]:
    """Each item of that depth with those below it; the first may be missing."""
    groups: list[_Group] = []
    for item in items:
        if len(item.marker) == depth:
            groups.append((item, []))
        elif groups:
            groups[-1][1].append(item)
        else:
            groups.append((None, [item]))
    return groups
