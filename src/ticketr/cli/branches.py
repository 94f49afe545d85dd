"""Branches in front of the lines of a tree."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TypeVar

    T = TypeVar("T")

LINES = ("│  ", "   ", "├─ ", "└─ ")
PLAIN = ("|  ", "   ", "|- ", "`- ")
"""A level that goes on, one that has ended, a line with others behind it, the last one."""


def branches(depths: Sequence[int], signs: tuple[str, str, str, str] = LINES) -> list[str]:
    """What stands in front of each line of a tree, its lines depth first; nothing at depth 0."""
    along, ended, between, last = signs
    found: list[str] = []
    follow: set[int] = set()
    for depth in reversed(depths):
        follow = {level for level in follow if level <= depth}
        levels = [along if level in follow else ended for level in range(1, depth)]
        own = [between if depth in follow else last] if depth else []
        found.append("".join(levels + own))
        follow.add(depth)
    return found[::-1]


def each_tree(lines: Iterable[tuple[int, T]]) -> Iterator[list[tuple[int, T]]]:
    """The lines tree by tree, each beginning at depth 0."""
    tree: list[tuple[int, T]] = []
    for depth, line in lines:
        if not depth and tree:
            yield tree
            tree = []
        tree.append((depth, line))
    if tree:
        yield tree
