"""Tables as GitHub's Markdown has them: one header row, one paragraph in each cell."""

from __future__ import annotations

from ticketr.richtext.adf import nodes
from ticketr.richtext.adf.inline import inline

_CELLS = frozenset(("tableHeader", "tableCell"))


def table(node: object) -> list[str]:
    """The table as lines; none if a cell holds more than a paragraph, or a row is short."""
    rows = [nodes.content(row) for row in nodes.content(node)]
    width = len(rows[0]) if rows else 0
    plain = all(len(row) == width and all(map(_plain, row)) for row in rows)
    if not width or not plain:
        return []
    lines = [_row([_cell(cell) for cell in row]) for row in rows]
    return [lines[0], _row(["---"] * width), *lines[1:]]


def _plain(cell: object) -> bool:
    blocks = nodes.content(cell)
    return nodes.kind(cell) in _CELLS and [nodes.kind(block) for block in blocks] == ["paragraph"]


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cell(cell: object) -> str:
    (paragraph,) = nodes.content(cell)
    return inline(nodes.content(paragraph), single_line=True).replace("|", "\\|")


def headed(node: object) -> bool:
    """Whether the first row, and it alone, is made of header cells."""
    rows = [[nodes.kind(cell) for cell in nodes.content(row)] for row in nodes.content(node)]
    return [set(row) for row in rows] == [{"tableHeader"}, *[{"tableCell"}] * (len(rows) - 1)]
