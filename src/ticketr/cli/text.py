"""Text for a terminal: nothing that moves its cursor, cut and padded by the columns it takes."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_JOINERS = {"\u200c", "\u200d"}
_SPACES = {"\t", "\u00a0", "\u202f", "\u3000"}


def printable(text: str) -> str:
    """The text as one line a terminal can show: control characters are spelled out, line ends are spaces."""
    return text if text.isprintable() else "".join(map(_shown, text.replace("\r\n", "\n")))


def printable_lines(text: str) -> list[str]:
    """The lines of a text, each as a terminal can show it."""
    return [printable(line) for line in text.replace("\r\n", "\n").split("\n")]


def _shown(char: str) -> str:
    if char.isprintable() or char in _JOINERS:
        return char
    if char == "\n" or char in _SPACES:
        return " "
    return f"<{ord(char):02x}>"


def clock(moment: datetime | None) -> str:
    """A time as the machine's clock would show it, to the minute; empty where there is none."""
    return "" if moment is None else moment.astimezone().strftime("%Y-%m-%d %H:%M")


def nearby(path: str) -> str:
    """A path below the current folder without that folder in front."""
    import os

    try:
        return path.removeprefix(f"{os.getcwd()}/")
    except OSError:
        return path


def columns(text: str) -> int:
    """How many columns a printable text takes."""
    return len(text) if text.isascii() else sum(map(_char_columns, text))


def _char_columns(char: str) -> int:
    if char.isascii():
        return 1
    from unicodedata import combining, east_asian_width

    if combining(char) or char in _JOINERS or "\ufe00" <= char <= "\ufe0f":
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def cut(text: str, width: int, mark: str = "…") -> str:
    """The text in at most `width` columns, with the mark where something is missing."""
    if columns(text) <= width:
        return text
    room = max(width - len(mark), 0)
    at = room if text.isascii() else _fits(text, room)
    return (text[:at] + mark)[: max(width, 0)] if width < len(mark) else text[:at] + mark


def _fits(text: str, room: int) -> int:
    """How many characters of it take at most so many columns."""
    kept = 0
    for at, char in enumerate(text):
        kept += _char_columns(char)
        if kept > room:
            return at
    return len(text)


def pad(text: str, width: int) -> str:
    """The text with spaces up to `width` columns."""
    return text + " " * (width - columns(text))


def plural(count: int, one: str, many: str = "") -> str:
    """`1 ticket`, `2 tickets`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


NARROWEST = 8
ROOM = 12
"""Columns that a column keeps, and the flexible one, before one to the right is left out."""
LEAST = 4
"""Columns that a column keeps before the first is cut, as a key is."""


class Layout:
    """How the columns of a table share the width: found by its first rows, and kept for all.

    The cells are cut and padded, two spaces apart; the flexible column gives way first. Columns for which there
    is no room are left out from the right, never the first nor the flexible one: `left_out` are their places.
    `width` is the room for a whole line, None for as much as it takes; `more`: rows will follow, so that the
    flexible column takes all the room there is. The last column is not padded.
    """

    __slots__ = ("_cuts", "_mark", "_places", "_widths", "left_out")

    def __init__(
        self,
        rows: list[tuple[str, ...]],
        width: int | None,
        flexible: int,
        mark: str = "…",
        *,
        more: bool = False,
    ) -> None:
        widths = [max(columns(cell) for cell in column) for column in zip(*rows, strict=True)]
        self._mark = mark
        self._places = list(range(len(widths)))
        if width is not None:
            self._places = _fitting(widths, width, flexible)
        self.left_out = [at for at in range(len(widths)) if at not in self._places]
        kept = [widths[at] for at in self._places]
        if width is not None:
            _share(kept, width - 2 * (len(kept) - 1), self._places.index(flexible), more=more)
        self._widths = kept
        self._cuts = width is not None

    def widen(self, rows: list[tuple[str, ...]]) -> None:
        """Make room for these rows too, where nothing is cut."""
        if not self._cuts:
            wider = (max(columns(cell) for cell in column) for column in zip(*rows, strict=True))
            self._widths = list(map(max, self._widths, wider))

    def line(self, row: Sequence[str]) -> str:
        """One row as it is shown."""
        return "  ".join(self.cells(row)).rstrip()

    def cells(self, row: Sequence[str]) -> list[str]:
        """The cells that are shown of a row."""
        shown = [row[at] for at in self._places]
        if self._cuts:
            shown = [
                cut(cell, width, self._mark)
                for cell, width in zip(shown, self._widths, strict=True)
            ]
        return [*map(pad, shown[:-1], self._widths), shown[-1]]


def _fitting(widths: list[int], room: int, flexible: int) -> list[int]:
    """The places of the columns that have room."""
    least = [min(width, NARROWEST) for width in widths]
    least[flexible] = min(widths[flexible], ROOM)
    least[0] = widths[0]
    places = list(range(len(widths)))
    for at in reversed(range(1, len(widths))):
        if sum(least[each] + 2 for each in places) - 2 <= room:
            break
        if at != flexible:
            places.remove(at)
    return places


def _share(widths: list[int], room: int, flexible: int, *, more: bool) -> None:
    """Take columns from the flexible one down to ROOM, then from the widest but the first until all fit."""
    over = sum(widths) - room
    if more and over < 0:
        widths[flexible] -= over
    given = max(min(over, widths[flexible] - ROOM), 0)
    widths[flexible] -= given
    for _ in range(over - given):
        others = widths[1:]
        at = others.index(max(others)) + 1 if max(others, default=0) > LEAST else 0
        widths[at if widths[at] > 1 else widths.index(max(widths))] -= 1
