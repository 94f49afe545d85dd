"""`ticketr workspace list`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.cli.commands.workspace.document import as_document
from ticketr.errors import TicketrError

if TYPE_CHECKING:
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser
    from ticketr.domain.workspace import Workspace

DESCRIPTION = "List the workspaces. `*` marks the current one."

EXAMPLES = """\
ticketr workspace list
ticketr workspace list --json"""


def options(parser: Parser) -> None:
    """Only what every command has."""


def run(call: Call) -> None:
    """List them."""
    found = call.app.workspaces.list()
    current = _current(call)
    if call.console.json:
        marked = [{**as_document(item), "is_current": item.id == current} for item in found]
        call.console.document({"workspaces": marked})
        return
    if not found:
        call.console.say(
            "There are no workspaces yet. `ticketr workspace create --help` says how."
        )
        return
    rows = [_cells(item, current) for item in found]
    call.console.table((" ", "NAME", "PROJECT", "URL", "TICKETS", "DEFAULT"), rows, flexible=3)


def _cells(item: Workspace, current: str) -> tuple[str, ...]:
    return (
        "*" if item.id == current else " ",
        item.name,
        item.config.project_key,
        item.config.jira_url,
        str(item.statistics.total),
        "default" if item.is_default else "",
    )


def _current(call: Call) -> str:
    """The id of the workspace that commands work on; empty where none is chosen or the choice is gone."""
    try:
        return call.workspace().id
    except TicketrError:
        return ""
