"""An edit of a line put into the line as it was written, where that can be done and means the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ticketr.richtext.wiki.line import line
from ticketr.richtext.wiki.spans import Spans
from ticketr.richtext.wiki.tags import macros

if TYPE_CHECKING:
    from collections.abc import Sequence

_CONTEXTS: Final = (0, 1, 4, 12, 40)
"""Characters around the change by which its place is looked for."""

_LONGEST: Final = 20_000


def touched(
    source: str, old: Sequence[object], new: Sequence[object], *, single_line: bool, cell: bool
) -> str:
    """The new line in wiki markup; with the characters of `source` that say what it still says.

    `old` is what `source` was read as. A guess is taken only if it reads as the new line does.
    """
    after = line(new, single_line=single_line, cell=cell)
    before = line(old, single_line=single_line, cell=cell)
    if before == source or len(source) > _LONGEST:
        return after
    start, end = _shared(before, after)
    for context in _CONTEXTS:
        left, right = max(start - context, 0), max(end - context, 0)
        found, wanted = before[left : len(before) - right], after[left : len(after) - right]
        if found and source.count(found) == 1:
            guess = source.replace(found, wanted)
            return guess if _reads(guess, after, single_line=single_line, cell=cell) else after
    return after


def _shared(before: str, after: str) -> tuple[int, int]:
    """How many characters two strings share at their starts, and how many more at their ends."""
    least = min(len(before), len(after))
    start = 0
    while start < least and before[start] == after[start]:
        start += 1
    end = 0
    while end < least - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return start, end


def _reads(guess: str, wanted: str, *, single_line: bool, cell: bool) -> bool:
    found = macros(guess)
    read = Spans(guess, {macro.start: macro for macro in found}).nodes(0, len(guess), cell=cell)
    return line(read, single_line=single_line, cell=cell) == wanted
