"""`ticketr sandbox reset`: a running sandbox starts afresh."""

from __future__ import annotations

from ticketr.cli.commands.sandbox.start import become, named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser

DESCRIPTION = "Have a running Jira sandbox start afresh: only the tickets of its seed, no faults, an empty log."

EXAMPLES = "ticketr sandbox reset --url http://127.0.0.1:8080"


def options(parser: Parser) -> None:
    """Where the sandbox is."""
    parser.add_argument("--url", metavar="URL", required=True, help="where the sandbox listens")


def run(call: Call) -> int:
    """Hand it on to the sandbox's own command."""
    return become(call, arguments(call))


def arguments(call: Call) -> list[str]:
    """What the sandbox's command is started with."""
    return ["reset", *named({"--url": call.options.url})]
