"""Inline nodes to wiki markup: texts, and the marks that span them within a line."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ticketr.richtext.adf import nodes
from ticketr.richtext.wiki import escape as e
from ticketr.richtext.wiki.atoms import Atom, atom
from ticketr.richtext.wiki.signs import DELIMITERS
from ticketr.richtext.wiki.target import closing, short

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SIGNS: Final[dict[tuple[object, object], str]] = {
    (nodes.kind(mark), nodes.attrs(mark).get("type")): sign for sign, mark in DELIMITERS.items()
}
_PARTS_RE: Final = re.compile(r"\n|[^\S\n]+|[^\s]+(?:[^\S\n]+[^\s]+)*")

TEXT: Final = "text"
CODE: Final = "code"
BREAK: Final = "break"
FIXED: Final = "fixed"


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark: a delimiter by its sign, a color by its name, or a link."""

    kind: str
    value: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A run of text, of code, a break, or markup that stays as it is; with the marks around it."""

    kind: str
    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def breaks(self) -> bool:
        """Whether it ends a line."""
        return self.kind == BREAK or (self.kind == TEXT and self.text == "\n")

    @property
    def space(self) -> bool:
        """Whether it is white space, which carries no delimiter at its edge."""
        return self.kind == TEXT and self.text.isspace()


class _Piece:
    """A stretch of the output: text, code, or the delimiter `sign`, whose other end is `pair`."""

    __slots__ = ("braced", "code", "pair", "sign", "text")

    def __init__(
        self, text: str, sign: str = "", pair: _Piece | None = None, *, code: bool = False
    ) -> None:
        self.text = text
        self.code = code
        self.sign = sign
        self.pair = pair
        self.braced = False


def line(content: Sequence[object], *, single_line: bool, cell: bool) -> str:
    """The inline nodes as wiki markup; `single_line` where no line can be broken."""
    leaves = _leaves(content)
    if not leaves:
        return ""
    writer = _Writer(leaves, single_line=single_line, cell=cell)
    writer.write()
    return e.guarded(_joined(writer.out))


def _leaves(content: Iterable[object]) -> list[Leaf]:
    found: list[Leaf] = []
    for node in content:
        for leaf in _leaf(node):
            last = found[-1] if found else None
            if (
                last
                and last.kind == leaf.kind
                and last.marks == leaf.marks
                and leaf.kind in (TEXT, CODE)
            ):
                found[-1] = replace(last, text=last.text + leaf.text)
            else:
                found.append(leaf)
    parted = [part for leaf in found for part in _parts(leaf)]
    return [_spaced(parted, at) for at in range(len(parted))]


def _leaf(node: object) -> Iterable[Leaf]:
    kind = nodes.kind(node)
    if kind == "hardBreak":
        return [Leaf(BREAK, nodes.words(nodes.attrs(node).get("markup")))]
    found = Atom(nodes.text(node)) if kind == "text" else atom(node)
    if not found.text:
        return []
    if found.fixed:
        return [Leaf(FIXED, found.text)]
    own = nodes.marks(node) if kind == "text" else list(found.marks)
    code = any(nodes.kind(mark) == "code" for mark in own)
    marks = dict.fromkeys(mark for one in own for mark in _mark(one, code=code))
    return [Leaf(CODE if code else TEXT, found.text, tuple(marks))]


def _mark(mark: object, *, code: bool) -> Iterable[Mark]:
    kind, about = nodes.kind(mark), nodes.attrs(mark)
    if kind == "link" and nodes.words(about.get("href")).strip():
        return [Mark("link", nodes.words(about.get("href")), nodes.words(about.get("title")))]
    if kind == "textColor" and not code:
        return [Mark("color", re.sub(r"[{}\s]", "", nodes.words(about.get("color"))))]
    sign = _SIGNS.get((kind, about.get("type") if kind == "subsup" else None))
    return [Mark("sign", sign)] if sign and not code else []


def _parts(leaf: Leaf) -> Iterable[Leaf]:
    """Text parted into white space at its edges, line breaks, and the rest."""
    if leaf.kind != TEXT or not (leaf.marks or "\n" in leaf.text):
        return [leaf]
    return [replace(leaf, text=found) for found in _PARTS_RE.findall(leaf.text)]


def _spaced(found: list[Leaf], at: int) -> Leaf:
    """White space and line breaks keep the marks that both neighbours have."""
    leaf = found[at]
    if not leaf.space or not leaf.marks:
        return leaf
    before, after = _worded(found[max(at - 1, 0) : at]), _worded(found[at + 1 : at + 2])
    broken = "\n" in leaf.text
    kept = [
        mark
        for mark in leaf.marks
        if (mark.kind == "link" and not broken)
        or (mark in before and mark in after and not broken)
    ]
    return replace(leaf, marks=tuple(kept))


def _worded(beside: list[Leaf]) -> tuple[Mark, ...]:
    """The marks of what is beside a space, if that is no space too."""
    return beside[0].marks if beside and not (beside[0].space or beside[0].breaks) else ()


class _Writer:
    def __init__(self, leaves: list[Leaf], *, single_line: bool, cell: bool) -> None:
        self._leaves = leaves
        self._single_line = single_line
        self._cell = cell
        self._open: list[tuple[Mark, _Piece]] = []
        self._spans = _lengths(leaves)
        self.out: list[_Piece] = []

    def write(self) -> None:
        for at, leaf in enumerate(self._leaves):
            self._close_until(leaf.marks)
            new = [mark for mark in leaf.marks if all(mark != one for one, _ in self._open)]
            for mark in sorted(new, key=lambda one: -self._spans[at][one]):
                self._enter(mark)
            self.out.append(_Piece(self._written(at, leaf), code=leaf.kind == CODE))
        self._close_until(())

    def _close_until(self, wanted: Sequence[Mark]) -> None:
        while any(mark not in wanted for mark, _ in self._open):
            mark, opening = self._open.pop()
            if mark.kind == "sign":
                self.out.append(_Piece(mark.value, mark.value, opening))
            elif mark.kind == "color":
                self.out.append(_Piece("{color}"))
            else:
                self._close_link(mark, opening)

    def _enter(self, mark: Mark) -> None:
        if mark.kind == "sign":
            piece = _Piece(mark.value, mark.value)
        else:
            piece = _Piece("[" if mark.kind == "link" else f"{{color:{mark.value}}}")
        self._open.append((mark, piece))
        self.out.append(piece)

    def _close_link(self, mark: Mark, opening: _Piece) -> None:
        start = next(at for at in range(len(self.out) - 1, -1, -1) if self.out[at] is opening)
        inside = self.out[start + 1 :]
        if (
            len(inside) == 1
            and not mark.title
            and inside[0].text == mark.value
            and short(mark.value)
        ):
            self.out.append(_Piece("]"))
            return
        for piece in inside:
            if not piece.sign:
                piece.text = _labelled(piece.text)
        self.out.append(_Piece(closing(mark.value, mark.title)))

    def _written(self, at: int, leaf: Leaf) -> str:
        if leaf.kind == FIXED:
            return leaf.text
        if leaf.breaks:
            return self._break(at, leaf)
        before, after = self._neighbour(at - 1), self._neighbour(at + 1)
        shown = e.escape(leaf.text, before, after, alone=self._ends(at - 1) and self._ends(at + 1))
        if leaf.kind == CODE:
            shown = _code(leaf.text)
        elif before == " ":
            shown = _edge(shown, first=True)
        if leaf.kind == TEXT and after == " ":
            shown = _edge(shown, first=False)
        return shown.replace("|", "\\|") if self._cell else shown

    def _neighbour(self, at: int) -> str:
        """A space where a line begins or ends there; else a sign."""
        if not 0 <= at < len(self._leaves):
            return " "
        leaf = self._leaves[at]
        return " " if leaf.kind == BREAK or (leaf.breaks and self._breakable(at)) else "."

    def _ends(self, at: int) -> bool:
        """Whether no delimiter reaches across what is there: the end of a line of the markup."""
        if not 0 <= at < len(self._leaves):
            return True
        return self._leaves[at].breaks and self._breakable(at)

    def _break(self, at: int, leaf: Leaf) -> str:
        if self._breakable(at):
            return "\n"
        if leaf.kind == TEXT:
            return e.reference("\n")
        return "\\\\ " if at + 1 < len(self._leaves) else "\\\\"

    def _breakable(self, at: int) -> bool:
        """Whether a new line there is one for the reader: between two that hold something.

        A line that ends with a bar would end the row of a cell.
        """
        if self._single_line or not 0 < at < len(self._leaves) - 1:
            return False
        leaf, sides = self._leaves[at], (self._leaves[at - 1], self._leaves[at + 1])
        if self._cell and (
            leaf.kind == TEXT or not leaf.text or sides[0].text.rstrip().endswith("|")
        ):
            return False
        plain = leaf.text in ("", "\n")
        return plain and not any(_edged(one.text, index) for index, one in enumerate(sides))


def _edged(source: str, side: int) -> bool:
    """Whether nothing that the reader keeps is at the end, or at the start, of the text."""
    return not source or source[side - 1].isspace()


def _lengths(leaves: list[Leaf]) -> list[dict[Mark, int]]:
    """For each leaf and each of its marks, how many leaves on from here carry it without a gap."""
    found: list[dict[Mark, int]] = []
    following: dict[Mark, int] = {}
    for leaf in reversed(leaves):
        following = {mark: following.get(mark, 0) + 1 for mark in leaf.marks}
        found.append(following)
    return found[::-1]


def _edge(shown: str, *, first: bool) -> str:
    """Spaces at the edge of a line as references, since nothing else keeps them."""
    bare = shown.lstrip(" \t") if first else shown.rstrip(" \t")
    cut = len(shown) - len(bare)
    if not cut:
        return shown
    edge = shown[:cut] if first else shown[-cut:]
    kept = "".join(e.reference(char) for char in edge)
    return kept + bare if first else bare + kept


def _code(source: str) -> str:
    shown = e.escape(source, ".", ".")
    shown = shown.replace("\\{", "&#123;").replace("}", "&#125;")
    return f"{{{{{_edge(_edge(shown, first=True), first=False)}}}}}"


def _labelled(shown: str) -> str:
    """What stands in a link, where a bar and a bracket would end it."""
    return re.sub(r"(?<!\\)[|\]]", lambda match: "\\" + match.group(), shown)


def _joined(pieces: list[_Piece]) -> str:
    for at, piece in enumerate(pieces):
        before = pieces[at - 1].text[-1:] if at else ""
        after = pieces[at + 1].text[:1] if at + 1 < len(pieces) else ""
        if piece.code:
            piece.braced = before.isalnum() or after.isalnum()
        elif piece.sign:
            outer = after if piece.pair else before
            piece.braced = outer.isalnum() or outer in (piece.sign[0], "(")
    return "".join(map(_shown, _paired(pieces)))


def _paired(pieces: list[_Piece]) -> list[_Piece]:
    """The pieces; a delimiter in braces where its other end is."""
    for piece in pieces:
        if piece.pair:
            piece.braced = piece.pair.braced = piece.braced or piece.pair.braced
    return pieces


def _shown(piece: _Piece) -> str:
    """Jira sees a delimiter beside a letter only if it is in braces."""
    if not piece.braced:
        return piece.text
    return f"{{{{{{}}{piece.text[2:-2]}{{}}}}}}" if piece.code else f"{{{piece.text}}}"
