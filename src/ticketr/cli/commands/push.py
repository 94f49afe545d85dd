"""`ticketr push`: Markdown files, or the store alone, to Jira."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.commands import PushTicketsCommand
from ticketr.cli.options import add_no_mail, add_plan, add_strategy, words
from ticketr.cli.outcome import tell
from ticketr.domain.plan import Strategy
from ticketr.domain.workspace import WorkspaceID

if TYPE_CHECKING:
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser

DESCRIPTION = """\
Send what is new or changed here to Jira, and write the keys of new tickets into their files.

With files, only the tickets in them; without, every changed ticket of the workspace. Only changed fields
are sent, after Jira was looked at: what was changed there meanwhile is merged or shown as a conflict."""

EXAMPLES = """\
ticketr push backlog.md
ticketr push backlog.md --dry-run --diff
ticketr push --only PROJ-12,PROJ-13
ticketr push backlog.md --partial"""


def options(parser: Parser) -> None:
    """What can be asked of a push."""
    parser.add_argument("files", nargs="*", metavar="FILE", help="ticket files (Markdown)")
    add_plan(parser)
    add_strategy(parser)
    add = parser.add_argument
    add(
        "--force",
        action="store_true",
        help="where both sides changed, what is here wins; what Jira had is kept aside",
    )
    add("--partial", action="store_true", help="send the tickets without problems")
    add(
        "--allow-loss",
        action="store_true",
        help="send a text even where the edit takes media, or what is not known here, from it",
    )
    add_no_mail(parser)
    add(
        "--only",
        type=words,
        action="extend",
        default=[],
        metavar="KEY",
        help="only these tickets; several with commas",
    )


def run(call: Call) -> int:
    """Push, and tell what came of it."""
    asked = call.options
    workspace = call.workspace()
    command = PushTicketsCommand(
        WorkspaceID(workspace.id),
        tuple(asked.files),
        force=asked.force,
        strategy=Strategy(asked.strategy) if asked.strategy else None,
        dry_run=asked.dry_run,
        partial=asked.partial,
        only=tuple(asked.only),
        allow_loss=asked.allow_loss,
        quiet=asked.no_mail,
    )
    with call.console.progress() as notify:
        result = call.app.sync(notify).push(command)
    return tell(call, workspace.id, result)
