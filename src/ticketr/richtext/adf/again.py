"""A long text that was edited, read again only where it was; the rest is what it was read as before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ticketr.richtext.adf.parse import read

if TYPE_CHECKING:
    from ticketr.richtext.adf.nodes import Node

WORTH: Final = 50_000
"""Characters from which on it is done; shorter texts are read as a whole."""

_FAR_RE: Final = re.compile(r":::|\]:|\r")
"""What may bear on lines far below or above: a body, the address of a link."""


class Known:
    """A rendered text, the blocks that it reads as, and the line on which each begins."""

    __slots__ = ("blocks", "lines", "starts")

    def __init__(self, text: str, starts: list[int]) -> None:
        self.lines = text.split("\n")
        self.blocks = read(text)
        self.starts = starts

    def again(self, edited: str, worth: int = WORTH) -> list[Node]:
        """The blocks of the edited text: exactly those of reading all of it.

        The blocks around the edit are read with it. Where they are not what they were, as below a
        fence that nothing closes, all of it is read.
        """
        found = self._around(edited) if len(edited) >= worth else None
        return read(edited) if found is None else found

    def _around(self, edited: str) -> list[Node] | None:
        """The blocks, if the edit is told from what is around it; else nothing."""
        lines = edited.split("\n")
        if not self.starts or len(self.starts) != len(self.blocks):
            return None
        if lines == self.lines:
            return list(self.blocks)
        first, last = self._neighbours(lines)
        start = self.starts[first]
        after = len(self.lines) - self._end(last)
        between = lines[self._end(first) : len(lines) - len(self.lines) + self.starts[last]]
        if first >= last or _FAR_RE.search("\n".join(between)):
            return None
        found = read("\n".join(lines[start : len(lines) - after]))
        same = found[:1] == self.blocks[first : first + 1] and found[-1:] == self.blocks[last:][:1]
        return [*self.blocks[:first], *found, *self.blocks[last + 1 :]] if same else None

    def _neighbours(self, lines: list[str]) -> tuple[int, int]:
        """The last block before the first line that differs, and the first one after the last."""
        top, bottom = _shared(self.lines, lines)
        count = len(self.starts)
        before = [at for at in range(count) if self._end(at) < top]
        after = [at for at in range(count) if self.starts[at] > len(self.lines) - bottom]
        return (before[-1], after[0]) if before and after else (0, 0)

    def _end(self, at: int) -> int:
        """The line behind a block."""
        return self.starts[at + 1] - 1 if at + 1 < len(self.starts) else len(self.lines)


def _shared(one: list[str], other: list[str]) -> tuple[int, int]:
    """How many lines are the same at the start of both, and how many more at their ends."""
    least = min(len(one), len(other))
    start = next((at for at in range(least) if one[at] != other[at]), least)
    rest = least - start
    end = next((at for at in range(rest) if one[-1 - at] != other[-1 - at]), rest)
    return start, end
