"""`ticketr show KEY`: one ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.cli import said
from ticketr.cli.text import columns, nearby, pad, printable, printable_lines
from ticketr.cli.values import json_value
from ticketr.domain.workspace import WorkspaceID
from ticketr.errors import TicketrError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticketr.cli.call import Call
    from ticketr.cli.console import Console
    from ticketr.cli.options import Parser
    from ticketr.domain.ticket import Ticket

DESCRIPTION = """\
Show one ticket as it is on this machine: its fields, its text, how it stands to Jira, the files it is
written in, and what was said of it."""

EXAMPLES = """\
ticketr show PROJ-12
ticketr show PROJ-12 --json"""


def options(parser: Parser) -> None:
    """Which ticket."""
    parser.add_argument("key", metavar="KEY", help="the ticket's key, or its local id")


def run(call: Call) -> None:
    """Show the ticket."""
    workspace = call.workspace()
    ticket = call.app.tickets.get(call.options.key, WorkspaceID(workspace.id))
    fields = call.app.tickets.describe(ticket, call.app.book(ticket.workspace_id))
    places = _places(call, ticket)
    comments = call.app.store.comments.get(ticket.id)
    if call.console.json:
        document = _document(ticket, fields, places)
        call.console.document(document | {"comments": said.records(comments)})
    else:
        _tell(call.console, ticket, fields, places)
        said.tell(call.console, comments)


def _tell(
    console: Console, ticket: Ticket, fields: Iterable[tuple[str, str]], places: list[str]
) -> None:
    head = " ".join(filter(None, [ticket.jira_id, printable(ticket.title)]))
    console.print(console.style(head, "bold"))
    facts = [("Type", str(ticket.type)), *fields, ("Sync", str(ticket.state.status))]
    facts += [("File", nearby(place)) for place in places]
    _facts(console, facts)
    for name, text in (
        ("Description", ticket.description),
        ("Acceptance Criteria", ticket.criteria),
    ):
        if text:
            _section(console, name, text)


def _facts(console: Console, facts: list[tuple[str, str]]) -> None:
    shown = [(printable(name), printable(text)) for name, text in dict(facts).items()]
    shown += [(name, printable(text)) for name, text in _repeated(facts)]
    width = max(columns(name) for name, _ in shown)
    for name, text in shown:
        console.print(f"  {pad(name, width)}  {text}".rstrip())


def _repeated(facts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    last = dict(facts)
    return [(name, text) for name, text in facts if name == "File" and last[name] != text]


def _section(console: Console, name: str, text: str) -> None:
    console.print()
    console.print(console.style(name, "bold"))
    for line in printable_lines(text.strip("\n")):
        console.print(f"  {line}".rstrip())


def _places(call: Call, ticket: Ticket) -> list[str]:
    """The documents that show the ticket, each with its line where it can be found."""
    return [
        _place(call, path, ticket.jira_id) for path in call.app.store.documents.where(ticket.id)
    ]


def _place(call: Call, path: str, key: str | None) -> str:
    try:
        lines = call.app.documents.read(path).text.splitlines() if key else []
    except TicketrError:
        return f"{path} (cannot be read now)"
    mark = f"[{key}]"
    found = (at for at, line in enumerate(lines, 1) if mark in line and _is_heading(line))
    line = next(found, 0)
    return f"{path}:{line}" if line else path


def _is_heading(line: str) -> bool:
    return line.lstrip()[:1] in {"#", "-", "*", "+"}


def _document(
    ticket: Ticket, fields: Iterable[tuple[str, str]], places: list[str]
) -> dict[str, object]:
    state = ticket.state
    return {
        "id": ticket.id,
        "key": ticket.jira_id,
        "type": str(ticket.type),
        "title": ticket.title,
        "description": ticket.description,
        "acceptance_criteria": list(ticket.acceptance_criteria),
        "fields": {name: json_value(value) for name, value in ticket.fields.items()},
        "shown": dict(fields),
        "parent_id": ticket.parent,
        "children": list(ticket.children),
        "sync": str(state.status),
        "last_synced": state.last_synced.isoformat() if state.last_synced else None,
        "version": ticket.version,
        "documents": places,
    }
