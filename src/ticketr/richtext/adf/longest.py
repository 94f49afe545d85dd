"""What two long rows have in common, in order: the most of it where they differ in little."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_EDITS: Final = 128
"""Keys in and out for which the shortest way is looked for; after so many, the best so far is gone on from.

It bounds the work to that many steps a key.
"""

Match = tuple[int, int]
"""A place in each row, of equal keys."""


def longest(old: Sequence[str], new: Sequence[str], most_edits: int = _MOST_EDITS) -> list[Match]:
    """The places of equal keys, rising in both rows. Source: E. W. Myers, "An O(ND) Difference Algorithm", 1986."""
    shared = set(old) & set(new)
    before = [at for at, key in enumerate(old) if key in shared]
    after = [to for to, key in enumerate(new) if key in shared]
    rows = [old[at] for at in before], [new[to] for to in after]
    found: list[Match] = []
    at, to = 0, 0
    while at < len(before) and to < len(after):
        steps, at, to = _leg(rows, at, to, most_edits)
        found += steps
    return [(before[at], after[to]) for at, to in found]


def _leg(
    rows: tuple[list[str], list[str]], at: int, to: int, most_edits: int
) -> tuple[list[Match], int, int]:
    """The matches of the shortest way from there to both ends, or of the best part of it; and where it ends.

    `reached` is, by diagonal, how far along the old row so many edits lead.
    """
    old, new = rows
    height, width = len(old) - at, len(new) - to
    reached = {1: 0}
    rounds: list[dict[int, int]] = []
    for edits in range(most_edits + 1):
        rounds.append(reached.copy())
        for diagonal in range(-edits, edits + 1, 2):
            x = _start(reached, diagonal, edits)
            y = x - diagonal
            while x < height and y < width and old[at + x] == new[to + y]:
                x, y = x + 1, y + 1
            reached[diagonal] = x
            if x >= height and y >= width:
                return _back(rounds, x, y, at, to), at + x, to + y
    inside = ((x, x - k) for k, x in reached.items() if x <= height and x - k <= width)
    x, y = max(inside, key=sum)
    done = len(rounds) - (x - y + most_edits) % 2  # a round reaches every second diagonal
    return _back(rounds[:done], x, y, at, to), at + x, to + y


def _down(reached: dict[int, int], diagonal: int, edits: int) -> bool:
    """Whether a diagonal is entered from the one above it; else from the one below."""
    if diagonal == -edits:
        return True
    return diagonal != edits and reached[diagonal - 1] < reached[diagonal + 1]


def _start(reached: dict[int, int], diagonal: int, edits: int) -> int:
    """Where on the old row it is entered."""
    down = _down(reached, diagonal, edits)
    return reached[diagonal + 1] if down else reached[diagonal - 1] + 1


def _back(rounds: list[dict[int, int]], x: int, y: int, at: int, to: int) -> list[Match]:
    """The matches on the way to there, in order."""
    found: list[Match] = []
    for edits in range(len(rounds) - 1, -1, -1):
        reached, diagonal = rounds[edits], x - y
        start = _start(reached, diagonal, edits)
        while x > start:
            x, y = x - 1, y - 1
            found.append((at + x, to + y))
        down = _down(reached, diagonal, edits)
        x, y = (x, y - 1) if down else (x - 1, y)
    return found[::-1]
