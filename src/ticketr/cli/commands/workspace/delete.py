"""`ticketr workspace delete NAME`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.cli.text import printable
from ticketr.errors import ExitCode, Usage

if TYPE_CHECKING:
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser

DESCRIPTION = """\
Remove a workspace, its tickets and its login from this machine. Jira and your files keep theirs. While
there are edits that were not pushed it is refused, unless --force says that they may go."""

EXAMPLES = """\
ticketr workspace delete old
ticketr workspace delete old --yes
ticketr workspace delete old --force"""


def options(parser: Parser) -> None:
    """Which one, and how sure."""
    add = parser.add_argument
    add("name", metavar="NAME", help="the workspace")
    add("--yes", action="store_true", help="do not ask")
    add("--force", action="store_true", help="do not ask, and drop edits that were not pushed")


def run(call: Call) -> int:
    """Remove it, if it is meant."""
    asked, console = call.options, call.console
    name = printable(asked.name)
    if not (asked.yes or asked.force or _sure(call, name)):
        console.say(f'Workspace "{name}" was kept.')
        return int(ExitCode.FAILED)
    call.app.workspaces.delete(asked.name, force=asked.force)
    if console.json:
        console.document({"deleted": asked.name})
    console.say(f'Workspace "{name}" was removed from this machine.')
    return int(ExitCode.DONE)


def _sure(call: Call, name: str) -> bool:
    if not call.console.interactive():
        raise Usage(
            f'Deleting workspace "{name}" needs a yes, and there is nobody to ask.',
            hint="Say --yes; with --force also edits that were not pushed are dropped.",
        )
    return call.console.confirm(f'Remove workspace "{name}" and its tickets from this machine?')
