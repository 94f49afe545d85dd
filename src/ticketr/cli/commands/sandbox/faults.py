"""`ticketr sandbox faults`: what goes wrong in a running sandbox, on request."""

from __future__ import annotations

from ticketr.cli.commands.sandbox.start import LAGGING, add_lag, become, field, named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser

DESCRIPTION = """\
Show, replace or remove the faults of a running Jira sandbox: rules that say which requests go wrong, and how.
docs/sandbox.md lists the kinds."""

EXAMPLES = """\
ticketr sandbox faults --url http://127.0.0.1:8080
ticketr sandbox faults --url http://127.0.0.1:8080 --set '[{"kind": "429", "count": 2}]'
ticketr sandbox faults --url http://127.0.0.1:8080 --lag 500 --vanish 0.1
ticketr sandbox faults --url http://127.0.0.1:8080 --clear"""


def options(parser: Parser) -> None:
    """Where the sandbox is, and what to do."""
    add = parser.add_argument
    add("--url", metavar="URL", required=True, help="where the sandbox listens")
    add(
        "--set",
        dest="rules",
        metavar="JSON",
        help="a list of rules, or @FILE with one, in place of those in force",
    )
    add_lag(parser)
    add("--clear", action="store_true", help="remove every rule, and let no search lag")


def run(call: Call) -> int:
    """Hand it on to the sandbox's own command."""
    return become(call, arguments(call))


def arguments(call: Call) -> list[str]:
    """What the sandbox's command is started with."""
    asked = call.options
    flags = [name for name, given in (("--clear", asked.clear), ("--json", asked.json)) if given]
    words = {"--url": asked.url, "--set": asked.rules}
    lagging = {name: getattr(asked, field(name)) for name in LAGGING}
    return ["faults", *named({**words, **lagging}), *flags]
