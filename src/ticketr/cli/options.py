"""What a command's options are: how they are declared, and those that several commands share. No argparse here."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import ModuleType
    from typing import Any

    from ticketr.cli.grammar import Grammar

    Declared = tuple[tuple[str, ...], dict[str, Any]]

HELP = frozenset({"-h", "--help"})

FORMS = ("table", "json", "jsonl", "csv", "markdown", "keys")

STRATEGIES = ("ask", "local-wins", "remote-wins", "merge")


class Asked:
    """What a command line asks: an attribute for each option and argument."""

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...

        def __setattr__(self, name: str, value: Any) -> None: ...


class Parser:
    """A command's options and arguments, declared as argparse has them.

    `intermixed`: arguments may stand on both sides of an option.
    """

    __slots__ = ("description", "examples", "intermixed", "name", "own", "shared", "width")

    def __init__(
        self, name: str, description: str = "", examples: str = "", width: int = 80
    ) -> None:
        self.name = name
        self.description = description
        self.examples = examples
        self.width = width
        self.intermixed = False
        self.own: list[Declared] = []
        self.shared: list[Declared] = []

    def add_argument(self, *names: str, **how: Any) -> None:
        """Declare an option or argument of this command."""
        self.own.append((names, how))

    def take(self, argv: Sequence[str]) -> Asked:
        """The options of a command line. Raises Usage."""
        from ticketr.cli.reading import read

        asked = None if self.intermixed else read([*self.own, *self.shared], argv)
        return self.grammar().take(argv) if asked is None else asked

    def grammar(self) -> Grammar:
        """The same for argparse."""
        from ticketr.cli.grammar import Grammar

        return Grammar(self)


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

    def add(*names: str, **how: Any) -> None:
        parser.shared.append((names, how))

    add("-w", "--workspace", metavar="NAME", help="the workspace to work on")
    add("--json", action="store_true", help="one JSON document on stdout")
    add("--verbose", action="store_true", help="say more on stderr")
    add("--no-color", action="store_true", help="no colours")
    add("-h", "--help", action="store_true", help="show this help")


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
        raise unfit(f'"{text}" is not one of {", ".join(self.words)}')


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
    raise unfit(f'"{text}" is not a whole number from 0')


def unfit(message: str) -> Exception:
    """The error by which the type of an option says what is wrong with a value."""
    from argparse import ArgumentTypeError

    return ArgumentTypeError(message)
