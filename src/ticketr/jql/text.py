"""What stands behind `~`: words, phrases, prefixes (Atlassian, "Search syntax for text fields")."""

from __future__ import annotations

from ticketr.jql.node import Node


class Term(Node):
    """Words that stand next to each other.

    Of the last one the beginning is enough where `prefix` is true; where `exact` is, its forms do not count.
    """

    __slots__ = ("exact", "prefix", "text")
    text: str
    prefix: bool
    exact: bool

    def __init__(self, text: str, *, prefix: bool = False, exact: bool = False) -> None:
        self._set(text=text, prefix=prefix, exact=exact)


class Text(Node):
    """Alternatives: in each, all of the first terms stand and none of the second."""

    __slots__ = ("groups",)
    groups: tuple[tuple[tuple[Term, ...], tuple[Term, ...]], ...]

    def __init__(self, groups: tuple[tuple[tuple[Term, ...], tuple[Term, ...]], ...]) -> None:
        self._set(groups=groups)

    @property
    def single(self) -> bool:
        """Whether one term is all there is."""
        return [(len(wanted), len(barred)) for wanted, barred in self.groups] == [(1, 0)]

    @property
    def phrase(self) -> bool:
        """Whether a single term of several words is all there is."""
        return self.single and len(self.groups[0][0][0].text.split()) > 1


class NotText(ValueError):
    """The text names nothing to look for; the argument says why."""


class NeedsIndex(NotText):
    """An index of words cannot answer it."""


def text_of(pattern: str) -> Text:
    """The terms of a pattern. Raises NotText where it names no word, NeedsIndex where Jira alone can answer."""
    groups: list[tuple[list[Term], list[Term]]] = [([], [])]
    negated = False
    for word, phrase in _pieces(pattern):
        if not phrase and word in ("OR", "||"):
            groups.append(([], []))
        elif not phrase and word in ("NOT", "!"):
            negated = True
        elif phrase or word not in ("AND", "&&"):
            term, excluded = _term(word, phrase=phrase)
            groups[-1][negated or excluded].append(term)
            negated = False
    kept = tuple((tuple(wanted), tuple(barred)) for wanted, barred in groups if wanted or barred)
    if not any(wanted for wanted, _ in kept):
        raise NotText("It names no word to look for.")
    return Text(tuple((wanted, barred) for wanted, barred in kept if wanted))


def _term(word: str, *, phrase: bool) -> tuple[Term, bool]:
    if phrase:
        return Term(_checked(word, word), exact=True), False
    bare = word.lstrip("+-")
    excluded = word.startswith("-")
    bare = bare.split("^")[0]
    bare = bare.removesuffix("~")
    prefix = bare.endswith("*")
    return Term(_checked(bare[:-1] if prefix else bare, word), prefix=prefix), excluded


def _checked(text: str, word: str) -> str:
    if "*" in text or "?" in text:
        raise NeedsIndex(f'A * or ? inside or before a word ("{word}") needs Jira\'s own index.')
    if not any(char.isalnum() for char in text):
        raise NotText(f'"{word}" holds no letter and no digit.')
    return text


def _pieces(pattern: str) -> list[tuple[str, bool]]:
    """Words and quoted phrases (True); a backslash takes the meaning from the character behind it."""
    found: list[tuple[str, bool]] = []
    word, inside, at = "", False, 0
    while at < len(pattern):
        char = pattern[at]
        at += 1
        if char == "\\" and at < len(pattern):
            word += (
                pattern[at] if pattern[at].isalnum() else " " if not inside and not word else ""
            )
            at += 1
        elif char == '"':
            _add(found, word, phrase=inside)
            word, inside = "", not inside
        elif not inside and (char.isspace() or char in "()"):
            _add(found, word, phrase=False)
            word = ""
        else:
            word += char
    _add(found, word, phrase=inside)
    return found


def _add(found: list[tuple[str, bool]], word: str, *, phrase: bool) -> None:
    if word.strip() and (phrase or word.strip("+-")):
        found.append((word.strip(), phrase))
