"""`ticketr sandbox serve`: the Jira sandbox, as a process that takes this one's place."""

from __future__ import annotations

from ticketr.cli.commands.sandbox.start import become, named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser

DESCRIPTION = """\
Run a Jira sandbox on this machine until it is interrupted: the REST interface of Jira Cloud or Data Center, with
projects, workflows and errors, for trying out ticketr and scripts. It listens on the loopback address only.

Options that are not listed here are handed to the sandbox as they are."""

EXAMPLES = """\
ticketr sandbox serve
ticketr sandbox serve --port 8080 --latency 50
ticketr sandbox serve --port 0 --json"""

PASS_ON = True


def options(parser: Parser) -> None:
    """What is handed on; the sandbox itself says what it takes."""
    add = parser.add_argument
    add("--port", metavar="N", help="the port; 0 for any that is free (default: 0)")
    add("--seed", metavar="FILE", help="YAML, TOML or JSON file that describes the site")
    add("--edition", metavar="NAME", help="cloud or datacenter (default: cloud)")
    add("--latency", metavar="MS", help="how long every answer takes, in milliseconds")


def run(call: Call) -> int:
    """Become the sandbox; comes back only where processes cannot be replaced."""
    return become(call, ["serve", *arguments(call)])


def arguments(call: Call) -> list[str]:
    """What the sandbox is started with."""
    asked = call.options
    words = named(
        {
            "--port": asked.port or "0",
            "--seed": asked.seed,
            "--latency": asked.latency,
            "--edition": asked.edition,
        }
    )
    return [*words, *(["--json"] if asked.json else []), *asked.rest]
