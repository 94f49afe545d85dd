"""Parsers: argparse with our error texts, a help that reads the same on every Python, and shared options."""

from __future__ import annotations

import argparse

from ticketr.errors import Usage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import ModuleType
    from typing import NoReturn

HELP = frozenset({"-h", "--help"})

FORMS = ("table", "json", "jsonl", "csv", "markdown", "keys")

STRATEGIES = ("ask", "local-wins", "remote-wins", "merge")


class Help(argparse.RawDescriptionHelpFormatter):
    """Help with one form of options on all Pythons: `-w, --workspace NAME`."""

    def _format_action_invocation(self, action: argparse.Action) -> str:
        if not action.option_strings:
            return self._metavar_formatter(action, action.dest)(1)[0]
        return spelling(action)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        paragraphs = text.split("\n\n")
        return "\n\n".join(_fill(each, width, indent) for each in paragraphs)

    def _split_lines(self, text: str, width: int) -> list[str]:
        from textwrap import wrap

        return wrap(text, width, break_on_hyphens=False)


def _fill(paragraph: str, width: int, indent: str) -> str:
    """The paragraph in lines of that width; one with lines set in from the margin stays as it is."""
    if "\n  " in paragraph:
        return paragraph
    from textwrap import fill

    return fill(
        paragraph, width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )


def spelling(action: argparse.Action) -> str:
    """An option as help and reference write it: all its names, then its value."""
    value = "" if action.nargs == 0 else f" {action.metavar or action.dest.upper()}"
    return ", ".join(action.option_strings) + value


class Parser(argparse.ArgumentParser):
    """A command's parser. Mistakes raise Usage, and nothing is abbreviated.

    `intermixed`: arguments may stand on both sides of an option.
    """

    def __init__(
        self, name: str, description: str = "", examples: str = "", width: int = 80
    ) -> None:
        super().__init__(
            prog=f"ticketr {name}",
            description=description,
            epilog=examples and "examples:\n" + indent(examples),
            formatter_class=lambda prog: Help(prog, max_help_position=28, width=width),
            add_help=False,
            allow_abbrev=False,
        )
        self.name = name
        self.intermixed = False
        self._positionals.title = "arguments"

    def error(self, message: str) -> NoReturn:
        """Raise Usage; argparse would print and exit."""
        raise Usage(sentence(message), hint=f"`ticketr {self.name} --help` shows examples.")

    def positionals(self) -> list[argparse.Action]:
        """The arguments without a dash."""
        return [action for action in self._actions if not action.option_strings]

    def switches(self, heading: str) -> list[argparse.Action]:
        """The options of the section with that heading (`options` or `everywhere`)."""
        found = next(group for group in self._action_groups if group.title == heading)
        return [action for action in found._group_actions if action.option_strings]  # noqa: SLF001

    def synopsis(self) -> str:
        """How the command is called, in one line."""
        words = [_argument(action) for action in self.positionals()]
        return " ".join([self.prog, *words, "[options]"])

    def format_help(self) -> str:
        """The help, with our own usage line."""
        self.usage = self.synopsis().replace("%", "%%")
        return super().format_help()

    def take(self, argv: Sequence[str]) -> argparse.Namespace:
        """The options of a command line. Raises Usage."""
        read = self.parse_known_intermixed_args if self.intermixed else self.parse_known_args
        options, rest = read(argv)
        if rest:
            raise self._surprise(rest[0])
        return options

    def _surprise(self, word: str) -> Usage:
        if not word.startswith("-"):
            return Usage(
                f'"{word}" is one argument too many for `{self.prog}`.',
                hint=f"`{self.prog} --help` shows how it is called.",
            )
        from difflib import get_close_matches

        name = word.split("=", maxsplit=1)[0]
        near = get_close_matches(name, self._option_string_actions, n=1)
        hint = f"Did you mean {near[0]}? " if near else ""
        return Usage(
            f"`{self.prog}` has no option {name}.",
            hint=f"{hint}`{self.prog} --help` lists its options.",
        )


def _argument(action: argparse.Action) -> str:
    name = str(action.metavar or action.dest.upper())
    match action.nargs:
        case "*":
            return f"[{name} ...]"
        case "?":
            return f"[{name}]"
        case _:
            return name


def sentence(message: str) -> str:
    """argparse's message as a sentence."""
    text = message.removeprefix("argument ").replace(": expected one argument", " needs a value")
    text = text[:1].upper() + text[1:]
    return text if text.endswith(".") else text + "."


def indent(text: str) -> str:
    """The text two columns to the right."""
    return "\n".join("  " + line for line in text.strip().splitlines())


def wants_help(argv: Iterable[str]) -> bool:
    """Whether help is asked for, in front of any `--`."""
    for word in argv:
        if word == "--":
            return False
        if word in HELP:
            return True
    return False


def build(name: str, module: ModuleType, width: int = 80) -> Parser:
    """The parser of one command, from its module."""
    parser = Parser(name, module.DESCRIPTION, module.EXAMPLES, width)
    module.options(parser)
    add_globals(parser)
    return parser


def add_globals(parser: Parser) -> None:
    """The options that every command has."""
    group = parser.add_argument_group("everywhere")
    group.add_argument("-w", "--workspace", metavar="NAME", help="the workspace to work on")
    group.add_argument("--json", action="store_true", help="one JSON document on stdout")
    group.add_argument("--verbose", action="store_true", help="say more on stderr")
    group.add_argument("--no-color", action="store_true", help="no colours")
    group.add_argument("-h", "--help", action="store_true", help="show this help")


def add_strategy(parser: Parser) -> None:
    """How conflicts are settled in this run."""
    parser.add_argument(
        "--strategy",
        type=one_of(STRATEGIES),
        metavar="S",
        help="settle conflicts: ask (default), local-wins, remote-wins, merge",
    )


def add_plan(parser: Parser) -> None:
    """How a plan is shown, and whether it is carried out."""
    parser.add_argument("--dry-run", action="store_true", help="show the plan and stop there")
    parser.add_argument("--diff", action="store_true", help="show changed texts line by line")


def add_no_mail(parser: Parser) -> None:
    """Whether Jira tells people of edits."""
    parser.add_argument(
        "--no-mail",
        action="store_true",
        help="Jira mails nobody about edits; for administrators of the project only",
    )


def add_view(parser: Parser) -> None:
    """The form in which rows are shown, and which columns."""
    parser.add_argument(
        "--format", type=one_of(FORMS), metavar="FORM", help=f"{', '.join(FORMS)} (default: table)"
    )
    parser.add_argument(
        "--columns",
        type=words,
        action="extend",
        default=[],
        metavar="NAMES",
        help="names of fields to show, with commas between",
    )
    parser.add_argument("--no-pager", action="store_true", help="never through a pager")


class OneOf:
    """A value that is one of these words."""

    __slots__ = ("words",)

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)

    def __call__(self, text: str) -> str:
        """The word. Raises ArgumentTypeError with those there are."""
        if text in self.words:
            return text
        raise argparse.ArgumentTypeError(f'"{text}" is not one of {", ".join(self.words)}')


def one_of(words: Sequence[str]) -> OneOf:
    """A value that is one of these words."""
    return OneOf(words)


def words(text: str) -> list[str]:
    """The words of a list with commas: `To Do, Done` are two."""
    return [word.strip() for word in text.split(",") if word.strip()]


def count(text: str) -> int:
    """A whole number from 0."""
    if text.isascii() and text.isdigit():
        return int(text)
    raise argparse.ArgumentTypeError(f'"{text}" is not a whole number from 0')
