"""`ticketr pull`: Jira to the store and the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.commands import PullTicketsCommand
from ticketr.cli.options import add_plan, add_strategy
from ticketr.cli.outcome import tell
from ticketr.domain.plan import Strategy
from ticketr.domain.schema import JiraSchema
from ticketr.domain.workspace import WorkspaceID
from ticketr.errors import Usage

if TYPE_CHECKING:
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser

DESCRIPTION = """\
Fetch what is new or changed in Jira since the last pull; the first one fetches everything, and so does
--full. A pull that was interrupted goes on where it stopped. Jira's history comes along for tickets that
changed; --histories reads it for all, for queries with WAS and CHANGED
and for `ticketr stats`.

Tickets that stand in a file are updated there; tickets seen for the first time go to the store, and to the file
named with -o.

Edits here that were not pushed yet are kept: a field changed on one side is taken from that side, a field
changed on both is a conflict."""

EXAMPLES = """\
ticketr pull
ticketr pull -o backlog.md
ticketr pull --full
ticketr pull --histories
ticketr pull --epic PROJ-1 -o checkout.md
ticketr pull --jql "assignee = currentUser()" --dry-run"""


def options(parser: Parser) -> None:
    """What can be asked of a pull."""
    add = parser.add_argument
    add("--jql", metavar="QUERY", help="only the tickets of this query, inside the project")
    add("--alias", metavar="NAME", help="only the tickets of the query of that name")
    add("--epic", metavar="KEY", help="only this epic and what stands directly under it")
    add("-o", "--output", metavar="FILE", help="where tickets seen for the first time are written")
    add("--full", action="store_true", help="read everything again, not only what changed")
    add(
        "--histories",
        action="store_true",
        help="read Jira's whole history of every ticket that it is not here of",
    )
    add_plan(parser)
    add_strategy(parser)
    add(
        "--allow-empty",
        action="store_true",
        help="take an answer that would remove most of what is here",
    )


def run(call: Call) -> int:
    """Pull, and tell what came of it."""
    asked = call.options
    if asked.full and (asked.jql or asked.epic):
        raise Usage("--full reads the whole project: it does not go with --jql or --epic.")
    workspace = call.workspace()
    command = PullTicketsCommand(
        WorkspaceID(workspace.id),
        jql=query(_wanted(call, workspace.id), asked.epic, _schema(call, workspace.id)),
        output=asked.output,
        strategy=Strategy(asked.strategy) if asked.strategy else None,
        dry_run=asked.dry_run,
        allow_empty=asked.allow_empty,
        full=asked.full,
        histories=asked.histories,
    )
    with call.console.progress() as notify:
        result = call.app.sync(notify).pull(command)
    return tell(call, workspace.id, result)


def _wanted(call: Call, workspace_id: str) -> str | None:
    """The query of `--jql`, or of `--alias`, without aliases in it."""
    asked = call.options
    if asked.jql is not None and asked.alias is not None:
        raise Usage("--jql and --alias exclude each other.", hint="Write @NAME inside the query.")
    jql: str | None = asked.jql if asked.alias is None else f"@{asked.alias.removeprefix('@')}"
    return call.app.aliases.expand(workspace_id, jql) if jql else jql


def _schema(call: Call, workspace_id: str) -> JiraSchema:
    """How the project's epics hold their tickets, as far as it matters."""
    if call.options.epic is None:
        return JiraSchema("")
    return call.app.book(WorkspaceID(workspace_id)).schema


def query(jql: str | None, epic: str | None, schema: JiraSchema) -> str | None:
    """The query that the options ask for. Raises Usage for an epic that is no key."""
    if epic is None:
        return jql
    project, _, number = epic.partition("-")
    if not (project.replace("_", "").isalnum() and number.isdigit()):
        raise Usage(f'--epic: "{epic}" is not a key such as PROJ-1.')
    clause = f"(key = {epic} OR {schema.children(epic)})"
    return f"({jql}) AND {clause}" if jql else clause
