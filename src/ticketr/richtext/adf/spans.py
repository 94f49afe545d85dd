"""The parser's inline tokens to ADF text, line breaks and marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from ticketr.richtext.adf.nodes import Node

_MARKS: Final = {"em": "em", "strong": "strong", "s": "strike"}
_ORDER: Final = ("link", "em", "strong", "strike")


def inline_nodes(tokens: Sequence[Token], soft: str = "\n") -> list[Node]:
    """The inline nodes, equal neighbours joined; `soft` is what a soft line break becomes.

    Code carries no other mark but a link's, as the schema has it. An image becomes a link to it.
    """
    if len(tokens) == 1 and tokens[0].type == "text":
        return [{"type": "text", "text": tokens[0].content}] if tokens[0].content else []
    reader = _Reader(soft)
    for token in tokens:
        reader.read(token)
    return reader.found


class _Reader:
    def __init__(self, soft: str) -> None:
        self.soft = soft
        self.found: list[Node] = []
        self.open: dict[str, int] = {}
        self.link: Node = {}
        self.before_link = 0

    def read(self, token: Token) -> None:
        match token.type:
            case "text":
                self.text(token.content, self.marks())
            case "softbreak":
                self.text(self.soft, self.marks())
            case "hardbreak":
                self.found.append({"type": "hardBreak"})
            case "code_inline":
                self.text(token.content, [*self.link_marks(), {"type": "code"}])
            case "link_open":
                self.open_link(str(token.attrs["href"]), str(token.attrs.get("title", "")))
            case "link_close":
                self.close_link()
            case "image":
                self.image(token)
            case _:
                name = _MARKS[token.tag]
                self.open[name] = self.open.get(name, 0) + token.nesting

    def text(self, source: str, marks: list[Node]) -> None:
        last = self.found[-1] if self.found else {}
        if not source:
            return
        if last.get("type") == "text" and last.get("marks", []) == marks:
            last["text"] += source
            return
        node: Node = {"type": "text", "text": source}
        if marks:
            node["marks"] = marks
        self.found.append(node)

    def marks(self) -> list[Node]:
        return self.link_marks() + [{"type": name} for name in _ORDER if self.open.get(name)]

    def link_marks(self) -> list[Node]:
        return [self.link] if self.link else []

    def open_link(self, href: str, title: str) -> None:
        attrs = {"href": href, "title": title} if title else {"href": href}
        self.link = {"type": "link", "attrs": attrs}
        self.before_link = len(self.found)

    def close_link(self) -> None:
        """A link with nothing to click on shows its address."""
        if len(self.found) == self.before_link:
            self.text(self.link["attrs"]["href"], self.marks())
        self.link = {}

    def image(self, token: Token) -> None:
        source = str(token.attrs["src"])
        if not self.link:
            self.open_link(source, str(token.attrs.get("title", "")))
            self.text(token.content, self.marks())
            self.close_link()
            return
        self.text(f"{token.content} ({source})".strip(), self.marks())
