"""`ticketr workspace create NAME`: connect a Jira project under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.cli.commands.workspace.document import as_document
from ticketr.cli.commands.workspace.token import read_token
from ticketr.cli.text import printable
from ticketr.domain.workspace import Credentials, Edition, WorkspaceConfig
from ticketr.errors import Usage

if TYPE_CHECKING:
    from ticketr.app import App
    from ticketr.cli.call import Call
    from ticketr.cli.console import Console
    from ticketr.cli.options import Asked, Parser
    from ticketr.domain.workspace import Workspace

DESCRIPTION = """\
Connect a Jira project under a name: of Jira Cloud, or of a Jira Data Center, whose address may have a path
such as /jira. Which of them it is, Jira says. The login is tried before anything is stored; the token goes to the
keychain of the operating system.

Cloud wants the e-mail address of the account and an API token of it. Data Center wants a personal access token
and no user name; with one, the token may be a password, where the site takes those.

The token is read from standard input with --token-stdin, else from TICKETR_TOKEN, JIRA_API_TOKEN or
JIRA_API_KEY, else it is asked for. JIRA_URL, JIRA_PROJECT_KEY and TICKETR_USERNAME or JIRA_EMAIL stand in
for the options."""

EXAMPLES = """\
ticketr workspace create work --url https://you.atlassian.net --project PROJ --username you@example.com
pass jira-token | ticketr workspace create work --url https://you.atlassian.net --project PROJ \\
    --username you@example.com --token-stdin
ticketr workspace create ours --url https://jira.example.com/jira --project PROJ"""

VARIABLES = {
    "url": ("JIRA_URL",),
    "project": ("JIRA_PROJECT_KEY",),
    "username": ("TICKETR_USERNAME", "JIRA_EMAIL"),
}
"""What stands in for an option that is not given."""


def options(parser: Parser) -> None:
    """What a workspace connects to."""
    parser.add_argument("name", metavar="NAME", help="what you call it")
    connection_options(parser)


def connection_options(parser: Parser) -> None:
    """Where a new workspace leads."""
    add = parser.add_argument
    add("--url", metavar="U", help="the site, such as https://you.atlassian.net")
    add("--project", metavar="KEY", help="the project's key")
    add("--username", metavar="E", help="the e-mail address of the login, on Cloud")
    add("--token-stdin", action="store_true", help="read the token from standard input")
    add("--default-type", metavar="T", help="the type of tickets that state none")


def run(call: Call) -> None:
    """Create the workspace."""
    console = call.console
    made = connect(call, call.options.name)
    if console.json:
        console.document(as_document(made))
    else:
        console.print(printable(made.name))
        console.say(connected(made))


def connect(call: Call, name: str) -> Workspace:
    """The new workspace that the options describe, its login asked for where the environment has none."""
    asked, console = call.options, call.console
    config = connection(call.app, asked, console)
    kind = token_kind(config.edition, config.username)
    token, in_environment = read_token(console, kind, from_stdin=asked.token_stdin)
    with console.progress() as notify:
        notify("asking Jira")
        call.app.hears = notify
        login = Credentials(config.username, token)
        return call.app.workspaces.create(name, config, login, keep=not in_environment)


def connected(made: Workspace) -> str:
    """The sentence that says where a workspace leads."""
    return (
        f'Workspace "{printable(made.name)}" is connected to project '
        f"{printable(made.config.project_key)} at {printable(made.config.jira_url)}."
    )


def connection(app: App, asked: Asked, console: Console) -> WorkspaceConfig:
    """What the options say, and what kind of Jira is there: only Cloud needs a user name."""
    url, project = stated("url", asked, console), stated("project", asked, console)
    with console.progress() as notify:
        notify("asking Jira")
        app.hears = notify
        edition = app.workspaces.edition(url)
    named = stated if edition is Edition.CLOUD else given
    username = named("username", asked, console)
    return WorkspaceConfig(
        url, project, username, default_type=asked.default_type or "", edition=edition
    )


def token_kind(edition: Edition | None, username: str) -> str:
    """What the token is called where it is asked for."""
    if edition is not Edition.DATA_CENTER:
        return "API token"
    return (
        f"Personal access token, or password of {username}"
        if username
        else "Personal access token"
    )


def stated(name: str, asked: Asked, console: Console) -> str:
    """An option's value, from the command line or its variable. Raises Usage where both are missing."""
    value = given(name, asked, console)
    if not value:
        raise Usage(
            f"--{name} is missing.",
            hint=f"Give it as --{name}, or as {' or '.join(VARIABLES[name])} in the environment.",
        )
    return value


def given(name: str, asked: Asked, console: Console) -> str:
    """An option's value, from the command line or its variable; empty where both are missing."""
    values = [getattr(asked, name), *(console.environ.get(each) for each in VARIABLES[name])]
    return next((str(each) for each in values if each), "")
