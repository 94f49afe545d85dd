"""Inline nodes as leaves: text with the marks that Markdown can show, joined where they agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ticketr.richtext.adf import nodes
from ticketr.richtext.adf.placeholder import inline_atom, link_said, span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from ticketr.richtext.adf.identity import Table

TEXT: Final = "text"
CODE: Final = "code"
BREAK: Final = "break"
FIXED: Final = "fixed"

SPAN: Final = "span"
_EMPHASIS: Final = ("em", "strong", "strike")
_SHOWN: Final = ("link", *_EMPHASIS)
_MANY: Final = 16


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark; `href` and `title` are a link's. A `span` has in `href` what stands in its braces."""

    name: str
    href: str = ""
    title: str = ""


class Leaf:
    """A run of text, code, a line break, or a placeholder that is Markdown already.

    `marks` are its own; `spanned` are the marks open around it, which for code and breaks take in
    what their neighbours share.
    """

    __slots__ = ("kind", "marks", "spanned", "text")

    def __init__(self, kind: str, text: str, marks: tuple[Mark, ...] = ()) -> None:
        self.kind = kind
        self.text = text
        self.marks = marks
        self.spanned = marks


def among(marks: Sequence[Mark]) -> Collection[Mark]:
    """The marks to look others up in; many of them as a set, for which they need hashes."""
    return marks if len(marks) < _MANY else frozenset(marks)


def leaves(inline: Iterable[object], table: Table) -> list[Leaf]:
    """The inline nodes as leaves; empty texts are left out. Enters in the table what needs an id."""
    joined: list[Leaf] = []
    for node in inline:
        leaf = _leaf(node, table)
        if not leaf.text:
            continue
        last = joined[-1] if joined else None
        alike = last and (last.kind, last.marks) == (leaf.kind, leaf.marks)
        if last and alike and leaf.kind in (TEXT, CODE):
            last.text += leaf.text
        else:
            joined.append(leaf)
    if any(leaf.marks for leaf in joined):
        _span(joined)
    return joined


def _leaf(node: object, table: Table) -> Leaf:
    match nodes.kind(node):
        case "text":
            found = nodes.marks(node)
            if not found:
                return Leaf(TEXT, nodes.text(node))
            code = any(nodes.kind(mark) == "code" for mark in found)
            return Leaf(CODE if code else TEXT, nodes.text(node), _marks(found, table, code=code))
        case "hardBreak":
            return Leaf(BREAK, "\n")
        case _:
            return Leaf(FIXED, inline_atom(node, table))


def _marks(found: Sequence[object], table: Table, *, code: bool) -> tuple[Mark, ...]:
    """The marks in a fixed order; code carries links and what is not emphasis or colour."""
    shown: dict[str, Mark] = {}
    spans: list[Mark] = []
    for mark in found:
        name = nodes.kind(mark)
        if name == "link" and link_said(mark):
            about = nodes.attrs(mark)
            shown[name] = Mark(
                name, nodes.words(about.get("href")), nodes.words(about.get("title"))
            )
        elif name in _EMPHASIS:
            shown |= {} if code else {name: Mark(name)}
        elif name != "code" and (not code or name in ("annotation", "link")):
            spans.append(Mark(SPAN, span(mark, table)))
    return tuple(shown[name] for name in _SHOWN if name in shown) + tuple(spans)


def _span(found: list[Leaf]) -> None:
    """Marks may stay open over code and breaks, which carry none, if both neighbours have them."""
    ahead: list[tuple[Mark, ...]] = []
    following: tuple[Mark, ...] = ()
    for leaf in reversed(found):
        ahead.append(following)
        following = leaf.marks if leaf.kind == TEXT else _through(leaf, following)
    ahead.reverse()
    before: tuple[Mark, ...] = ()
    for leaf, after in zip(found, ahead, strict=True):
        if leaf.kind != TEXT:
            both = among(after)
            shared = tuple(mark for mark in before if mark in both)
            leaf.spanned = _over(leaf, shared)
        before = leaf.spanned


def _through(leaf: Leaf, following: tuple[Mark, ...]) -> tuple[Mark, ...]:
    return following if leaf.kind == BREAK else _over(leaf, following)


def _over(leaf: Leaf, shared: tuple[Mark, ...]) -> tuple[Mark, ...]:
    if leaf.kind == BREAK:
        return shared
    kept = _EMPHASIS if leaf.kind == CODE else (*_EMPHASIS, SPAN)
    return leaf.marks + tuple(mark for mark in shared if mark.name in kept)
