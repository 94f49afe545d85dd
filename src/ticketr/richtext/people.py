"""`@name` typed in Markdown: the account it means, where exactly one has that name or e-mail address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WORD_RE: Final = re.compile(r"[\w]+")
_BEFORE_RE: Final = re.compile(r"[\w@./\\]")
_AFTER_RE: Final = re.compile(r"\w|[.@-]\w")
_TYPED_RE: Final = re.compile(r"@\w[\w.@+-]*\w|@\w")


class Person(NamedTuple):
    """One way to call an account: its display name or e-mail address."""

    name: str
    account: str
    shown: str


class People:
    """Accounts by what people call them. A name that several have means nobody."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        accounts: dict[str, set[str]] = {}
        persons = [person for person in people if person.name]
        for person in persons:
            accounts.setdefault(person.name.casefold(), set()).add(person.account)
        self._by_word: dict[str, list[Person]] = {}
        for person in sorted(persons, key=lambda one: len(one.name), reverse=True):
            if len(accounts[person.name.casefold()]) == 1:
                self._by_word.setdefault(_first_word(person.name), []).append(person)

    def __bool__(self) -> bool:
        return bool(self._by_word)

    def at(self, source: str, place: int) -> Person | None:
        """Whom the `@` at the place of the text names: the longest name there that ends with a word."""
        return next(self._named(source, place), None)

    def _named(self, source: str, place: int) -> Iterator[Person]:
        if place and _BEFORE_RE.match(source, place - 1):
            return
        for person in self._by_word.get(_first_word(source, place + 1), ()):
            end = place + 1 + len(person.name)
            same = source[place + 1 : end].casefold() == person.name.casefold()
            if same and not _AFTER_RE.match(source, end):
                yield person

    def without(self, source: str) -> People:
        """These people but for those that the Markdown names as plain text: there they stay text."""
        named = {
            person.name.casefold()
            for place in _ats(source)
            for person in self._named(source, place)
            if not source.startswith("]{mention ", place + 1 + len(person.name))
        }
        if not named:
            return self
        kept = [one for row in self._by_word.values() for one in row]
        return People(one for one in kept if one.name.casefold() not in named)


def _first_word(source: str, place: int = 0) -> str:
    found = _WORD_RE.match(source, place)
    return found.group().casefold() if found else ""


def _ats(source: str) -> Iterable[int]:
    place = source.find("@")
    while place >= 0:
        yield place
        place = source.find("@", place + 1)


def typed(source: str, place: int) -> str:
    """What looks like a name behind the `@` at the place; empty where it does not."""
    if place and _BEFORE_RE.match(source, place - 1):
        return ""
    found = _TYPED_RE.match(source, place)
    return found.group() if found else ""


NOBODY: Final = People()
