"""`ticketr alias delete NAME`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.cli.commands.alias.scope import add_scope, plain, scope
from ticketr.cli.text import printable

if TYPE_CHECKING:
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser

DESCRIPTION = (
    "Forget an alias. What it hid, of all workspaces or built in, is known again under its name."
)

EXAMPLES = """\
ticketr alias delete urgent
ticketr alias delete my-urgent --global"""


def options(parser: Parser) -> None:
    """Which one."""
    parser.add_argument("name", metavar="NAME", help="the alias")
    add_scope(parser)


def run(call: Call) -> None:
    """Forget it; its query is told, so that it can be made again."""
    name = plain(call.options.name)
    old = call.app.aliases.delete(name, scope(call, call.workspace()))
    if call.console.json:
        call.console.document({"deleted": name, "query": old.query})
    call.console.say(f"@{printable(name)} was forgotten. It stood for: {printable(old.query)}")
