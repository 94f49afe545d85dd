"""The table of commands: what each is called and does, without importing any of them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

    from ticketr.errors import Usage

MENU: dict[str, dict[str, str]] = {
    "Start here": {
        "demo": "Show the whole job on a Jira sandbox, in a minute",
        "workspace create": "Connect a Jira project under a name",
        "init": "Keep a repository's tickets in the repository",
        "completion": "Print the completion script of a shell",
    },
    "Work with tickets": {
        "push": "Send what is new or changed here to Jira",
        "pull": "Fetch what is new or changed in Jira",
        "sync": "Pull, then push",
        "status": "Show what is new, modified or conflicting",
        "diff": "Show what a push would send, field by field",
        "conflicts": "Show what was changed here and in Jira",
        "resolve": "Settle conflicts",
        "comment": "Say something of a ticket, with the next push",
        "delete": "Delete tickets in Jira, after a preview",
        "undo": "Take an operation back",
        "log": "List what was done: pushes, pulls, resolutions, undos",
        "history": "Show what happened to a ticket, here and in Jira",
        "attic": "Show the values that lost",
        "list": "List the tickets on this machine",
        "search": "Find tickets by words",
        "news": "Show what changed since you looked last",
        "stats": "Draw who has what, what is left, and how work flowed",
        "show": "Show one ticket, and the files it is written in",
        "tree": "Show tickets with what stands under them",
        "open": "Open a ticket in the browser",
        "import": "Take in ticket files of ticketr 2",
        "schema": "Show the project's types, fields and allowed values",
    },
    "Change many tickets": {
        "bulk update": "Give fields of many tickets a value",
        "bulk transition": "Take many tickets to another status",
        "bulk move": "Put many tickets under another parent",
        "bulk delete": "Delete many tickets in Jira, after a preview",
    },
    "Name queries": {
        "alias create": "Keep a query under a name",
        "alias list": "List the aliases that this workspace knows",
        "alias show": "Show what an alias stands for",
        "alias update": "Change what an alias stands for",
        "alias delete": "Forget an alias",
    },
    "Manage workspaces": {
        "workspace list": "List the workspaces",
        "workspace current": "Show the workspace that commands work on",
        "workspace switch": "Make a workspace the current one",
        "workspace set-default": "Choose the workspace used when none is current",
        "workspace update": "Change what a workspace connects to",
        "workspace delete": "Remove a workspace from this machine, not from Jira",
    },
    "Try things out": {
        "sandbox serve": "Run the Jira sandbox until it is interrupted",
        "sandbox seed": "Fill a sandbox with many tickets",
        "sandbox faults": "Show or set what goes wrong in a sandbox",
        "sandbox reset": "Have a running sandbox start afresh",
    },
}
"""Headings, and under each the commands with their summaries."""

GLOBAL_WITH_VALUE = frozenset({"-w", "--workspace"})


def commands() -> Iterator[tuple[str, str]]:
    """Every command's name and summary, in the order of the menu."""
    for entries in MENU.values():
        yield from entries.items()


def names() -> list[str]:
    """Every command's name."""
    return [name for name, _ in commands()]


def groups() -> set[str]:
    """The first words of commands that have two."""
    return {name.split()[0] for name in names() if " " in name}


def split(argv: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """Options in front, the words of the command, and what follows them.

    One word for a command that has one; two, or the first alone, for one that has two. Options between the
    two words count as in front.
    """
    front, rest = _options_first(argv)
    words, rest = rest[:1], rest[1:]
    if words and words[0] in groups():
        more, rest = _options_first(rest)
        front += more
        words, rest = words + rest[:1], rest[1:]
    return front, words, rest


def _options_first(argv: Sequence[str]) -> tuple[list[str], list[str]]:
    at = 0
    while at < len(argv) and argv[at].startswith("-"):
        at += 2 if argv[at] in GLOBAL_WITH_VALUE else 1
    return list(argv[:at]), list(argv[at:])


def load(name: str) -> ModuleType:
    """The module of that command."""
    import sys

    word = "taking" if name == "import" else name  # no module can be called by Python's own word
    path = f"ticketr.cli.commands.{word.replace('-', '_').replace(' ', '.')}"
    __import__(path)  # importlib would be imported for this alone
    return sys.modules[path]


def unknown(words: Sequence[str]) -> Usage:
    """The error for words that are no command, with the nearest one there is."""
    from ticketr.errors import Usage

    wanted = " ".join(words)
    if wanted in groups():
        choices = ", ".join(name.split()[1] for name in names() if name.split()[0] == wanted)
        return Usage(
            f"`ticketr {wanted}` needs one more word: {choices}.",
            hint=f"`ticketr {wanted} --help` says what they do.",
        )
    from difflib import get_close_matches

    near = get_close_matches(wanted, [*names(), *sorted(groups())], n=1)
    hint = (
        f"Did you mean `ticketr {near[0]}`? `ticketr --help` lists the commands." if near else ""
    )
    return Usage(f'There is no command "{wanted}".', hint=hint, command=wanted)


ABOUT = "Ticketr keeps a Jira backlog in Markdown files and syncs it both ways."

GLOBALS = """\
Options, before or after the command:
  -w, --workspace NAME  the workspace to work on
  --json                one JSON document on stdout; an error as JSON on stderr
  --verbose             say more on stderr; a traceback if ticketr is at fault
  --no-color            no colours; so does NO_COLOR in the environment
  -h, --help            show help, with examples
  --version             show the version
"""


def overview(group: str = "") -> str:
    """The menu as text; of one group of commands only where `group` is its first word."""
    lines = [ABOUT, "", f"usage: ticketr {group or 'COMMAND'} ...", ""]
    for heading, entries in MENU.items():
        shown = {name: text for name, text in entries.items() if group in ("", name.split()[0])}
        if shown:
            lines += [
                f"{heading}:",
                *(f"  {name:<21}  {text}" for name, text in shown.items()),
                "",
            ]
    lines += [GLOBALS, "`ticketr COMMAND --help` shows a command's options, with examples."]
    return "\n".join(lines)
