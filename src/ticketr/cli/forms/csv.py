"""CSV as RFC 4180 has it, with a line of headings; lines end with LF alone."""

from __future__ import annotations

import csv

from ticketr.cli.forms.values import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ticketr.cli.console import Console
    from ticketr.cli.views import Listing

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection")."""

KEPT = frozenset("\n\t")
"""Control characters that a quoted cell holds."""


def write(console: Console, listing: Listing) -> int:
    """Print the headings, and a record a row."""
    lines = csv.writer(_Lines(console), lineterminator="\n")
    lines.writerow(column.name for column in listing.columns)
    count = 0
    for _, values in listing.entries:
        lines.writerow(map(cell, values))
        count += 1
        if not console.heard:
            break
    return count


class _Lines:
    """Where the csv module writes to."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def write(self, text: str) -> None:
        self._console.print(text.removesuffix("\n"))


def cell(value: object) -> str:
    """A value as a cell: no formula, and no control characters but line ends and tabs.

    A text that a spreadsheet would run gets an apostrophe in front; a number is none.
    """
    text = shown(value).replace("\r\n", "\n")
    if not text.isprintable():
        text = "".join(x if x.isprintable() or x in KEPT else f"<{ord(x):02x}>" for x in text)
    runs = text.startswith(FORMULA) and not isinstance(value, int | float)
    return f"'{text}" if runs else text
