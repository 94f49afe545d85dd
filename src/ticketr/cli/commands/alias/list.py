"""`ticketr alias list`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.cli.commands.alias.scope import document

if TYPE_CHECKING:
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser

DESCRIPTION = """\
List the aliases that this workspace knows: its own, those of all workspaces, and those built in. Of aliases
with one name the first of these three counts."""

EXAMPLES = """\
ticketr alias list
ticketr alias list --json"""


def options(parser: Parser) -> None:
    """Only what every command has."""


def run(call: Call) -> None:
    """List them."""
    found = call.app.aliases.list(call.workspace().id)
    if call.console.json:
        call.console.document({"aliases": [document(alias, scope) for alias, scope in found]})
        return
    rows = [(alias.name, scope, alias.query, alias.description) for alias, scope in found]
    call.console.table(("NAME", "SCOPE", "QUERY", "DESCRIPTION"), rows, flexible=2)
