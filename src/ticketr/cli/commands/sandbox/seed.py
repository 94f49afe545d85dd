"""`ticketr sandbox seed`: many tickets at once, of realistic shapes."""

from __future__ import annotations

from ticketr.cli.commands.sandbox.start import become, named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser

DESCRIPTION = """\
Fill a Jira sandbox: one that runs, or a file to serve afterwards, by `--storage` of `ticketr sandbox serve`.
The site comes from a small YAML (or TOML or JSON) file; without one it is the default site."""

EXAMPLES = """\
ticketr sandbox seed --storage big.db --count 100000
ticketr sandbox seed --storage mine.db --seed site.yaml
ticketr sandbox seed --url http://127.0.0.1:8080 --count 1000 --project DEMO"""


def options(parser: Parser) -> None:
    """Where to, and how many."""
    add = parser.add_argument
    add("--url", metavar="URL", help="fill the sandbox that listens there")
    add("--storage", metavar="FILE", help="fill this file")
    add("--seed", metavar="FILE", help="describes the site to begin with")
    add("--count", metavar="N", help="how many tickets to make (default: 0)")
    add("--project", metavar="KEY", action="append", help="only in this project; repeat for more")
    add("--random", metavar="N", help="draws other tickets (default: 0)")
    add("--edition", metavar="NAME", help="cloud or datacenter, for a new file")


def run(call: Call) -> int:
    """Hand it on to the sandbox's own command."""
    return become(call, arguments(call))


def arguments(call: Call) -> list[str]:
    """What the sandbox's command is started with."""
    asked = call.options
    words = named(
        {
            "--url": asked.url,
            "--storage": asked.storage,
            "--seed": asked.seed,
            "--count": asked.count,
            "--random": asked.random,
            "--edition": asked.edition,
        }
    )
    return [
        "seed",
        *words,
        *(word for key in asked.project or [] for word in ("--project", key)),
    ]
