"""A document to wiki markup: approximate, with the words of whatever has no markup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox.wiki.inline import Node, written

if TYPE_CHECKING:
    from collections.abc import Callable


def from_adf(document: dict[str, Any]) -> str:
    """The wiki markup of a document, blocks apart by an empty line."""
    return _blocks(document.get("content", []))


def _blocks(nodes: list[Node], between: str = "\n\n") -> str:
    return between.join(_block(node) for node in nodes)


def _line(node: Node) -> str:
    return "".join(written(child) for child in node.get("content", []))


def _block(node: Node) -> str:
    write = BLOCKS.get(node.get("type", ""))
    if write is not None:
        return write(node)
    return _blocks(node["content"]) if "content" in node else written(node)


def _code(node: Node) -> str:
    text = "".join(str(child.get("text", "")) for child in node.get("content", []))
    language = (node.get("attrs") or {}).get("language")
    return f"{{code{':' + language if language else ''}}}\n{text}\n{{code}}"


def _items(node: Node, prefix: str) -> str:
    mark = prefix + ("#" if node["type"] == "orderedList" else "*")
    return "\n".join(_item(child, mark) for child in node.get("content", []))


def _item(node: Node, mark: str) -> str:
    rows, words = [], []
    for child in node.get("content", []):
        if child["type"] in ("bulletList", "orderedList"):
            rows.append(_items(child, mark))
        else:
            words.append(_block(child))
    return "\n".join([f"{mark} " + "\n".join(words), *rows])


def _tasks(node: Node) -> str:
    boxes = {"DONE": "(/)", "DECIDED": "(/)"}
    rows = []
    for child in node.get("content", []):
        if child["type"] in ("taskList", "decisionList"):
            rows.append(_tasks(child))
        else:
            box = boxes.get((child.get("attrs") or {}).get("state", ""), "(x)")
            rows.append(f"* {box} {_line(child)}")
    return "\n".join(rows)


def _table(node: Node) -> str:
    return "\n".join(_row(child) for child in node.get("content", []))


def _row(node: Node) -> str:
    cells = node.get("content", [])
    marks = ["||" if cell["type"] == "tableHeader" else "|" for cell in cells]
    shown = [
        f"{mark}{_blocks(cell.get('content', []), chr(10)) or ' '}"
        for mark, cell in zip(marks, cells, strict=True)
    ]
    return "".join(shown) + (marks[-1] if marks else "")


def _panel(node: Node) -> str:
    return f"{{panel}}\n{_blocks(node.get('content', []))}\n{{panel}}"


BLOCKS: dict[str, Callable[[Node], str]] = {
    "paragraph": _line,
    "heading": lambda node: f"h{(node.get('attrs') or {}).get('level', 1)}. {_line(node)}",
    "codeBlock": _code,
    "bulletList": lambda node: _items(node, ""),
    "orderedList": lambda node: _items(node, ""),
    "taskList": _tasks,
    "decisionList": _tasks,
    "blockquote": lambda node: f"{{quote}}\n{_blocks(node.get('content', []))}\n{{quote}}",
    "panel": _panel,
    "rule": lambda _node: "----",
    "table": _table,
}
