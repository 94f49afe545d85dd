"""Who may stand under whom: by level (Epic 1, standard 0, sub-task -1), not by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ticketr.domain.schema import EPIC_LEVEL, STANDARD_LEVEL, SUBTASK_LEVEL
from ticketr.errors import ErrorCode, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ticketr.errors import Place

_LEVEL_NAMES = {
    EPIC_LEVEL: "an epic",
    STANDARD_LEVEL: "a standard ticket",
    SUBTASK_LEVEL: "a sub-task",
}


@dataclass(frozen=True, slots=True)
class Node:
    """A ticket as the hierarchy sees it. `parent` is an id among the nodes, or None; any other counts as None."""

    id: str
    title: str
    type: str
    level: int
    parent: str | None
    place: Place
    outside: bool = False
    """Whether its parent is a ticket that is not among the nodes, whose level is not known."""


def check(nodes: Iterable[Node]) -> list[Problem]:
    """Every hierarchy mistake among the nodes, in their order: wrong levels, circles, orphans.

    Ids are unique. Takes time in proportion to the number of nodes, however deep they stand.
    """
    known = {node.id: node for node in nodes}
    circles = _circles(known)
    problems = [
        _circle(node, circles[node.id], known) if node.id in circles else _fit(node, known)
        for node in known.values()
    ]
    return [problem for problem in problems if problem is not None]


def _fit(node: Node, known: Mapping[str, Node]) -> Problem | None:
    if node.outside:
        return None
    parent = known.get(node.parent) if node.parent else None
    if parent is None:
        return _orphan(node)
    if parent.level == node.level + 1:
        return None
    return _problem(
        node,
        f"{_named(node)} cannot stand under {_named(parent)}: {_is(node)}, and {_is(parent)}.",
        _remedy(parent),
    )


def _orphan(node: Node) -> Problem | None:
    if node.level > SUBTASK_LEVEL:
        return None
    return _problem(
        node,
        f"{_named(node)} needs a parent: {node.type} is a sub-task type.",
        "Write it as a task under its ticket, or give it another `Type`.",
    )


def _circles(known: Mapping[str, Node]) -> dict[str, list[str]]:
    """The circle each node is a member of, by its id; nodes that only lead into one are not members."""
    circles: dict[str, list[str]] = {}
    walked: set[str] = set()
    for start in known:
        line: dict[str, int] = {}
        at: str | None = start
        while at is not None and at in known and at not in walked:
            walked.add(at)
            line[at] = len(line)
            at = known[at].parent
        if at in line:
            circle = list(line)[line[at] :]
            circles |= dict.fromkeys(circle, circle)
    return circles


def _circle(node: Node, circle: list[str], known: Mapping[str, Node]) -> Problem:
    around = circle
    if len(circle) <= _SHOWN:
        start = circle.index(node.id)
        around = [*circle[start:], *circle[:start]]
    return _problem(
        node,
        f"Parents run in a circle: {' -> '.join(_titles(around, known))}.",
        "Take one of the parents away.",
    )


_SHOWN = 6
"""Members of a circle that a message names; the longest real hierarchies have four levels."""


def _titles(circle: list[str], known: Mapping[str, Node]) -> list[str]:
    shown = [f'"{known[name].title}"' for name in circle[:_SHOWN]]
    rest = ["..."] if len(circle) > _SHOWN else []
    return [*shown, *rest, shown[0]]


def _named(node: Node) -> str:
    return f'{node.type} "{node.title}"'


def _is(node: Node) -> str:
    return f"{node.type} is {_LEVEL_NAMES.get(node.level, f'of level {node.level}')}"


def _remedy(parent: Node) -> str:
    if parent.level <= SUBTASK_LEVEL:
        return f"{parent.type} holds nothing below it; move the ticket out."
    wanted = _LEVEL_NAMES.get(parent.level - 1, f"a ticket of level {parent.level - 1}")
    return f"Under {parent.type} only {wanted} fits; change its `Type`."


def _problem(node: Node, message: str, hint: str) -> Problem:
    return Problem(node.place, message, hint, ErrorCode.TICKET_HIERARCHY)
