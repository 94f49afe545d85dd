"""Text search as `~` means it.

All words of the query in any order, each in whatever form (`pay` finds `paying`) or with `*` and
`?`; phrases in quotation marks word for word; `OR` between alternatives; `-`, `!` or `NOT` before
what must not be there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

WORD = re.compile(r"[^\W_]+")
TERM = re.compile(r'(NOT\s+|[-!+])?(?:"([^"]*)"|((?:[^\W_]|[*?])+)(?:~[\d.]*)?)')
ENDINGS = ("ings", "ing", "edly", "ed", "ies", "es", "s")
SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Term:
    """A word, a pattern or a phrase; `wanted` is False for what must not be there."""

    kind: str
    text: str
    wanted: bool


def stem(word: str) -> str:
    """A word without its usual ending: `paying`, `pays` and `payed` are `pay`."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST and word[-2:] != "ss":
            bare = word[: -len(ending)]
            if ending == "ies":
                return f"{bare}y"
            doubled = ending not in ("es", "s") and bare[-1] == bare[-2] and bare[-1] not in "lsz"
            return (bare[:-1] if doubled else bare).rstrip("e") or bare
    return word.rstrip("e") if len(word) > SHORTEST else word


@lru_cache(maxsize=64)
def _ways(query: str) -> tuple[tuple[Term, ...], ...]:
    ways: list[list[Term]] = [[]]
    for sign, phrase, word in TERM.findall(query):
        wanted = sign.strip() not in ("NOT", "-", "!")
        if word == "OR" and not sign:
            ways.append([])
        elif word and word != "AND":
            ways[-1].append(_term(word.lower(), wanted=wanted))
        elif phrase and _split(phrase):
            ways[-1].append(Term("phrase", " ".join(_split(phrase)), wanted))
    return tuple(tuple(way) for way in ways)


def _term(word: str, *, wanted: bool) -> Term:
    if "*" in word or "?" in word:
        pattern = re.escape(word).replace(r"\*", r"\w*").replace(r"\?", r"\w")
        return Term("pattern", pattern, wanted)
    return Term("word", stem(word), wanted)


def _split(text: str) -> list[str]:
    return WORD.findall(text.lower())


def matches(text: str | None, query: str) -> bool:
    """Whether a text holds what the query asks for."""
    if not text:
        return False
    words = _split(text)
    stems = {stem(word) for word in words}
    joined = f" {' '.join(words)} "
    return any(all(_holds(term, stems, words, joined) for term in way) for way in _ways(query))


def hint(query: str) -> str:
    """Letters (ASCII, lower case) that every matching text has in a row, for a quick look; empty where none is sure."""
    ways = _ways(query)
    if len(ways) != 1:
        return ""
    sure = [_start(term) for term in ways[0] if term.wanted]
    return max((text for text in sure if text.isascii()), key=len, default="")


def _start(term: Term) -> str:
    """How the word, or the first of the phrase, begins in all its forms."""
    if term.kind == "pattern":
        return (re.match(r"[a-z0-9]*", term.text) or [""])[0]
    first = term.text.partition(" ")[0]
    return first[:-1] if term.kind == "word" and first.endswith("y") else first


def _holds(term: Term, stems: set[str], words: list[str], joined: str) -> bool:
    if term.kind == "word":
        found = term.text in stems
    elif term.kind == "phrase":
        found = f" {term.text} " in joined
    else:
        found = any(re.fullmatch(term.text, word) for word in words)
    return found == term.wanted
