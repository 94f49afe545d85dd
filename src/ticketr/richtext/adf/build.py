"""The parser's tokens to a tree of nodes as the Markdown has them, whatever Jira allows where."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ticketr.richtext.adf import checklist
from ticketr.richtext.adf.forms import SPANS, Place
from ticketr.richtext.adf.spans import formed, inline_nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it.token import Token

    from ticketr.richtext.adf.nodes import Node

EMPTY_PARAGRAPH: Final = "&nbsp;"
"""A paragraph without content; a no-break space that is text is written otherwise, as `&#160;`."""

_REF_RE: Final = re.compile(r"(?:(.*?)[ ]?)\{\^([a-z2-7]{6,32})\}", re.DOTALL)


def build(tokens: Sequence[Token]) -> list[Node]:
    """The document's blocks. A node with a `ref` is to be looked up; see `spans.formed`."""
    builder = _Builder()
    steps = builder.steps
    for token in tokens:
        steps[token.type](token)
    return builder.root


class _Builder:
    def __init__(self) -> None:
        self.root: list[Node] = []
        self.stack: list[Node] = [{"type": "doc", "content": self.root}]
        self.leaf: list[Node] = []
        self.steps: dict[str, Callable[[Token], None]] = {
            "paragraph_open": self.paragraph,
            "paragraph_close": self.done,
            "heading_open": self.heading,
            "heading_close": self.done,
            "inline": self.inline,
            "fence": self.code,
            "code_block": self.code,
            "hr": self.rule,
            "table_open": self.enter("table"),
            "table_close": self.close,
            "thead_open": _nothing,
            "thead_close": _nothing,
            "tbody_open": _nothing,
            "tbody_close": _nothing,
            "tr_open": self.enter("tableRow"),
            "tr_close": self.close,
            "th_open": self.cell("tableHeader"),
            "th_close": self.close_cell,
            "td_open": self.cell("tableCell"),
            "td_close": self.close_cell,
            "blockquote_open": self.enter("blockquote"),
            "blockquote_close": self.close,
            "bullet_list_open": self.enter("bulletList"),
            "bullet_list_close": self.close_bullets,
            "ordered_list_open": self.numbers,
            "ordered_list_close": self.close_numbers,
            "list_item_open": self.enter("listItem"),
            "list_item_close": self.close,
            "body_open": self.body,
            "body_close": self.close_body,
        }

    def add(self, node: Node) -> None:
        self.stack[-1]["content"].append(node)

    def open(self, node: Node) -> None:
        node["content"] = []
        self.add(node)
        self.stack.append(node)

    def enter(self, kind: str) -> Callable[[Token], None]:
        return lambda _token: self.open({"type": kind})

    def close(self, _token: Token) -> None:
        node = self.stack.pop()
        if not node["content"]:
            node["content"].append({"type": "paragraph"})

    def done(self, _token: Token) -> None:
        self.stack[-1]["content"] += self.leaf

    def paragraph(self, _token: Token) -> None:
        self.leaf = [{"type": "paragraph"}]

    def heading(self, token: Token) -> None:
        self.leaf = [{"type": "heading", "attrs": {"level": int(token.tag[1:])}}]

    def inline(self, token: Token) -> None:
        leaf = self.leaf[0]
        kind = leaf["type"]
        if token.content == EMPTY_PARAGRAPH and kind == "paragraph":
            return
        soft = "\n" if kind == "paragraph" else " "
        found, marks = inline_nodes(token.children or (), soft)
        if any(map(_alone, found)):
            self.leaf = _parted(leaf, found, marks)
            return
        if kind == "paragraph" and self.first_of_item():
            checklist.take_state(self.stack[-1], token.content, found)
        _fill(leaf, found, marks)

    def first_of_item(self) -> bool:
        frame = self.stack[-1]
        return frame["type"] == "listItem" and not frame["content"]

    def code(self, token: Token) -> None:
        node: Node = {"type": "codeBlock"}
        language = token.info.strip(" \t")
        found = _REF_RE.fullmatch(language)
        if found:
            language = found[1]
            node |= {"form": "code", "ref": found[2]}
        if language:
            node["attrs"] = {"language": unescaped(language)}
        source = token.content.removesuffix("\n")
        if source:
            node["content"] = [{"type": "text", "text": source}]
        self.add(node)

    def rule(self, _token: Token) -> None:
        self.add({"type": "rule"})

    def numbers(self, token: Token) -> None:
        start = int(token.attrs.get("start", 1))
        self.open({"type": "orderedList"} | ({"attrs": {"order": start}} if start != 1 else {}))

    def close_bullets(self, _token: Token) -> None:
        checklist.settle(self.stack.pop())

    def close_numbers(self, _token: Token) -> None:
        checklist.give_back(self.stack.pop())

    def cell(self, kind: str) -> Callable[[Token], None]:
        def enter(_token: Token) -> None:
            self.open({"type": kind})
            self.leaf = [{"type": "paragraph"}]

        return enter

    def close_cell(self, token: Token) -> None:
        self.done(token)
        self.close(token)

    def body(self, token: Token) -> None:
        self.open(formed(token))

    def close_body(self, _token: Token) -> None:
        checklist.shape(self.stack.pop())


def _nothing(_token: Token) -> None:
    """Head and body of a table are one in ADF."""


def _alone(node: Node) -> bool:
    """Whether a node that was read in a line is a block."""
    return node["type"] in _BLOCKS


_BLOCKS: Final = frozenset(
    form.kind or form.name for form in SPANS.values() if form.place is Place.BLOCK
)


def _fill(leaf: Node, found: list[Node], marks: list[Node]) -> None:
    if found:
        leaf["content"] = found
    if marks:
        leaf["marks"] = marks


def _parted(leaf: Node, found: list[Node], marks: list[Node]) -> list[Node]:
    """A line with blocks in it: a paragraph for each stretch between them, a heading before them."""
    if leaf["type"] == "heading":
        _fill(leaf, [node for node in found if not _alone(node)], marks)
        return [leaf, *filter(_alone, found)]
    parts: list[Node] = []
    run: list[Node] = []
    for node in [*found, {"type": ""}]:
        if node["type"] and not _alone(node):
            run.append(node)
            continue
        parts += _stretch(run, marks)
        parts += [node] if node["type"] else []
        run = []
    return parts


def _stretch(run: list[Node], marks: list[Node]) -> list[Node]:
    """A paragraph of the run without the line breaks that part it from its neighbours."""
    if run and run[0]["type"] == "text":
        run[0]["text"] = run[0]["text"].removeprefix("\n")
    if run and run[-1]["type"] == "text":
        run[-1]["text"] = run[-1]["text"].removesuffix("\n")
    kept = [node for node in run if node.get("text", "x")]
    if not any(node.get("text", "x").strip() for node in kept):
        return []
    leaf: Node = {"type": "paragraph"}
    _fill(leaf, kept, marks)
    return [leaf]


def unescaped(info: str) -> str:
    """The info string of a fence with its escapes and references resolved."""
    from markdown_it.common.utils import unescapeAll

    return unescapeAll(info)
