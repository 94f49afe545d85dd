"""What may stand at the cursor: commands, options, and values out of the store. Never an error, never a new store."""

from __future__ import annotations

import sys

from ticketr.cli.completing.line import Word, split, written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Choice = tuple[str, str]

FILES = ":files"
"""Printed where the shell itself is to offer files."""
LISTING = "63"
"""COMP_TYPE of bash, as a number: what is printed is only shown, not inserted."""
LONGEST = 60


def complete(argv: Sequence[str]) -> None:
    """Print what may stand at the cursor, a line each: the word, and behind a tab what it is.

    `bash TYPE BREAKS LINE`: the line up to the cursor, and readline's own variables. Any other shell's name is
    followed by the word at the cursor, as it stands there, and the words in front of it.
    """
    try:
        lines = _bash(*argv[1:4]) if argv[0] == "bash" else _others(argv[0], argv[1], argv[2:])
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        sys.stdout.write("".join(f"{line}\n" for line in lines))
    except Exception:  # noqa: BLE001, S110 - a shell must not be disturbed while somebody types
        pass


def _bash(kind: str, breaks: str, line: str) -> Iterable[str]:
    """Bash inserts words as they are, and shows no descriptions: so they are quoted, and described when listed."""
    words, word = split(line, "".join(set(breaks) & set("=:@")))
    choices = list(offered(words[1:], word))
    if kind == LISTING and len(choices) > 1:
        return [f"{shown}  -- {about}" if about else shown for shown, about in choices]
    found = [written(text[word.kept :], word.quote) for text, _ in choices]
    return [FILES] if choices == [(FILES, "")] else _going_on(found, word)


def _others(shell: str, current: str, before: Sequence[str]) -> Iterable[str]:
    quote = current[:1] if current[:1] in {'"', "'"} else ""
    word = Word(current[len(quote) :], quote)
    found = [f"{text}\t{about}" if about else text for text, about in offered(before, word)]
    extends = bool(found) and found[0].startswith(word.text)  # or fish would insert neither
    return _going_on(found, word) if shell == "fish" and extends else found


def _going_on(found: list[str], word: Word) -> list[str]:
    """A second choice beside the only one, or the shell would end the quoted text that is still being written."""
    if len(found) == 1 and word.quote and found != [FILES]:
        text, tab, about = found[0].partition("\t")
        return [found[0], f"{text} {tab}{about}"]
    return found


def offered(before: Sequence[str], word: Word) -> Iterable[Choice]:
    """What may stand there after these words, each with what it is; the words are those behind the program's name."""
    from ticketr.cli import menu

    front, command, rest = menu.split(before)
    name = " ".join(command)
    if _waits(front):
        return _of_kind("workspace", word, before)
    if name in menu.names():
        return _inside(name, rest, word, before)
    if command and name not in menu.groups():
        return []
    if word.text.startswith("-") and not command:
        return _begin(word.text, _switches(""))
    return _begin(word.text, _commands(name))


def _waits(front: Sequence[str]) -> bool:
    """Whether the last of these options is still without its value."""
    from ticketr.cli.menu import GLOBAL_WITH_VALUE

    return bool(front) and front[-1] in GLOBAL_WITH_VALUE and front[-2:-1] != front[-1:]


def _commands(group: str) -> list[Choice]:
    """The words that may come next, of a group or at the beginning."""
    from ticketr.cli import menu

    found: dict[str, str] = {}
    for name, about in menu.commands():
        first, _, second = name.partition(" ")
        if group and first == group:
            found[second] = about
        elif not group:
            found.setdefault(first, about if not second else f"{first} ...")
    return list(found.items())


def _begin(start: str, choices: Iterable[Choice]) -> list[Choice]:
    """Those that begin so, in any case."""
    folded = start.casefold()
    return [each for each in choices if each[0].casefold().startswith(folded)]


def _inside(name: str, rest: Sequence[str], word: Word, before: Sequence[str]) -> list[Choice]:
    """What may stand after a command: an option, an option's value, or an argument."""
    from ticketr.cli.completing.table import COMMANDS, GLOBALS

    options, arguments = COMMANDS[name]
    kinds = {each: kind for names, kind, _ in (*options, *GLOBALS) for each in names.split()}
    if "--" not in rest:
        if rest and kinds.get(rest[-1]):
            return _of_kind(kinds[rest[-1]], word, before)
        option, sign, value = word.text.partition("=")
        if sign and kinds.get(option):
            head = f"{option}="
            given = _of_kind(kinds[option], Word(value, word.quote), before)
            return [(text if text == FILES else head + text, about) for text, about in given]
        if word.text.startswith("-"):
            return _begin(word.text, _switches(name))
    done = _arguments(rest, kinds)
    last = arguments[-1] if arguments else ""
    kind = arguments[done] if done < len(arguments) else last if last.endswith("*") else ""
    return _of_kind(kind.rstrip("*"), word, before) if kind else []


def _arguments(rest: Sequence[str], kinds: dict[str, str]) -> int:
    """How many arguments there are already."""
    count, value = 0, False
    for each in rest:
        if value:
            value = False
        elif each.startswith("-") and each != "-":
            value = bool(kinds.get(each))
        else:
            count += 1
    return count


def _switches(name: str) -> list[Choice]:
    from ticketr.cli.completing.table import COMMANDS, GLOBALS

    options = (*(COMMANDS[name][0] if name else ()), *GLOBALS)
    return [(names.split()[-1], about) for names, _, about in options]


def _of_kind(kind: str, word: Word, before: Sequence[str]) -> list[Choice]:
    """Values of that kind, beginning as the word does. Lists with commas go on behind the last comma."""
    if kind.startswith("="):
        return _begin(word.text, [(each, "") for each in kind[1:].split()])
    if kind == "file":
        return [(FILES, "")]
    from ticketr.cli.completing.live import values

    found = [(text, _about(about)) for text, about in values(kind, word, before)]
    return found or ([(FILES, "")] if kind == "key file" else [])


def _about(text: str) -> str:
    from ticketr.cli.text import cut, printable

    return cut(printable(text), LONGEST)
