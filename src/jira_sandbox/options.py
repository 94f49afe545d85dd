"""The options of the command line, under whatever name it was called."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import NoReturn

NAME = "python -m jira_sandbox"
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
  python -m jira_sandbox serve --realistic
      searches that see a change late, and pages that are short now and then
  python -m jira_sandbox seed --storage big.db --count 100000
      a file of a hundred thousand issues, for `serve --storage big.db`
  python -m jira_sandbox faults --url http://127.0.0.1:8080 --set '[{"kind": "drip"}]'
      slow lines from now on; `--clear` ends it, `reset --url …` starts afresh

serve goes on until SIGINT (exit status 130) or SIGTERM (exit status 0).
"""
# What `--realistic` means: milliseconds, and chances.
REALISTIC = {"lag": 500, "vanish": 0.1, "short": 0.1}
EDITIONS = ("cloud", "datacenter")


class BadOptionError(Exception):
    """What was asked for cannot be done: the message, and what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class Parser(argparse.ArgumentParser):
    """A parser whose mistakes are errors like all others."""

    def error(self, message: str) -> NoReturn:
        """Raise BadOptionError; argparse would print its usage and exit."""
        raise BadOptionError(message, f"`{self.prog} --help` lists the options.")


def parser(called: str = NAME) -> argparse.ArgumentParser:
    """The options of `called`."""
    form: dict[str, Any] = {
        "epilog": EXAMPLES.replace(NAME, called),
        "formatter_class": argparse.RawDescriptionHelpFormatter,
    }
    what = "A Jira on your own machine, for trying things out and for tests."
    top = Parser(prog=called, description=what, **form)
    commands = top.add_subparsers(dest="command", required=True)
    _serve(commands.add_parser("serve", help="start it and serve until it is interrupted", **form))
    one = commands.add_parser("reset", help="a running sandbox starts afresh")
    one.add_argument("--url", required=True, help="where it listens")
    _faults(commands.add_parser("faults", help="tell or change what goes wrong in a running one"))
    _seed(commands.add_parser("seed", help="make many issues at once"))
    return top


def _serve(one: argparse.ArgumentParser) -> None:
    add = one.add_argument
    add("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    add("--port", type=port, default=0, metavar="N", help="port to listen on (0: any free one)")
    add("--json", action="store_true", help="tell the address in one line of JSON")
    add("--seed", metavar="FILE", help="YAML, TOML or JSON file that describes the site")
    add("--storage", metavar="FILE", default=":memory:", help="keep the issues there")
    add("--latency", metavar="MS", type=milliseconds, default=0.0, help="before each reply")
    add("--edition", choices=EDITIONS, help="which Jira (cloud)")
    add("--context", metavar="PATH", help="a path before all others, as /jira")
    add("--no-basic", action="store_true", help="Data Center takes access tokens alone")
    add("--faults", metavar="JSON", default="[]", help="a list of faults, or @FILE with one")
    _index(one)
    add("--realistic", action="store_true", help="--lag 500 --vanish 0.1 --short 0.1")


def _index(one: argparse.ArgumentParser) -> None:
    """How searches lag behind."""
    add = one.add_argument
    add("--lag", metavar="MS", type=milliseconds, help="searches see a change so late")
    add("--vanish", metavar="P", type=chance, help="chance of a fresh issue to be missing again")
    add("--short", metavar="P", type=chance, help="chance of a page to be shorter than asked for")


def _faults(one: argparse.ArgumentParser) -> None:
    add = one.add_argument
    add("--url", required=True, help="where it listens")
    add("--json", action="store_true", help="tell them in one line of JSON")
    _index(one)
    what = one.add_mutually_exclusive_group()
    what.add_argument(
        "--set",
        dest="rules",
        metavar="JSON",
        help="a list of faults, for those in force, or @FILE",
    )
    what.add_argument("--clear", action="store_true", help="no faults and no lag any more")


def _seed(one: argparse.ArgumentParser) -> None:
    add = one.add_argument
    where = one.add_mutually_exclusive_group(required=True)
    where.add_argument("--url", help="in the sandbox that listens there")
    where.add_argument("--storage", metavar="FILE", help="in a file, for `serve --storage`")
    add("--seed", metavar="FILE", help="YAML, TOML or JSON file: the site to begin with")
    add(
        "--count",
        "--issues",
        dest="issues",
        type=whole,
        default=0,
        metavar="N",
        help="how many (0)",
    )
    add("--project", action="append", metavar="KEY", help="only there; again for more")
    add("--random", type=int, default=0, metavar="N", help="draws other issues (0)")
    add("--edition", choices=EDITIONS, help="which Jira, for a new file")


def port(text: str) -> int:
    """A port, or 0."""
    if text.isascii() and text.isdigit() and int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no port: a whole number from 0 to 65535")


def whole(text: str) -> int:
    """A whole number from 0."""
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0")


def milliseconds(text: str) -> float:
    """A time from 0 to an hour."""
    return _between(text, 3_600_000, "milliseconds, from 0 to an hour")


def chance(text: str) -> float:
    """A chance from 0 to 1."""
    return _between(text, 1, "a chance, from 0 to 1")


def _between(text: str, most: float, words: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= most:
        raise argparse.ArgumentTypeError(f"{text!r} is not {words}")
    return value


def rules(text: str, option: str) -> Any:
    """The faults that an option gives, as JSON or as @FILE with it. Raises BadOptionError."""
    what = text
    try:
        if text.startswith("@"):
            what = Path(text[1:]).read_text("utf-8")
        return json.loads(what)
    except (OSError, ValueError) as error:
        raise BadOptionError(
            f"{option}: {text!r} cannot be read as a list of faults: {error}",
            f"""Give a list of rules: {option} '[{{"kind": "429", "count": 2}}]', or {option} @rules.json.""",
        ) from None


def lag(asked: argparse.Namespace) -> dict[str, float] | None:
    """What `--lag`, `--vanish`, `--short` and `--realistic` ask for; None where they ask for nothing."""
    given = {name: getattr(asked, name) for name in REALISTIC}
    realistic = getattr(asked, "realistic", False)
    if not realistic and all(value is None for value in given.values()):
        return None
    usual = REALISTIC if realistic else {**dict.fromkeys(REALISTIC, 0), "lag": REALISTIC["lag"]}
    return {name: usual[name] if value is None else value for name, value in given.items()}
