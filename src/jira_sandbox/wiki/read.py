"""Wiki markup to a document: approximate, and never refusing."""

from __future__ import annotations

import re
from typing import Any

from jira_sandbox.wiki.inline import Node, spans

HEADING = re.compile(r"h([1-6])\.\s*(.*)")
ITEM = re.compile(r"([*#-]+)\s+(.*)")
MACRO = re.compile(r"\{(code|noformat|quote|panel)(?::([^}\n]*))?\}")
RULE = re.compile(r"-{4,}")
CELL = re.compile(r"(\|\|?)")
DEEPEST = 20


def to_adf(text: str) -> dict[str, Any]:
    """The document that a text in wiki markup stands for."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return {"type": "doc", "version": 1, "content": _Reader(lines).blocks()}


def _node(kind: str, content: list[Node], **attrs: Any) -> Node:
    node: Node = {"type": kind}
    if attrs:
        node["attrs"] = attrs
    return {**node, "content": content}


def _paragraph(lines: list[str]) -> Node:
    content: list[Node] = []
    for i, line in enumerate(lines):
        content += [{"type": "hardBreak"}] if i else []
        content += spans(line)
    return _node("paragraph", content)


class _Reader:
    def __init__(self, lines: list[str], depth: int = 0) -> None:
        self._lines = lines
        self._at = 0
        self._depth = depth

    def blocks(self) -> list[Node]:
        found: list[Node] = []
        while self._at < len(self._lines):
            line = self._lines[self._at].strip()
            if not line:
                self._at += 1
            else:
                found += self._block(line)
        return found

    def _block(self, line: str) -> list[Node]:
        macro = MACRO.match(line)
        if macro and self._depth < DEEPEST:
            return self._macro(macro, line)
        heading = HEADING.fullmatch(line)
        if heading:
            self._at += 1
            return [_node("heading", spans(heading.group(2)), level=int(heading.group(1)))]
        if RULE.fullmatch(line):
            self._at += 1
            return [{"type": "rule"}]
        if line.startswith("bq. "):
            self._at += 1
            return [_node("blockquote", [_paragraph([line[4:]])])]
        if ITEM.fullmatch(line):
            return self._lists()
        return [self._table()] if line.startswith("|") else self._text()

    def _text(self) -> list[Node]:
        taken: list[str] = []
        while self._at < len(self._lines):
            line = self._lines[self._at].strip()
            if not line or (taken and _starts(line)):
                break
            taken.append(line)
            self._at += 1
        return [_paragraph(taken)]

    def _macro(self, macro: re.Match[str], line: str) -> list[Node]:
        name, options = macro.group(1), macro.group(2) or ""
        rest = [line[macro.end() :], *self._lines[self._at + 1 :]]
        inside, used, after = _until(rest, "{" + name + "}")
        self._lines[self._at : self._at + used] = [after]
        return [_of_macro(name, options, inside, self._depth + 1)]

    def _lists(self) -> list[Node]:
        rows: list[tuple[str, str]] = []
        while self._at < len(self._lines):
            item = ITEM.fullmatch(self._lines[self._at].strip())
            if item is None:
                break
            rows.append((item.group(1)[:DEEPEST], item.group(2)))
            self._at += 1
        return _nested(rows, 1)

    def _table(self) -> Node:
        rows: list[Node] = []
        while self._at < len(self._lines) and self._lines[self._at].strip().startswith("|"):
            rows.append(_row(self._lines[self._at].strip()))
            self._at += 1
        return _node("table", rows)


def _starts(line: str) -> bool:
    return bool(
        HEADING.fullmatch(line)
        or ITEM.fullmatch(line)
        or MACRO.match(line)
        or RULE.fullmatch(line)
        or line.startswith(("|", "bq. "))
    )


def _until(lines: list[str], mark: str) -> tuple[list[str], int, str]:
    """The lines before a mark, how many lines were used up, and what stands after the mark."""
    for i, line in enumerate(lines):
        before, found, after = line.partition(mark)
        if found:
            return [*lines[:i], before], i + 1, after
    return lines, len(lines), ""


def _of_macro(name: str, options: str, inside: list[str], depth: int) -> Node:
    if name in ("code", "noformat"):
        text = "\n".join(inside).strip("\n")
        content: list[Node] = [{"type": "text", "text": text}] if text else []
        language = options.partition("|")[0]
        named = {"language": language} if language and "=" not in language else {}
        return _node("codeBlock", content, **named)
    blocks = _Reader(inside, depth).blocks() or [_paragraph([])]
    if name == "quote":
        return _node("blockquote", [_fit(b) for b in blocks])
    return _node("panel", [_fit(b) for b in blocks], panelType="info")


def _fit(block: Node) -> Node:
    """A block that may stand in a quote or a panel; others become paragraphs of their words."""
    if block["type"] in ("paragraph", "bulletList", "orderedList", "codeBlock"):
        return block
    inner = [c for c in block.get("content", []) if c["type"] in ("text", "hardBreak")]
    return _node("paragraph", inner)


def _nested(rows: list[tuple[str, str]], depth: int) -> list[Node]:
    found: list[Node] = []
    at = 0
    while at < len(rows):
        mark = rows[at][0][depth - 1 : depth] or rows[at][0][-1]
        kind = "orderedList" if mark == "#" else "bulletList"
        end = at + 1
        while end < len(rows) and len(rows[end][0]) > depth:
            end += 1
        item = _node(
            "listItem", [_paragraph([rows[at][1]]), *_nested(rows[at + 1 : end], depth + 1)]
        )
        if found and found[-1]["type"] == kind:
            found[-1]["content"].append(item)
        else:
            found.append(_node(kind, [item]))
        at = end
    return found


def _row(line: str) -> Node:
    parts = CELL.split(line)
    cells: list[Node] = []
    for mark, text in zip(parts[1::2], parts[2::2], strict=True):
        if text.strip() or (mark == "|" and text):
            kind = "tableHeader" if mark == "||" else "tableCell"
            cells.append(_node(kind, [_paragraph([text.strip()])]))
    return _node("tableRow", cells or [_node("tableCell", [_paragraph([])])])
