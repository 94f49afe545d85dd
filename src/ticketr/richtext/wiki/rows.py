"""Tables of wiki markup: `||` before a heading, `|` before a cell, a row on as many lines as it needs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ticketr.richtext.wiki import signs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticketr.richtext.adf.nodes import Node
    from ticketr.richtext.wiki.read import Line, Reader

_BAR_RE: Final = re.compile(
    f"{signs.ESCAPE}|{signs.MONO}|{signs.LINK}|{signs.IMAGE}".replace(r"\#", "#") + r"|(\|\|?)"
)


def read(reader: Reader, lines: Sequence[Line], at: int, found: list[Node]) -> int:
    """Read the table whose first row begins with a line; where the next block begins."""
    rows: list[Node] = []
    start = at
    while at < len(lines) and reader.is_table(lines[at]):
        first = at
        while not _closed(reader, lines[at]) and at + 1 < len(lines):
            following = lines[at + 1]
            if reader.blank(following) or reader.is_table(following):
                break
            at += 1
        rows.append(_row(reader, lines[first].start, lines[at].end))
        at += 1
    reader.in_order(rows, lines[start].start)
    begin, end = lines[start].start, lines[at - 1].end
    node: Node = {"type": "table", "content": rows}
    found.append(reader.placed(node, begin, end, (begin, end), "top"))
    return at


def _closed(reader: Reader, line: Line) -> bool:
    last = line.macros[-1].end if line.macros else line.start
    return reader.text[last : line.end].rstrip(" \t").endswith("|")


def _row(reader: Reader, start: int, end: int) -> Node:
    bars = list(_bars(reader, start, end))
    cells: list[Node] = []
    inner_end = end
    for (at, to), following in zip(bars, [*bars[1:], (end, end)], strict=True):
        if following == (end, end) and cells and not reader.text[to:end].strip(" \t\r\n"):
            inner_end = at
            break
        kind = "tableHeader" if to - at == 2 else "tableCell"
        content = reader.body(to, following[0], "cell")
        inner = (
            reader.source.places[content[0]["attrs"]["localId"]].start,
            reader.source.places[content[-1]["attrs"]["localId"]].end,
        )
        node: Node = {"type": kind, "content": content}
        cells.append(reader.placed(node, at, following[0], inner, "row"))
    reader.in_order(cells, bars[0][0])
    node = {"type": "tableRow", "content": cells}
    return reader.placed(node, start, end, (bars[0][0], inner_end), "table")


def _bars(reader: Reader, start: int, end: int) -> list[tuple[int, int]]:
    """The bars that part cells: not those in links, code or macros."""
    found: list[tuple[int, int]] = []
    at = start
    for macro in [*reader.opaque(start, end), None]:
        last = macro.start if macro else end
        found += [m.span() for m in _BAR_RE.finditer(reader.text, at, last) if m[1]]
        at = macro.end if macro else end
    return found
