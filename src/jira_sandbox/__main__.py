"""The command line: `python -m jira_sandbox serve`, `reset`, `seed` and `faults`."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jira_sandbox.sandbox import Sandbox

EXAMPLES = """\
examples:
  python -m jira_sandbox serve
      a Jira on a free port of 127.0.0.1, with projects DEMO, PROJ, BACK and FRONT
  python -m jira_sandbox serve --port 0 --json
      the same, told in one line of JSON: {"url", "email", "token", "projects"}
  python -m jira_sandbox serve --port 8080 --seed site.toml --storage jira.db
      your own projects, users and issues, kept in a file between runs
  python -m jira_sandbox serve --faults '[{"kind": "429", "endpoint": "/issue$", "count": 2}]'
      twice too busy to create an issue
  python -m jira_sandbox seed --storage big.db --issues 100000
      a file of a hundred thousand issues, for `serve --storage big.db`
  python -m jira_sandbox faults --url http://127.0.0.1:8080 --set '[{"kind": "drip"}]'
      slow lines from now on; `--clear` ends it, `reset --url …` starts afresh

serve goes on until SIGINT (exit status 130) or SIGTERM (exit status 0).
"""


def parser() -> argparse.ArgumentParser:
    """The options."""
    top = argparse.ArgumentParser(
        prog="python -m jira_sandbox",
        description="A Jira on your own machine, for trying things out and for tests.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(dest="command", required=True)
    serve = commands.add_parser(
        "serve",
        help="start it and serve until it is interrupted",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    serve.add_argument("--port", type=int, default=0, help="port to listen on (0: any free one)")
    serve.add_argument("--json", action="store_true", help="tell the address in one line of JSON")
    serve.add_argument(
        "--seed", metavar="FILE", help="YAML, TOML or JSON file that describes the site"
    )
    serve.add_argument(
        "--storage", metavar="FILE", default=":memory:", help="keep the issues there"
    )
    serve.add_argument(
        "--latency", metavar="MS", type=float, default=0.0, help="before each reply"
    )
    serve.add_argument("--edition", choices=("cloud", "datacenter"), help="which Jira (cloud)")
    serve.add_argument("--context", metavar="PATH", help="a path before all others, as /jira")
    serve.add_argument(
        "--no-basic", action="store_true", help="Data Center takes access tokens alone"
    )
    serve.add_argument("--faults", metavar="JSON", default="[]", help="a list of faults")
    _others(commands)
    return top


def _others(commands: Any) -> None:
    """The commands beside `serve`."""
    one = commands.add_parser("reset", help="a running sandbox starts afresh")
    one.add_argument("--url", required=True, help="where it listens")
    one = commands.add_parser("faults", help="tell, replace or remove the faults of a running one")
    one.add_argument("--url", required=True, help="where it listens")
    one.add_argument("--json", action="store_true", help="tell them in one line of JSON")
    what = one.add_mutually_exclusive_group()
    what.add_argument(
        "--set", dest="rules", metavar="JSON", help="a list of faults, for those in force"
    )
    what.add_argument("--clear", action="store_true", help="no faults any more")
    one = commands.add_parser("seed", help="make many issues at once")
    where = one.add_mutually_exclusive_group(required=True)
    where.add_argument("--url", help="in the sandbox that listens there")
    where.add_argument("--storage", metavar="FILE", help="in a file, for `serve --storage`")
    one.add_argument(
        "--seed", metavar="FILE", help="YAML, TOML or JSON file: the site to begin with"
    )
    one.add_argument("--issues", "--count", type=int, default=0, metavar="N", help="how many (0)")
    one.add_argument(
        "--project", action="append", metavar="KEY", help="only there; again for more"
    )
    one.add_argument("--random", type=int, default=0, metavar="N", help="draws other issues (0)")
    one.add_argument(
        "--edition", choices=("cloud", "datacenter"), help="which Jira, for a new file"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 after SIGTERM, 130 after SIGINT, 2 where it cannot start."""
    asked = parser().parse_args(arguments)
    if asked.command != "serve":
        from jira_sandbox.controlling import run

        return run(asked)
    from jira_sandbox.faults import FaultError
    from jira_sandbox.sandbox import Sandbox
    from jira_sandbox.seed import SeedError

    ended: list[int] = []
    stop = threading.Event()

    def end(number: int, _frame: object) -> None:
        ended.append(number)
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    try:
        jira = Sandbox(
            asked.seed,
            latency=asked.latency / 1000,
            storage=asked.storage,
            faults=json.loads(asked.faults),
            host=asked.host,
            port=asked.port,
            edition=asked.edition,
            context=asked.context,
            basic=False if asked.no_basic else None,
        )
    except (SeedError, FaultError, OSError, ValueError, OverflowError) as error:
        sys.stderr.write(f"jira_sandbox: cannot start: {error}\n")
        return 2
    with jira:
        sys.stdout.write(_told(jira, as_json=asked.json))
        sys.stdout.flush()
        stop.wait()
    return 130 if ended[0] == signal.SIGINT else 0


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
