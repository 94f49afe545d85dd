"""`ticketr bulk transition`: many tickets take a step of their workflow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.cli.commands.bulk.choosing import ABOUT, add_choice, add_course, change
from ticketr.errors import Usage

if TYPE_CHECKING:
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser

DESCRIPTION = f"""\
Take many tickets to another status, each by the step of its workflow that leads there. A ticket from which none
does is told as failed.

{ABOUT}"""

EXAMPLES = """\
ticketr bulk transition --keys PROJ-12,PROJ-13 --to "In Progress"
ticketr bulk transition --jql "labels = release" --to Done --yes"""


def options(parser: Parser) -> None:
    """Which tickets, and where to."""
    add_choice(parser)
    parser.add_argument("--to", metavar="STATUS", help="the status that they are to have")
    add_course(parser)


def run(call: Call) -> int:
    """Take the steps, and tell what came of it."""
    status = (call.options.to or "").strip()
    if not status:
        raise Usage("Say which status they are to have: --to STATUS.")
    return change(call, [("Status", status)])
