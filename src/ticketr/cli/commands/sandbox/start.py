"""The sandbox's own command line, in place of this process."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ticketr.cli.call import Call


def become(call: Call, words: list[str]) -> int:
    """Run `python -m jira_sandbox` with these words; comes back only where processes cannot be replaced."""
    argv = [sys.executable, "-P", "-m", "jira_sandbox", *words]
    call.console.flush()
    if os.name == "posix":
        os.execv(sys.executable, argv)  # noqa: S606 - no shell, a fixed program
    import subprocess

    return subprocess.call(argv)


def named(options: dict[str, str | None]) -> list[str]:
    """The options that were given, as words."""
    return [word for name, value in options.items() if value is not None for word in (name, value)]
