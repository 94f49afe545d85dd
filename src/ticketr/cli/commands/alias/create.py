"""`ticketr alias create NAME QUERY`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.aliases import scope_of
from ticketr.cli.commands.alias.scope import add_scope, document, plain, scope
from ticketr.ports.aliases import Alias

if TYPE_CHECKING:
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser

DESCRIPTION = """\
Keep a query under a name, for this workspace or, with --global, for all of them. It can name other aliases
by @name. One of the name mine, sprint or blocked hides the alias that is built in."""

EXAMPLES = """\
ticketr alias create urgent "priority >= High AND statusCategory != Done"
ticketr alias create my-urgent "@mine AND @urgent" --global"""


def options(parser: Parser) -> None:
    """The name and what it stands for."""
    add = parser.add_argument
    add("name", metavar="NAME", help="letters, digits, dots, dashes and underscores")
    add("query", metavar="QUERY", help="JQL; other aliases in it are written @name")
    add("--description", default="", metavar="TEXT", help="what it finds, for `alias list`")
    add_scope(parser)


def run(call: Call) -> None:
    """Keep it."""
    asked, workspace = call.options, call.workspace()
    name = plain(asked.name)
    alias = Alias(name, asked.query, scope(call, workspace), asked.description)
    call.app.aliases.create(alias, workspace.id)
    if call.console.json:
        call.console.document(document(alias, scope_of(alias)))
    call.console.say(f"@{name} is kept. `ticketr list --alias {name}` uses it.")
