"""The parser's tokens to ADF nodes, each put where Atlassian's schema allows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ticketr.richtext.adf.blocks import EMPTY_PARAGRAPH
from ticketr.richtext.adf.spans import inline_nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from markdown_it.token import Token

    from ticketr.richtext.adf.nodes import Node

STRONG: Final = {"type": "strong"}


class Frame:
    """An open container: where its children go, and what may not stand there.

    A quote inside a quote or an item cannot be said in ADF: its frame passes its children on to
    the outer one (`children` is shared).
    """

    __slots__ = ("children", "kind")

    def __init__(self, kind: str, children: list[Node]) -> None:
        self.kind = kind
        self.children = children


def build(tokens: Sequence[Token]) -> list[Node]:
    """The document's blocks."""
    builder = _Builder()
    steps = builder.steps
    for token in tokens:
        steps[token.type](token)
    return builder.root


class _Builder:
    def __init__(self) -> None:
        self.root: list[Node] = []
        self.stack = [Frame("doc", self.root)]
        self.leaf: Node = {}
        self.steps: dict[str, Callable[[Token], None]] = {
            "paragraph_open": self.paragraph,
            "paragraph_close": self.done,
            "heading_open": self.heading,
            "heading_close": self.done,
            "inline": self.inline,
            "fence": self.code,
            "code_block": self.code,
            "hr": self.rule,
            "table_open": self.table,
            "table_close": self.close_table,
            "thead_open": _nothing,
            "thead_close": _nothing,
            "tbody_open": _nothing,
            "tbody_close": _nothing,
            "tr_open": self.row,
            "tr_close": self.close,
            "th_open": self.cell,
            "th_close": self.close_cell,
            "td_open": self.cell,
            "td_close": self.close_cell,
            "blockquote_open": self.quote,
            "blockquote_close": self.close,
            "bullet_list_open": self.bullets,
            "bullet_list_close": self.close,
            "ordered_list_open": self.numbers,
            "ordered_list_close": self.close,
            "list_item_open": self.item,
            "list_item_close": self.close,
        }

    def at_top(self) -> bool:
        return len(self.stack) == 1

    def add(self, node: Node) -> None:
        self.stack[-1].children.append(node)

    def enter(self, node: Node) -> None:
        children: list[Node] = []
        node["content"] = children
        self.add(node)
        self.stack.append(Frame(node["type"], children))

    def close(self, _token: Token) -> None:
        frame = self.stack.pop()
        if not frame.children:
            frame.children.append({"type": "paragraph"})

    def done(self, _token: Token) -> None:
        self.add(self.leaf)

    def paragraph(self, _token: Token) -> None:
        self.leaf = {"type": "paragraph"}

    def heading(self, token: Token) -> None:
        """A heading; where none may stand, a paragraph in bold."""
        level = int(token.tag[1:])
        self.leaf = {"type": "heading", "attrs": {"level": level}} if self.at_top() else {}

    def inline(self, token: Token) -> None:
        if token.content == EMPTY_PARAGRAPH and self.leaf.get("type") == "paragraph":
            return
        found = inline_nodes(token.children or (), soft="\n" if "attrs" not in self.leaf else " ")
        if not self.leaf:
            found = list(_bold(found))
        self.leaf.setdefault("type", "paragraph")
        if found:
            self.leaf["content"] = found

    def code(self, token: Token) -> None:
        node: Node = {"type": "codeBlock"}
        language = token.info.strip(" \t")
        if language:
            node["attrs"] = {"language": unescaped(language)}
        source = token.content.removesuffix("\n")
        if source:
            node["content"] = [{"type": "text", "text": source}]
        self.add(node)

    def rule(self, _token: Token) -> None:
        """A rule; where none may stand, the dashes as text."""
        text = [{"type": "text", "text": "---"}]
        self.add({"type": "rule"} if self.at_top() else {"type": "paragraph", "content": text})

    def quote(self, _token: Token) -> None:
        if self.at_top():
            self.enter({"type": "blockquote"})
        else:
            outer = self.stack[-1]
            self.stack.append(Frame(outer.kind, outer.children))

    def bullets(self, _token: Token) -> None:
        self.enter({"type": "bulletList"})

    def numbers(self, token: Token) -> None:
        start = int(token.attrs.get("start", 1))
        node: Node = {"type": "orderedList"}
        if start != 1:
            node["attrs"] = {"order": start}
        self.enter(node)

    def item(self, _token: Token) -> None:
        self.enter({"type": "listItem"})

    def table(self, _token: Token) -> None:
        self.enter({"type": "table"})

    def row(self, _token: Token) -> None:
        self.enter({"type": "tableRow"})

    def cell(self, token: Token) -> None:
        self.enter({"type": "tableHeader" if token.tag == "th" else "tableCell"})
        self.leaf = {"type": "paragraph"}

    def close_cell(self, token: Token) -> None:
        self.add(self.leaf)
        self.close(token)

    def close_table(self, token: Token) -> None:
        """A table; where none may stand, each row as a paragraph."""
        self.close(token)
        if not self.at_top():
            table = self.stack[-1].children.pop()
            self.stack[-1].children.extend(map(_row_as_paragraph, table["content"]))


def _nothing(_token: Token) -> None:
    """Head and body of a table are one in ADF."""


def _row_as_paragraph(row: Node) -> Node:
    found: list[Node] = []
    for index, cell in enumerate(row["content"]):
        found += [{"type": "text", "text": " | "}] if index else []
        found += cell["content"][0].get("content", [])
    return {"type": "paragraph", "content": found} if found else {"type": "paragraph"}


def _bold(found: Iterable[Node]) -> Iterable[Node]:
    for node in found:
        marks = node.get("marks", [])
        if node["type"] == "text" and STRONG not in marks and {"type": "code"} not in marks:
            yield {**node, "marks": [*marks, dict(STRONG)]}
        else:
            yield node


def unescaped(info: str) -> str:
    """The info string of a fence with its escapes and references resolved."""
    from markdown_it.common.utils import unescapeAll

    return unescapeAll(info)
