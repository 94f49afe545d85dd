"""The part of docs/cli.md that is made from the parsers."""

import re
import shlex

from ticketr.cli import menu
from ticketr.cli.grammar import spelling
from ticketr.cli.options import Parser, add_globals, build

MARK = "<!-- What follows is written by"


def reference() -> str:
    """Every command with its arguments, options and examples, as Markdown."""
    parts = []
    for heading, entries in menu.MENU.items():
        parts.append(f"## {heading}\n")
        parts += [_command(name, summary) for name, summary in entries.items()]
    parts.append("## Options of every command\n")
    shared = Parser("")
    add_globals(shared)
    parts.append(_options(shared.grammar().switches("everywhere")))
    return "\n".join(parts)


def _command(name: str, summary: str) -> str:
    module = menu.load(name)
    parser = build(name, module).grammar()
    lines = [f"### `ticketr {name}`\n", f"{summary}.\n", f"```\n{parser.synopsis()}\n```\n"]
    lines += [re.sub(r"(?<!\n)\n(?!\n)", " ", module.DESCRIPTION) + "\n"]
    arguments = parser.positionals() + parser.switches("options")
    if arguments:
        lines.append(_options(arguments))
    lines.append(f"```sh\n{module.EXAMPLES.strip()}\n```\n")
    return "\n".join(lines)


def _options(actions: list) -> str:
    rows = ["| | |", "|---|---|"]
    for action in actions:
        name = spelling(action) if action.option_strings else action.metavar
        rows.append(f"| `{name}` | {action.help} |")
    return "\n".join(rows) + "\n"


def examples(name: str) -> list[list[str]]:
    """The words of each example of a command, after `ticketr`."""
    text = menu.load(name).EXAMPLES.replace("\\\n", " ")
    return [shlex.split(line)[1:] for line in _calls(text)]


def _calls(text: str) -> list[str]:
    return [line[line.index("ticketr ") :] for line in text.strip().splitlines()]
