"""`ticketr conflicts`: what was changed here and in Jira, and is not settled yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.cli.disputes import grouped, tell_conflicts
from ticketr.cli.outcome import conflict_documents
from ticketr.cli.text import clock, plural
from ticketr.domain.workspace import WorkspaceID
from ticketr.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticketr.application.results import Conflict
    from ticketr.cli.call import Call
    from ticketr.cli.console import Console
    from ticketr.cli.options import Parser

DESCRIPTION = """\
List the fields that were changed here and in Jira, and are not settled yet; with a KEY, show what both sides
last agreed on, what is here and what is in Jira. Jira is not asked. Ends with exit code 3 while there are
conflicts."""

EXAMPLES = """\
ticketr conflicts
ticketr conflicts PROJ-12
ticketr conflicts --json"""


def options(parser: Parser) -> None:
    """Which ticket."""
    parser.add_argument("key", nargs="?", metavar="KEY", help="show the conflicts of this ticket")


def run(call: Call) -> int:
    """Show the conflicts."""
    workspace = call.workspace()
    console, key = call.console, call.options.key
    with console.progress() as notify:
        found = call.app.sync(notify).conflicts(WorkspaceID(workspace.id), key)
    if console.json:
        console.document({"conflicts": conflict_documents(found)})
    elif key is None or not found:
        _list(console, found)
    else:
        tell_conflicts(console, found)
    return int(ExitCode.CONFLICTS if found else ExitCode.DONE)


def _list(console: Console, found: Sequence[Conflict]) -> None:
    if not found:
        console.say("no conflicts")
        return
    header = ("Key", "Field", "Found", "Title")
    rows = [(item.key or "", item.name, clock(item.detected_at), item.title) for item in found]
    console.table(header, rows, flexible=3)
    tickets = plural(len(grouped(found)), "ticket")
    console.say(f"{plural(len(found), 'conflict')} in {tickets}; `ticketr resolve` settles them")
