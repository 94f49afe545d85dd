"""The table of options that completion reads, made from the parsers."""

from ticketr.cli import menu
from ticketr.cli.options import OneOf, Parser, add_globals, build

HEAD = '''# ruff: noqa: E501 - made by a program, one option a line
"""Every command's options and arguments, for shell completion. Made from the parsers; a test holds it to them.

An option: its names, the kind of its value ("" where it takes none), what it does. An argument: its kind, with a
star where there may be several. A kind that begins with = lists its words.
"""

from __future__ import annotations

Option = tuple[str, str, str]

# fmt: off
'''
BY_OPTION = {
    "--alias": "alias",
    "--jql": "query",
    "--status": "status",
    "--type": "type",
    "--default-type": "type",
    "--columns": "columns",
    "--sprint": "sprint",
    "--workspace": "workspace",
    "--project": "text",
}
BY_METAVAR = {"KEY": "key", "FILE": "file", "KEY|FILE": "key file", "QUERY": "query"}
NEW_NAMES = ("create", "init")


def kind_of(command, action):
    """What completion offers for the value."""
    if action.nargs == 0:
        return ""
    if isinstance(action.type, OneOf):
        return "=" + " ".join(action.type.words)
    names = [BY_OPTION[name] for name in action.option_strings if name in BY_OPTION]
    if names:
        return names[0]
    group = command.partition(" ")[0]
    if action.metavar == "NAME" and not action.option_strings and group in {"alias", "workspace"}:
        return "text" if command.endswith(NEW_NAMES) else group
    return BY_METAVAR.get(str(action.metavar), "text")


def _option(command, action):
    return (" ".join(action.option_strings), kind_of(command, action), action.help)


def _command(name):
    parser = build(name, menu.load(name)).grammar()
    options = [_option(name, action) for action in parser.switches("options")]
    arguments = [
        kind_of(name, action) + ("*" if action.nargs in {"*", "+"} else "")
        for action in parser.positionals()
    ]
    return options, arguments


def table():
    """The module's text."""
    shared = Parser("")
    add_globals(shared)
    lines = [HEAD + "GLOBALS: tuple[Option, ...] = ("]
    lines += [
        f"    {_quoted(_option('', action))},"
        for action in shared.grammar().switches("everywhere")
    ]
    lines += [")", "", "COMMANDS: dict[str, tuple[tuple[Option, ...], tuple[str, ...]]] = {"]
    for name in menu.names():
        options, arguments = _command(name)
        lines.append(f"    {_quoted(name)}: ((")
        lines += [f"        {_quoted(option)}," for option in options]
        lines.append(f"    ), {_quoted(tuple(arguments))}),")
    return "\n".join([*lines, "}", "# fmt: on", ""])


def _quoted(value):
    """As the house writes it: texts in double quotes."""
    if isinstance(value, tuple):
        inside = ", ".join(map(_quoted, value))
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
