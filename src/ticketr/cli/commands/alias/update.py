"""`ticketr alias update NAME QUERY`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.aliases import scope_of
from ticketr.cli.commands.alias.scope import add_scope, document, plain, scope
from ticketr.ports.aliases import Alias

if TYPE_CHECKING:
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser

DESCRIPTION = "Change what an alias stands for."

EXAMPLES = """\
ticketr alias update urgent "priority = Highest AND statusCategory != Done"
ticketr alias update my-urgent "@mine AND @urgent AND due < 7d" --global"""


def options(parser: Parser) -> None:
    """Which one, and its new query."""
    add = parser.add_argument
    add("name", metavar="NAME", help="the alias")
    add("query", metavar="QUERY", help="JQL; other aliases in it are written @name")
    add("--description", default="", metavar="TEXT", help="what it finds; without it, as before")
    add_scope(parser)


def run(call: Call) -> None:
    """Change it."""
    asked, workspace = call.options, call.workspace()
    name = plain(asked.name)
    alias = Alias(name, asked.query, scope(call, workspace), asked.description)
    call.app.aliases.update(alias, workspace.id)
    if call.console.json:
        call.console.document(document(alias, scope_of(alias)))
    call.console.say(f"@{name} was changed.")
