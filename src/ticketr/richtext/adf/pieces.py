"""An inline run as a row of texts and delimiters, and the settling of those that do not fit."""

from __future__ import annotations

from typing import Final

from ticketr.richtext.adf import escape as e
from ticketr.richtext.adf.leaves import TEXT

OPEN: Final = "open"
CLOSE: Final = "close"


class Piece:
    """One stretch of an inline run: text, a delimiter, or Markdown that stays as it is.

    `first` and `last` ask for the outermost character as a reference; `labelled` text is in
    a link's label; `pair` is a closing delimiter's opening one.
    """

    __slots__ = ("first", "kind", "labelled", "last", "pair", "value")

    def __init__(self, kind: str, value: str, pair: Piece | None = None) -> None:
        self.kind = kind
        self.value = value
        self.pair = pair
        self.first = self.last = self.labelled = False

    def written(self, *, single_line: bool) -> str:
        """The piece as Markdown."""
        if self.kind != TEXT:
            return self.value
        if len(self.value) == 1 and (self.first or self.last):
            return e.reference(self.value)
        start, end = int(self.first), len(self.value) - int(self.last)
        middle = e.escape(self.value[start:end], single_line=single_line)
        if self.labelled:
            middle = middle.replace("]", "\\]")
        head = e.reference(self.value[0]) if self.first else ""
        return head + middle + (e.reference(self.value[-1]) if self.last else "")

    def left(self) -> str:
        """What the flanking rules see at the piece's left edge."""
        return self._side(self.value[0], referred=self.first)

    def right(self) -> str:
        """What the flanking rules see at the piece's right edge."""
        return self._side(self.value[-1], referred=self.last)

    def _side(self, char: str, *, referred: bool) -> str:
        alone = len(self.value) == 1 and (self.first or self.last)
        if self.kind == TEXT and (referred or alone or e.unseen(char)):
            return "punctuation"
        return e.side(char)


def settle(pieces: list[Piece]) -> None:
    """Make every delimiter one that CommonMark accepts, by references beside it where need be."""
    _choose_stars(pieces)
    while sum(_settled(pieces, index) for index in range(len(pieces))):
        pass


def _choose_stars(pieces: list[Piece]) -> None:
    """Emphasis inside a word is written `*`, since `_` is none there, if nothing else is near."""
    opened: dict[int, int] = {}
    for index, piece in enumerate(pieces):
        if piece.kind == OPEN:
            opened[id(piece)] = index
        elif piece.kind == CLOSE and piece.value == "_" and piece.pair is not None:
            start = opened[id(piece.pair)]
            if _inside_word(pieces, start, index):
                piece.value = piece.pair.value = "*"


def _inside_word(pieces: list[Piece], start: int, end: int) -> bool:
    outer = [pieces[start - 1]] if start else []
    outer += pieces[end + 1 : end + 2]
    inner = (pieces[start + 1], pieces[end - 1])
    if any(piece.kind != TEXT for piece in (*outer, *inner)):
        return False
    if inner[0].left() != "letter" or inner[1].right() != "letter":
        return False
    before = bool(start) and pieces[start - 1].right() == "letter"
    return before or (end + 1 < len(pieces) and pieces[end + 1].left() == "letter")


def _settled(pieces: list[Piece], index: int) -> bool:
    """Whether something had to be made a reference for the delimiter at the index."""
    piece = pieces[index]
    before = pieces[index - 1] if index else None
    after = pieces[index + 1] if index + 1 < len(pieces) else None
    if piece.kind == OPEN and after is not None:
        return _settle_open(piece, before, after)
    if piece.kind == CLOSE and before is not None:
        return _settle_close(piece, before, after)
    return False


def _settle_open(piece: Piece, before: Piece | None, after: Piece) -> bool:
    if after.left() == "space":
        after.first = True
        return True
    if before is None or before.right() != "letter":
        return False
    before.last = after.left() == "punctuation" or piece.value == "_"
    return before.last


def _settle_close(piece: Piece, before: Piece, after: Piece | None) -> bool:
    if before.right() == "space":
        before.last = True
        return True
    if after is None or after.left() != "letter":
        return False
    after.first = before.right() == "punctuation" or piece.value == "_"
    return after.first
