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
    """A ticket as the hierarchy sees it. `parent` is an id among the nodes, or None."""

    id: str
    title: str
    type: str
    level: int
    parent: str | None
    place: Place
    outside: bool = False
    """Whether its parent is a ticket that is not among the nodes, whose level is not known."""


def check(nodes: Iterable[Node]) -> list[Problem]:
    """Every hierarchy mistake among the nodes, in their order: wrong levels, circles, orphans."""
    known = {node.id: node for node in nodes}
    problems = [_circle(node, known) or _fit(node, known) for node in known.values()]
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


def _circle(node: Node, known: Mapping[str, Node]) -> Problem | None:
    seen: list[str] = []
    at: str | None = node.id
    while at is not None and at in known and at not in seen:
        seen.append(at)
        at = known[at].parent
    if at != node.id:
        return None
    names = " -> ".join(f'"{known[name].title}"' for name in [*seen, node.id])
    return _problem(node, f"Parents run in a circle: {names}.", "Take one of the parents away.")


def _named(node: Node) -> str:
    return f'{node.type} "{node.title}"'


def _is(node: Node) -> str:
    return f"{node.type} is {_LEVEL_NAMES.get(node.level, f'of level {node.level}')}"


def _remedy(parent: Node) -> str:
    wanted = _LEVEL_NAMES.get(parent.level - 1)
    if wanted is None:
        return f"{parent.type} holds nothing below it; move the ticket out."
    return f"Under {parent.type} only {wanted.removeprefix('a ').removeprefix('an ')} fits; change its `Type`."


def _problem(node: Node, message: str, hint: str) -> Problem:
    return Problem(node.place, message, hint, ErrorCode.TICKET_HIERARCHY)
