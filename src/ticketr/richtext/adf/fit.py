"""New nodes put where Jira allows them; where it allows a node nowhere near, it is said otherwise."""

from __future__ import annotations

from operator import is_
from typing import TYPE_CHECKING, Any, Final

from ticketr.richtext.adf import nodes, places
from ticketr.richtext.adf.copies import IDENTIFIED, local_id
from ticketr.richtext.adf.placeholder import name
from ticketr.richtext.adf.rewrites import REWRITES, TEXTUAL, paragraph

if TYPE_CHECKING:
    from ticketr.richtext.adf.nodes import Node

_UNSETTLED: Final = (None, "")
_COLUMNS: Final = range(2, 4)
"""Columns of a layout at the top; Jira bounds their number nowhere else."""

_ALIKE: Final = {"expand": "nestedExpand", "nestedExpand": "expand"}


class Fitting:
    """One document being put in order. `settled` nodes stay as they are in a parent of that type.

    `whole` are those that are not looked into either. `borrowed` are copies that stand for nodes
    in places that are not theirs, each with the nodes one of which it is to be. `dropped` gathers
    what cannot stand where it was put, in plain words.
    """

    def __init__(self) -> None:
        self.settled: dict[int, tuple[object, str]] = {}
        self._counts: dict[int, int] = {}
        self.whole: set[int] = set()
        self.borrowed: dict[int, tuple[Any, list[Any]]] = {}
        self.dropped: list[str] = []
        self._made = 0

    def settle(self, node: object, parent: str, *, whole: bool, had: int = -1) -> None:
        """Note that the node comes from the original document, from a parent of that type.

        `had` is how many children it had there: as many as before are never too few or too many.
        """
        self.settled[id(node)] = (node, parent)
        self._counts[id(node)] = had
        if whole:
            self.whole.add(id(node))

    def borrow(self, alike: list[Any]) -> Any:
        """A copy of the first node, for a place that may not be its only one; what is no object is itself."""
        node = alike[0]
        if type(node) is not dict:
            return node
        copy = {**node}
        self.borrowed[id(copy)] = (copy, alike)
        return copy

    def begin(self, node: Any) -> Any:
        """The node, which is new and in no other place; what is in it may be in others."""
        self.borrowed[id(node)] = (node, [node])
        return node

    def children(self, parent: str, found: list[Any]) -> list[Any]:
        """The nodes as children of that type of parent, each one as it may stand there."""
        if parent in TEXTUAL:
            allowed = places.ALLOWED[parent]
            if all(nodes.kind(node) in allowed for node in found):
                return found
        fitted: list[Any] = []
        for node in found:
            kept = id(node) in self.whole and self.settled[id(node)][1] == parent
            if kept or in_order(parent, node):
                fitted.append(node)
            else:
                made = self._node(parent, node)
                if id(node) in self.borrowed:
                    self.borrowed |= {id(one): (one, [one]) for one in made if one is not node}
                fitted += made
        return fitted

    def _node(self, parent: str, node: Any) -> list[Any]:
        if self.settled.get(id(node), _UNSETTLED)[1] == parent:
            return self._inside(parent, node)
        kind = nodes.kind(node)
        if places.takes(parent, kind):
            return self._inside(parent, self._marked(parent, node))
        other = _ALIKE.get(kind, "")
        if places.takes(parent, other):
            return self._inside(parent, self._marked(parent, _renamed(node, other)))
        if parent in _STRUCTURES:
            return [node]
        return self.children(parent, self._otherwise(parent, kind, node))

    def _otherwise(self, parent: str, kind: str, node: Any) -> list[Any]:
        """What is said in place of a node that may not stand in the parent."""
        if parent in TEXTUAL:
            return self._as_text(kind, node)
        if kind in places.INLINE:
            return [{"type": "paragraph", "content": [node]}]
        rewrite = REWRITES.get(kind)
        if rewrite is not None:
            return rewrite(parent, node)
        if kind in _TRANSPARENT:
            return nodes.content(node)
        self._drop(parent, kind, node)
        if kind in _WRAPPERS:
            return nodes.content(node)
        words = nodes.all_text(node)
        found = [{"type": "text", "text": words}] if words else []
        return [paragraph(found)] if found and places.takes(parent, "paragraph") else []

    def _as_text(self, kind: str, node: Any) -> list[Any]:
        if kind in TEXTUAL:
            return nodes.content(node)
        words = nodes.all_text(node)
        self._drop("a line of text", kind, node)
        return [{"type": "text", "text": words}] if words else []

    def _drop(self, parent: str, kind: str, node: object) -> None:
        if kind not in ("tableRow", "tableCell", "tableHeader", "layoutColumn"):
            self.dropped.append(f"{name(node)} in {_WHERE.get(parent, parent)}")

    def _marked(self, parent: str, node: Node) -> Node:
        """The node without marks that it may not carry there; of two that exclude each other, one."""
        found = nodes.marks(node)
        kind = nodes.kind(node)
        if not found or kind in places.INLINE:
            return node
        kept = [mark for mark in found if places.takes_mark(parent, kind, nodes.kind(mark))]
        kinds = [nodes.kind(mark) for mark in kept]
        if "alignment" in kinds:
            kept = [mark for mark in kept if nodes.kind(mark) != "indentation"]
        rest = {key: value for key, value in node.items() if key != "marks"}
        return rest | ({"marks": kept} if kept else {})

    def _inside(self, parent: str, node: Node) -> list[Any]:
        """The node with its content in order; other nodes where none of it is left to hold."""
        kind = nodes.kind(node)
        if kind in places.CHILDLESS or kind not in places.ALLOWED:
            return [node]
        content = self.children(kind, nodes.content(node))
        if kind in _STRUCTURES and not all(self._fits(kind, child) for child in content):
            self._drop(parent, kind, node)
            return self.children(parent, content)
        if not content and kind not in places.OPTIONAL:
            if kind in _STRUCTURES:
                return []
            content = [{"type": "paragraph"}]
        as_before = kind == "layoutSection" and self._counts.get(id(node)) == len(content)
        if not as_before and not _holds(parent, kind, content):
            self._drop(parent, kind, node)
            return self.children(parent, content)
        return [self._identified(kind, _filled(node, content))]

    def _fits(self, kind: str, child: object) -> bool:
        settled = self.settled.get(id(child), _UNSETTLED)[1] == kind
        return settled or places.takes(kind, nodes.kind(child))

    def _identified(self, kind: str, node: Node) -> Node:
        """The node with the attributes that its type must have."""
        attrs = nodes.attrs(node)
        if kind == "nestedExpand" and "attrs" not in node:
            return {**node, "attrs": {}}
        if kind not in IDENTIFIED or "localId" in attrs:
            return node
        self._made += 1
        local = local_id(f"{kind} {self._made} {nodes.all_text(node)}")
        return {**node, "attrs": {**attrs, "localId": local}}


def in_order(parent: str, node: object) -> bool:
    """Whether the node may stand in the parent as it is, with all below it; false where that is not plain."""
    stack: list[tuple[str, Any]] = [(parent, node)]
    while stack:
        above, one = stack.pop()
        kind = nodes.kind(one)
        if kind not in places.ALLOWED.get(above, ()) or kind in _PARTICULAR:
            return False
        if kind == "text":
            continue
        if "marks" in one:
            return False
        content = nodes.content(one)
        if not content and ("content" in one or kind not in _BARE):
            return False
        stack.extend([(kind, child) for child in content])
    return True


def _renamed(node: Node, kind: str) -> Node:
    return {"attrs": {}, **node, "type": kind}


def _filled(node: Node, content: list[Any]) -> Node:
    """The node, the same one if that is its content already."""
    before = node.get("content", [])
    if content is before:
        return node
    kept = isinstance(before, list) and len(content) == len(before)
    if kept and all(map(is_, content, before)):
        return node
    return {**node, "content": content}


def _holds(parent: str, kind: str, content: list[Any]) -> bool:
    """Whether the number and order of children is one that Jira allows."""
    if kind == "layoutSection":
        return parent != "doc" or len(content) in _COLUMNS
    if kind == "mediaSingle":
        kinds = [nodes.kind(node) for node in content]
        return kinds in (["media"], ["media", "caption"])
    return True


_WRAPPERS: Final = frozenset(
    ("bodiedExtension", "bodiedSyncBlock", "expand", "layoutSection", "layoutColumn", "nestedExpand",
     "panel", "tableCell", "tableHeader", "tableRow")
)  # fmt: skip
_TRANSPARENT: Final = frozenset(("blockquote", "listItem", "blockTaskItem", "mediaGroup"))
_STRUCTURES: Final = frozenset(
    ("bulletList", "decisionList", "layoutSection", "mediaGroup", "mediaSingle", "orderedList",
     "table", "tableRow", "taskList")
)  # fmt: skip
"""What holds nothing but its own parts."""

_PARTICULAR: Final = IDENTIFIED | {"layoutSection", "mediaSingle", "nestedExpand"}
"""What is looked into more closely than for the types of its content."""

_BARE: Final = places.CHILDLESS | places.OPTIONAL

_WHERE: Final = {
    "blockquote": "a quote",
    "listItem": "a list",
    "tableCell": "a table",
    "tableHeader": "a table",
}
