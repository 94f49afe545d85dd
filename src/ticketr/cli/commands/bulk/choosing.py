"""Which tickets a bulk command is about, and how it is previewed, confirmed and carried out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ticketr.application.commands import BulkCommand
from ticketr.cli.options import add_no_mail, add_plan, add_strategy, words
from ticketr.cli.outcome import tell
from ticketr.cli.text import plural
from ticketr.domain.plan import ActionKind, Strategy
from ticketr.domain.workspace import WorkspaceID
from ticketr.errors import Usage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticketr.application.results import SyncResult
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser

    Pairs = Sequence[tuple[str, str]]

ABOUT = """\
The plan is shown first, as --dry-run shows it, and nothing changes without a yes, or --yes. Jira is looked at before
each ticket is written; what was changed there meanwhile is a conflict. A ticket that Jira refuses stops no other; its
new value stays here, for `ticketr push` to send or `ticketr undo` to take back. The same command again goes on where
one was interrupted; `ticketr undo` takes back all of it."""


def add_choice(parser: Parser) -> None:
    """Which tickets."""
    add = parser.add_argument
    add(
        "--keys",
        type=words,
        action="extend",
        default=[],
        metavar="KEYS",
        help="the tickets with these keys, with commas between",
    )
    add("--jql", metavar="QUERY", help="the tickets on this machine that the query finds")
    add("--alias", metavar="NAME", help="the tickets that the query of this name finds")


def add_course(parser: Parser) -> None:
    """How it is carried out."""
    add_plan(parser)
    add_strategy(parser)
    add = parser.add_argument
    add("--partial", action="store_true", help="leave out tickets that cannot have the value")
    add_no_mail(parser)
    add("--yes", action="store_true", help="change the tickets without a question")


def chosen(call: Call) -> tuple[tuple[str, ...], str | None]:
    """The keys and the query that were given. Raises Usage where there is neither."""
    asked = call.options
    if asked.jql and asked.alias:
        raise Usage("--jql and --alias exclude each other.", hint="Write `@NAME` into the query.")
    if not (asked.keys or asked.jql or asked.alias):
        raise Usage("Say which tickets: --keys, --jql or --alias.")
    jql = f"@{asked.alias.removeprefix('@')}" if asked.alias else asked.jql
    return tuple(asked.keys), jql


def change(
    call: Call,
    values: Pairs,
    added: Pairs = (),
    removed: Pairs = (),
) -> int:
    """Plan, show, ask, send, tell; `added` and `removed` are what lists gain and lose."""
    asked = call.options
    keys, jql = chosen(call)
    command = BulkCommand(
        WorkspaceID(call.workspace().id),
        tuple(values),
        keys,
        jql,
        Strategy(asked.strategy) if asked.strategy else None,
        partial=asked.partial,
        quiet=asked.no_mail,
        added=tuple(added),
        removed=tuple(removed),
    )
    if asked.dry_run:
        return tell(call, command.workspace_id, _run(call, replace(command, dry_run=True)))
    if not asked.yes and not _meant(call, command):
        return 0
    return tell(call, command.workspace_id, _run(call, command))


def _run(call: Call, command: BulkCommand) -> SyncResult:
    with call.console.progress() as notify:
        return call.app.sync(notify).bulk(command)


def _meant(call: Call, command: BulkCommand) -> bool:
    """Whether somebody who has seen the plan says yes. Raises Usage where nobody can be asked."""
    if not call.console.interactive():
        raise Usage(
            "Nothing was changed, for nobody can be asked.",
            hint="`--dry-run` shows what would change; `--yes` changes it.",
        )
    planned = _run(call, replace(command, dry_run=True))
    tell(call, command.workspace_id, planned)
    count = sum(action.kind is ActionKind.UPDATE for action in planned.plan.actions)
    return bool(count) and call.console.confirm(f"Change {plural(count, 'ticket')} in Jira?")
