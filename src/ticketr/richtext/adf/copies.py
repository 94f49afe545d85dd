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

Borrowed = dict[int, tuple[Any, list[Any]]]
"""By its `id`, a copy that stands for a node in a place that is not its own, and the nodes one of which it is to be."""


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

    def give_back(self) -> None:
        """Put the node itself where a copy stood for it, in a list that was made for it."""
        if self.own is None and self.above is not None:
            nodes.content(self.above.own or self.above.node)[self.index] = self.node


def distinct(before: Iterable[object], after: list[Any], borrowed: Borrowed) -> list[Any]:
    """The blocks after an edit, in which no `localId` comes more often than it did before (or once).

    A node in its own place keeps its id before a copy of it does.
    """
    if not any(_may_repeat(copy, alike) for copy, alike in borrowed.values()):
        return after
    return _Walk(borrowed, Counter(map(_local_id, _all(before)))).over(after)


def returned(after: list[Any], borrowed: Borrowed) -> list[Any]:
    """The blocks after an edit, with nodes in place of the copies that stood for them."""
    return _Walk(borrowed, None).over(after)


def _may_repeat(copy: object, alike: list[Any]) -> bool:
    """Whether it stands for a node that may be elsewhere, or has something in it with an id."""
    return copy is not alike[0] or any(map(_local_id, _all([copy])))


class _Walk:
    """One way through all nodes, those that were borrowed last; `left` says how often each `localId` may come.

    A borrowed one becomes a node like it that is nowhere else, if there is one.
    """

    def __init__(self, borrowed: Borrowed, left: Counter[str] | None) -> None:
        self._borrowed = borrowed
        self._left = left
        self._seen: Counter[str] = Counter()
        self._there: set[int] = set()
        self._late: list[_Place] = []

    def over(self, after: list[Any]) -> list[Any]:
        root = _Place({"content": after}, None, 0)
        self._down(root)
        for place in self._late:
            _, alike = self._borrowed[id(place.node)]
            free = (node for node in alike if id(node) not in self._there)
            place.node = next(free, alike[0])
            self._down(place)
        for place in self._late:
            place.give_back()
        return nodes.content(root.own or root.node)

    def _down(self, first: _Place) -> None:
        stack = [first]
        while stack:
            place = stack.pop()
            if id(place.node) in self._borrowed and place is not first:
                self._late.append(place)
                continue
            self._there.add(id(place.node))
            if self._left is not None:
                self._identify(place, self._left)
            children = nodes.content(place.node)
            stack += [_Place(child, place, at) for at, child in enumerate(children)][::-1]

    def _identify(self, place: _Place, left: Counter[str]) -> None:
        local = _local_id(place.node)
        self._seen[local] += 1
        if local and self._seen[local] > max(left[local], 1):
            _renew(place.owned(), self._seen[local])


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
