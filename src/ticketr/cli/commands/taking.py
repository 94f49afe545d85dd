"""`ticketr import`: ticket files of ticketr 2 become known here."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ticketr.application.commands import ImportCommand
from ticketr.cli.outcome import tell
from ticketr.domain.workspace import WorkspaceID

if TYPE_CHECKING:
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser

STATE = ".ticketr.state"

DESCRIPTION = """\
Take in ticket files that ticketr 2 has synced, and show what the next sync would do with them. Nothing is
sent, and no file is changed.

What is the same here and in Jira is agreed on. A ticket that was not edited since its last sync, as the state
file tells, takes what has changed in Jira since; any other difference is a conflict, for nobody knows who
changed what. Descriptions that differ are conflicts, too: ticketr 2 sent Markdown as plain text.

Field mappings of .ticketr.yaml are not needed: fields go by their names in Jira. JIRA_URL, JIRA_EMAIL,
JIRA_API_KEY and JIRA_PROJECT_KEY still work, in `ticketr workspace create`."""

EXAMPLES = """\
ticketr import backlog.md --state .ticketr.state
ticketr import epics/*.md"""


def options(parser: Parser) -> None:
    """Which files."""
    add = parser.add_argument
    add("files", nargs="+", metavar="FILE", help="ticket files (Markdown)")
    add("--state", metavar="FILE", help=f"the state file ({STATE}, where there is one)")
    add("--partial", action="store_true", help="leave out tickets with mistakes")


def run(call: Call) -> int:
    """Import, and tell what the next sync would do."""
    asked = call.options
    workspace = call.workspace()
    state = asked.state or (STATE if os.path.isfile(STATE) else None)
    command = ImportCommand(WorkspaceID(workspace.id), tuple(asked.files), state, asked.partial)
    with call.console.progress() as notify:
        result = call.app.sync(notify).take_in(command)
    return tell(call, workspace.id, result)
