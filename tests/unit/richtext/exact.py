"""Whether two documents are the same one to Jira: a flat row of tokens, equal for what it treats as equal."""

from typing import Any, Final

from ticketr.richtext.adf import nodes
from ticketr.richtext.adf.canon import Token, flat, negligible


def same(a, b):
    """Whether two documents are equal up to what Jira itself normalises; see `canonical`."""
    return canonical(a) == canonical(b)


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
