"""Lists with boxes as task lists, and the bodies of forms whose content is text or items."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from ticketr.richtext.adf.nodes import Node

_BOX_RE: Final = re.compile(r"\[([ xX])\](?=[ \t\n]|\Z)")
_STATES: Final = {"[ ]": "TODO", "[x]": "DONE", "[X]": "DONE"}
_TEXTUAL: Final = frozenset(("taskItem", "decisionItem"))
_BOX: Final = "box"
"""Where an item keeps the box it starts with until its list is known to be one of tasks."""


def take_state(item: Node, source: str, found: list[Node]) -> None:
    """Move a box at the start of the item's text from its first node to the item.

    `source` is the Markdown, in which a box that is text is escaped.
    """
    box = _BOX_RE.match(source)
    first = found[0] if found else {}
    if box is None or first.get("type") != "text" or "marks" in first:
        return
    item[_BOX] = first["text"][:4]
    first["text"] = first["text"][4:]
    if not first["text"]:
        del found[0]


def settle(found: Node) -> None:
    """Make a bullet list one of tasks if each item has a box and no more than tasks hold."""
    items = found["content"]
    if not all(_is_task(item) for item in items):
        give_back(found)
        return
    found["type"] = "taskList"
    found["content"] = [node for item in items for node in _task(item)]


def _is_task(item: Node) -> bool:
    if _BOX not in item:
        return False
    kinds = [node["type"] for node in item["content"]]
    while kinds[1:] and kinds[-1] == "taskList":
        kinds.pop()
    return set(kinds) == {"paragraph"} and not any("marks" in node for node in item["content"])


def _task(item: Node) -> list[Node]:
    """The item and the lists below it, which stand beside it in ADF."""
    attrs = {"state": _STATES[item[_BOX][:3]]}
    texts = [node for node in item["content"] if node["type"] == "paragraph"]
    below = item["content"][len(texts) :]
    if len(texts) > 1:
        return [{"type": "blockTaskItem", "attrs": attrs, "content": texts}, *below]
    task: Node = {"type": "taskItem", "attrs": attrs}
    if "content" in texts[0]:
        task["content"] = texts[0]["content"]
    return [task, *below]


def give_back(found: Node) -> None:
    """Boxes of a list that is none of tasks are text again."""
    for item in found["content"]:
        box = item.pop(_BOX, "")
        if box:
            _prepend(item["content"][0], box)


def _prepend(paragraph: Node, box: str) -> None:
    content: list[Node] = paragraph.setdefault("content", [])
    if content and content[0]["type"] == "text" and "marks" not in content[0]:
        content[0]["text"] = box + content[0]["text"]
    else:
        content.insert(0, {"type": "text", "text": box})


def shape(found: Node) -> None:
    """What stands in a form's body, as the node's content: text for items, items for lists."""
    content = found["content"]
    if found["type"] in _TEXTUAL:
        content[:] = text_of(content)
    elif found["type"] == "decisionList":
        found["content"] = [node for child in content for node in _decisions(child)]
    elif found["type"] == "mediaSingle":
        found["content"] = [_caption(node) for node in content]
    elif not content:
        content.append({"type": "paragraph"})


def _decisions(node: Node) -> list[Node]:
    if node["type"] != "bulletList":
        return [node]
    items: list[Any] = node["content"]
    return [
        {
            "type": "decisionItem",
            "attrs": {"state": "DECIDED"},
            "content": text_of(item["content"]),
        }
        for item in items
    ]


def _caption(node: Node) -> Node:
    return {**node, "type": "caption"} if node["type"] == "paragraph" else node


def text_of(blocks: list[Node]) -> list[Node]:
    """Blocks as inline nodes, a line break between any two; what holds no text stays a block."""
    found: list[Node] = []
    for node in blocks:
        inner = node.get("content", []) if node["type"] in ("paragraph", "heading") else [node]
        if found and inner:
            found.append({"type": "hardBreak"})
        found += inner
    return found
