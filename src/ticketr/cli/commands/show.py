"""`ticketr show KEY`: one ticket."""

from __future__ import annotations

from ticketr.cli import said
from ticketr.cli.columns import ticket_columns
from ticketr.cli.options import add_view
from ticketr.cli.text import columns, nearby, pad, printable, printable_lines
from ticketr.cli.views import Listing, show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ticketr.cli.call import Call
    from ticketr.cli.console import Console
    from ticketr.cli.options import Parser
    from ticketr.cli.views import Record
    from ticketr.domain.query import TicketDetail

    Facts = list[tuple[str, str]]

DESCRIPTION = """\
Show one ticket as it is on this machine: its fields, its text, how it stands to Jira, the files it is
written in, and what was said of it."""

EXAMPLES = """\
ticketr show PROJ-12
ticketr show PROJ-12 --json
ticketr show PROJ-12 --columns key,assignee,description --format csv"""


def options(parser: Parser) -> None:
    """Which ticket, and how."""
    parser.add_argument("key", metavar="KEY", help="the ticket's key, or its local id")
    add_view(parser)


def run(call: Call) -> None:
    """Show the ticket."""
    workspace = call.workspace()
    ticket = call.app.tickets.detail(call.options.key, workspace.id)  # type: ignore[arg-type]
    chosen = ticket_columns(call.app, workspace.id, call.options.columns)
    listing = Listing(
        chosen.columns,
        chosen.read([ticket]),
        record=lambda row: _document(row, *_looked_up(call, row)) | _said(call, row),
        key=lambda row: row.jira_id,
        around=next,
        tell=lambda rows: sum(_shown(call, row) for row in rows),
        chosen=bool(call.options.columns),
    )
    show(call, listing)


def _looked_up(call: Call, ticket: TicketDetail) -> tuple[Facts, list[str]]:
    """The fields that are set, as people read them, and the documents that show the ticket."""
    return call.app.tickets.describe(ticket, ticket.workspace_id), _places(call, ticket)


def _said(call: Call, ticket: TicketDetail) -> Record:
    return {"comments": said.records(call.app.store.comments.get(ticket.id))}  # type: ignore[arg-type]


def _shown(call: Call, ticket: TicketDetail) -> int:
    _tell(call.console, ticket, *_looked_up(call, ticket))
    said.tell(call.console, call.app.store.comments.get(ticket.id))  # type: ignore[arg-type]
    return 1


def _tell(console: Console, ticket: TicketDetail, fields: Facts, places: list[str]) -> None:
    head = " ".join(filter(None, [ticket.jira_id, printable(ticket.title)]))
    console.print(console.style(head, "bold"))
    facts = [("Type", ticket.type), *fields, ("Sync", ticket.sync_status)]
    facts += [("File", nearby(place)) for place in places]
    _facts(console, facts)
    for name, text in (
        ("Description", ticket.description),
        ("Acceptance Criteria", ticket.criteria),
    ):
        if text:
            _section(console, name, text)


def _facts(console: Console, facts: Facts) -> None:
    shown = [(printable(name), printable(text)) for name, text in dict(facts).items()]
    shown += [(name, printable(text)) for name, text in _repeated(facts)]
    width = max(columns(name) for name, _ in shown)
    for name, text in shown:
        console.print(f"  {pad(name, width)}  {text}".rstrip())


def _repeated(facts: Facts) -> Facts:
    last = dict(facts)
    return [(name, text) for name, text in facts if name == "File" and last[name] != text]


def _section(console: Console, name: str, text: str) -> None:
    console.print()
    console.print(console.style(name, "bold"))
    for line in printable_lines(text.strip("\n")):
        console.print(f"  {line}".rstrip())


def _places(call: Call, ticket: TicketDetail) -> list[str]:
    """The documents that show the ticket, each with its line where it can be found."""
    paths = call.app.store.documents.where(ticket.id)  # type: ignore[arg-type]
    return [_place(call, path, ticket.jira_id) for path in paths]


def _place(call: Call, path: str, key: str | None) -> str:
    from ticketr.errors import TicketrError

    try:
        lines = call.app.documents.text(path).splitlines() if key else []
    except TicketrError:
        return f"{path} (cannot be read now)"
    mark = f"[{key}]"
    found = (at for at, line in enumerate(lines, 1) if mark in line and _is_heading(line))
    line = next(found, 0)
    return f"{path}:{line}" if line else path


def _is_heading(line: str) -> bool:
    return line.lstrip()[:1] in {"#", "-", "*", "+"}


def _document(ticket: TicketDetail, fields: Facts, places: list[str]) -> Record:
    from json import loads

    from ticketr.domain.criteria import criteria_list

    return {
        "id": ticket.id,
        "key": ticket.jira_id,
        "type": ticket.type,
        "title": ticket.title,
        "description": ticket.description,
        "acceptance_criteria": list(criteria_list(ticket.criteria or "")),
        "fields": loads(ticket.fields),
        "shown": dict(fields),
        "parent_id": ticket.parent_id,
        "children": list(ticket.children),
        "sync": ticket.sync_status,
        "last_synced": _iso(ticket.last_synced),
        "version": ticket.version,
        "documents": places,
    }


def _iso(stamp: str | None) -> str | None:
    """A stamp of the store as Python writes a time."""
    if stamp is None:
        return None
    from datetime import datetime

    return datetime.fromisoformat(stamp).isoformat()
