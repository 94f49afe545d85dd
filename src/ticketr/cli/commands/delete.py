"""`ticketr delete`: tickets go from Jira, because somebody said so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ticketr.application.commands import DeleteTicketsCommand
from ticketr.cli.text import nearby, plural, printable
from ticketr.domain.workspace import WorkspaceID
from ticketr.errors import ExitCode, Usage

if TYPE_CHECKING:
    from ticketr.application.results import DeleteResult, Deletion
    from ticketr.cli.call import Call
    from ticketr.cli.console import Console
    from ticketr.cli.options import Parser

DESCRIPTION = """\
Delete tickets in Jira. What would go is shown first, and nothing goes without a yes, or --yes. Sub-tasks go only
with --subtasks; a ticket that Jira has changed since it was synced goes only with --force. What the tickets held is
kept in the attic, and what files say of them stays.

A ticket that is gone in Jira already, or was never sent, and stands in no file any more, is taken out of the
store; one that was never sent has no key, and is named by its local id, as `push` and `status --json` say it."""

EXAMPLES = """\
ticketr delete PROJ-12 --dry-run
ticketr delete PROJ-12 PROJ-13
ticketr delete PROJ-12 --subtasks --yes"""


def options(parser: Parser) -> None:
    """Which tickets, and how far it goes."""
    parser.add_argument(
        "keys", nargs="*", metavar="KEY", help="the tickets to delete, by key or local id"
    )
    add_course(parser)


def add_course(parser: Parser) -> None:
    """How far a deletion goes."""
    add = parser.add_argument
    add("--subtasks", action="store_true", help="delete their sub-tasks, too")
    add("--force", action="store_true", help="delete what was changed in Jira since it was synced")
    add("--dry-run", action="store_true", help="show what would be deleted, and stop there")
    add("--yes", action="store_true", help="delete without a question")


def run(call: Call) -> int:
    """Show, ask, delete."""
    asked = call.options
    if not asked.keys:
        raise Usage("Name the tickets to delete by their keys.")
    return carry_out(call, tuple(dict.fromkeys(asked.keys)))


def carry_out(call: Call, keys: tuple[str, ...]) -> int:
    """Show, ask, and delete these tickets."""
    asked = call.options
    command = DeleteTicketsCommand(
        WorkspaceID(call.workspace().id),
        keys,
        subtasks=asked.subtasks,
        force=asked.force,
        dry_run=True,
    )
    planned = _carry_out(call, command)
    doomed = planned.of("deleted", "dropped")
    if asked.dry_run or not doomed or not _meant(call, planned):
        return _tell(call, planned)
    done = _carry_out(call, replace(command, dry_run=False))
    return _tell(call, done)


def _carry_out(call: Call, command: DeleteTicketsCommand) -> DeleteResult:
    with call.console.progress() as notify:
        return call.app.sync(notify).delete(command)


def _meant(call: Call, planned: DeleteResult) -> bool:
    """Whether somebody says yes; where nobody can be asked, only `--yes` does. Raises Usage."""
    if call.options.yes:
        return True
    if not call.console.interactive():
        raise Usage(
            "Nothing was deleted, for nobody can be asked.",
            hint="`--dry-run` shows what would go; `--yes` deletes it.",
        )
    for item in planned.deletions:
        call.console.say(_line(call.console, item, dry=True))
    count = plural(len(planned.of("deleted", "dropped")), "ticket")
    return call.console.confirm(f"Delete {count}?")


SIGNS = {"deleted": "red", "dropped": "red", "refused": "yellow", "failed": "red"}


def _tell(call: Call, result: DeleteResult) -> int:
    console = call.console
    if console.json:
        console.document(_document(result))
    else:
        for item in result.deletions:
            console.print(_line(console, item, dry=result.dry_run))
        for note in result.notes:
            console.say(printable(note))
        for item in result.of("deleted"):
            for place in () if result.dry_run else item.places:
                console.say(f"{item.key} still stands in {printable(nearby(place))}")
        console.say(_summary(result))
    return int(ExitCode.FAILED if result.of("refused", "failed") else ExitCode.DONE)


def _line(console: Console, item: Deletion, *, dry: bool) -> str:
    word = {"deleted": "delete", "dropped": "drop"}.get(item.kind, item.kind) if dry else item.kind
    head = console.style(f"- {word:<8}", SIGNS[item.kind])
    words = [head, item.key, item.type, printable(item.title)]
    words += [f"[{item.status}]"] if item.status else []
    words += [f"({printable(item.reason)})"] if item.reason else []
    return " ".join(word for word in words if word)


def _summary(result: DeleteResult) -> str:
    gone, left = len(result.of("deleted", "dropped")), len(result.of("refused", "failed"))
    parts = [f"{gone} {'to delete' if result.dry_run else 'deleted'}"] if gone else []
    parts += [f"{left} left"] if left else []
    head = "delete (dry run)" if result.dry_run else "delete"
    return f"{head}: {', '.join(parts) or 'nothing to do'}"


def _document(result: DeleteResult) -> dict[str, object]:
    return {
        "operation": "delete",
        "dry_run": result.dry_run,
        "tickets": [
            {
                "kind": item.kind,
                "ticket_id": item.ticket_id,
                "key": item.key or None,
                "title": item.title,
                "type": item.type,
                "status": item.status or None,
                "reason": item.reason,
                "places": list(item.places),
                "under": item.under or None,
            }
            for item in result.deletions
        ],
        "notes": list(result.notes),
    }
