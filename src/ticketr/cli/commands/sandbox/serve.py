"""`ticketr sandbox serve`: the Jira sandbox, as a process that takes this one's place."""

from __future__ import annotations

from ticketr.cli.commands.sandbox.start import LAGGING, add_lag, become, field, named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser

DESCRIPTION = """\
Run a Jira sandbox on this machine until it is interrupted: the REST interface of Jira Cloud or Data Center, with
projects, workflows and errors, for trying out ticketr and scripts. It listens on the loopback address unless
`--host` says otherwise. docs/sandbox.md describes seeds and faults."""

EXAMPLES = """\
ticketr sandbox serve
ticketr sandbox serve --port 8080 --latency 50
ticketr sandbox serve --port 0 --json
ticketr sandbox serve --realistic --faults '[{"kind": "429", "probability": 0.1}]'"""


VALUES = (
    "--host",
    "--seed",
    "--storage",
    "--edition",
    "--context",
    "--latency",
    "--faults",
    *LAGGING,
)
FLAGS = ("--no-basic", "--realistic", "--json")


def options(parser: Parser) -> None:
    """What is handed on; the sandbox itself looks at the values."""
    add = parser.add_argument
    add("--host", metavar="HOST", help="the address to listen on (default: 127.0.0.1)")
    add("--port", metavar="N", help="the port; 0 for any that is free (default: 0)")
    add("--seed", metavar="FILE", help="YAML, TOML or JSON file that describes the site")
    add("--storage", metavar="FILE", help="keep the tickets in this file between runs")
    add("--edition", metavar="NAME", help="cloud or datacenter (default: cloud)")
    add("--context", metavar="PATH", help="a path before all others, such as /jira")
    add("--no-basic", action="store_true", help="Data Center takes access tokens alone")
    add("--latency", metavar="MS", help="how long every answer takes, in milliseconds")
    add("--faults", metavar="JSON", help="what goes wrong: a list of rules, or @FILE with one")
    add_lag(parser)
    add("--realistic", action="store_true", help="the same as --lag 500 --vanish 0.1 --short 0.1")


def run(call: Call) -> int:
    """Become the sandbox; comes back only where processes cannot be replaced."""
    return become(call, ["serve", *arguments(call)])


def arguments(call: Call) -> list[str]:
    """What the sandbox is started with."""
    asked = vars(call.options)
    words = named(
        {"--port": asked["port"] or "0", **{name: asked[field(name)] for name in VALUES}}
    )
    return [*words, *(name for name in FLAGS if asked[field(name)])]
