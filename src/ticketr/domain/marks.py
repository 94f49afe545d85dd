"""Conflict marks in a text: what people and editors know from version control, written and found again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.domain.digest import unix_lines
from ticketr.domain.merge import chunks, settled_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HERE, BASE, MIDDLE, THERE = "<<<<<<< here", "||||||| base", "=======", ">>>>>>> Jira"
MARKS = (HERE, BASE, MIDDLE, THERE)


def marked(base: str, local: str, remote: str) -> str:
    """The three texts as one: merged where they can be, all three sides between marks where not."""
    sides = (unix_lines(side).split("\n") for side in (base, local, remote))
    lines = [line for chunk in chunks(*sides) for line in _lines(*chunk)]
    return "\n".join(lines)


def _lines(base: Sequence[str], local: Sequence[str], remote: Sequence[str]) -> Iterator[str]:
    merged = settled_lines(base, local, remote)
    if merged is not None:
        yield from merged
        return
    yield from (HERE, *local, BASE, *base, MIDDLE, *remote, THERE)


def leftovers(text: str, *sides: str) -> tuple[int, ...]:
    """The numbers (from 1) of lines that are marks still; a line that one of the sides has is text."""
    own = {line for side in sides for line in unix_lines(side).split("\n")}
    found = enumerate(text.replace("\r\n", "\n").split("\n"), 1)
    return tuple(at for at, line in found if line.rstrip() in MARKS and line not in own)
