"""`ticketr log`: what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.cli.options import count
from ticketr.cli.text import clock
from ticketr.domain.workspace import WorkspaceID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticketr.application.history import Logged
    from ticketr.cli.call import Call
    from ticketr.cli.console import Console
    from ticketr.cli.options import Parser

DESCRIPTION = """\
List what was done in the workspace, newest first: pushes, pulls, resolutions, undos, each with the number that
`ticketr undo` takes, and how many tickets it looked at, changed, failed and left in conflict."""

EXAMPLES = """\
ticketr log
ticketr log --limit 5
ticketr log --json"""

LIMIT = 20


def options(parser: Parser) -> None:
    """How many."""
    parser.add_argument(
        "--limit", type=count, default=LIMIT, metavar="N", help=f"at most N (default {LIMIT})"
    )


def run(call: Call) -> None:
    """List the operations."""
    workspace = call.workspace()
    found = call.app.history.log(WorkspaceID(workspace.id), call.options.limit)
    if call.console.json:
        call.console.document({"operations": [_document(item) for item in found]})
    else:
        _tell(call.console, found)


def _tell(console: Console, found: Sequence[Logged]) -> None:
    if not found:
        console.say("nothing was done yet")
        return
    header = ("No", "When", "What", "Tickets", "Changed", "Failed", "Conflicts", "")
    console.table(header, [_row(item) for item in found], flexible=7)


def _row(item: Logged) -> tuple[str, ...]:
    done = item.operation
    numbers = (done.ticket_count, item.changed, done.failure_count, done.conflict_count)
    shown = (str(number) if number else "-" for number in numbers)
    return (str(done.id), clock(done.started_at), done.operation, *shown, _note(item))


def _note(item: Logged) -> str:
    notes = []
    if item.operation.undoes is not None:
        notes.append(f"of {item.operation.undoes}")
    if item.undone_by is not None:
        notes.append(f"undone by {item.undone_by}")
    if item.operation.completed_at is None:
        notes.append("did not end")
    return ", ".join(notes)


def _document(item: Logged) -> dict[str, object]:
    done = item.operation
    return {
        "number": done.id,
        "operation": done.operation,
        "started_at": done.started_at.isoformat(),
        "completed_at": done.completed_at.isoformat() if done.completed_at else None,
        "duration_ms": done.duration_ms,
        "tickets": done.ticket_count,
        "changed": item.changed,
        "succeeded": done.success_count,
        "failed": done.failure_count,
        "conflicts": done.conflict_count,
        "undoes": done.undoes,
        "undone_by": item.undone_by,
        "errors": [dict(error) for error in done.error_details],
    }
