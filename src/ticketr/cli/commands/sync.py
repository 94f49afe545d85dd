"""`ticketr sync`: pull, then push."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.commands import PullTicketsCommand, PushTicketsCommand
from ticketr.cli.options import add_strategy
from ticketr.cli.outcome import tell
from ticketr.domain.plan import Strategy
from ticketr.domain.workspace import WorkspaceID

if TYPE_CHECKING:
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser

DESCRIPTION = """\
Pull, then push. Ends with exit code 3 when conflicts are left; everything else is synced all the same."""

EXAMPLES = """\
ticketr sync
ticketr sync backlog.md
ticketr sync --strategy remote-wins"""


def options(parser: Parser) -> None:
    """What can be asked of a sync."""
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="ticket files whose tickets are pushed"
    )
    parser.add_argument("--diff", action="store_true", help="show changed texts line by line")
    add_strategy(parser)
    parser.add_argument("--partial", action="store_true", help="send the tickets without problems")


def run(call: Call) -> int:
    """Sync, and tell what came of it."""
    asked = call.options
    workspace = call.workspace()
    workspace_id = WorkspaceID(workspace.id)
    strategy = Strategy(asked.strategy) if asked.strategy else None
    with call.console.progress() as notify:
        service = call.app.sync(notify)
        pulled = service.pull(PullTicketsCommand(workspace_id, strategy=strategy))
        pushed = service.push(
            PushTicketsCommand(
                workspace_id, tuple(asked.files), strategy=strategy, partial=asked.partial
            )
        )
    return tell(call, workspace.id, pulled, pushed)
