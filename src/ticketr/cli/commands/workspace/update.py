"""`ticketr workspace update NAME`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ticketr.cli.commands.workspace.document import as_document
from ticketr.cli.text import printable
from ticketr.errors import Usage

if TYPE_CHECKING:
    from ticketr.cli.call import Call
    from ticketr.cli.options import Asked, Parser

DESCRIPTION = "Change what a workspace connects to. What is not named stays as it is."

EXAMPLES = """\
ticketr workspace update work --url https://new.atlassian.net
ticketr workspace update work --default-type Story"""


def options(parser: Parser) -> None:
    """What can be changed."""
    add = parser.add_argument
    add("name", metavar="NAME", help="the workspace")
    add("--url", metavar="U", help="the site")
    add("--project", metavar="KEY", help="the project's key")
    add("--username", metavar="E", help="the e-mail address of the login")
    add("--default-type", metavar="T", help="the type of tickets that state none")


_FIELDS = {
    "url": "jira_url",
    "project": "project_key",
    "username": "username",
    "default_type": "default_type",
}


def run(call: Call) -> None:
    """Change it."""
    asked, console = call.options, call.console
    changes = _changes(asked)
    if not changes:
        raise Usage(
            "There is nothing to change.",
            hint="Name what is to change: --url, --project, --username or --default-type.",
        )
    workspaces = call.app.workspaces
    config = replace(workspaces.get(asked.name).config, **changes)
    changed = workspaces.update_config(asked.name, config)
    if console.json:
        console.document(as_document(changed))
    console.say(
        f'Workspace "{printable(asked.name)}" is connected to project '
        f"{printable(changed.config.project_key)} at {printable(changed.config.jira_url)}."
    )


def _changes(asked: Asked) -> dict[str, Any]:
    return {
        field: getattr(asked, option)
        for option, field in _FIELDS.items()
        if getattr(asked, option) is not None
    }
