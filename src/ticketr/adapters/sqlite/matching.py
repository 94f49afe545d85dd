"""Texts that are looked for, as FTS5 takes them. Every term is a quoted string: nothing in it is an operator."""

from __future__ import annotations

from ticketr.domain.runs import apart, has_runs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ticketr.jql.text import Term, Text

    Spell = Callable[[str], Sequence[str]]

NOTHING = '""'
"""What no ticket holds."""


class Columns:
    """Where to look: columns of the index, and the one that holds their words without spaces. Nothing: all columns."""

    __slots__ = ("plain", "runs")

    def __init__(self, plain: str, runs: str) -> None:
        self.plain = plain
        self.runs = runs


EVERYWHERE = Columns("", "")
"""To look into chosen columns takes longer. No word is a workspace's id, which is in the index, too."""


def match_of(text: Text, columns: Columns, spell: Spell, *, barred: bool = True) -> str:
    """The text as a MATCH; `barred` False leaves out what must not stand there.

    `spell` gives the words that a prefix stands for; one that ends with a * is looked for as a prefix itself.
    """
    groups = []
    for wanted, excluded in text.groups:
        found = " AND ".join(term_match(term, columns, spell) for term in wanted)
        if barred and excluded:
            unwanted = " OR ".join(term_match(term, columns, spell) for term in excluded)
            found = f"({found}) NOT ({unwanted})"
        groups.append(f"({found})")
    return " OR ".join(groups)


def term_match(term: Term, columns: Columns, spell: Spell) -> str:
    """One term in these columns."""
    if has_runs(term.text):
        return " AND ".join(_word(word, columns) for word in term.text.split())
    words = spell(term.text) if term.prefix else [term.text]
    inner = " OR ".join(map(_spelt, words)) or NOTHING
    return _within(columns.plain, f"({inner})")


def _word(word: str, columns: Columns) -> str:
    if has_runs(word):
        return _within(columns.runs, quoted(apart(word)))
    return _within(columns.plain, quoted(word))


def _within(columns: str, match: str) -> str:
    return f"{{{columns}}} : {match}" if columns else match


def _spelt(word: str) -> str:
    return f"{quoted(word[:-1])}*" if word.endswith("*") else quoted(word)


def quoted(text: str) -> str:
    """The text as a string of FTS5."""
    plain = text.replace("\0", " ").encode("utf-8", "replace").decode()
    return '"' + plain.replace('"', '""') + '"'
