"""`ticketr workspace set-default NAME`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.cli.text import printable

if TYPE_CHECKING:
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser

DESCRIPTION = "Make a workspace the default: the one used when none is named and none is current."

EXAMPLES = "ticketr workspace set-default work"


def options(parser: Parser) -> None:
    """Which one."""
    parser.add_argument("name", metavar="NAME", help="the workspace")


def run(call: Call) -> None:
    """Choose it."""
    name = call.options.name
    call.app.workspaces.set_default(name)
    if call.console.json:
        call.console.document({"name": name})
    call.console.say(f'"{printable(name)}" is now the default workspace.')
