"""Where the API token comes from: standard input, the environment, or a question. Never an argument."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.errors import Usage

if TYPE_CHECKING:
    from ticketr.cli.console import Console

VARIABLES = ("TICKETR_TOKEN", "JIRA_API_TOKEN", "JIRA_API_KEY")


def read_token(console: Console, *, from_stdin: bool) -> str:
    """The token; it is kept out of all output from now on. Raises Usage where there is none."""
    if from_stdin:
        return _checked(console.hide(console.stdin.readline().strip()), "standard input")
    for name in VARIABLES:
        if console.environ.get(name):
            return console.hide(console.environ[name].strip())
    if not console.interactive():
        raise Usage(
            "There is no API token, and nobody to ask for it.",
            hint="Pipe it in with --token-stdin, or set TICKETR_TOKEN.",
        )
    return _checked(console.secret("API token (not shown): ").strip(), "the answer")


def _checked(token: str, source: str) -> str:
    if not token:
        raise Usage(f"The API token is empty in {source}.", hint="The token is one line of text.")
    return token
