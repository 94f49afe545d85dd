"""`ticketr attic`: the values that lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.cli.options import count
from ticketr.cli.text import clock
from ticketr.cli.values import as_text, json_value, shown
from ticketr.domain.workspace import WorkspaceID
from ticketr.errors import Usage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticketr.application.fields import FieldBook
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser
    from ticketr.ports.records import AtticEntry

DESCRIPTION = """\
List the values that lost, newest first: what a strategy or a resolution overwrote, what tickets held that were
deleted or taken out of a file. With --show, print one of them in full, as it was."""

EXAMPLES = """\
ticketr attic
ticketr attic PROJ-12
ticketr attic --show 7
ticketr attic --json"""


def options(parser: Parser) -> None:
    """Which of them."""
    add = parser.add_argument
    add("key", nargs="?", metavar="KEY", help="only those of this ticket")
    add("--show", type=count, metavar="NUMBER", help="print this value in full")


def run(call: Call) -> None:
    """List the attic, or print one value."""
    workspace_id = WorkspaceID(call.workspace().id)
    found = call.app.history.attic(workspace_id)
    wanted = call.options.key
    if wanted is not None:
        found = [x for x in found if wanted.upper() == x.key or wanted == x.ticket_id]
    book = call.app.book(workspace_id)
    if call.options.show is not None:
        _show(call, found, book)
    elif call.console.json:
        call.console.document({"attic": [_document(item, book) for item in found]})
    else:
        _list(call, found, book)


def _show(call: Call, found: Sequence[AtticEntry], book: FieldBook) -> None:
    entry = next((item for item in found if item.number == call.options.show), None)
    if entry is None:
        raise Usage(
            f"The attic has no value {call.options.show}.", hint="`ticketr attic` lists them."
        )
    if call.console.json:
        call.console.document(_document(entry, book))
    else:
        value = (
            entry.value if isinstance(entry.value, str) else book.text(entry.field, entry.value)
        )
        call.console.print(as_text(value).rstrip("\n"))


def _list(call: Call, found: Sequence[AtticEntry], book: FieldBook) -> None:
    if not found:
        call.console.say("the attic is empty")
        return
    header = ("No", "When", "Key", "Field", "From", "Value", "Why")
    call.console.table(header, [_row(item, book) for item in found], flexible=6)


def _row(item: AtticEntry, book: FieldBook) -> tuple[str, ...]:
    side = "here" if item.side == "local" else "Jira"
    value = shown(book.text(item.field, item.value))
    name = book.label(item.field)
    return (str(item.number), clock(item.kept_at), item.key or "-", name, side, value, item.reason)


def _document(item: AtticEntry, book: FieldBook) -> dict[str, object]:
    return {
        "number": item.number,
        "ticket_id": item.ticket_id,
        "key": item.key,
        "field": item.field,
        "name": book.label(item.field),
        "side": item.side,
        "value": json_value(item.value),
        "text": book.text(item.field, item.value),
        "reason": item.reason,
        "kept_at": item.kept_at.isoformat(),
    }
