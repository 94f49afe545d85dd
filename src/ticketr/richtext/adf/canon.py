"""The canonical form of a document: a flat row of tokens, equal for what Jira treats as equal."""

from __future__ import annotations

from typing import Any, Final

from ticketr.richtext.adf import nodes

Token = tuple[Any, ...]

_DEFAULTS: Final[dict[tuple[str, str], tuple[object, ...]]] = {
    ("codeBlock", "language"): ("",),
    ("orderedList", "order"): (1,),
    ("hardBreak", "text"): ("\n",),
    ("link", "title"): ("",),
    ("table", "isNumberColumnEnabled"): (False,),
    ("table", "layout"): ("default",),
    ("table", "displayMode"): ("default",),
    ("tableCell", "colspan"): (1,),
    ("tableCell", "rowspan"): (1,),
    ("tableHeader", "colspan"): (1,),
    ("tableHeader", "rowspan"): (1,),
}
"""Attribute values that mean the same as no attribute."""


def canonical(value: object) -> list[Token]:
    """The value as a flat list of tokens, without recursion; any value has one.

    Left out: `localId` of nodes, attributes without a value or with the value that is the default,
    empty `attrs`, `content` and `marks`, empty texts. Joined: adjacent texts with equal marks.
    Marks are a set.
    """
    out: list[Token] = []
    stack: list[object] = [value]
    while stack:
        item = stack.pop()
        if type(item) is _End:
            out.append(("end",))
        elif nodes.kind(item) and isinstance(item, dict):
            children = _joined(nodes.content(item))
            out.append(_opening(item))
            stack.append(_END)
            stack.extend(reversed(children))
        else:
            out.append(("value", *flat(item)))
    return out


class _End:
    """The place in the row where a node ends."""


_END: Final = _End()


def _opening(node: nodes.Node) -> Token:
    kind = nodes.kind(node)
    rest = {
        key: node[key] for key in node if key not in ("type", "attrs", "content", "marks", "text")
    }
    if kind == "doc" and rest.get("version") == 1:
        del rest["version"]
    odd = [key for key in ("content", "marks") if not isinstance(node.get(key) or [], list)]
    return (
        kind,
        node.get("text") if kind == "text" else None,
        _attributes(kind, node.get("attrs")),
        mark_key(node),
        *(flat(node[key]) for key in odd),
        *flat(rest),
    )


def _attributes(kind: str, found: object) -> Token:
    if not isinstance(found, dict):
        return flat(found) if found else ()
    kept = {key: value for key, value in found.items() if not negligible(kind, key, value)}
    return flat(kept) if kept else ()


def negligible(kind: str, key: str, value: object) -> bool:
    """Whether an attribute of a node or mark of that kind means no more than its absence."""
    return key == "localId" or value is None or value in _DEFAULTS.get((kind, key), ())


def mark_key(node: object) -> Token:
    """The node's marks in a form that does not depend on their order."""
    keys = {(nodes.kind(mark), *_mark_attributes(mark)) for mark in nodes.marks(node)}
    return tuple(sorted(keys, key=repr))


def _mark_attributes(mark: object) -> Token:
    if not nodes.kind(mark):
        return flat(mark)
    return _attributes(nodes.kind(mark), nodes.attrs(mark))


def _joined(children: list[Any]) -> list[Any]:
    joined: list[Any] = []
    for child in children:
        if nodes.kind(child) != "text" or not isinstance(child.get("text"), str):
            joined.append(child)
        elif child["text"]:
            last: Any = joined[-1] if joined else None
            if nodes.kind(last) == "text" and _alike(last, child):
                joined[-1] = {**last, "text": last["text"] + child["text"]}
            else:
                joined.append(child)
    return joined


def _alike(one: nodes.Node, other: nodes.Node) -> bool:
    return {**one, "text": "", "marks": mark_key(one)} == {
        **other,
        "text": "",
        "marks": mark_key(other),
    }


def flat(value: object, without: str = "") -> Token:
    """Any JSON value as a flat tuple; numbers by value, keys in order, booleans are no numbers.

    Without the keys of that name, on any level.
    """
    out: list[object] = []
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            keys = sorted((key for key in item if key != without), key=repr, reverse=True)
            out.append(("object", len(keys)))
            for key in keys:
                stack += [item[key], repr(key)]
        elif isinstance(item, list):
            out.append(("array", len(item)))
            stack.extend(reversed(item))
        else:
            out.append(_scalar(item))
    return tuple(out)


def _scalar(value: object) -> object:
    if isinstance(value, bool) or value is None:
        return ("constant", value)
    return value if isinstance(value, (str, int, float)) else ("other", repr(value))
