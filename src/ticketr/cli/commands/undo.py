"""`ticketr undo`: take an operation back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.commands import UndoCommand
from ticketr.cli.options import count
from ticketr.cli.report import tell_error
from ticketr.cli.text import clock, nearby, plural, printable
from ticketr.cli.values import difference, is_long, shown
from ticketr.domain.workspace import WorkspaceID
from ticketr.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ticketr.application.results import UndoResult, UndoStep
    from ticketr.cli.call import Call
    from ticketr.cli.console import Console
    from ticketr.cli.options import Parser

DESCRIPTION = """\
Take back what an operation changed: the newest that changed something and was not taken back yet, or the one of
that number in `ticketr log`. A push is taken back in Jira, here and in the files; a pull or a resolution here and in
the files.

Only values that are still what the operation made of them go back; what somebody has changed since is left, and
named. A ticket that was created stays, unless --delete is given. An undo is an operation itself, and can be undone."""

EXAMPLES = """\
ticketr undo --dry-run
ticketr undo
ticketr undo 12
ticketr undo 12 --delete"""


def options(parser: Parser) -> None:
    """What is taken back."""
    add = parser.add_argument
    add("operation", nargs="?", type=count, metavar="NUMBER", help="the operation's number")
    add("--dry-run", action="store_true", help="show what would be taken back, and stop there")
    add("--delete", action="store_true", help="delete in Jira the tickets that were created")


def run(call: Call) -> int:
    """Take back, and tell what came of it."""
    asked = call.options
    command = UndoCommand(
        WorkspaceID(call.workspace().id),
        asked.operation,
        dry_run=asked.dry_run,
        delete=asked.delete,
    )
    with call.console.progress() as notify:
        result = call.app.sync(notify).undo(command)
    if call.console.json:
        call.console.document(_document(result))
    else:
        _tell(call.console, result)
    return int(ExitCode.FAILED if result.of("failed") or result.unwritten else ExitCode.DONE)


SIGNS = {
    "back": ("<", "green"),
    "already": ("=", "dim"),
    "left": ("!", "yellow"),
    "failed": ("x", "red"),
    "created": ("!", "yellow"),
    "deleted": ("-", "red"),
}


def _tell(console: Console, result: UndoResult) -> None:
    done = result.operation
    console.print(f"{done.operation} {done.id} of {clock(done.started_at)}")
    title = ""
    for step in result.steps:
        if step.field and title != step.ticket_id:
            console.print(f"  {step.key or ''} {printable(step.title)}".rstrip())
        title = step.ticket_id if step.field else ""
        for line in _lines(console, step):
            console.print(line)
    for note in result.notes:
        console.say(printable(note))
    for path in result.documents:
        console.say(f"wrote {printable(nearby(path))}")
    for told in result.unwritten:
        tell_error(told, console)
    console.say(_summary(result))


def _lines(console: Console, step: UndoStep) -> Iterator[str]:
    sign, colour = SIGNS[step.kind]
    reason = f" ({printable(step.reason)})" if step.reason else ""
    if not step.field:
        head = console.style(f"{sign} {step.kind:<8}", colour)
        yield f"  {head} {step.key} {printable(step.title)}{reason}"
        return
    head = f"    {console.style(sign, colour)} {printable(step.name)}"
    if step.kind != "back":
        yield f"{head}: {shown(step.now)} stays{reason}"
    elif is_long(step.now) or is_long(step.back):
        yield f"{head}:{reason}"
        yield from (f"        {line}" for line in difference(step.now, step.back))
    else:
        yield f"{head}: {shown(step.now)} -> {shown(step.back)}{reason}"


def _summary(result: UndoResult) -> str:
    back, left = len(result.of("back")), len(result.of("left", "failed", "created"))
    parts = [f"{plural(back, 'value')} taken back"] if back else []
    parts += [f"{len(result.of('deleted'))} deleted in Jira"] if result.of("deleted") else []
    parts += [f"{left} left"] if left else []
    head = "undo (dry run)" if result.dry_run else "undo"
    return f"{head}: {', '.join(parts) or 'nothing to take back'}"


def _document(result: UndoResult) -> dict[str, object]:
    return {
        "operation": "undo",
        "undoes": {"number": result.operation.id, "operation": result.operation.operation},
        "dry_run": result.dry_run,
        "steps": [
            {
                "kind": step.kind,
                "ticket_id": step.ticket_id,
                "key": step.key,
                "title": step.title,
                "side": step.side,
                "field": step.field or None,
                "name": step.name or None,
                "now": step.now,
                "back": step.back,
                "reason": step.reason,
            }
            for step in result.steps
        ],
        "documents": list(result.documents),
        "notes": list(result.notes),
        "unwritten": [dict(error) for error in result.unwritten],
    }
