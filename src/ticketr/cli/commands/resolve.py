"""`ticketr resolve`: settle conflicts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ticketr.application.commands import Choice, ResolveCommand
from ticketr.cli.disputes import tell_settled
from ticketr.cli.options import add_strategy
from ticketr.cli.settling import in_person, resolve
from ticketr.domain.plan import Strategy
from ticketr.domain.workspace import WorkspaceID
from ticketr.errors import Usage

if TYPE_CHECKING:
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser

DESCRIPTION = """\
Settle fields that were changed here and in Jira. Jira is looked at again first. The value that loses goes to the
attic; the files that show the ticket are written; what is to stand in Jira goes there with the next push.

Without --strategy, --field or --edit each conflict is shown and asked about; where nobody can be asked, it is
left, and the command ends with exit code 3."""

EXAMPLES = """\
ticketr resolve PROJ-12
ticketr resolve PROJ-12 --strategy remote-wins
ticketr resolve PROJ-12 --field priority=local --field "Due date=2026-05-01"
ticketr resolve PROJ-12 --edit
ticketr resolve --all --strategy local-wins --dry-run
ticketr resolve --all --strategy local-wins"""


def options(parser: Parser) -> None:
    """What is settled, and how."""
    add = parser.add_argument
    add("keys", nargs="*", metavar="KEY", help="the tickets whose conflicts are settled")
    add("--all", action="store_true", help="all conflicts of the workspace")
    add_strategy(parser)
    add(
        "--field",
        action="append",
        default=[],
        metavar="NAME=SIDE",
        help="settle one field: NAME=local, NAME=remote, or NAME=VALUE for another value",
    )
    add("--edit", action="store_true", help="settle each text in VISUAL or EDITOR, with marks")
    add("--dry-run", action="store_true", help="show what would be settled, and stop there")


def run(call: Call) -> int:
    """Settle, and tell what came of it."""
    asked = call.options
    _check(call)
    workspace_id = WorkspaceID(call.workspace().id)
    command = ResolveCommand(
        workspace_id,
        tuple(asked.keys),
        Strategy(asked.strategy) if asked.strategy else None,
        dry_run=asked.dry_run,
    )
    command = replace(command, choices=_field_choices(call, workspace_id))
    result = resolve(call, command)
    settles = asked.edit or (command.strategy in {None, Strategy.ASK} and not command.choices)
    if asked.dry_run:
        return tell_settled(call, result)
    if result.conflicts and settles and (asked.edit or call.console.interactive()):
        result = in_person(call, command, result, edit=asked.edit)
    return tell_settled(call, result)


def _check(call: Call) -> None:
    asked = call.options
    if asked.all and asked.keys:
        raise Usage("`--all` is for all conflicts; it goes without a KEY.")
    if asked.field and len(asked.keys) != 1:
        raise Usage("`--field` settles a field of one ticket: name its KEY.")
    if asked.edit and asked.dry_run:
        raise Usage("`--edit` asks an editor, so it does not go with `--dry-run`.")
    if asked.edit and call.console.json:
        raise Usage("`--edit` needs somebody at an editor; it does not go with `--json`.")
    if not (asked.keys or asked.all or asked.dry_run or call.console.interactive()):
        raise Usage("Name the tickets, or settle all conflicts with `--all`.")


def _field_choices(call: Call, workspace_id: WorkspaceID) -> tuple[Choice, ...]:
    """The choices of `--field`, each with what Jira had when the conflict was found."""
    asked = call.options
    if not asked.field:
        return ()
    with call.console.progress() as notify:
        known = call.app.sync(notify).conflicts(workspace_id, asked.keys[0])
    seen = {name: str(x.remote or "") for x in known for name in (x.field, x.name.casefold())}
    choices = []
    for text in asked.field:
        name, sign, value = text.partition("=")
        if not (name.strip() and sign):
            raise Usage(f'`--field` needs NAME=local, NAME=remote or NAME=VALUE, not "{text}".')
        name = name.strip()
        was = seen.get(name, seen.get(name.casefold()))
        side = value if value in {"local", "remote"} else "value"
        choices.append(Choice(asked.keys[0], name, side, value, was))
    return tuple(choices)
