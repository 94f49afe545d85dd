"""Text search as `~` means it: all words of the query, in any order, each whole or with a `*`."""

from __future__ import annotations

import re
from functools import lru_cache

WORD = re.compile(r"[^\W_]+")
PHRASE = re.compile(r'"([^"]*)"')
TERM = re.compile(r"[^\W_]+\*?")


@lru_cache(maxsize=64)
def _terms(query: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    phrases = tuple(" ".join(_split(p)) for p in PHRASE.findall(query))
    rest = PHRASE.sub(" ", query).lower()
    return tuple(p for p in phrases if p), tuple(TERM.findall(rest))


def _split(text: str) -> list[str]:
    return WORD.findall(text.lower())


def matches(text: str | None, query: str) -> bool:
    """Whether a text holds every word (and every quoted phrase) of the query."""
    if not text:
        return False
    words = _split(text)
    phrases, terms = _terms(query)
    joined = f" {' '.join(words)} "
    known = set(words)
    return all(f" {p} " in joined for p in phrases) and all(_has(known, t) for t in terms)


def _has(words: set[str], term: str) -> bool:
    if not term.endswith("*"):
        return term in words
    return any(word.startswith(term[:-1]) for word in words)
