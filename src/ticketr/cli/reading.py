"""Command lines as most are written, read without argparse: whole names, each value behind its option.

What is written otherwise, or is wrong, is left to argparse: it knows every spelling, and what to say of a mistake.
"""

from __future__ import annotations

from ticketr.cli.options import Asked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from ticketr.cli.options import Declared

TRAITS = {"action", "default", "dest", "help", "metavar", "type"}
OF_ARGUMENTS = {"help", "metavar", "nargs", "type"}
"""What is understood of options and arguments."""
ACTIONS = {None, "store_true", "append", "extend"}


ANY = 1 << 30
COUNTS = {None: (1, 1), "?": (0, 1), "*": (0, ANY), "+": (1, ANY)}
"""How many words an argument takes."""


class NotPlain(Exception):
    """The command line, or what is declared, is for argparse."""


def read(declared: Sequence[Declared], argv: Sequence[str]) -> Asked | None:
    """What the words ask, as argparse has it; None where they are not plain."""
    try:
        return _Reading(declared).read(argv)
    except Exception:  # noqa: BLE001 - whatever a value's type raises, argparse meets again, and tells
        return None


class _Reading:
    def __init__(self, declared: Sequence[Declared]) -> None:
        self.asked = Asked()
        self.options: dict[str, tuple[str, dict[str, Any]]] = {}
        self.arguments: list[Declared] = []
        for one in declared:
            names, how = one
            if names[0].startswith("-"):
                self._declare(names, how)
            else:
                self.arguments.append(one)

    def _declare(self, names: tuple[str, ...], how: dict[str, Any]) -> None:
        action = how.get("action")
        if not how.keys() <= TRAITS or action not in ACTIONS:
            raise NotPlain
        default = False if action == "store_true" else how.get("default")
        if isinstance(default, str) and "type" in how:
            default = how["type"](default)
        dest = how.get("dest") or _dest(names)
        setattr(self.asked, dest, default)
        self.options |= dict.fromkeys(names, (dest, how))

    def read(self, argv: Sequence[str]) -> Asked:
        words: list[str] = []
        over = False
        coming = iter(argv)
        for word in coming:
            if word.startswith("-") and len(word) > 1:
                self._option(word, coming)
                over = bool(words)
            elif over:
                raise NotPlain
            else:
                words.append(word)
        self._arguments(words)
        return self.asked

    def _option(self, word: str, coming: Iterator[str]) -> None:
        name, equals, value = word.partition("=")
        dest, how = self.options[name]
        if how.get("action") == "store_true":
            if equals:
                raise NotPlain
            setattr(self.asked, dest, True)
            return
        if not equals:
            value = next(coming)
        if (equals and not name.startswith("--")) or not value or value.startswith("-"):
            raise NotPlain
        self._take(dest, how, value)

    def _take(self, dest: str, how: dict[str, Any], word: str) -> None:
        value = how["type"](word) if "type" in how else word
        if (action := how.get("action")) is not None:
            more = value if action == "extend" else [value]
            value = [*(getattr(self.asked, dest) or ()), *more]
        setattr(self.asked, dest, value)

    def _arguments(self, words: list[str]) -> None:
        if not self.arguments and not words:
            return
        [((name,), how)] = self.arguments
        least, most = COUNTS[how.get("nargs")]
        if not how.keys() <= OF_ARGUMENTS or not least <= len(words) <= most:
            raise NotPlain
        values = [how["type"](word) for word in words] if "type" in how else words
        setattr(self.asked, name, values if most > 1 else values[0] if values else None)


def _dest(names: tuple[str, ...]) -> str:
    """The attribute of an option, by its first long name."""
    long = next((name for name in names if name.startswith("--")), names[0])
    return long.lstrip("-").replace("-", "_")
