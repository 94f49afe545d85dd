"""The parser's inline tokens to ADF text, line breaks, atoms and marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ticketr.richtext.adf.forms import Place, attributes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from ticketr.richtext.adf.nodes import Node

_MARKS: Final = {"em": "em", "strong": "strong", "s": "strike"}
_ORDER: Final = ("link", "em", "strong", "strike")


def inline_nodes(tokens: Sequence[Token], soft: str = "\n") -> tuple[list[Node], list[Node]]:
    """The inline nodes, equal neighbours joined, and the marks that are the whole block's.

    `soft` is what a soft line break becomes. Code carries no other mark but a link's and a
    comment's, as the schema has it. An image becomes a link to it.
    """
    if len(tokens) == 1 and tokens[0].type == "text":
        return ([{"type": "text", "text": tokens[0].content}] if tokens[0].content else []), []
    reader = _Reader(soft)
    for token in tokens:
        reader.read(token)
    return reader.found, reader.block_marks


def formed(token: Token) -> Node:
    """The node or mark that a form's token stands for.

    With an id it carries `ref` and what the form says, `form` and `label`, for the look-up.
    """
    form, argument = token.meta["form"], token.meta["argument"]
    label = token.meta.get("label", "")
    attrs = attributes(form, argument, label)
    node: Node = {"type": form.kind or form.name}
    if attrs:
        node["attrs"] = attrs
    if token.meta["ref"]:
        node |= {"form": form.name, "ref": token.meta["ref"], "label": label}
    return node


class _Reader:
    def __init__(self, soft: str) -> None:
        self.soft = soft
        self.found: list[Node] = []
        self.block_marks: list[Node] = []
        self.spans: list[Node] = []
        self.open: dict[str, int] = {}
        self.link: Node = {}
        self.before_link = 0

    def read(self, token: Token) -> None:  # noqa: C901  a case for each token
        match token.type:
            case "text":
                self.text(token.content, self.marks())
            case "softbreak":
                self.text(self.soft, self.marks())
            case "hardbreak":
                self.found.append({"type": "hardBreak"})
            case "code_inline":
                self.text(token.content, self.code_marks())
            case "link_open":
                self.open_link(str(token.attrs["href"]), str(token.attrs.get("title", "")))
            case "link_close":
                self.close_link()
            case "image":
                self.image(token)
            case "atom":
                self.found.append(formed(token))
            case "span_open":
                self.open_span(token)
            case "span_close":
                self.close_span(token)
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
        emphasis = [{"type": name} for name in _ORDER if self.open.get(name)]
        return self.link_marks() + emphasis + self.span_marks()

    def link_marks(self) -> list[Node]:
        return [self.link] if self.link else []

    def span_marks(self) -> list[Node]:
        """The spans around here; of two with one meaning the inner one."""
        if not self.spans:
            return []
        taken = {"link"} if self.link else set()
        found: list[Node] = []
        for mark in reversed(self.spans):
            if mark["type"] not in taken:
                taken.add(mark["type"] if mark["type"] not in ("annotation", "mark") else "")
                found.append(mark)
        return found[::-1]

    def code_marks(self) -> list[Node]:
        spans = [mark for mark in self.span_marks() if mark["type"] in ("annotation", "link")]
        return [*self.link_marks(), *spans, {"type": "code"}]

    def open_span(self, token: Token) -> None:
        mark = formed(token)
        mark.pop("label", None)
        if token.meta["form"].place is Place.BLOCK_MARK:
            self.block_marks.append(mark)
        else:
            self.spans.append(mark)

    def close_span(self, token: Token) -> None:
        if token.meta["form"].place is Place.MARK:
            self.spans.pop()

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
