"""`ticketr workspace switch NAME`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.cli.text import printable

if TYPE_CHECKING:
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser

DESCRIPTION = "Make a workspace the current one: commands work on it until you switch again."

EXAMPLES = "ticketr workspace switch work"


def options(parser: Parser) -> None:
    """Which one."""
    parser.add_argument("name", metavar="NAME", help="the workspace")


def run(call: Call) -> None:
    """Choose it."""
    name = call.options.name
    call.app.workspaces.switch(name)
    if call.console.json:
        call.console.document({"name": name})
    call.console.say(f'"{printable(name)}" is now the current workspace.')
