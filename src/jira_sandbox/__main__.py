"""The command line: `python -m jira_sandbox serve`, `reset`, `seed` and `faults`."""

from __future__ import annotations

import errno
import json
import signal
import sys
import threading
from typing import TYPE_CHECKING

from jira_sandbox.options import NAME, BadOptionError, lag, parser, rules

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from jira_sandbox.sandbox import Sandbox

CALLED = "--called"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 after SIGTERM, 130 after SIGINT, 2 where it cannot be done.

    `--called NAME` in front is the name by which help and errors call the program.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    called = NAME
    if words[:1] == [CALLED]:
        called, words = words[1], words[2:]
    try:
        asked = parser(called).parse_args(words)
        if asked.command == "serve":
            return serve(asked)
        from jira_sandbox.controlling import run

        sys.stdout.write(run(asked))
    except BadOptionError as error:
        sys.stderr.write(f"{called}: {error}\n" + (f"hint: {error.hint}\n" if error.hint else ""))
        return 2
    return 0


def serve(asked: argparse.Namespace) -> int:
    """Serve until a signal comes. Raises BadOptionError where it cannot start."""
    ended: list[int] = []
    stop = threading.Event()

    def end(number: int, _frame: object) -> None:
        ended.append(number)
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    with made(asked) as jira:
        sys.stdout.write(_told(jira, as_json=asked.json))
        sys.stdout.flush()
        stop.wait()
    return 130 if ended[0] == signal.SIGINT else 0


def made(asked: argparse.Namespace) -> Sandbox:
    """The sandbox that the options ask for. Raises BadOptionError."""
    from jira_sandbox.faults import FaultError
    from jira_sandbox.sandbox import Sandbox
    from jira_sandbox.seed import SeedError

    try:
        jira = Sandbox(
            asked.seed,
            latency=asked.latency / 1000,
            storage=asked.storage,
            faults=rules(asked.faults, "--faults"),
            host=asked.host,
            port=asked.port,
            edition=asked.edition,
            context=asked.context,
            basic=False if asked.no_basic else None,
        )
    except OSError as error:
        raise _no_place(error, asked) from None
    except (SeedError, FaultError, ValueError, OverflowError) as error:
        raise BadOptionError(f"cannot start: {error}") from None
    wanted = lag(asked)
    if wanted:
        jira.site.index.arrange(int(wanted["lag"]), wanted["vanish"], wanted["short"])
    return jira


def _no_place(error: OSError, asked: argparse.Namespace) -> BadOptionError:
    where = f"port {asked.port} of {asked.host}"
    if error.errno == errno.EADDRINUSE:
        hint = "Choose another port, or none: then it is one that is free."
        return BadOptionError(f"cannot start: {where} is taken by another program", hint)
    if error.errno in (errno.EACCES, errno.EADDRNOTAVAIL):
        hint = (
            "Ports below 1024 are for administrators; the address has to be one of this machine."
        )
        return BadOptionError(f"cannot start: {where} cannot be used: {error.strerror}", hint)
    return BadOptionError(f"cannot start: {error}")


def _told(jira: Sandbox, *, as_json: bool) -> str:
    if as_json:
        told = {
            "url": jira.url,
            "email": jira.email,
            "token": jira.token,
            "projects": jira.projects,
        }
        named = (
            {} if jira.edition == "cloud" else {"edition": jira.edition, "username": jira.username}
        )
        return json.dumps({**told, **named}) + "\n"
    account = f"  e-mail    {jira.email}\n"
    if jira.edition != "cloud":
        account = f"  user      {jira.username}\n"
    return (
        f"Jira sandbox at {jira.url}\n"
        f"{account}"
        f"  token     {jira.token}\n"
        f"  projects  {', '.join(jira.projects)}\n"
        "Ctrl-C ends it.\n"
    )


if __name__ == "__main__":
    sys.exit(main())
