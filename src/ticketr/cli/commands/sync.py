"""`ticketr sync`: pull, then push."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ticketr.application.commands import PullTicketsCommand, PushTicketsCommand, ResolveCommand
from ticketr.cli.disputes import tell_settled
from ticketr.cli.options import add_plan, add_strategy
from ticketr.cli.outcome import tell
from ticketr.cli.settling import in_person, resolve
from ticketr.domain.plan import Strategy
from ticketr.domain.workspace import WorkspaceID
from ticketr.errors import ExitCode

if TYPE_CHECKING:
    from ticketr.application.results import SyncResult
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser

DESCRIPTION = """\
Pull, then push. At a terminal each conflict is shown and asked about in between; elsewhere, or where it is
skipped, it is left, everything else is synced all the same, and the command ends with exit code 3.

--dry-run shows what the pull would bring and what the push would send, both as things are now."""

EXAMPLES = """\
ticketr sync
ticketr sync --dry-run
ticketr sync backlog.md
ticketr sync --strategy remote-wins"""


def options(parser: Parser) -> None:
    """What can be asked of a sync."""
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="ticket files whose tickets are pushed"
    )
    add_plan(parser)
    add_strategy(parser)
    add = parser.add_argument
    add("--partial", action="store_true", help="send the tickets without problems")
    add("--full", action="store_true", help="read everything from Jira, not only what changed")
    add("-o", "--output", metavar="FILE", help="write tickets that no file shows yet to this file")


def run(call: Call) -> int:
    """Sync, and tell what came of it."""
    workspace_id = WorkspaceID(call.workspace().id)
    asked = call.options
    strategy = Strategy(asked.strategy) if asked.strategy else None
    command = PullTicketsCommand(
        workspace_id,
        output=asked.output,
        strategy=strategy,
        dry_run=asked.dry_run,
        full=asked.full,
    )
    with call.console.progress() as notify:
        pulled = call.app.sync(notify).pull(command)
    if asked.dry_run:
        return tell(call, workspace_id, pulled, _push(call, workspace_id, strategy))
    if pulled.conflicts and strategy in {None, Strategy.ASK} and call.console.interactive():
        return _in_person(call, workspace_id, pulled)
    return tell(call, workspace_id, pulled, _push(call, workspace_id, strategy))


def _push(call: Call, workspace_id: WorkspaceID, strategy: Strategy | None) -> SyncResult:
    asked = call.options
    command = PushTicketsCommand(
        workspace_id,
        tuple(asked.files),
        strategy=strategy,
        partial=asked.partial,
        dry_run=asked.dry_run,
    )
    with call.console.progress() as notify:
        return call.app.sync(notify).push(command)


def _in_person(call: Call, workspace_id: WorkspaceID, pulled: SyncResult) -> int:
    """Tell what the pull found, ask about its conflicts, push; the conflicts that are left decide the exit code."""
    before = tell(call, workspace_id, pulled)
    _settle(call, workspace_id)
    after = tell(call, workspace_id, _push(call, workspace_id, None))
    return after or (0 if before == ExitCode.CONFLICTS else before)


def _settle(call: Call, workspace_id: WorkspaceID) -> None:
    """Ask about the conflicts that the pull found; what is decided goes with the push."""
    command = ResolveCommand(workspace_id, strategy=Strategy.ASK)
    first = resolve(call, command)
    second = in_person(call, command, first)
    told = replace(second, settled=second.settled[len(first.settled) :], conflicts=())
    if told.settled or told.stale:
        tell_settled(call, told)
