"""`ticketr history`: what happened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from ticketr.cli.happenings import headline, moves, record
from ticketr.cli.options import count
from ticketr.cli.text import clock, printable
from ticketr.domain.events import event_data
from ticketr.domain.workspace import WorkspaceID
from ticketr.errors import Usage

if TYPE_CHECKING:
    from ticketr.application.history import TicketHistory
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser

DESCRIPTION = """\
Show what happened to a ticket, newest first: edits here, pushes, pulls, conflicts, undos, and what Jira tells of
its own history, as far as pulls have brought it; --refresh asks Jira for all of it. Without a KEY, list the events
of this machine, oldest first, since a time."""

EXAMPLES = """\
ticketr history PROJ-12
ticketr history PROJ-12 --refresh
ticketr history --since 2026-05-01
ticketr history --json"""

LIMIT = 50
DAYS = 7


def options(parser: Parser) -> None:
    """Of what, and how much."""
    add = parser.add_argument
    add("key", nargs="?", metavar="KEY", help="the ticket's key, or its local id")
    add("--refresh", action="store_true", help="ask Jira for the ticket's whole history first")
    add(
        "--since",
        metavar="TIME",
        help=f"events since this date or time (ISO 8601; default: {DAYS} days ago)",
    )
    add("--limit", type=count, default=LIMIT, metavar="N", help=f"at most N (default {LIMIT})")


def run(call: Call) -> None:
    """Show the ticket's history, or the events."""
    if call.options.key is None:
        _events(call)
        return
    workspace_id = WorkspaceID(call.workspace().id)
    ticket = call.app.tickets.get(call.options.key, workspace_id)
    if call.options.refresh:
        with call.console.progress() as notify:
            call.app.sync(notify).fetch_history(workspace_id, ticket.id)
    found = call.app.history.ticket(ticket, call.app.book(workspace_id))
    if call.console.json:
        call.console.document(_document(found, call.options.limit))
    else:
        _tell(call, found)


def _tell(call: Call, found: TicketHistory) -> None:
    console = call.console
    head = " ".join(filter(None, [found.key, printable(found.title)]))
    console.print(console.style(head, "bold"))
    for item in found.happenings[: call.options.limit]:
        console.print(f"{clock(item.at)}  {headline(item)}")
        for line in moves(item.moved):
            console.print(f"    {line}")
    if not found.known:
        console.say("Jira's own history of it was not read; `--refresh` asks for it")
    elif not found.complete:
        console.say("Jira's own history of it is not all here; `--refresh` asks for it")


def _document(found: TicketHistory, limit: int) -> dict[str, object]:
    return {
        "ticket_id": found.ticket_id,
        "key": found.key,
        "title": found.title,
        "jira_known": found.known,
        "jira_complete": found.complete,
        "happenings": list(map(record, found.happenings[:limit])),
    }


def _events(call: Call) -> None:
    from ticketr.application.history import labels

    console = call.console
    stream = call.app.history.events(_since(call.options.since))
    found = islice(labels(call.app.store, stream), call.options.limit)
    if console.json:
        told = [
            {"type": event.event_type, "ticket": name or None, **event_data(event)}
            for event, name in found
        ]
        console.document({"events": told})
        return
    for event, name in found:
        text = str(event).removeprefix(f"ticket {event.aggregate_id}")
        words = [name, printable(text.strip().removeprefix(name).strip())]
        console.print(f"{clock(event.timestamp)}  {' '.join(filter(None, words))}")


def _since(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC) - timedelta(days=DAYS)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Usage(f'--since: "{text}" is not a date or time such as 2026-05-01.') from None
    return moment.astimezone()
