"""`ticketr bulk update`: fields of many tickets get a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.cli.commands.bulk.choosing import ABOUT, add_choice, add_course, change
from ticketr.errors import Usage

if TYPE_CHECKING:
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser

DESCRIPTION = f"""\
Give fields of many tickets a value, in Jira and here. NAME=VALUE says it as a ticket file would; NAME= clears the
field. A status is reached by a step of the workflow.

{ABOUT}"""

EXAMPLES = """\
ticketr bulk update --keys PROJ-12,PROJ-13 --set priority=High --dry-run
ticketr bulk update --jql "status = 'To Do' AND assignee is EMPTY" --set "Assignee=Ada Lovelace"
ticketr bulk update --alias mine --set labels=auth,login --set "Due date=" --yes"""


def options(parser: Parser) -> None:
    """Which tickets, which values."""
    add_choice(parser)
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="the value that a field is to have; several times for several fields",
    )
    add_course(parser)


def run(call: Call) -> int:
    """Update, and tell what came of it."""
    values = [_pair(text) for text in call.options.set]
    if not values:
        raise Usage("Say what is to change: --set NAME=VALUE.")
    return change(call, values)


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise Usage(f'--set: "{text}" is not NAME=VALUE.')
    return name.strip(), value
