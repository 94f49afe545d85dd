"""Tickets that were found, for people: a line each, and below it what it says where the words stand."""

from __future__ import annotations

from ticketr.cli.rows import status_in
from ticketr.cli.text import Layout, cut, printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticketr.cli.console import Console
    from ticketr.domain.search import Hit, Marked

TITLE = 3
FIELDS = {
    "description": "description",
    "acceptance_criteria": "criteria",
    "others": "fields",
    "labels": "labels",
    "comments": "comments",
}
"""What the parts of a ticket are called in front of an excerpt."""
MARGIN = "    "


def tell(console: Console, hits: Sequence[Hit], *, named: bool) -> int:
    """Print the hits, with their workspaces where `named`; gives how many there were."""
    lines = [_line(hit, named=named) for hit in hits]
    if not lines:
        return 0
    layout = Layout(lines, console.width(), TITLE + named, console.mark)
    for hit, line in zip(hits, lines, strict=True):
        *front, title = layout.cells(line)
        lit = _lit(console, title, hit.title, "")
        console.print("  ".join([*front, lit]).rstrip())
        if hit.excerpt is not None:
            _excerpt(console, hit.excerpt, FIELDS[hit.field])
    return len(hits)


def _line(hit: Hit, *, named: bool) -> tuple[str, ...]:
    row = hit.row
    line = (row.jira_id or "-", row.type, status_in(row.fields), row.title)
    return tuple(map(printable, (hit.workspace, *line) if named else line))


def _excerpt(console: Console, excerpt: Marked, field: str) -> None:
    front = f"{MARGIN}{field}: "
    width = console.width()
    text = printable(excerpt.text)
    room = None if width is None else max(width - len(front) - 2 * len(excerpt.marks), 1)
    shown = text if room is None else cut(text, room, console.mark)
    console.print(f"{console.style(front, 'dim')}{_lit(console, shown, excerpt, '*')}")


def _lit(console: Console, shown: str, marked: Marked, otherwise: str) -> str:
    """The text with what was found in bold, and between `otherwise` where nothing can be bold.

    A part that was cut, or had to be changed to be shown, stays as it is.
    """
    parts, last = [], 0
    for start, end in marked.marks:
        word = shown[start:end]
        if start >= last and word == marked.text[start:end]:
            parts += [shown[last:start], _set_off(console, word, otherwise)]
            last = end
    return "".join([*parts, shown[last:]])


def _set_off(console: Console, word: str, otherwise: str) -> str:
    lit = console.style(word, "bold")
    return lit if lit != word else f"{otherwise}{word}{otherwise}"
