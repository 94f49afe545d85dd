"""An edited tree into the original one: what was not edited is the original's own nodes."""

from __future__ import annotations

import json
from collections import Counter, defaultdict, deque
from typing import TYPE_CHECKING, Any, Final

from ticketr.richtext.adf import nodes
from ticketr.richtext.adf.align import Row, align

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ticketr.richtext.adf.fit import Fitting
    from ticketr.richtext.adf.nodes import Node
    from ticketr.richtext.adf.resolve import Resolver

_TEXTUAL: Final = frozenset(("paragraph", "heading", "taskItem", "decisionItem", "caption"))
_FAMILIES: Final = {
    "tableHeader": "tableCell",
    "blockTaskItem": "taskItem",
    "nestedExpand": "expand",
}


class Weaver:
    """One edit. `old` nodes are what the original's own Markdown reads as, `new` what the edited one does."""

    def __init__(self, resolver: Resolver, fitting: Fitting) -> None:
        self._resolver = resolver
        self._fitting = fitting
        self._top: tuple[list[Any], list[Node], list[Node]] = ([], [], [])
        self._known: dict[str, tuple[str, list[Any]]] | None = None
        self._counts: tuple[Counter[str], Counter[str]] | None = None

    def document(self, original: list[Any], old: list[Node], new: list[Node]) -> list[Any]:
        """The new blocks of a document, each the original's own node where it is as it was."""
        self._top = (original, old, new)
        self._known = self._counts = None
        return self._blocks("doc", original, old, new)

    def _blocks(
        self, parent: str, original: list[Any], old: list[Node], new: list[Node]
    ) -> list[Any]:
        if len(original) != len(old):
            return self._all_or_none(parent, original, old, new)
        start, end = _ends(old, new)
        last = len(old) - end
        return [
            *(self._kept(parent, node) for node in original[:start]),
            *self._middle(
                parent, original[start:last], old[start:last], new[start : len(new) - end]
            ),
            *(self._kept(parent, node) for node in original[last:]),
        ]

    def _middle(
        self, parent: str, original: list[Any], old: list[Node], new: list[Node]
    ) -> list[Any]:
        before, after = _row(old), _row(new)
        found: list[Any] = []
        for at, to in align(before, after):
            if to is None:
                continue
            if at is None:
                found += self._fresh(new[to], after.keys[to])
            elif before.keys[at] == after.keys[to]:
                found.append(self._kept(parent, original[at]))
            else:
                found += self._edited(parent, original[at], old[at], new[to])
        return found

    def _all_or_none(
        self, parent: str, original: list[Any], old: list[Node], new: list[Node]
    ) -> list[Any]:
        """Where the Markdown has other blocks than the original (which no valid one does)."""
        if old == new:
            return [self._kept(parent, node) for node in original]
        return [found for node in new for found in self._fresh(node, key_of(node))]

    def _kept(self, parent: str, node: Any) -> Any:
        self._fitting.settle(node, parent, whole=True)
        return node

    def _elsewhere(self, key: str) -> list[Any]:
        """The block of the original, wherever it stands, that Markdown says so."""
        if self._known is None:
            self._known = _index(*self._top[:2])
        if key not in self._known:
            return []
        parent, alike = self._known[key]
        return [self._kept(parent, self._fitting.borrow(alike))]

    def _fresh(self, raw: Node, key: str) -> list[Any]:
        """A block that is new here: one of the original that moved or was copied, or parts of one."""
        if found := self._elsewhere(key):
            return found
        if "content" not in raw or raw["type"] in _TEXTUAL or raw["type"] == "codeBlock":
            return self._made(raw)
        inner = [found for child in raw["content"] for found in self._fresh(child, key_of(child))]
        (empty, *rest) = self._resolver.node({**raw, "content": []})
        if nodes.kind(empty) != raw["type"] and raw["type"] not in _FAMILIES:
            return [empty, *rest, *inner]
        return [self._fitting.begin({**empty, "content": inner})]

    def _made(self, raw: Node) -> list[Any]:
        """What a new node is, looked up: new nodes, or one that a placeholder stands for and that may be elsewhere."""
        found = self._resolver.node(raw)
        if "ref" in raw:
            return [self._fitting.borrow([node]) for node in found]
        return [self._fitting.begin(node) for node in found]

    def _edited(self, parent: str, original: Any, old: Node, new: Node) -> list[Any]:
        """A block that was edited: the original's own but for what was.

        One that stands where another was is the other no more.
        """
        if found := self._exchanged(parent, new):
            return found
        referred = new.get("ref", "") != old.get("ref", "")
        if "ref" in new and "content" not in new and not referred:
            return [self._kept(parent, node) for node in self._resolver.node(new)]
        alike = isinstance(original, dict) and _family(original) == _family(old)
        if referred or not alike:
            return self._fresh(new, "")
        made = self._shell(original, old, new)
        content = self._content(original, old, new)
        if content is not None:
            made["content"] = content
        if made["type"] == original["type"] and old.get("marks") == new.get("marks"):
            had = len(nodes.content(original))
            self._fitting.settle(made, parent, whole=False, had=had)
        return [made]

    def _exchanged(self, parent: str, new: Node) -> list[Any]:
        """The block of the original that a block at the top is now; a text at the top is edited, not exchanged.

        Where more blocks read so than did before, it was edited until it reads like another.
        """
        if parent != "doc" or "content" not in new or new["type"] in _TEXTUAL:
            return []
        key = key_of(new)
        if self._counts is None:
            _, *texts = self._top
            was, now = (Counter(map(key_of, _all(found))) for found in texts)
            self._counts = (was, now)
        was, now = self._counts
        return self._elsewhere(key) if was[key] >= now[key] else []

    def _shell(self, original: Node, old: Node, new: Node) -> Node:
        made = {key: value for key, value in original.items() if key != "content"}
        if old["type"] != new["type"]:
            made["type"] = new["type"]
        if nodes.attrs(old) != nodes.attrs(new):
            made["attrs"] = changed(nodes.attrs(original), nodes.attrs(old), nodes.attrs(new))
        if old.get("marks") != new.get("marks"):
            made.pop("marks", None)
            marks = self._resolver.marks(new.get("marks", []))
            made |= {"marks": marks} if marks else {}
        return made

    def _content(self, original: Node, old: Node, new: Node) -> list[Any] | None:
        was, now = old.get("content", []), new.get("content", [])
        if was == now:
            kind = nodes.kind(original)
            kept = [self._kept(kind, node) for node in nodes.content(original)]
            return kept if "content" in original else None
        if new["type"] in _TEXTUAL:
            return self._line(nodes.content(original), was, now)
        if new["type"] == "codeBlock":
            return list(now)
        return self._blocks(nodes.kind(original), nodes.content(original), was, now)

    def _line(self, original: list[Any], old: list[Node], new: list[Node]) -> list[Any]:
        """Inline nodes; what is no text is the original's own where it is as it was."""
        atoms = [node for node in original if nodes.kind(node) != "text"]
        said = [node for node in old if node["type"] != "text"]
        same: defaultdict[str, deque[Any]] = defaultdict(deque)
        for node, raw in zip(atoms, said, strict=True) if len(atoms) == len(said) else ():
            same[key_of(raw)].append((node, raw))
        kept = [_taken(same, raw) for raw in new]
        left = deque(pair for pairs in same.values() for pair in pairs)
        return [
            found
            for raw, pair in zip(new, kept, strict=True)
            for found in self._inline(raw, pair, left)
        ]

    def _inline(self, raw: Node, pair: Any, left: deque[Any]) -> list[Any]:
        if pair is not None:
            return [pair[0]]
        if raw["type"] == "text":
            return [self._resolver.marked(raw)]
        known = "ref" not in raw and next((p for p in left if p[1]["type"] == raw["type"]), None)
        if not known or "ref" in known[1]:
            return self._made(raw)
        left.remove(known)
        original, old = known
        attrs = changed(nodes.attrs(original), nodes.attrs(old), nodes.attrs(raw))
        return [{**original, "attrs": attrs}]


def _taken(same: defaultdict[str, deque[Any]], raw: Node) -> Any:
    """The next node of the original that Markdown says like this one; texts have none."""
    if raw["type"] == "text":
        return None
    pairs = same[key_of(raw)]
    return pairs.popleft() if pairs else None


def changed(original: Node, old: Node, new: Node) -> Node:
    """The original attributes with what became of those that Markdown shows."""
    gone = {key for key in old if key not in new}
    kept = {key: value for key, value in original.items() if key not in gone}
    return kept | {key: value for key, value in new.items() if key not in old or old[key] != value}


def key_of(raw: Node) -> str:
    """A text that is equal for nodes that Markdown says alike."""
    return json.dumps(raw, sort_keys=True)


def _ends(old: list[Node], new: list[Node]) -> tuple[int, int]:
    """How many nodes are the same at the start of both rows, and how many more at their ends."""
    least = min(len(old), len(new))
    start, end = 0, 0
    while start < least and old[start] == new[start]:
        start += 1
    while end < least - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, end


def _row(raw: list[Node]) -> Row:
    return Row([key_of(node) for node in raw], [_family(node) for node in raw])


def _family(node: Node) -> str:
    kind = nodes.kind(node)
    return _FAMILIES.get(kind, kind)


def _index(original: list[Any], old: list[Node]) -> dict[str, tuple[str, list[Any]]]:
    """Every block of the original with those like it, by the key of their Markdown, and the type of their parent."""
    known: dict[str, tuple[str, list[Any]]] = {}
    stack = [("doc", original, old)]
    while stack:
        parent, mine, said = stack.pop()
        if len(mine) != len(said):
            continue
        for node, raw in zip(mine, said, strict=True):
            above, alike = known.setdefault(key_of(raw), (parent, []))
            if above == parent:
                alike.append(node)
            if raw["type"] not in _TEXTUAL and raw["type"] != "codeBlock" and "content" in raw:
                stack.append((nodes.kind(node), nodes.content(node), raw["content"]))
    return known


def _all(found: list[Node]) -> Iterator[Node]:
    """Every block that may be one of the original that moved, on any level."""
    stack = list(found)
    while stack:
        node = stack.pop()
        yield node
        if node["type"] not in _TEXTUAL and node["type"] != "codeBlock":
            stack += node.get("content", ())
