"""What a merge of version control left to be settled by hand: lines between its conflict marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ticketr.markdown.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = re.compile(r"(<{7}|\|{7}|>{7})(?: |$)")
SIGNS = ("<<<<<<<", "|||||||", ">>>>>>>")


class Unmerged(NamedTuple):
    """A conflict: its first and last line, counted from 1, and the first line's text."""

    first: int
    last: int
    text: str


def unmerged(text: str) -> list[Unmerged]:
    """The conflicts in a file, top to bottom; a mark that is left alone is one, in fences and comments it is text."""
    if not any(sign in text for sign in SIGNS):
        return []
    found: list[Unmerged] = []
    opened = 0
    for number, line in _marks(Source(text)):
        if opened and not line.startswith("<"):
            found[-1] = found[-1]._replace(last=number)
            opened = 0 if line.startswith(">") else opened
            continue
        found.append(Unmerged(number, number, line.rstrip()))
        opened = number if line.startswith("<") else 0
    return found


def _marks(source: Source) -> Iterator[tuple[int, str]]:
    number = 0
    while number < len(source.lines):
        if MARK.match(source.lines[number]):
            yield number + 1, source.lines[number]
        number = max(number, source.literal_end(number)) + 1
