"""Marks inside of a line of wiki markup, read and written."""

from __future__ import annotations

import re
from typing import Any

Node = dict[str, Any]
MARKS: dict[str, Node] = {
    "*": {"type": "strong"},
    "_": {"type": "em"},
    "-": {"type": "strike"},
    "+": {"type": "underline"},
    "^": {"type": "subsup", "attrs": {"type": "sup"}},
    "~": {"type": "subsup", "attrs": {"type": "sub"}},
}
SIGNS = {"strong": "*", "em": "_", "strike": "-", "underline": "+"}
URL = r"(?:https?|ftp|mailto|file):[^\s\]|]+"
SPAN = re.compile(
    r"\\(?P<escaped>[^\w\s]|_)"
    r"|\{\{(?P<code>.+?)\}\}"
    rf"|\[(?:(?P<words>[^\]|]+)\|)?(?P<link>{URL})(?:\|[^\]]*)?\]"
    r"|\[~(?P<person>[^\]]+)\]"
    r"|\{color(?::(?P<color>[^}]*))?\}"
    rf"|(?P<bare>https?://[^\s\]|]+)"
    r"|(?<![\w*_+^~-])(?P<sign>[*_+^~-])(?=\S)(?P<marked>.*?\S)(?P=sign)(?![\w*_+^~-])"
)
SPECIAL = re.compile(r"([*_+^~{}\[\]|\\]|(?<!\w)-(?=\S))")
DEEPEST = 8


def spans(line: str, marks: tuple[Node, ...] = (), depth: int = 0) -> list[Node]:
    """The text nodes of a line."""
    found: list[Node] = []
    at = 0
    for match in SPAN.finditer(line):
        found += _text(line[at : match.start()], marks)
        found += _span(match, marks, depth)
        at = match.end()
    return _joined([*found, *_text(line[at:], marks)])


def _text(text: str, marks: tuple[Node, ...]) -> list[Node]:
    if not text:
        return []
    node: Node = {"type": "text", "text": text}
    return [{**node, "marks": list(marks)} if marks else node]


def _joined(nodes: list[Node]) -> list[Node]:
    out: list[Node] = []
    for node in nodes:
        last = out[-1] if out else None
        same = last is not None and last["type"] == node["type"] == "text"
        if last is not None and same and last.get("marks") == node.get("marks"):
            out[-1] = {**last, "text": last["text"] + node["text"]}
        else:
            out.append(node)
    return out


def _span(match: re.Match[str], marks: tuple[Node, ...], depth: int) -> list[Node]:
    part = match.groupdict()
    url = part["link"] or part["bare"]
    if part["escaped"]:
        return _text(part["escaped"], marks)
    if part["code"]:
        return _text(part["code"], ({"type": "code"},))
    if url:
        link = {"type": "link", "attrs": {"href": url}}
        others = tuple(m for m in marks if m["type"] != "link")
        return _text(part["words"] or url, (link, *others))
    if part["person"]:
        return [{"type": "mention", "attrs": _mention(part["person"])}]
    if part["sign"]:
        mark = MARKS[part["sign"]]
        more = marks if mark["type"] in {m["type"] for m in marks} else (*marks, mark)
        return (
            spans(part["marked"], more, depth + 1)
            if depth < DEEPEST
            else _text(part["marked"], more)
        )
    return []


def _mention(name: str) -> dict[str, str]:
    account = name.removeprefix("accountid:")
    return {"id": account, "text": f"@{account}"}


def written(node: Node) -> str:
    """An inline node in wiki markup."""
    kind, attrs = node.get("type"), node.get("attrs") or {}
    if kind == "text":
        return _marked(str(node.get("text", "")), node.get("marks") or [])
    if kind == "hardBreak":
        return "\n"
    if kind == "mention":
        return f"[~accountid:{attrs.get('id', '')}]"
    if kind == "inlineCard":
        return f"[{attrs.get('url', '')}]"
    return str(attrs.get("text") or attrs.get("shortName") or "")


def _marked(text: str, marks: list[Node]) -> str:
    kinds = {mark["type"]: mark.get("attrs") or {} for mark in marks}
    shown = "{{" + text + "}}" if "code" in kinds else SPECIAL.sub(r"\\\1", text)
    bare = shown.strip()
    if not bare:
        return shown
    before, after = shown[: shown.index(bare)], shown[shown.index(bare) + len(bare) :]
    for kind, attrs in kinds.items():
        sign = SIGNS.get(kind) or {"sup": "^", "sub": "~"}.get(attrs.get("type", ""), "")
        bare = f"{sign}{bare}{sign}"
    if "textColor" in kinds:
        bare = f"{{color:{kinds['textColor'].get('color', '')}}}{bare}{{color}}"
    if "link" in kinds:
        bare = f"[{bare}|{kinds['link'].get('href', '')}]"
    return before + bare + after
