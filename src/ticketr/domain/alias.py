"""Named queries: their names, the ones that are built in, and their expansion. On the way of `list --alias`."""

from __future__ import annotations

from ticketr.errors import AliasInvalid, AliasNotFound

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

BUILT_IN = {
    "mine": "assignee = currentUser() AND statusCategory != Done",
    "sprint": "sprint IN openSprints()",
    "blocked": "labels IN (blocked) AND statusCategory != Done",
}
"""Known everywhere; an alias of the same name hides them."""

DESCRIPTIONS = {
    "mine": "what is assigned to you and not done",
    "sprint": "what is in a running sprint",
    "blocked": "what carries the label blocked and is not done",
}
LONGEST_NAME = 64
DEEPEST = 20
LONGEST = 100_000
"""How deep aliases may name each other, and how long a query may become by them."""
_FIRST = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_LATER = _FIRST | frozenset("-.")


def check_name(name: str) -> None:
    """Raise AliasInvalid where no alias can be called that."""
    if (
        not name
        or len(name) > LONGEST_NAME
        or name[0] not in _FIRST
        or not _LATER.issuperset(name)
    ):
        raise AliasInvalid(
            f'"{name}" cannot be an alias\'s name.',
            hint="Use letters, digits, dots, dashes and underscores, 64 at most.",
        )


class Piece:
    """A part of a query: text as it is, or (`name`) an alias that stands there."""

    __slots__ = ("name", "text")

    def __init__(self, text: str, name: str = "") -> None:
        self.text = text
        self.name = name


def pieces(query: str) -> list[Piece]:
    """The query cut at every `@name` outside quotes."""
    found: list[Piece] = []
    start = at = 0
    while at < len(query):
        if query[at] in "\"'":
            at = _closed(query, at)
        elif query[at] == "\\":
            at += 2
        elif query[at] == "@":
            end = at + 1
            while end < len(query) and query[end] in _LATER:
                end += 1
            if end > at + 1:
                found += [Piece(query[start:at]), Piece(query[at:end], query[at + 1 : end])]
                start = end
            at = end
        else:
            at += 1
    return [*found, Piece(query[start:])]


def _closed(query: str, start: int) -> int:
    """Where the quoted text that starts here ends."""
    at = start + 1
    while at < len(query) and query[at] != query[start]:
        at += 2 if query[at] == "\\" else 1
    return at + 1


def names_in(query: str) -> list[str]:
    """The aliases that a query names, in order."""
    return [piece.name for piece in pieces(query) if piece.name]


def split_order(query: str) -> tuple[str, str]:
    """The condition, and what stands from ORDER BY on."""
    at = 0
    while at < len(query):
        if query[at] in "\"'":
            at = _closed(query, at)
        elif query[at] == "\\":
            at += 2
        elif _starts_order(query, at):
            return query[:at].strip(), query[at:].strip()
        else:
            at += 1
    return query.strip(), ""


def _starts_order(query: str, at: int) -> bool:
    if query[at : at + 5].lower() != "order" or (
        at and (query[at - 1].isalnum() or query[at - 1] == "_")
    ):
        return False
    rest = query[at + 5 :]
    return (
        rest[:1].isspace() and rest.split(maxsplit=1)[0].lower() == "by" if rest.strip() else False
    )


def expand(query: str, find: Callable[[str], str | None], known: Iterable[str] = ()) -> str:
    """The query with every `@name` replaced by what it stands for, in parentheses and without its order.

    A query that is nothing but one alias keeps that one's order. `find` gives an alias's query, `known` the names
    for a suggestion. Raises AliasNotFound; AliasInvalid where aliases name each other in a circle, or where the
    query grows beyond all bounds.
    """
    return _Expansion(find, known).expand(query, ())


class _Expansion:
    def __init__(self, find: Callable[[str], str | None], known: Iterable[str]) -> None:
        self._find = find
        self._known = known
        self._done: dict[str, str] = {}

    def expand(self, query: str, above: tuple[str, ...]) -> str:
        condition, order = split_order(query)
        parts = pieces(condition)
        alone = (
            len(parts) == 3
            and parts[1].name
            and not (parts[0].text.strip() or parts[2].text.strip())
        )
        if alone and not order:
            return self._alias(parts[1].name, above)
        text = "".join(self._grouped(part, above) if part.name else part.text for part in parts)
        if len(text) > LONGEST:
            raise AliasInvalid(
                f"With its aliases the query is longer than {LONGEST:,} characters."
            )
        return f"{text} {order}".strip()

    def _grouped(self, part: Piece, above: tuple[str, ...]) -> str:
        condition, _ = split_order(self._alias(part.name, above))
        if not condition:
            raise AliasInvalid(
                f"@{part.name} is an order and no condition; it cannot stand inside a query.",
                alias=part.name,
            )
        return f"({condition})"

    def _alias(self, name: str, above: tuple[str, ...]) -> str:
        if name in above:
            circle = " → ".join(f"@{each}" for each in (*above[above.index(name) :], name))
            raise AliasInvalid(f"These aliases name each other in a circle: {circle}.", alias=name)
        if len(above) >= DEEPEST:
            raise AliasInvalid(f"More than {DEEPEST} aliases name each other.", alias=name)
        if name not in self._done:
            self._done[name] = self.expand(self._query(name), (*above, name))
        return self._done[name]

    def _query(self, name: str) -> str:
        found = self._find(name)
        if found is not None:
            return found
        from difflib import get_close_matches

        near = get_close_matches(name, list(self._known), n=1)
        hint = f"Did you mean @{near[0]}? " if near else ""
        raise AliasNotFound(
            f'There is no alias "{name}".',
            hint=f"{hint}`ticketr alias list` shows the names.",
            alias=name,
        )
