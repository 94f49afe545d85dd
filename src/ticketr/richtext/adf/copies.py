"""A `localId` is one node's: a copy of a node gets another, or none where it needs none."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from ticketr.richtext.adf import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ticketr.richtext.adf.nodes import Node

IDENTIFIED: Final = frozenset(
    ("taskList", "taskItem", "blockTaskItem", "decisionList", "decisionItem")
)
"""What has to have a `localId`, which is made here where Markdown begins such a node."""

_NEEDY: Final = IDENTIFIED | {"syncBlock", "bodiedSyncBlock"}


class _Place:
    """A node in the new document, and a copy of it once something below or in it is changed."""

    __slots__ = ("above", "index", "node", "own")

    def __init__(self, node: Any, above: _Place | None, index: int) -> None:
        self.node = node
        self.above = above
        self.index = index
        self.own: Node | None = None

    def owned(self) -> Node:
        """The copy, in copies of all above it."""
        at: _Place | None = self
        while at is not None and at.own is None:
            at.own = {**at.node}
            if at.node.get("content"):
                at.own["content"] = list(nodes.content(at.node))
            at = at.above
        at = self
        while at.above is not None:
            nodes.content(at.above.own)[at.index] = at.own
            at = at.above
        return self.own or {}


def distinct(before: Iterable[object], after: list[Any]) -> list[Any]:
    """The blocks after an edit, in which no `localId` comes more often than it did before (or once)."""
    left = Counter(map(_local_id, _all(before)))
    root = _Place({"content": after}, None, 0)
    seen: Counter[str] = Counter()
    stack = [root]
    while stack:
        place = stack.pop()
        local = _local_id(place.node)
        seen[local] += 1
        if local and seen[local] > max(left[local], 1):
            _renew(place.owned(), seen[local])
        children = nodes.content(place.node)
        stack += [_Place(child, place, at) for at, child in enumerate(children)][::-1]
    return after if root.own is None else nodes.content(root.own)


def _renew(node: Node, number: int) -> None:
    about = nodes.attrs(node)
    attrs = {key: value for key, value in about.items() if key != "localId"}
    if nodes.kind(node) in _NEEDY:
        attrs["localId"] = local_id(f"{about['localId']} {number}")
    node["attrs"] = attrs
    if not attrs and nodes.kind(node) != "nestedExpand":
        del node["attrs"]


def local_id(seed: str) -> str:
    """An id in the form of Jira's own, the same for the same seed."""
    found = hashlib.blake2b(seed.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return "-".join((found[:8], found[8:12], found[12:16], found[16:20], found[20:]))


def _local_id(node: object) -> str:
    return nodes.words(nodes.attrs(node).get("localId"))


def _all(found: Iterable[object]) -> Iterator[object]:
    stack = list(found)
    while stack:
        node = stack.pop()
        yield node
        stack.extend(nodes.content(node))
