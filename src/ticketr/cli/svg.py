"""Charts as SVG: a picture of its own, with no script, no font and no address in it. Texts in it are only texts."""

from __future__ import annotations

from ticketr.cli.text import cut, printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, MARGIN = 880, 24
ROW, HEAD, LEGEND = 24, 34, 16
"""Heights of a bar with its gap, of a chart's heading, and of the line that says what is what."""
NAME, NOTE = 140, 92
"""Widths of a bar's name, and of what stands behind it."""
LONGEST = 18
"""Columns of a bar's name."""
CHART = 230
"""The height of a chart over time."""
INK, PALE, LINE, ACCENT = "#1d2433", "#5b6577", "#d5dae3", "#1f6feb"
FILLS = ("#c3cad6", "url(#doing)", "#1f6feb")
"""What stands for the states of work: pale, striped, full. So they differ without their colours, too."""
NEUTRAL = "#7d8aa0"
"""What stands for anything else."""
STYLE = (
    f"text{{font-family:system-ui,sans-serif;font-size:13px;fill:{INK}}}"
    f".pale{{fill:{PALE};font-size:12px}}.head{{font-size:15px;font-weight:600}}.end{{text-anchor:end}}"
)
STRIPES = (
    '<pattern id="doing" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="6" height="6" fill="#e8f0fe"/><rect width="3" height="6" fill="{ACCENT}"/></pattern>'
)


class Picture:
    """A page that charts are put on, one below the other; `text` is the whole of it."""

    def __init__(self, title: str, summary: str) -> None:
        self._title = title
        self._parts: list[str] = []
        self._bottom = float(MARGIN)
        self._write(MARGIN, self._bottom + 16, title, "head")
        self._write(MARGIN, self._bottom + 36, summary, "pale")
        self._bottom += 52

    def text(self) -> str:
        """The SVG document."""
        height = round(self._bottom + MARGIN)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}"'
            f' viewBox="0 0 {WIDTH} {height}" role="img"><title>{escaped(self._title)}</title>'
            f"<defs>{STRIPES}</defs><style>{STYLE}</style>"
            f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>\n'
            + "\n".join(self._parts)
            + "\n</svg>\n"
        )

    def beside(self, *charts: tuple[str, Sequence[tuple[str, float, str, str]]]) -> None:
        """Charts of bars side by side: a heading, and a name, value, note and fill for each bar."""
        room = (WIDTH - 2 * MARGIN - 32 * (len(charts) - 1)) / len(charts)
        top = self._bottom
        for at, (heading, rows) in enumerate(charts):
            self._bars(MARGIN + at * (room + 32), top, room, heading, rows)
        self._bottom = top + HEAD + ROW * max(len(rows) for _, rows in charts) + 18

    def _bars(
        self,
        left: float,
        top: float,
        width: float,
        heading: str,
        rows: Sequence[tuple[str, float, str, str]],
    ) -> None:
        self._write(left, top + 18, heading, "head")
        most = max((value for _, value, _, _ in rows), default=0) or 1
        room = width - NAME - NOTE
        for at, (name, value, note, fill) in enumerate(rows):
            middle = top + HEAD + at * ROW + 12
            self._write(left, middle, cut(printable(name), LONGEST), "")
            self._box(left + NAME, middle - 11, max(value / most * room, 1), 14, fill)
            self._write(left + width, middle, note, "pale end")

    def line(
        self,
        heading: str,
        days: Sequence[str],
        solid: Sequence[float],
        dotted: Sequence[float],
        legend: Sequence[str],
    ) -> None:
        """A line over days, and a dotted one."""
        most = max([*solid, *dotted], default=0) or 1
        top = self._frame(heading, days, most)
        for values, style in (
            (dotted, f'stroke="{PALE}" stroke-dasharray="5 5"'),
            (solid, f'stroke="{ACCENT}" stroke-width="2.5"'),
        ):
            if values:
                points = " ".join(_points(values, len(days), most, top))
                self._parts.append(f'<polyline points="{points}" fill="none" {style}/>')
        marks = (
            f'stroke="{ACCENT}" stroke-width="2.5"',
            f'stroke="{PALE}" stroke-dasharray="5 5"',
        )
        for at, (name, style) in enumerate(zip(legend, marks, strict=False)):
            x = MARGIN + 40 + at * 130
            self._parts.append(
                f'<line x1="{x}" y1="{top - 18}" x2="{x + 26}" y2="{top - 18}" {style}/>'
            )
            self._write(x + 32, top - 14, name, "pale")

    def areas(
        self,
        heading: str,
        days: Sequence[str],
        levels: Sequence[Sequence[float]],
        names: Sequence[str],
    ) -> None:
        """States on top of each other over days, the last at the bottom."""
        most = max((sum(level) for level in levels), default=0) or 1
        top = self._frame(heading, days, most)
        below = [0.0] * len(levels)
        for state in reversed(range(len(names))):
            above = [low + level[state] for low, level in zip(below, levels, strict=True)]
            outline = [
                *_points(above, len(days), most, top),
                *reversed(_points(below, len(days), most, top)),
            ]
            self._parts.append(f'<polygon points="{" ".join(outline)}" fill="{FILLS[state]}"/>')
            below = above
        for at, name in enumerate(names):
            x = MARGIN + 40 + at * 130
            self._box(x, top - 25, 14, 14, FILLS[at])
            self._write(x + 20, top - 14, name, "pale")

    def _frame(self, heading: str, days: Sequence[str], most: float) -> float:
        """The heading, the scale and the days of a chart over time; gives its top."""
        top = self._bottom + HEAD + LEGEND
        self._write(MARGIN, self._bottom + 18, heading, "head")
        for share in (0.0, 0.5, 1.0):
            y = top + CHART * (1 - share)
            self._parts.append(
                f'<line x1="{MARGIN + 40}" y1="{y:.1f}" x2="{WIDTH - MARGIN}" y2="{y:.1f}" stroke="{LINE}"/>'
            )
            self._write(MARGIN + 34, y + 4, f"{most * share:g}", "pale end")
        for at, style in ((0, "pale"), (len(days) - 1, "pale end")):
            if days:
                x = MARGIN + 40 if at == 0 else WIDTH - MARGIN
                self._write(x, top + CHART + 18, days[at], style)
        self._bottom = top + CHART + 40
        return top

    def foot(self, text: str) -> None:
        """A sentence below the charts."""
        self._write(MARGIN, self._bottom + 14, text, "pale")
        self._bottom += 24

    def _write(self, x: float, y: float, text: str, style: str) -> None:
        kind = f' class="{style}"' if style else ""
        self._parts.append(f'<text x="{x:.1f}" y="{y:.1f}"{kind}>{escaped(text)}</text>')

    def _box(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        self._parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height}" rx="2" fill="{fill}"/>'
        )


def _points(values: Sequence[float], days: int, most: float, top: float) -> list[str]:
    room = WIDTH - 2 * MARGIN - 40
    return [
        f"{MARGIN + 40 + at * room / max(days - 1, 1):.1f},{top + CHART * (1 - value / most):.1f}"
        for at, value in enumerate(values)
    ]


def escaped(text: str) -> str:
    """The text as XML holds it: markup escaped, control characters spelled out, lone surrogates replaced."""
    plain = printable(text).encode("utf-8", "replace").decode()
    return (
        plain.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
    )
