"""`ticketr list`: the tickets on this machine. The hot path: nothing heavy is imported here."""

from __future__ import annotations

from ticketr.application.queries import GetTicketsQuery, cursor_of, place_of
from ticketr.cli.asked import asked_jql
from ticketr.cli.columns import ticket_columns
from ticketr.cli.options import add_view, count, one_of, words
from ticketr.cli.rows import ticket
from ticketr.cli.text import plural, printable
from ticketr.cli.views import Listing, show
from ticketr.domain.query import DEFAULT_PAGE, SORT_FIELDS, Pagination, TicketFilter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from ticketr.cli.call import Call
    from ticketr.cli.options import Asked, Parser
    from ticketr.cli.views import Record
    from ticketr.domain.query import TicketRow
    from ticketr.domain.workspace import WorkspaceID

DESCRIPTION = """\
List the tickets of a workspace as they are on this machine, without asking Jira. Queries are in JQL, Jira's
own language; @name in one stands for an alias. With --remote Jira answers instead."""

EXAMPLES = """\
ticketr list
ticketr list --jql "assignee = currentUser() AND due < 7d ORDER BY priority DESC"
ticketr list --alias mine --all-workspaces
ticketr list --jql "status WAS Done" --remote
ticketr list --status modified,conflict
ticketr list --type Story --sort updated --desc --limit 10
ticketr list --parent PROJ-1 --json
ticketr list --columns key,title,assignee,"Story Points" --format csv --limit 0
ticketr list --modified-after 2026-05-01"""


def options(parser: Parser) -> None:
    """What can be asked of a list."""
    add = parser.add_argument
    add("--jql", metavar="QUERY", help="only what this query finds, in its order")
    add("--alias", metavar="NAME", help="only what the query of that name finds")
    add("--remote", action="store_true", help="ask Jira, not this machine")
    add("--all-workspaces", action="store_true", help="of every workspace on this machine")
    add(
        "--status",
        type=words,
        action="extend",
        default=[],
        metavar="S",
        help="new, synced, modified, conflict, or a status of Jira; several with commas",
    )
    add(
        "--type",
        type=words,
        action="extend",
        default=[],
        metavar="T",
        help="types of tickets; several with commas",
    )
    add("--parent", metavar="KEY", help="only what stands directly under this ticket")
    add(
        "--modified-after",
        metavar="TIME",
        help="edited here at or after this date or time (ISO 8601, local unless it says otherwise)",
    )
    add(
        "--sort",
        type=one_of(SORT_FIELDS),
        metavar="BY",
        help=", ".join(SORT_FIELDS) + " (default: as the query says, else created)",
    )
    add("--desc", action="store_true", help="the last first")
    add("--offset", type=count, default=0, metavar="N", help="leave out the first N")
    add("--after", metavar="CURSOR", help="the page behind another one, by `next` of its JSON")
    add(
        "--limit",
        type=count,
        default=DEFAULT_PAGE,
        metavar="N",
        help=f"at most N tickets; 0 for all (default: {DEFAULT_PAGE})",
    )
    add_view(parser)


def run(call: Call) -> int:
    """Print the tickets, and how many there are."""
    if call.options.all_workspaces:
        from ticketr.cli.everywhere import list_everywhere

        return list_everywhere(call, query_for)
    workspace = call.workspace()
    query = query_for(call, workspace.id)
    if call.options.remote:
        from ticketr.cli.remote import list_remote

        return list_remote(call, workspace, query)
    rows = Passed(call.app.tickets.stream(query))
    columns = ticket_columns(call.app, workspace.id, call.options.columns)
    listing = Listing(
        columns.columns,
        columns.read(rows),
        record=ticket,
        key=lambda row: row.jira_id,
        around=lambda records: _document(call, workspace.name, query, records, rows),
        chosen=bool(call.options.columns),
    )
    shown = show(call, listing)
    for note in query.notes:
        call.console.say(f"note: {printable(note)}")
    call.console.say(_summary(call, query, shown, workspace.name))
    return 0


COUNTED = 10_000
"""Tickets that are counted to say how many there are; more than that is told as more."""


def _summary(call: Call, query: GetTicketsQuery, shown: int, workspace: str) -> str:
    total = _total(call, query, shown)
    if not total:
        return f'No tickets match in workspace "{workspace}".'
    if shown == total:
        return plural(total, "ticket")
    many = f"{COUNTED:,}+ tickets" if total > COUNTED else plural(total, "ticket")
    return f"{shown} of {many}; `--limit 0` shows all"


def _total(call: Call, query: GetTicketsQuery, shown: int) -> int:
    """How many there are on all pages; not asked where this page is all of them."""
    page = query.pagination
    whole = not page.offset and not page.after and (page.limit is None or shown < page.limit)
    return shown if whole else call.app.tickets.count(query, COUNTED + 1)


def query_for(call: Call, workspace_id: str) -> GetTicketsQuery:
    """What the options ask of a workspace. Raises Usage, AliasNotFound, AliasInvalid."""
    asked: Asked = call.options
    wanted = TicketFilter(
        workspace_id,
        jql=asked_jql(call, workspace_id),
        status=asked.status,
        type=asked.type,
        parent_id=_parent(call, workspace_id),  # type: ignore[arg-type]
        modified_after=_time(asked.modified_after) if asked.modified_after else None,
    )
    order = "desc" if asked.desc else "asc"
    after = place_of(asked.after) if asked.after else ()
    page = Pagination(asked.offset, asked.limit or None, _sort(asked), order, after)
    return GetTicketsQuery(workspace_id, wanted, page)


def _sort(asked: Asked) -> str:
    """The order asked for; `--desc` alone is that of creation, the last first."""
    return asked.sort or ("created" if asked.desc else "")


def _parent(call: Call, workspace_id: WorkspaceID) -> str | None:
    key = call.options.parent
    return call.app.tickets.get(key, workspace_id).id if key else None


def _time(text: str) -> datetime:
    from datetime import UTC, datetime

    from ticketr.errors import Usage

    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Usage(
            f'--modified-after: "{text}" is not a date or a time.',
            hint="Write 2026-05-01, or 2026-05-01T14:30, or 2026-05-01T14:30+02:00.",
        ) from None


class Passed:
    """Rows on their way to be shown: how many there were so far, and the last of them."""

    __slots__ = ("_rows", "count", "last")

    def __init__(self, rows: Iterator[TicketRow]) -> None:
        self._rows = rows
        self.count = 0
        self.last: TicketRow | None = None

    def __iter__(self) -> Passed:
        return self

    def __next__(self) -> TicketRow:
        self.last = next(self._rows)
        self.count += 1
        return self.last


def _document(
    call: Call, workspace: str, query: GetTicketsQuery, records: Iterator[Record], passed: Passed
) -> Record:
    """The document; `next` is known when all tickets before it are written."""

    def following() -> str | None:
        full = passed.count == query.pagination.limit
        return cursor_of(passed.last.place) if passed.last and full else None

    found: Record = {"workspace": workspace, "total": call.app.tickets.count(query)}
    if query.filter.jql is not None:
        found |= {"jql": query.filter.jql, "notes": list(query.notes)}
    return found | {"tickets": records, "next": following}
