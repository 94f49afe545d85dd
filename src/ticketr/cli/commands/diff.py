"""`ticketr diff`: what a push would send, or a pull would bring, field by field."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ticketr.application.commands import PullTicketsCommand, PushTicketsCommand
from ticketr.application.values import KEY
from ticketr.cli.options import add_strategy
from ticketr.cli.outcome import tell
from ticketr.domain.plan import Strategy
from ticketr.domain.workspace import WorkspaceID
from ticketr.errors import FileNotFound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticketr.application.results import SyncResult
    from ticketr.application.sync.session import Notify
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser

DESCRIPTION = """\
Show what the next push would send, field by field, texts line by line; with --incoming, what the next pull would
bring. It is the plan that the real run makes: Jira is looked at, and nothing is sent or taken. Ends with exit
code 3 where there are conflicts."""

EXAMPLES = """\
ticketr diff
ticketr diff PROJ-12
ticketr diff backlog.md
ticketr diff PROJ-12 --incoming
ticketr diff --json"""


def options(parser: Parser) -> None:
    """What is compared."""
    add = parser.add_argument
    add("what", nargs="*", metavar="KEY|FILE", help="only these tickets, or the tickets of files")
    add("--incoming", action="store_true", help="what a pull would bring, instead")
    add_strategy(parser)


def run(call: Call) -> int:
    """Plan, and show the plan."""
    workspace = call.workspace()
    call.options.diff = True
    with call.console.progress() as notify:
        plan = _incoming if call.options.incoming else _outgoing
        result = plan(call, WorkspaceID(workspace.id), notify)
    return tell(call, workspace.id, result)


def _strategy(call: Call) -> Strategy | None:
    return Strategy(call.options.strategy) if call.options.strategy else None


def _outgoing(call: Call, workspace_id: WorkspaceID, notify: Notify) -> SyncResult:
    keys, files = _sorted(call.options.what)
    command = PushTicketsCommand(
        workspace_id, files, strategy=_strategy(call), dry_run=True, only=keys
    )
    return call.app.sync(notify).push(command)


def _incoming(call: Call, workspace_id: WorkspaceID, notify: Notify) -> SyncResult:
    keys, files = _sorted(call.options.what)
    keys += tuple(key for path in files for key in _keys_in(call, workspace_id, path))
    jql = f"key in ({', '.join(dict.fromkeys(keys))})" if keys or files else None
    command = PullTicketsCommand(workspace_id, jql, strategy=_strategy(call), dry_run=True)
    return call.app.sync(notify).pull(command)


def _keys_in(call: Call, workspace_id: WorkspaceID, path: str) -> list[str]:
    documents = call.app.store.documents
    record = documents.get(workspace_id, call.app.documents.resolve(path))
    shown = documents.shown(record.id) if record else []
    keys = [item.key for item in shown if item.key]
    if not keys:
        raise FileNotFound(
            f"{path} shows no ticket that is in Jira.",
            hint="Push it first; what is not in Jira cannot have changed there.",
            path=path,
        )
    return keys


def _sorted(what: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Keys and paths; a word that looks like a key is one, unless there is such a file."""
    keys = tuple(word for word in what if KEY.match(word.upper()) and not Path(word).exists())
    return tuple(key.upper() for key in keys), tuple(word for word in what if word not in keys)
