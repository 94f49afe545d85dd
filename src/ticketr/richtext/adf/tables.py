"""Tables as GitHub's Markdown has them: one header row, one line in each cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ticketr.richtext.adf import nodes
from ticketr.richtext.adf.canon import negligible

if TYPE_CHECKING:
    from collections.abc import Callable

_CELLS: Final = frozenset(("tableHeader", "tableCell"))
_SPANS: Final = ("colspan", "rowspan")


def table(node: object, line: Callable[[Any], str]) -> list[str]:
    """The table as lines; none if a cell is merged or holds more than a paragraph, or a row is short.

    `line` writes a paragraph in one line.
    """
    rows = [nodes.content(row) for row in nodes.content(node)]
    width = len(rows[0]) if rows else 0
    if not width or not all(len(row) == width and all(map(_plain, row)) for row in rows):
        return []
    lines = [_row([_cell(cell, line) for cell in row]) for row in rows]
    return [lines[0], _row(["---"] * width), *lines[1:]]


def _plain(cell: object) -> bool:
    about = nodes.attrs(cell)
    merged = about and any(not negligible("tableCell", key, about.get(key)) for key in _SPANS)
    kinds = [nodes.kind(block) for block in nodes.content(cell)]
    return nodes.kind(cell) in _CELLS and kinds == ["paragraph"] and not merged


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cell(cell: object, line: Callable[[Any], str]) -> str:
    (paragraph,) = nodes.content(cell)
    return line(paragraph).replace("|", "\\|")
