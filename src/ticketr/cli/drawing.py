"""Charts made of characters: bars, a line of Braille dots, areas on top of each other. Plain ones where it must be."""

from __future__ import annotations

from ticketr.cli.text import columns, cut, pad, printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

EIGHTHS = " ▏▎▍▌▋▊▉█"
DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bits of the dots of a Braille character, by row and column (Unicode, "Braille Patterns")."""
BRAILLE = 0x2800
SHADES = "░▒█"
PLAIN_SHADES = ".:#"
"""How the states of work are drawn, from the first to the last."""
LABEL = 28
"""Columns that the name of a bar takes at most."""


def bars(rows: Sequence[tuple[str, float, str]], width: int, *, plain: bool = False) -> list[str]:
    """A line for each name, value and note; the longest bar takes what the names and notes leave of the width."""
    names = [cut(printable(name), LABEL, "." if plain else "…") for name, _, _ in rows]
    named = max(map(columns, names), default=0)
    noted = max((len(note) for _, _, note in rows), default=0)
    room = max(width - named - noted - 6, 8)
    most = max((value for _, value, _ in rows), default=0) or 1
    return [
        f"  {pad(name, named)}  {pad(_bar(value / most, room, plain=plain), room)}  {note:>{noted}}"
        for name, (_, value, note) in zip(names, rows, strict=True)
    ]


def _bar(share: float, room: int, *, plain: bool) -> str:
    """A bar of that share of the room; what is not nothing is seen."""
    if plain:
        return "#" * (max(round(share * room), 1) if share > 0 else 0)
    eighths = max(round(share * room * 8), 1) if share > 0 else 0
    return EIGHTHS[8] * (eighths // 8) + EIGHTHS[eighths % 8].strip()


def lines(
    solid: Sequence[float],
    dotted: Sequence[float],
    width: int,
    height: int,
    *,
    plain: bool = False,
) -> list[str]:
    """A chart of one line, and of a dotted one over the same days, with a scale from 0 at its left.

    The dotted line says how many days there are, where there is one; the solid one may end before.
    """
    days = max(len(solid), len(dotted))
    most = max([*solid, *dotted], default=0) or 1
    scale = [f"{most:g}", "0"]
    room = max(width - max(map(len, scale)) - 3, 10)
    wide, high = (1, 1) if plain else (2, 4)
    canvas = [[False] * (room * wide) for _ in range(height * high)]
    _plot(canvas, solid, days, most, every=1)
    _plot(canvas, dotted, days, most, every=3)
    rows = [_plain_row(row) for row in canvas] if plain else _braille(canvas)
    return _scaled(rows, scale)


def _plot(
    canvas: list[list[bool]], values: Sequence[float], days: int, most: float, *, every: int
) -> None:
    """Set the dots of a line: each column between the days is on the straight way from one to the next."""
    if not values:
        return
    wide, high = len(canvas[0]), len(canvas)
    last: int | None = None
    for x in range(wide):
        place = x * (days - 1) / max(wide - 1, 1)
        if place > len(values) - 1:
            break
        left = int(place)
        right = min(left + 1, len(values) - 1)
        value = values[left] + (values[right] - values[left]) * (place - left)
        y = high - 1 - round(value / most * (high - 1))
        between = range(min(y, last), max(y, last) + 1) if last is not None else (y,)
        for each in between if every == 1 else (y,):
            canvas[each][x] |= x % every == 0
        last = y


def _plain_row(row: Sequence[bool]) -> str:
    return "".join("*" if dot else " " for dot in row)


def _braille(canvas: Sequence[Sequence[bool]]) -> list[str]:
    rows = []
    for top in range(0, len(canvas), 4):
        cells = []
        for left in range(0, len(canvas[0]), 2):
            bits = sum(DOTS[y][x] for y in range(4) for x in range(2) if canvas[top + y][left + x])
            cells.append(chr(BRAILLE + bits) if bits else " ")
        rows.append("".join(cells))
    return rows


def areas(
    days: Sequence[Sequence[float]], width: int, height: int, *, plain: bool = False
) -> list[str]:
    """The states of each day on top of each other, the last at the bottom, with a scale from 0 at the left."""
    shades = PLAIN_SHADES if plain else SHADES
    most = max((sum(day) for day in days), default=0) or 1
    scale = [f"{most:g}", "0"]
    room = max(width - max(map(len, scale)) - 3, 10)
    picked = [days[x * (len(days) - 1) // max(room - 1, 1)] for x in range(room)] if days else []
    piles = [_pile(day, most, height, shades) for day in picked]
    rows = ["".join(pile[height - 1 - y] for pile in piles) for y in range(height)]
    return _scaled(rows, scale)


def _pile(day: Sequence[float], most: float, height: int, shades: str) -> str:
    """The characters of a day from the bottom up."""
    made, below = "", 0.0
    for shade, value in reversed(list(zip(shades, day, strict=True))):
        below += value
        made += shade * (round(below / most * height) - len(made))
    return made.ljust(height)


def _scaled(rows: Sequence[str], scale: Sequence[str]) -> list[str]:
    wide = max(map(len, scale))
    labels = {0: scale[0], len(rows) - 1: scale[1]}
    return [f"  {labels.get(y, ''):>{wide}} {row}".rstrip() for y, row in enumerate(rows)]
