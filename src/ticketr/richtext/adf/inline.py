"""Inline content to Markdown: leaves, the marks that span them, delimiters CommonMark accepts.

A delimiter is one only beside the right characters (CommonMark 0.31, "left-flanking"). Where a
neighbour forbids it, that neighbour is written as a character reference, which is punctuation to
those rules and itself to the reader.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ticketr.richtext.adf import escape as e
from ticketr.richtext.adf.leaves import BREAK, CODE, FIXED, SPAN, TEXT, Leaf, Mark, among, leaves
from ticketr.richtext.adf.nodes import kind, marks, text
from ticketr.richtext.adf.pieces import CLOSE, OPEN, Piece, settle
from ticketr.richtext.adf.target import autolink, target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticketr.richtext.adf.identity import Table

_DELIMITERS: Final = {"em": "_", "strong": "**", "strike": "~~"}


def inline(
    nodes: Sequence[object], table: Table, *, single_line: bool = False, labelled: bool = False
) -> str:
    """The inline nodes as Markdown; what needs an id is entered in the table.

    `single_line`: for headings and table cells; `labelled`: to stand between brackets.
    """
    alone = _plain_text(nodes)
    if alone and not _trimmed(alone[0]) and not _trimmed(alone[-1]):
        written = e.escape(alone, single_line=single_line)
        return written.replace("]", "\\]") if labelled else written
    found = leaves(nodes, table)
    if len(found) == 1 and found[0].kind == TEXT and not found[0].marks:
        pieces = [Piece(TEXT, found[0].text)]
    else:
        pieces = _Writer(found, single_line=single_line).pieces()
        settle(pieces)
    for piece in pieces if labelled else ():
        piece.labelled = True
    return _joined(pieces, single_line=single_line)


def _plain_text(nodes: Sequence[object]) -> str:
    """The text of a line that is one text without marks; empty for any other."""
    if len(nodes) != 1:
        return ""
    node = nodes[0]
    return text(node) if kind(node) == "text" and not marks(node) else ""


def _joined(pieces: list[Piece], *, single_line: bool) -> str:
    if not pieces:
        return ""
    if pieces[0].kind == TEXT and _trimmed(pieces[0].value[0]):
        pieces[0].first = True
    if pieces[-1].kind == TEXT and _trimmed(pieces[-1].value[-1]):
        pieces[-1].last = True
    for before, after in pairwise(pieces):
        if before.value.endswith("\n") and after.kind == TEXT and after.value[0] in " \t\n":
            after.first = True
    return "".join(piece.written(single_line=single_line) for piece in pieces)


def _trimmed(char: str) -> bool:
    return e.side(char) == "space"


class _Writer:
    """Lays leaves out in a row, opening and closing marks so that they nest."""

    def __init__(self, found: list[Leaf], *, single_line: bool) -> None:
        self.found = found
        self.single_line = single_line
        self.open: list[Mark] = []
        self.out: list[Piece] = []
        self.opened: list[tuple[Piece, int]] = []
        self.labels: list[tuple[int, int]] = []
        self.spans = _spans(found)

    def pieces(self) -> list[Piece]:
        index = 0
        while index < len(self.found):
            leaf = self.found[index]
            self._close_until(leaf.spanned)
            self._open(leaf.spanned, index)
            self._leaf(leaf, index)
            index += 1
        self._close_until(())
        self._label()
        return self.out

    def _close_until(self, wanted: Sequence[Mark]) -> None:
        kept = among(wanted)
        while any(mark not in kept for mark in self.open) or self._in_the_way(wanted):
            mark = self.open.pop()
            opener, at = self.opened.pop()
            if mark.name == "link":
                self._close_link(mark, at)
            elif mark.name == SPAN:
                self.labels.append((at + 1, len(self.out)))
                self.out.append(Piece(FIXED, f"]{{{mark.href}}}"))
            else:
                self.out.append(Piece(CLOSE, opener.value, pair=opener))

    def _in_the_way(self, wanted: Sequence[Mark]) -> bool:
        """Whether a link is open that a span is to stand around: no link has brackets inside."""
        linked = any(mark.name == "link" for mark in self.open)
        return linked and any(mark.name == SPAN and mark not in self.open for mark in wanted)

    def _label(self) -> None:
        """Note of the pieces between brackets that they are a label; `labels` are where they begin and end."""
        deeper = Counter(start for start, _ in self.labels)
        deeper.subtract(end for _, end in self.labels)
        depth = 0
        for at, piece in enumerate(self.out) if deeper else ():
            depth += deeper[at]
            piece.labelled = depth > 0

    def _close_link(self, mark: Mark, at: int) -> None:
        inside = self.out[at + 1 : at + 3]
        if len(inside) == 1 and inside[0].kind == TEXT and autolink(mark, inside[0].value):
            self.out[at:] = [Piece(FIXED, f"<{mark.href}>")]
            return
        self.labels.append((at + 1, len(self.out)))
        self.out.append(Piece(FIXED, f"]({target(mark)})"))

    def _open(self, wanted: Sequence[Mark], index: int) -> None:
        already = among(self.open)
        new = [mark for mark in wanted if mark not in already]
        new.sort(key=lambda mark: (mark.name != SPAN, -self.spans[index][mark]))
        for mark in new:
            bracket = mark.name in ("link", SPAN)
            piece = Piece(FIXED, "[") if bracket else Piece(OPEN, _DELIMITERS[mark.name])
            self.open.append(mark)
            self.opened.append((piece, len(self.out)))
            self.out.append(piece)

    def _leaf(self, leaf: Leaf, index: int) -> None:
        if leaf.kind == BREAK:
            last = index + 1 == len(self.found)
            self.out.append(Piece(FIXED, "<br>" if last or self.single_line else "\\\n"))
        elif leaf.kind == CODE:
            self.out.append(Piece(FIXED, _code(leaf.text)))
        else:
            self.out.append(Piece(leaf.kind, leaf.text))


def _spans(found: list[Leaf]) -> list[dict[Mark, int]]:
    """For each leaf and each of its marks, how many leaves on from here carry it without a gap."""
    spans: list[dict[Mark, int]] = []
    following: dict[Mark, int] = {}
    for leaf in reversed(found):
        following = {mark: following.get(mark, 0) + 1 for mark in leaf.spanned}
        spans.append(following)
    spans.reverse()
    return spans


def _code(source: str) -> str:
    shown = e.visible(source).replace("\n", " ")
    ticks = "`"
    while ticks in shown:
        ticks += "`"
    padded = shown[0] == "`" or shown[-1] == "`"
    spaced = shown[0] == " " and shown[-1] == " " and shown.strip(" ")
    return f"{ticks} {shown} {ticks}" if padded or spaced else f"{ticks}{shown}{ticks}"
