"""`ticketr list`: the tickets on this machine. The hot path: nothing heavy is imported here."""

from __future__ import annotations

from ticketr.application.queries import GetTicketsQuery
from ticketr.cli.options import count, one_of, words
from ticketr.cli.text import plural
from ticketr.domain.query import DEFAULT_PAGE, SORT_FIELDS, Pagination, TicketFilter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from datetime import datetime

    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser
    from ticketr.domain.query import TicketRow
    from ticketr.domain.workspace import WorkspaceID

DESCRIPTION = """\
List the tickets of a workspace as they are on this machine, without asking Jira."""

EXAMPLES = """\
ticketr list
ticketr list --status modified,conflict
ticketr list --type Story --sort updated --desc --limit 10
ticketr list --parent PROJ-1 --json
ticketr list --modified-after 2026-05-01"""


def options(parser: Parser) -> None:
    """What can be asked of a list."""
    add = parser.add_argument
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
        default="created",
        metavar="BY",
        help=", ".join(SORT_FIELDS) + " (default: created)",
    )
    add("--desc", action="store_true", help="the last first")
    add("--offset", type=count, default=0, metavar="N", help="leave out the first N")
    add(
        "--limit",
        type=count,
        default=DEFAULT_PAGE,
        metavar="N",
        help=f"at most N tickets; 0 for all (default: {DEFAULT_PAGE})",
    )


def run(call: Call) -> int:
    """Print the tickets, and how many there are."""
    workspace = call.workspace()
    query = _query(call, workspace.id)
    rows = call.app.tickets.rows(query)
    total = call.app.tickets.count(query)
    if call.console.json:
        call.console.document(_document(workspace.name, rows, total))
        return 0
    if rows:
        call.console.table(HEADER, map(_cells, rows), flexible=3)
    call.console.say(_summary(len(rows), total, workspace.name))
    return 0


HEADER = ("KEY", "TYPE", "STATUS", "TITLE", "SYNC")


def _cells(row: TicketRow) -> tuple[str, ...]:
    return (row.jira_id or "-", row.type, status_in(row.fields), row.title, row.sync_status)


def _summary(shown: int, total: int, workspace: str) -> str:
    if not total:
        return f'No tickets match in workspace "{workspace}".'
    if shown == total:
        return plural(total, "ticket")
    return f"{shown} of {plural(total, 'ticket')}; `--limit 0` shows all"


def _query(call: Call, workspace_id: str) -> GetTicketsQuery:
    asked: Namespace = call.options
    wanted = TicketFilter(
        workspace_id,
        status=asked.status,
        type=asked.type,
        parent_id=_parent(call, workspace_id),  # type: ignore[arg-type]
        modified_after=_time(asked.modified_after) if asked.modified_after else None,
    )
    order = "desc" if asked.desc else "asc"
    page = Pagination(asked.offset, asked.limit or None, asked.sort, order)
    return GetTicketsQuery(workspace_id, wanted, page)


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


def status_in(fields: str) -> str:
    """The status in a flat JSON object, without the JSON library where it holds no escapes.

    Inside a JSON string a quote is escaped, so `"status"` with a colon behind it can only be the key.
    """
    at = fields.find(_STATUS)
    while at >= 0:
        rest = fields[at + len(_STATUS) :].lstrip()
        if rest.startswith(":"):
            return _string(rest[1:].lstrip())
        at = fields.find(_STATUS, at + 1)
    return ""


_STATUS = '"status"'


def _string(text: str) -> str:
    """The JSON string that the text starts with; empty where it starts with something else."""
    if not text.startswith('"'):
        return ""
    found = text[1 : text.find('"', 1)]
    if "\\" not in found:
        return found
    from json import JSONDecoder

    return str(JSONDecoder().raw_decode(text)[0])


def _document(workspace: str, rows: list[TicketRow], total: int) -> dict[str, object]:
    return {"workspace": workspace, "total": total, "tickets": [_ticket(row) for row in rows]}


def _ticket(row: TicketRow) -> dict[str, object]:
    from json import loads

    return {
        "id": row.id,
        "key": row.jira_id,
        "type": row.type,
        "title": row.title,
        "sync": row.sync_status,
        "parent_id": row.parent_id,
        "updated_at": row.updated_at,
        "fields": loads(row.fields or "{}"),
    }
