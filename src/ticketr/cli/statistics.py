"""Statistics as people see them: in the terminal, as a picture, as rows and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.cli.drawing import PLAIN_SHADES, SHADES, areas, bars, lines
from ticketr.cli.svg import FILLS, NEUTRAL, Picture
from ticketr.cli.text import plural
from ticketr.domain.charts import STATES, Bar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ticketr.application.stats import Stats
    from ticketr.cli.console import Console

BARS = {"status": "By status", "type": "By type", "assignee": "By assignee", "points": "By points"}
SERIES = {"burndown": "Burn-down", "flow": "Cumulative flow"}
CHARTS = (*BARS, *SERIES)
NAMES = ("to do", "in progress", "done")
SHOWN = 12
"""Bars of one chart; the rest are one bar together."""
WIDTH, WIDEST = 80, 110
HEIGHT = 8
"""Lines of a chart over time."""


def bars_of(stats: Stats, chart: str) -> tuple[Bar, ...]:
    """The bars of one chart."""
    return stats.sizes if chart == "points" else getattr(stats, chart)


def few(found: Sequence[Bar]) -> list[Bar]:
    """So many bars as can be looked at."""
    if len(found) <= SHOWN + 1:
        return list(found)
    rest = found[SHOWN:]
    tickets, points = sum(bar.tickets for bar in rest), sum(bar.points for bar in rest)
    return [*found[:SHOWN], Bar(f"{len(rest)} others", tickets, points)]


def noted(found: Sequence[Bar], stats: Stats, chart: str) -> list[str]:
    """What stands behind each bar: tickets and points, under each other."""
    counts = [str(bar.tickets) for bar in found]
    if not stats.points or chart == "points":
        return counts
    sums = [f"{bar.points:g}" for bar in found]
    wide = max(map(len, sums), default=0)
    return [f"{count}  {total:>{wide}} pt" for count, total in zip(counts, sums, strict=True)]


def summary(stats: Stats) -> str:
    """How much there is."""
    if stats.points is None:
        return plural(stats.tickets, "ticket")
    return f"{plural(stats.tickets, 'ticket')}, {stats.points:g} points"


def recorded(stats: Stats) -> str:
    """How much of the past is known; part of every picture of it."""
    if stats.recorded == stats.tickets:
        return "The history of every ticket is here."
    share = stats.recorded * 100 // max(stats.tickets, 1)
    return (
        f"The history of {stats.recorded} of {plural(stats.tickets, 'ticket')} ({share} %) is here; the others"
        " are drawn by what pulls noticed, and by when they were created and done."
    )


def heading(stats: Stats, chart: str) -> str:
    """The name of a chart over time, with what it says last."""
    first, last = stats.days[0], stats.days[-1]
    name = f"{SERIES[chart]} of {stats.sprint}" if stats.sprint else SERIES[chart]
    if chart == "flow" or not stats.levels:
        return f"{name}, {first} to {last}"
    level = stats.levels[-1]
    points = f", {level.open_points:g} points" if stats.points else ""
    return f"{name}, {first} to {last}: {level.open_tickets} left{points}"


def left(stats: Stats) -> list[float]:
    """What was left on each day: points where there are some, else tickets."""
    return [x.open_points if stats.points else x.open_tickets for x in stats.levels]


def tell(console: Console, stats: Stats, charts: Sequence[str]) -> None:
    """Draw the charts in the terminal."""
    width = min(console.width() or WIDTH, WIDEST)
    plain = console.mark == "..."
    console.print(summary(stats))
    for chart in charts:
        console.print()
        if chart in BARS:
            console.print(console.style(BARS[chart], "bold"))
            shown = few(bars_of(stats, chart))
            notes = noted(shown, stats, chart)
            rows = [(x.name, x.tickets, note) for x, note in zip(shown, notes, strict=True)]
            drawn = bars(rows, width, plain=plain)
        else:
            console.print(console.style(heading(stats, chart), "bold"))
            drawn = _series(stats, chart, width, plain=plain)
        for line in drawn:
            console.print(line)
    if set(charts) & set(SERIES):
        console.print()
        console.print(recorded(stats))


def _series(stats: Stats, chart: str, width: int, *, plain: bool) -> list[str]:
    if chart == "burndown":
        drawn = lines(left(stats), stats.ideal, width, HEIGHT, plain=plain)
        what = "points" if stats.points else "tickets"
        return [
            *drawn,
            f"  {what} that were not done" + ("; dotted: an even pace" if stats.ideal else ""),
        ]
    shades = PLAIN_SHADES if plain else SHADES
    ahead = [(0,) * len(NAMES)] * (len(stats.days) - len(stats.levels))
    drawn = areas([*(x.tickets for x in stats.levels), *ahead], width, HEIGHT, plain=plain)
    return [*drawn, "  " + "   ".join(map(" ".join, zip(shades, NAMES, strict=True)))]


def picture(stats: Stats, charts: Sequence[str], title: str) -> str:
    """The charts as an SVG document."""
    made = Picture(title, summary(stats))
    wanted = [chart for chart in charts if chart in BARS]
    for at in range(0, len(wanted), 2):
        made.beside(*((BARS[chart], _rows(stats, chart)) for chart in wanted[at : at + 2]))
    days = [str(day) for day in stats.days]
    for chart in charts:
        if chart == "burndown":
            what = "points left" if stats.points else "tickets left"
            legend = (what, "even pace") if stats.ideal else (what,)
            made.line(heading(stats, chart), days, left(stats), stats.ideal, legend)
        elif chart == "flow":
            made.areas(heading(stats, chart), days, [x.tickets for x in stats.levels], NAMES)
    if set(charts) & set(SERIES):
        made.foot(recorded(stats))
    return made.text()


def _rows(stats: Stats, chart: str) -> list[tuple[str, float, str, str]]:
    shown = few(bars_of(stats, chart))
    notes = [", ".join(note.split("  ", 1)) for note in noted(shown, stats, chart)]
    return [(x.name, x.tickets, note, _fill(x)) for x, note in zip(shown, notes, strict=True)]


def _fill(bar: Bar) -> str:
    return FILLS[STATES.index(bar.state)] if bar.state in STATES else NEUTRAL


def records(stats: Stats, charts: Sequence[str]) -> Iterator[tuple[object, ...]]:
    """Every bar and every day as a row: chart, day, name, tickets, points."""
    for chart in charts:
        if chart in BARS:
            for bar in bars_of(stats, chart):
                yield chart, None, bar.name, bar.tickets, _points(stats, bar.points)
            continue
        for level in stats.levels:
            day = str(level.day)
            if chart == "burndown":
                points = _points(stats, level.open_points)
                yield chart, day, "left", level.open_tickets, points
            else:
                for name, tickets, points in zip(NAMES, level.tickets, level.points, strict=True):
                    yield chart, day, name, tickets, _points(stats, points)


def _points(stats: Stats, points: float) -> float | None:
    return None if stats.points is None else points
