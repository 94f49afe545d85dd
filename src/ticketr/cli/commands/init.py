"""`ticketr init`: keep a repository's tickets in the repository."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ticketr.cli.commands.workspace.create import stated
from ticketr.cli.commands.workspace.document import as_document
from ticketr.cli.commands.workspace.token import read_token
from ticketr.cli.text import printable
from ticketr.domain.workspace import Credentials, WorkspaceConfig

if TYPE_CHECKING:
    from argparse import Namespace

    from ticketr.app import App
    from ticketr.cli.call import Call
    from ticketr.cli.console import Console
    from ticketr.cli.options import Parser
    from ticketr.domain.workspace import Workspace

DESCRIPTION = """\
Make this folder a project: its tickets, settings and logs live in .ticketr here, and every command that is
run in it or below uses them instead of the machine-wide store. .ticketr/project.toml and .ticketr/config.toml
are meant to be committed; the store is not, and .ticketr/.gitignore sees to that.

In a clone that has a .ticketr/project.toml, `ticketr init` reads the site and the project from it and asks
only for the login. A project that came from elsewhere is not used before this was done.

The login is found as for `ticketr workspace create`."""

EXAMPLES = """\
ticketr init work --url https://you.atlassian.net --project PROJ --username you@example.com
ticketr init"""


def options(parser: Parser) -> None:
    """What the project's workspace connects to."""
    add = parser.add_argument
    add("name", metavar="NAME", nargs="?", help="what you call the workspace (work)")
    add("--url", metavar="U", help="the site, such as https://you.atlassian.net")
    add("--project", metavar="KEY", help="the project's key")
    add("--username", metavar="E", help="the e-mail address of the login")
    add("--token-stdin", action="store_true", help="read the API token from standard input")
    add("--default-type", metavar="T", help="the type of tickets that state none")


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
            made = _own(app) or [_connect(app, call.options, console)]
        except BaseException:
            call.close()  # the log, too, is in the folder that goes again
            raise
        saying.update(_said(made[0]))
    _tell(root, made, console)


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


def _connect(app: App, asked: Namespace, console: Console) -> Workspace:
    config = WorkspaceConfig(
        jira_url=stated("url", asked, console),
        project_key=stated("project", asked, console),
        username=stated("username", asked, console),
        default_type=asked.default_type or "",
    )
    console.say(f"connecting to {printable(config.project_key)} at {printable(config.jira_url)}")
    token, in_environment = read_token(console, from_stdin=asked.token_stdin)
    with console.progress() as notify:
        notify("asking Jira")
        app.hears = notify
        login = Credentials(config.username, token)
        return app.workspaces.create(asked.name or "work", config, login, keep=not in_environment)


def _said(made: Workspace) -> dict[str, str]:
    config = made.config
    return {
        "workspace": made.name,
        "url": config.jira_url,
        "project": config.project_key,
        "default_type": config.default_type,
    }


def _tell(root: str, made: list[Workspace], console: Console) -> None:
    if console.json:
        console.document({"root": root, "workspaces": [as_document(each) for each in made]})
        return
    console.print(printable(root))
    for each in made:
        console.say(
            f'Workspace "{printable(each.name)}" is connected to project '
            f"{printable(each.config.project_key)} at {printable(each.config.jira_url)}."
        )
    console.say("Commands in this folder and below use .ticketr here from now on.")
