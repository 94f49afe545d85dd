"""A document as HTML, for `renderedFields`."""

from __future__ import annotations

from html import escape
from typing import Any

Node = dict[str, Any]
TAGS = {
    "paragraph": "p",
    "bulletList": "ul",
    "orderedList": "ol",
    "listItem": "li",
    "taskList": "ul",
    "taskItem": "li",
    "decisionList": "ul",
    "decisionItem": "li",
    "blockquote": "blockquote",
    "table": "table",
    "tableRow": "tr",
    "tableCell": "td",
    "tableHeader": "th",
    "panel": "div",
    "expand": "div",
    "codeBlock": "pre",
}
MARKS = {"strong": "b", "em": "em", "strike": "del", "underline": "ins", "code": "tt"}


def to_html(node: Any) -> str:
    """The HTML of a document or of one node."""
    kind, attrs = node.get("type"), node.get("attrs") or {}
    if kind == "text":
        return _text(node)
    if kind in ("hardBreak", "rule"):
        return "<br/>" if kind == "hardBreak" else "<hr/>"
    inner = "".join(to_html(child) for child in node.get("content", []))
    tag = f"h{attrs.get('level', 1)}" if kind == "heading" else TAGS.get(kind, "")
    if tag:
        return f"<{tag}>{inner}</{tag}>"
    return inner or escape(str(attrs.get("text") or attrs.get("url") or ""))


def _text(node: Node) -> str:
    shown = escape(str(node.get("text", "")), quote=False)
    for mark in node.get("marks") or []:
        tag = MARKS.get(mark["type"])
        if tag:
            shown = f"<{tag}>{shown}</{tag}>"
        elif mark["type"] == "link":
            href = escape(str((mark.get("attrs") or {}).get("href", "")))
            shown = f'<a href="{href}">{shown}</a>'
    return shown
