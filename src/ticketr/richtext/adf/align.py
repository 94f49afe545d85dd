"""Two rows of blocks, before and after an edit: which one became which."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, Final

from ticketr.richtext.adf.longest import longest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_WORD_RE: Final = re.compile(r"\w+")
_MOST_CELLS: Final = 10_000
"""Pairs that are weighed against each other; longer rows are first parted at blocks they have in common."""

_ALONE: Final = 0.75
_NEVER: Final = 1e9

Pair = tuple[int | None, int | None]
"""A place before and a place after; None where the block is new or gone."""


class Row:
    """Blocks by their keys (equal for equal blocks) and their families (only like becomes like)."""

    __slots__ = ("families", "keys")

    def __init__(self, keys: Sequence[str], families: Sequence[str]) -> None:
        self.keys = keys
        self.families = families


def align(before: Row, after: Row) -> list[Pair]:
    """The pairs in order; linear time where little has changed."""
    return _Middle(before, after).pairs((0, len(before.keys)), (0, len(after.keys)))


class _Middle:
    def __init__(self, before: Row, after: Row) -> None:
        self.before = before
        self.after = after
        self._words: dict[str, frozenset[str]] = {}

    def pairs(self, old: tuple[int, int], new: tuple[int, int]) -> list[Pair]:
        height, width = old[1] - old[0], new[1] - new[0]
        if not height or not width:
            return _apart(old, new)
        if height * width <= _MOST_CELLS:
            return self._weighed(old, new)
        return self._parted(old, new, self._anchors(old, new), self._between)

    def _parted(
        self,
        old: tuple[int, int],
        new: tuple[int, int],
        anchors: list[tuple[int, int]],
        gap: Callable[[tuple[int, int], tuple[int, int]], list[Pair]],
    ) -> list[Pair]:
        """The anchors as pairs, and what is in the gaps before, between and after them."""
        found: list[Pair] = []
        last = (old[0], new[0])
        for at, to in [*anchors, (old[1], new[1])]:
            found += gap((last[0], at), (last[1], to))
            found += [(at, to)] if at < old[1] else []
            last = (at + 1, to + 1)
        return found

    def _between(self, old: tuple[int, int], new: tuple[int, int]) -> list[Pair]:
        """Long rows of blocks none of which is there once: parted at the equal ones in order."""
        if (old[1] - old[0]) * (new[1] - new[0]) <= _MOST_CELLS:
            return self.pairs(old, new)
        same = longest(self.before.keys[slice(*old)], self.after.keys[slice(*new)])
        anchors = [(old[0] + at, new[0] + to) for at, to in same]
        return self._parted(old, new, anchors, self._by_place)

    def _by_place(self, old: tuple[int, int], new: tuple[int, int]) -> list[Pair]:
        height, width = old[1] - old[0], new[1] - new[0]
        if height * width <= _MOST_CELLS:
            return self.pairs(old, new)
        same = min(height, width)
        row: list[Pair] = []
        for offset in range(same):
            at, to = old[0] + offset, new[0] + offset
            alike = self.before.families[at] == self.after.families[to]
            row += [(at, to)] if alike else [(at, None), (None, to)]
        return row + _apart((old[0] + same, old[1]), (new[0] + same, new[1]))

    def _anchors(self, old: tuple[int, int], new: tuple[int, int]) -> list[tuple[int, int]]:
        """Blocks that are there once before and once after, as many as keep their order."""
        places = _once(self.after.keys, new)
        known = _once(self.before.keys, old)
        return _rising([(at, places[key]) for key, at in known.items() if key in places])

    def _weighed(self, old: tuple[int, int], new: tuple[int, int]) -> list[Pair]:
        """The cheapest way from one row to the other."""
        costs = self._costs(old, new)
        height, width = old[1] - old[0], new[1] - new[0]
        total = [
            [_ALONE * (height - i + width - j) for j in range(width + 1)]
            for i in range(height + 1)
        ]
        for i in range(height - 1, -1, -1):
            for j in range(width - 1, -1, -1):
                apart = _ALONE + min(total[i + 1][j], total[i][j + 1])
                total[i][j] = min(costs[i][j] + total[i + 1][j + 1], apart)
        return _walk(total, costs, old, new)

    def _costs(self, old: tuple[int, int], new: tuple[int, int]) -> list[list[float]]:
        was = Counter(self.before.keys[old[0] : old[1]])
        now = Counter(self.after.keys[new[0] : new[1]])
        return [
            [self._cost(at, to, was, now) for to in range(*new)]
            for at in range(*old)
        ]  # fmt: skip

    def _cost(self, at: int, to: int, was: Counter[str], now: Counter[str]) -> float:
        """Nothing for the same block; else the less two have in common, the more.

        A block that is found elsewhere as it was has moved; nothing else becomes it.
        """
        one, other = self.before.keys[at], self.after.keys[to]
        if one == other:
            return 0
        moved = was[other] >= now[other] or now[one] >= was[one]
        if moved or self.before.families[at] != self.after.families[to]:
            return _NEVER
        mine, theirs = self._words_of(one), self._words_of(other)
        return 1 - 0.5 * len(mine & theirs) / max(len(mine | theirs), 1)

    def _words_of(self, key: str) -> frozenset[str]:
        found = self._words.get(key)
        if found is None:
            found = self._words[key] = frozenset(_WORD_RE.findall(key))
        return found


def _walk(
    total: list[list[float]], costs: list[list[float]], old: tuple[int, int], new: tuple[int, int]
) -> list[Pair]:
    i, j = 0, 0
    found: list[Pair] = []
    while i < len(costs) and j < len(costs[0]):
        if total[i][j] == costs[i][j] + total[i + 1][j + 1]:
            found.append((old[0] + i, new[0] + j))
            i, j = i + 1, j + 1
        elif total[i][j] == _ALONE + total[i + 1][j]:
            found.append((old[0] + i, None))
            i += 1
        else:
            found.append((None, new[0] + j))
            j += 1
    return found + _apart((old[0] + i, old[1]), (new[0] + j, new[1]))


def _apart(old: tuple[int, int], new: tuple[int, int]) -> list[Pair]:
    return [*((at, None) for at in range(*old)), *((None, to) for to in range(*new))]


def _once(keys: Sequence[str], among: tuple[int, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    often: set[str] = set()
    for at in range(*among):
        if keys[at] in found:
            often.add(keys[at])
        found[keys[at]] = at
    return {key: at for key, at in found.items() if key not in often}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of the pairs, ordered by their first place, whose second places rise."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, to) in enumerate(pairs):
        at = bisect_left(tails, to)
        tails[at : at + 1] = [to]
        ends[at : at + 1] = [index]
        before.append(ends[at - 1] if at else -1)
    found: list[tuple[int, int]] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        found.append(pairs[index])
        index = before[index]
    return found[::-1]
