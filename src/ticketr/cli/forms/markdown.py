"""A Markdown table."""

from __future__ import annotations

import re

from ticketr.cli.forms.values import shown
from ticketr.cli.text import printable_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticketr.cli.console import Console
    from ticketr.cli.views import Listing

SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~&])")


def write(console: Console, listing: Listing) -> int:
    """Print the headings, the line under them, and a line a row."""
    console.print(_line(cell(column.name) for column in listing.columns))
    console.print(_line("---" for _ in listing.columns))
    count = 0
    for _, values in listing.entries:
        console.print(_line(map(cell, values)))
        count += 1
        if not console.heard:
            break
    return count


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def cell(value: object) -> str:
    """A value as a cell that says exactly that: markup is escaped, line ends are `<br>`."""
    lines = printable_lines(shown(value).strip())
    return "<br>".join(SPECIAL.sub(r"\\\1", line) for line in lines)
