"""`ticketr workspace create NAME`: connect a Jira project under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.cli.commands.workspace.document import as_document
from ticketr.cli.commands.workspace.token import read_token
from ticketr.cli.text import printable
from ticketr.domain.workspace import Credentials, WorkspaceConfig
from ticketr.errors import Usage

if TYPE_CHECKING:
    from argparse import Namespace

    from ticketr.cli.call import Call
    from ticketr.cli.console import Console
    from ticketr.cli.options import Parser

DESCRIPTION = """\
Connect a Jira project under a name. The login is tried before anything is stored; the API token goes to
the keychain of the operating system.

The token is read from standard input with --token-stdin, else from TICKETR_TOKEN, JIRA_API_TOKEN or
JIRA_API_KEY, else it is asked for. JIRA_URL, JIRA_PROJECT_KEY and TICKETR_USERNAME or JIRA_EMAIL stand in
for the options."""

EXAMPLES = """\
ticketr workspace create work --url https://you.atlassian.net --project PROJ --username you@example.com
pass jira-token | ticketr workspace create work --url https://you.atlassian.net --project PROJ \\
    --username you@example.com --token-stdin"""

VARIABLES = {
    "url": ("JIRA_URL",),
    "project": ("JIRA_PROJECT_KEY",),
    "username": ("TICKETR_USERNAME", "JIRA_EMAIL"),
}
"""What stands in for an option that is not given."""


def options(parser: Parser) -> None:
    """What a workspace connects to."""
    add = parser.add_argument
    add("name", metavar="NAME", help="what you call it")
    add("--url", metavar="U", help="the site, such as https://you.atlassian.net")
    add("--project", metavar="KEY", help="the project's key")
    add("--username", metavar="E", help="the e-mail address of the login")
    add("--token-stdin", action="store_true", help="read the API token from standard input")
    add("--default-type", metavar="T", help="the type of tickets that state none")


def run(call: Call) -> None:
    """Create the workspace."""
    asked, console = call.options, call.console
    config = WorkspaceConfig(
        jira_url=stated("url", asked, console),
        project_key=stated("project", asked, console),
        username=stated("username", asked, console),
        default_type=asked.default_type or "",
    )
    token, in_environment = read_token(console, from_stdin=asked.token_stdin)
    with console.progress() as notify:
        notify("asking Jira")
        call.app.hears = notify
        login = Credentials(config.username, token)
        made = call.app.workspaces.create(asked.name, config, login, keep=not in_environment)
    if console.json:
        console.document(as_document(made))
    else:
        console.print(printable(made.name))
        console.say(
            f'Workspace "{printable(made.name)}" is connected to project '
            f"{printable(config.project_key)} at {printable(config.jira_url)}."
        )


def stated(name: str, asked: Namespace, console: Console) -> str:
    """An option's value, from the command line or its variable. Raises Usage where both are missing."""
    values = [getattr(asked, name), *(console.environ.get(each) for each in VARIABLES[name])]
    value = next((each for each in values if each), None)
    if value is None:
        raise Usage(
            f"--{name} is missing.",
            hint=f"Give it as --{name}, or as {' or '.join(VARIABLES[name])} in the environment.",
        )
    return str(value)
