"""Where the token comes from: standard input, the environment, or a question. Never an argument."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.errors import Usage

if TYPE_CHECKING:
    from ticketr.cli.console import Console

VARIABLES = ("TICKETR_TOKEN", "JIRA_API_TOKEN", "JIRA_API_KEY")


def read_token(console: Console, kind: str, *, from_stdin: bool) -> tuple[str, bool]:
    """The token, and whether the environment holds it. Raises Usage where there is none.

    `kind` is what a question for it calls it. It is kept out of all output from now on.
    """
    if from_stdin:
        return _checked(console.hide(console.stdin.readline().strip()), "standard input"), False
    for name in VARIABLES:
        if console.environ.get(name):
            return console.hide(console.environ[name].strip()), True
    if not console.interactive():
        raise Usage(
            "There is no token, and nobody to ask for it.",
            hint="Pipe it in with --token-stdin, or set TICKETR_TOKEN.",
        )
    return _checked(console.secret(f"{kind} (not shown): ").strip(), "the answer"), False


def _checked(token: str, source: str) -> str:
    if not token:
        raise Usage(f"The token is empty in {source}.", hint="The token is one line of text.")
    return token
