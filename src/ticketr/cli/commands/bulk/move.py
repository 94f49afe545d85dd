"""`ticketr bulk move`: many tickets get another parent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.cli.commands.bulk.choosing import ABOUT, add_choice, add_course, change
from ticketr.errors import Usage

if TYPE_CHECKING:
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser

DESCRIPTION = f"""\
Put many tickets under another parent, or under none. In a file that shows them as tasks they go below that
parent, where it stands there; else they stay, and that is told.

{ABOUT}"""

EXAMPLES = """\
ticketr bulk move --keys PROJ-12,PROJ-13 --parent PROJ-2
ticketr bulk move --jql "parent = PROJ-2" --parent none --dry-run"""


def options(parser: Parser) -> None:
    """Which tickets, and where to."""
    add_choice(parser)
    parser.add_argument(
        "--parent", metavar="KEY", help="the ticket that they are to stand under, or none"
    )
    add_course(parser)


def run(call: Call) -> int:
    """Move, and tell what came of it."""
    parent = (call.options.parent or "").strip()
    if not parent:
        raise Usage("Say where they are to stand: --parent KEY, or --parent none.")
    return change(call, [("Parent", "" if parent.casefold() == "none" else parent)])
