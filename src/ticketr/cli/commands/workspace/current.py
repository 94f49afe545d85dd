"""`ticketr workspace current`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.cli.text import printable

if TYPE_CHECKING:
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser

DESCRIPTION = """\
Show the workspace that commands work on: the one named with --workspace, else TICKETR_WORKSPACE, else the
one switched to, else the default."""

EXAMPLES = """\
ticketr workspace current
ticketr workspace current --json"""


def options(parser: Parser) -> None:
    """Only what every command has."""


def run(call: Call) -> None:
    """Show it."""
    found = call.workspace()
    if call.console.json:
        call.console.document(
            {
                "id": found.id,
                "name": found.name,
                "url": found.jira_url,
                "project": found.project_key,
            }
        )
        return
    call.console.print(printable(found.name))
    call.console.say(f"project {printable(found.project_key)} at {printable(found.jira_url)}")
