"""The sandbox's own command line, in place of this process."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser


def become(call: Call, words: list[str]) -> int:
    """Run `python -m jira_sandbox` with these words; comes back only where processes cannot be replaced."""
    called = ["--called", "ticketr sandbox"]
    argv = [sys.executable, "-P", "-m", "jira_sandbox", *called, *words]
    call.console.flush()
    if os.name == "posix":
        os.execv(sys.executable, argv)  # noqa: S606 - no shell, a fixed program
    import subprocess

    return subprocess.call(argv)


def named(options: dict[str, object]) -> list[str]:
    """The options that were given, as words."""
    given = [(name, value) for name, value in options.items() if value is not None]
    return [word for name, value in given for word in (name, str(value))]


def field(option: str) -> str:
    """Where the value of an option stands: `no_basic` for `--no-basic`."""
    return option.removeprefix("--").replace("-", "_")


LAGGING = ("--lag", "--vanish", "--short")


def add_lag(parser: Parser) -> None:
    """How the searches of the sandbox lag behind."""
    add = parser.add_argument
    add("--lag", metavar="MS", help="searches see a change so many milliseconds late")
    add(
        "--vanish",
        metavar="P",
        help="chance (0 to 1) that a fresh ticket is missing from a search",
    )
    add("--short", metavar="P", help="chance (0 to 1) that a page is shorter than asked for")
