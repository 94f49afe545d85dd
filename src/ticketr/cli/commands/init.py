"""`ticketr init`: keep a repository's tickets in the repository."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ticketr.application.sync.unread import sentence
from ticketr.cli.commands.workspace.create import connect, connected, connection_options
from ticketr.cli.commands.workspace.document import as_document
from ticketr.cli.outcome import unread_document
from ticketr.cli.report import tell_problems
from ticketr.cli.text import printable

if TYPE_CHECKING:
    from ticketr.app import App
    from ticketr.application.results import StatusReport
    from ticketr.cli.call import Call
    from ticketr.cli.console import Console
    from ticketr.cli.options import Parser
    from ticketr.domain.workspace import Workspace

DESCRIPTION = """\
Make this folder a project: its tickets, settings and logs live in .ticketr here, and every command that is
run in it or below uses them instead of the machine-wide store. .ticketr/project.toml and .ticketr/config.toml
are meant to be committed; the store is not, and .ticketr/.gitignore sees to that.

In a clone that has a .ticketr/project.toml, `ticketr init` reads the site and the project from it and asks
only for the login. A project that came from elsewhere is not used before this was done. Ticket files that are
here already are read, and named; `ticketr pull` then compares them with Jira.

The login is found as for `ticketr workspace create`."""

EXAMPLES = """\
ticketr init work --url https://you.atlassian.net --project PROJ --username you@example.com
ticketr init"""


def options(parser: Parser) -> None:
    """What the project's workspace connects to."""
    parser.add_argument(
        "name", metavar="NAME", nargs="?", help="what you call the workspace (work)"
    )
    connection_options(parser)


def run(call: Call) -> None:
    """Make or take over the project."""
    from ticketr.settings.projects import begun, described, refuse_nested

    root = os.path.realpath(os.getcwd())
    console = call.console
    refuse_nested(console.environ, root)
    said = described(root)
    for name, value in said.items():
        call.options.__dict__[_OPTION_OF[name]] = getattr(call.options, _OPTION_OF[name]) or value
    app = call.app_at(root)
    with begun(root, app.settings.folders.config(), said) as saying:
        try:
            made = _own(app) or [_connect(call)]
        except BaseException:
            call.close()  # the log, too, is in the folder that goes again
            raise
        saying.update(_said(made[0]))
    _tell(root, made, _found(call, made), console)


_OPTION_OF = {
    "workspace": "name",
    "url": "url",
    "project": "project",
    "default_type": "default_type",
}
"""What `project.toml` says -> the option that says it here."""


def _own(app: App) -> list[Workspace]:
    """The workspaces of a project whose store came along, as when its folder was moved."""
    return app.workspaces.list() if os.path.exists(app.settings.store) else []


def _connect(call: Call) -> Workspace:
    asked, console = call.options, call.console
    if asked.url and asked.project:
        console.say(f"connecting to {printable(asked.project)} at {printable(asked.url)}")
    return connect(call, asked.name or "work")


def _said(made: Workspace) -> dict[str, str]:
    config = made.config
    return {
        "workspace": made.name,
        "url": config.jira_url,
        "project": config.project_key,
        "default_type": config.default_type,
    }


def _found(call: Call, made: list[Workspace]) -> list[StatusReport]:
    """What the ticket files that are here already say, which are read by that."""
    with call.console.progress() as notify:
        return [call.app.sync(notify).status(each.id) for each in made]


def _tell(root: str, made: list[Workspace], found: list[StatusReport], console: Console) -> None:
    if console.json:
        console.document(
            {
                "root": root,
                "workspaces": [as_document(each) for each in made],
                "documents": [path for report in found for path in report.documents],
                "unread": [unread_document(item) for report in found for item in report.unread],
                "problems": [x.as_dict() for report in found for x in report.problems],
            }
        )
        return
    console.print(printable(root))
    for each in made:
        console.say(connected(each))
    console.say("Commands in this folder and below use .ticketr here from now on.")
    for report in found:
        tell_problems(report.problems, console)
        for note in (*report.notes, *map(sentence, report.unread)):
            console.say(printable(note))
        if any(item.kind == "unmatched" for item in report.changed):
            console.say("`ticketr pull` compares the files with Jira.")
