"""Text for a terminal: nothing that moves its cursor, cut and padded by the columns it takes."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
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
    from pathlib import Path

    try:
        return path.removeprefix(f"{Path.cwd()}/")
    except OSError:
        return path


def columns(text: str) -> int:
    """How many columns a printable text takes."""
    return len(text) if text.isascii() else sum(map(_char_columns, text))


def _char_columns(char: str) -> int:
    from unicodedata import combining, east_asian_width

    if combining(char) or char in _JOINERS or "\ufe00" <= char <= "\ufe0f":
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def cut(text: str, width: int, mark: str = "…") -> str:
    """The text in at most `width` columns, with the mark where something is missing."""
    if columns(text) <= width:
        return text
    room, kept = max(width - len(mark), 0), 0
    for at, char in enumerate(text):
        kept += _char_columns(char)
        if kept > room:
            return (text[:at] + mark)[: max(width, 0)] if width < len(mark) else text[:at] + mark
    return text


def pad(text: str, width: int) -> str:
    """The text with spaces up to `width` columns."""
    return text + " " * (width - columns(text))


def plural(count: int, one: str, many: str = "") -> str:
    """`1 ticket`, `2 tickets`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def layout(
    rows: list[tuple[str, ...]],
    width: int | None,
    flexible: int,
    mark: str = "…",
    least: list[int] | None = None,
) -> list[tuple[str, ...]]:
    """The cells cut and padded to columns, two spaces apart; the flexible column gives way first.

    `width` is the room for a whole line, None for as much as it takes. The last column is not padded. `least` are
    the widths that columns have at least; it is set to those that they got.
    """
    if not rows:
        return []
    widths = [max(columns(cell) for cell in column) for column in zip(*rows, strict=True)]
    if least:
        widths = list(map(max, widths, least))
    if width is not None:
        _shrink(widths, width - 2 * (len(widths) - 1), flexible)
    if least:
        least[:] = widths
    last = len(widths) - 1
    return [
        tuple(
            cut(cell, widths[at], mark)
            if at == last
            else pad(cut(cell, widths[at], mark), widths[at])
            for at, cell in enumerate(row)
        )
        for row in rows
    ]


NARROWEST = 8


def _shrink(widths: list[int], room: int, flexible: int) -> None:
    """Take columns from the flexible one down to NARROWEST, then from the widest until all fit."""
    over = sum(widths) - room
    given = max(min(over, widths[flexible] - NARROWEST), 0)
    widths[flexible] -= given
    for _ in range(over - given):
        widest = widths.index(max(widths))
        widths[widest] = max(widths[widest] - 1, 1)
