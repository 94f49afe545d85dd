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
_BOX_RE: Final = re.compile(r"\[([ xX])\](?:[ \t]+|\Z|(?=[\r\n]))")
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
    found += _lists(reader, items, 0, area)
    return at


def _lists(reader: Reader, items: list[_Item], depth: int, area: str) -> list[Node]:
    found: list[Node] = []
    at = 0
    while at < len(items):
        sign = items[at].marker[depth]
        end = at + 1
        while end < len(items) and items[end].marker[depth] == sign:
            end += 1
        found.append(_list(reader, items[at:end], depth, area))
        at = end
    return found


def _list(reader: Reader, items: list[_Item], depth: int, area: str) -> Node:
    prefix = items[0].marker[: depth + 1]
    groups: list[tuple[_Item | None, list[_Item]]] = []
    for item in items:
        if len(item.marker) == depth + 1:
            groups.append((item, []))
        elif groups:
            groups[-1][1].append(item)
        else:
            groups.append((None, [item]))
    ticked = prefix[-1] != "#" and all(own and _box(reader, own) for own, _ in groups)
    children: list[Node] = []
    for own, below in groups:
        children += _item(reader, own, below, prefix, ticked=ticked)
    if ticked and not all(child["type"] in ("taskItem", "taskList") for child in children):
        children = [
            node
            for own, below in groups
            for node in _item(reader, own, below, prefix, ticked=False)
        ]
        ticked = False
    kind = "taskList" if ticked else "orderedList" if prefix[-1] == "#" else "bulletList"
    start, end = items[0].start, items[-1].end
    reader.in_order(children, start)
    node: Node = {"type": kind, "attrs": {"marker": prefix[-1]}, "content": children}
    parent = f"list {prefix[:-1]}" if depth else area
    return reader.placed(node, start, end, (start, end), parent)


def _box(reader: Reader, item: _Item) -> bool:
    plain = not reader.macros(item.inner, item.end)
    return plain and _BOX_RE.match(reader.text, item.inner, item.end) is not None


def _item(
    reader: Reader, own: _Item | None, below: list[_Item], prefix: str, *, ticked: bool
) -> list[Node]:
    area = f"list {prefix}"
    if ticked and own:
        lists = _lists(reader, below, len(prefix), area)
        return [_task(reader, own, area), *lists]
    content: list[Node] = []
    start = end = below[0].start if below else 0
    if own:
        start, end = own.start, own.end
        content = reader.mixed(own.inner, own.end, "item") or [
            reader.paragraph(own.inner, own.inner, "item")
        ]
    content += _lists(reader, below, len(prefix), area)
    end = below[-1].end if below else end
    reader.in_order(content, own.inner if own else start)
    node: Node = {"type": "listItem", "content": content}
    return [reader.placed(node, start, end, (own.inner if own else start, end), area)]


def _task(reader: Reader, own: _Item, area: str) -> Node:
    box = _BOX_RE.match(reader.text, own.inner, own.end)
    inner = box.end() if box else own.inner
    node = reader.paragraph(*reader.stripped(inner, own.end), area)
    place = reader.source.place(node)
    node["type"] = "taskItem"
    node["attrs"]["state"] = _STATES[reader.text[own.inner + 1]]
    if place is not None:
        place.start, place.end = own.start, own.end
    return node
