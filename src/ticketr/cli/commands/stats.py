"""`ticketr stats`: who has what, what is left, and how work flowed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ticketr.application.queries import GetTicketsQuery
from ticketr.application.stats import Window
from ticketr.cli.columns import Column
from ticketr.cli.options import FORMS, one_of
from ticketr.cli.statistics import BARS, CHARTS, SERIES, picture, records, tell
from ticketr.cli.text import printable
from ticketr.cli.views import Listing, form_of, show
from ticketr.domain.query import TicketFilter
from ticketr.errors import FileNotFound, Usage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ticketr.application.stats import Stats
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser
    from ticketr.cli.views import Record
    from ticketr.domain.query import WorkspaceRow

DESCRIPTION = """\
Add up tickets and draw them: by status, type, assignee and points; a burn-down of what was left day by day; and a
cumulative flow of how much was to do, in progress and done. Name the charts to have only those.

The days come out of Jira's history, as far as it is here (`ticketr pull --histories`); the picture says how far
that is. With --svg the charts become a picture in a file, or with - on stdout."""

EXAMPLES = """\
ticketr stats
ticketr stats status assignee --jql "statusCategory != Done"
ticketr stats burndown --sprint "Sprint 10"
ticketr stats burndown flow --since 2026-03-01 --until 2026-05-31
ticketr stats --svg backlog.svg
ticketr stats flow --format csv"""

SHOWN = tuple(form for form in FORMS if form != "keys")
COLUMNS = ("chart", "day", "name", "tickets", "points")


def options(parser: Parser) -> None:
    """Which tickets, which charts, which days."""
    add = parser.add_argument
    add(
        "charts",
        nargs="*",
        type=one_of(CHARTS),
        metavar="CHART",
        help=f"{', '.join(CHARTS)} (default: all)",
    )
    add("--jql", metavar="QUERY", help="only the tickets of this query")
    add("--alias", metavar="NAME", help="only the tickets of the query of that name")
    add("--sprint", metavar="NAME", help="only this sprint, over its days")
    add(
        "--since", type=_day, metavar="DAY", help="the first day (default: 60 days, or the sprint)"
    )
    add("--until", type=_day, metavar="DAY", help="the last day (default: today)")
    add("--svg", metavar="FILE", help="write a picture; - for stdout")
    add(
        "--format", type=one_of(SHOWN), metavar="FORM", help=f"{', '.join(SHOWN)} (default: table)"
    )
    add("--no-pager", action="store_true", help="never through a pager")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Usage(f'"{text}" is not a day.', hint="Write it like 2026-03-31.") from None


def run(call: Call) -> int:
    """Draw the charts."""
    asked = call.options
    workspace = call.workspace()
    query = GetTicketsQuery(workspace.id, TicketFilter(workspace.id, jql=_jql(call, workspace.id)))
    window = Window(asked.since, asked.until, asked.sprint)
    with call.console.progress() as notify:
        stats = call.app.stats(notify).of(query, window)
    charts = tuple(dict.fromkeys(asked.charts)) or _usual(stats)
    for note in (*stats.notes, *_missing(stats, charts)):
        call.console.say(f"note: {printable(note)}")
    if asked.svg:
        _draw(call, picture(stats, charts, _title(workspace, query)))
    if not asked.svg or asked.format or asked.json:
        show(call, _listing(call, workspace, stats, charts))
    return 0


def _missing(stats: Stats, charts: Sequence[str]) -> list[str]:
    """How to have the histories that the charts over time lack."""
    lacks = stats.recorded < stats.tickets and not set(SERIES).isdisjoint(charts)
    return ["`ticketr pull --histories` reads the histories that are not here"] if lacks else []


def _usual(stats: Stats) -> Sequence[str]:
    """All charts; without points none of them."""
    return [chart for chart in CHARTS if chart != "points" or stats.points]


def _jql(call: Call, workspace_id: str) -> str | None:
    """The query of `--jql`, `--alias` and `--sprint` together."""
    from ticketr.domain.alias import split_order
    from ticketr.jql.write import quoted

    asked = call.options
    parts = [split_order(asked.jql)[0]] if asked.jql else []
    parts += [f"@{asked.alias.removeprefix('@')}"] if asked.alias else []
    parts += [f"sprint = {quoted(asked.sprint)}"] if asked.sprint is not None else []
    parts = [part.strip() for part in parts if part.strip()]
    jql = parts[0] if len(parts) == 1 else " AND ".join(f"({part})" for part in parts)
    return call.app.aliases.expand(workspace_id, jql) if jql else None


def _title(workspace: WorkspaceRow, query: GetTicketsQuery) -> str:
    jql = query.filter.jql
    return (
        f"{workspace.project_key}: {jql}" if jql else f"{workspace.project_key} ({workspace.name})"
    )


def _draw(call: Call, text: str) -> None:
    """Write the picture, in one piece or not at all. Raises FileChanged, FileUnreadable, FileWrite."""
    if call.options.svg == "-":
        if form_of(call) != "table":
            raise Usage(
                "--svg - and another form would both stand on stdout.", hint="Name a file."
            )
        call.console.print(text.rstrip("\n"))
        return
    documents = call.app.documents
    path = documents.resolve(call.options.svg)
    try:
        before = documents.read(path).digest
    except FileNotFound:
        before = None
    documents.write(path, text, before)
    call.console.say(f"wrote {printable(call.options.svg)}")


def _listing(call: Call, workspace: WorkspaceRow, stats: Stats, charts: Sequence[str]) -> Listing:
    def around(rows: Iterator[Record]) -> object:
        list(rows)
        return document(workspace, stats, charts)

    def drawn(rows: Iterator[object]) -> int:
        tell(call.console, stats, charts)
        return len(list(rows))

    return Listing(
        [Column(name, wide=name == "name") for name in COLUMNS],
        ((row, row) for row in records(stats, charts)),
        record=lambda row: dict(zip(COLUMNS, row, strict=True)),
        key=lambda _: None,
        around=around,
        tell=drawn,  # type: ignore[arg-type]
    )


def document(workspace: WorkspaceRow, stats: Stats, charts: Sequence[str]) -> dict[str, object]:
    """The statistics as JSON: totals, and each chart's rows."""
    found: dict[str, list[object]] = {chart: [] for chart in charts}
    for chart, day, name, tickets, points in records(stats, charts):
        row = {"name": name, "tickets": tickets, "points": points}
        found[str(chart)].append(row if chart in BARS else {"day": day, **row})
    return {
        "workspace": workspace.name,
        "tickets": stats.tickets,
        "points": stats.points,
        "recorded": stats.recorded,
        "sprint": stats.sprint or None,
        "ideal": list(stats.ideal),
        "charts": found,
        "notes": list(stats.notes),
    }
