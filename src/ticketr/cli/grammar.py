"""Command lines as argparse reads them: every spelling, every mistake with its text, and the help.

A command line as most are written is read by `ticketr.cli.reading`; argparse is imported for the others.
"""

from __future__ import annotations

import argparse

from ticketr.cli.options import Asked
from ticketr.errors import Usage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

    from ticketr.cli.options import Parser


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


class Grammar(argparse.ArgumentParser):
    """What argparse makes of a command's options. Mistakes raise Usage, and nothing is abbreviated."""

    def __init__(self, parser: Parser) -> None:
        super().__init__(
            prog=f"ticketr {parser.name}",
            description=parser.description,
            epilog=parser.examples and "examples:\n" + indent(parser.examples),
            formatter_class=lambda prog: Help(prog, max_help_position=28, width=parser.width),
            add_help=False,
            allow_abbrev=False,
        )
        self.name = parser.name
        self.intermixed = parser.intermixed
        self._positionals.title = "arguments"
        for names, how in parser.own:
            self.add_argument(*names, **how)
        everywhere = self.add_argument_group("everywhere")
        for names, how in parser.shared:
            everywhere.add_argument(*names, **how)

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

    def take(self, argv: Sequence[str]) -> Asked:
        """The options of a command line. Raises Usage."""
        read = self.parse_known_intermixed_args if self.intermixed else self.parse_known_args
        asked, rest = read(argv, Asked())
        if rest:
            raise self._surprise(rest[0])
        return asked

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
