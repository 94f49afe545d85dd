"""`ticketr news`: what changed since the user looked last."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from ticketr.cli.columns import Column
from ticketr.cli.happenings import headline, moves, record
from ticketr.cli.options import FORMS, one_of
from ticketr.cli.text import clock, plural, printable
from ticketr.cli.views import Listing, form_of, show
from ticketr.domain.workspace import WorkspaceID

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ticketr.application.history import Happening
    from ticketr.application.news import News, TicketNews
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser
    from ticketr.cli.views import Entry

DESCRIPTION = """\
Show what changed since you looked last, ticket by ticket, the latest at the end: what others did and said in
Jira, as far as pulls have brought it, tickets that are new here or gone, and new conflicts. What you did yourself
in Jira is left out, unless you ask with --mine. Jira is not asked; pull first.

What was shown is not shown again. The first look goes back a week; --since looks back to a time, and forgets
nothing."""

EXAMPLES = """\
ticketr news
ticketr news --keep
ticketr news --since 2026-05-01 --mine
ticketr news --all-workspaces --format csv"""

COLUMNS = ("workspace", "key", "title", "at", "what", "who", "field", "before", "after")


class Told(NamedTuple):
    """The news of one workspace, and its name."""

    name: str
    workspace_id: WorkspaceID
    news: News


def options(parser: Parser) -> None:
    """Of what, since when, and in which form."""
    add = parser.add_argument
    add("--all-workspaces", action="store_true", help="of every workspace on this machine")
    add("--since", type=_time, metavar="TIME", help="since this date or time (ISO 8601)")
    add("--keep", action="store_true", help="show the same again the next time")
    add("--mine", action="store_true", help="also what you did yourself")
    add(
        "--format", type=one_of(FORMS), metavar="FORM", help=f"{', '.join(FORMS)} (default: table)"
    )
    add("--no-pager", action="store_true", help="never through a pager")


def _time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        from ticketr.errors import Usage

        raise Usage(
            f'"{text}" is not a date or time.',
            hint="Write it like 2026-05-01 or 2026-05-01T14:30.",
        ) from None


def run(call: Call) -> int:
    """Show the news, then remember that they were shown."""
    found = [_told(call, name, workspace_id) for name, workspace_id in _workspaces(call)]
    show(call, _listing(call, found))
    for each in found:
        _say(call, each)
    call.console.flush()
    if call.options.since is None and not call.options.keep and call.console.heard:
        for each in found:
            call.app.news.told(each.workspace_id, each.news)
    return 0


def _workspaces(call: Call) -> list[tuple[str, WorkspaceID]]:
    if call.options.all_workspaces:
        return [(item.name, item.id) for item in call.app.workspaces.list()]
    workspace = call.workspace()
    return [(workspace.name, WorkspaceID(workspace.id))]


def _told(call: Call, name: str, workspace_id: WorkspaceID) -> Told:
    asked = call.options
    book = call.app.book(workspace_id)
    news = call.app.news.of(workspace_id, book, asked.since, mine=asked.mine)
    return Told(name, workspace_id, news)


def _say(call: Call, told: Told) -> None:
    """What stands behind the news: how much, since when, and how old it is."""
    news, console = told.news, call.console
    where = f'"{printable(told.name)}": ' if call.options.all_workspaces else ""
    looked = "you looked, " if news.looked else ""
    console.say(f"{where}{_much(news)} since {looked}{clock(news.since)}")
    if news.own:
        console.say(f"{where}{plural(news.own, 'change')} of yours left out; `--mine` shows them")
    if news.cut:
        console.say(f"{where}there is more than can be told; these are the newest")
    pulled = "never pulled" if news.pulled is None else f"Jira as of {clock(news.pulled)}"
    console.say(f"{where}{pulled}")


def _much(news: News) -> str:
    count = len(news.tickets)
    return f"news of {plural(count, 'ticket')}" if count else "nothing new"


def _listing(call: Call, found: Sequence[Told]) -> Listing:
    def tell(rows: Iterator[object]) -> int:
        _print(call, found)
        return len(list(rows))

    def around(rows: Iterator[object]) -> object:
        list(rows)
        return document(found)

    return Listing(
        [Column(name, wide=name == "title") for name in COLUMNS],
        _entries(found, keys=form_of(call) == "keys"),
        record=lambda row: dict(zip(COLUMNS, row, strict=True)),
        key=lambda row: row[1],
        around=around,
        tell=tell,  # type: ignore[arg-type]
    )


def _entries(found: Sequence[Told], *, keys: bool) -> Iterator[Entry]:
    """A row a field that moved; of keys one a ticket."""
    for told in found:
        for ticket in told.news.tickets:
            rows = [row for item in ticket.happenings for row in _rows(told.name, ticket, item)]
            for row in rows[:1] if keys else rows:
                yield row, row


def _rows(name: str, ticket: TicketNews, item: Happening) -> Iterator[tuple[object, ...]]:
    head = (name, ticket.key, ticket.title, item.at.isoformat(), item.what, item.who or None)
    for moved in item.moved:
        yield (*head, moved.name, moved.before or None, moved.after or None)
    if not item.moved:
        yield (*head, None, None, None)


def _print(call: Call, found: Sequence[Told]) -> None:
    """Ticket by ticket, with everything that happened to it."""
    console = call.console
    for told in found:
        if call.options.all_workspaces and told.news.tickets:
            console.print(console.style(f"{printable(told.name)}:", "bold"))
        for ticket in told.news.tickets:
            head = " ".join(filter(None, [ticket.key, printable(ticket.title)]))
            console.print(console.style(head, "bold"))
            for item in ticket.happenings:
                console.print(f"    {clock(item.at)}  {headline(item)}")
                for line in moves(item.moved):
                    console.print(f"        {line}")


def document(found: Sequence[Told]) -> dict[str, object]:
    """The news as JSON."""
    return {
        "workspaces": [
            {
                "workspace": told.name,
                "since": told.news.since.isoformat(),
                "looked": told.news.looked,
                "pulled": told.news.pulled.isoformat() if told.news.pulled else None,
                "left_out": told.news.own,
                "cut": told.news.cut,
                "tickets": [
                    {
                        "ticket_id": ticket.ticket_id,
                        "key": ticket.key,
                        "title": ticket.title,
                        "new": ticket.fresh,
                        "happenings": list(map(record, ticket.happenings)),
                    }
                    for ticket in told.news.tickets
                ],
            }
            for told in found
        ]
    }
