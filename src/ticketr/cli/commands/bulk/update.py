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
field. --add and --remove change labels, components, versions, links and other lists, and leave their other values
alone. A status is reached by a step of the workflow.

{ABOUT}"""

EXAMPLES = """\
ticketr bulk update --keys PROJ-12,PROJ-13 --set priority=High --dry-run
ticketr bulk update --jql "status = 'To Do' AND assignee is EMPTY" --set "Assignee=Ada Lovelace"
ticketr bulk update --jql "labels = beta" --add labels=release --remove labels=beta,old --dry-run
ticketr bulk update --keys PROJ-12 --add "Links=blocks PROJ-34" --add "Fix versions=2.0" --yes
ticketr bulk update --alias mine --set labels=auth,login --set "Due date=" --yes"""


def options(parser: Parser) -> None:
    """Which tickets, which values."""
    add_choice(parser)
    add = parser.add_argument
    for option, meaning in _SAID.items():
        add(option, action="append", default=[], metavar="NAME=VALUE", help=meaning)
    add_course(parser)


_SAID = {
    "--set": "the value that a field is to have; several times for several fields",
    "--add": "values that a list is to have, too, with commas between",
    "--remove": "values that a list is not to have any more, with commas between",
}


def run(call: Call) -> int:
    """Update, and tell what came of it."""
    asked = call.options
    values = [_pair("--set", text) for text in asked.set]
    added = [_part("--add", text) for text in asked.add]
    removed = [_part("--remove", text) for text in asked.remove]
    if not (values or added or removed):
        raise Usage("Say what is to change: --set, --add or --remove NAME=VALUE.")
    return change(call, values, added, removed)


def _pair(option: str, text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise Usage(f'{option}: "{text}" is not NAME=VALUE.')
    return name.strip(), value


def _part(option: str, text: str) -> tuple[str, str]:
    name, value = _pair(option, text)
    if not value.strip():
        hint = (
            f"`--set {name}=` clears it." if option == "--remove" else f"`{option} {name}=VALUE`"
        )
        raise Usage(f"{option}: no value of {name} is named.", hint=hint)
    return name, value
