"""`ticketr alias show NAME`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.cli.commands.alias.scope import document
from ticketr.cli.text import printable

if TYPE_CHECKING:
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser

DESCRIPTION = "Show what an alias stands for, and the whole query with the aliases in it replaced."

EXAMPLES = """\
ticketr alias show mine
ticketr alias show my-urgent --json"""


def options(parser: Parser) -> None:
    """Which one."""
    parser.add_argument("name", metavar="NAME", help="the alias")


def run(call: Call) -> None:
    """Show it."""
    workspace = call.workspace()
    alias, scope = call.app.aliases.get(workspace.id, call.options.name)
    whole = call.app.aliases.expand(workspace.id, f"@{alias.name}")
    if call.console.json:
        call.console.document({**document(alias, scope), "expanded": whole})
        return
    facts = [("Name", alias.name), ("Scope", scope), ("Query", alias.query)]
    facts += [("Expanded", whole)] if whole != alias.query else []
    facts += [("About", alias.description)] if alias.description else []
    for name, text in facts:
        call.console.print(f"{name:<9} {printable(text)}")
