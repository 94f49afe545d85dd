"""What may stand at the end of a query that is being written: fields, operators, values, words between them."""

from __future__ import annotations

from ticketr.jql.fields import columns, names
from ticketr.jql.reading import FUNCTIONS
from ticketr.jql.words import BLANKS, END, QUOTES, SIGN, tokens
from ticketr.jql.write import name as plain_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ticketr.jql.checked import Column
    from ticketr.jql.known import Catalogue
    from ticketr.jql.words import Token

    Choice = tuple[str, str]
    Keys = Callable[[], Iterable[Choice]]

COMPARED = ("=", "!=", "IN", "NOT IN", "IS EMPTY", "IS NOT EMPTY")
ORDERED = ("=", "!=", ">", ">=", "<", "<=", *COMPARED[2:])
SAYING = ("~", "!~", "IS EMPTY", "IS NOT EMPTY")
OPERATORS = {
    "text": SAYING,
    "date": ORDERED,
    "time": ORDERED,
    "number": ORDERED,
    "key": ORDERED,
    "rank": (),
}
"""By the kind of a field; COMPARED for the others."""
BETWEEN = ("AND", "OR", "ORDER BY")
SIGNS = frozenset("=~<>!&|")
AGO = ("-1d", "-1w", "-30d")
CATEGORIES = ("To Do", "In Progress", "Done")


class _State:
    """What is expected next, and the field whose value that would be."""

    __slots__ = ("back", "expects", "field")

    def __init__(self) -> None:
        self.expects = "field"
        self.field = ""
        self.back = ""

    def take(self, token: Token) -> None:
        """Go on behind a token."""
        self.expects = getattr(self, f"_{self.expects}")(token)

    def _field(self, token: Token) -> str:
        if token.says("not", "!", "("):
            return "field"
        if token.says("order"):
            return "by"
        self.field = token.text
        return "operator"

    def _operator(self, token: Token) -> str:
        if token.says("in"):
            return "open"
        if token.says("is"):
            return "empty"
        if token.says("not"):
            return "in"
        return "value" if token.kind == SIGN else "nothing"

    def _in(self, token: Token) -> str:
        return "open" if token.says("in") else "nothing"

    def _open(self, token: Token) -> str:
        if token.says("("):
            return "item"
        self.back = "between"
        return "call"

    def _item(self, _: Token) -> str:
        self.back = "next"
        return "next"

    def _next(self, token: Token) -> str:
        if token.says("("):
            return "arguments"
        return "item" if token.says(",") else "between" if token.says(")") else "nothing"

    def _value(self, _: Token) -> str:
        self.back = "between"
        return "between"

    def _call(self, token: Token) -> str:
        return "arguments" if token.says("(") else self._between(token)

    def _arguments(self, token: Token) -> str:
        return self.back if token.says(")") else "arguments"

    def _empty(self, token: Token) -> str:
        return "null" if token.says("not") else "between"

    def _null(self, _: Token) -> str:
        return "between"

    def _between(self, token: Token) -> str:
        if token.says("(") and self.back:
            return "arguments"
        if token.says(")"):
            return "between"
        if token.says("order"):
            return "by"
        return "field" if token.says("and", "or", "&", "&&", "|", "||") else "nothing"

    def _by(self, _: Token) -> str:
        return "sort"

    def _sort(self, _: Token) -> str:
        return "direction"

    def _direction(self, token: Token) -> str:
        return "sort" if token.says(",") else "direction"

    def _nothing(self, _: Token) -> str:
        return "nothing"


def at_the_end(
    text: str,
    quote: str,
    catalogue: Catalogue,
    aliases: Iterable[Choice],
    keys: Callable[[str], Iterable[Choice]],
) -> list[Choice]:
    """The query with each word that may come next at its end, and what that word is.

    `quote` is what the shell has the query in: names are put into the other one. Raises QueryInvalid.
    """
    head, mark, start = _cut(text)
    state = _State()
    for token in tokens(head.replace("@", "x=")):
        if token.kind != END:
            state.take(token)
    inner = mark or ("'" if quote == '"' else '"')
    offered = _offered(state, catalogue, aliases, lambda: keys(start))
    folded = start.casefold()
    unique = dict(reversed(offered))  # sprints may have one name
    fitting = [
        (word, unique[word])
        for word in dict.fromkeys(word for word, _ in offered)
        if word.casefold().startswith(folded)
    ]
    fixed = state.expects in {"field", "value", "item", "sort"}
    return [
        (head + (_named(word, inner, mark) if fixed else word), about)
        for word, about in fitting
        if not (mark and word.endswith(")"))
    ]


def _cut(text: str) -> tuple[str, str, str]:
    """What stands in front of the word that is being written, the quote it is in, and its beginning."""
    at, opened = 0, -1
    while at < len(text):
        char = text[at]
        if opened >= 0 and char == "\\":
            at += 1
        elif opened >= 0 and char == text[opened]:
            opened = -1
        elif opened < 0 and char in QUOTES:
            opened = at
        at += 1
    if opened >= 0:
        return text[:opened], text[opened], text[opened + 1 :]
    at = len(text)
    while (
        at
        and text[at - 1] not in BLANKS
        and text[at - 1] not in "(),'\""
        and text[at - 1] not in SIGNS
    ):
        at -= 1
    return text[:at], "", text[at:]


def _named(word: str, inner: str, mark: str) -> str:
    """A name as a query has it: in quotes where it must be; a function and an alias as they are."""
    if not mark and (
        word.endswith("()") or word.startswith(("@", "-")) or plain_name(word) == word
    ):
        return word
    escaped = word.replace("\\", "\\\\").replace(inner, f"\\{inner}")
    return f"{inner}{escaped}{inner}"


FIXED = {
    "in": ("IN",),
    "open": ("(",),
    "null": ("EMPTY",),
    "empty": ("EMPTY", "NOT EMPTY"),
    "between": BETWEEN,
    "call": BETWEEN,
    "by": ("BY",),
    "direction": ("ASC", "DESC"),
}


def _offered(
    state: _State, catalogue: Catalogue, aliases: Iterable[Choice], keys: Keys
) -> list[Choice]:
    match state.expects:
        case "field":
            return [*_fields(catalogue), ("NOT", ""), *aliases]
        case "sort":
            return _fields(catalogue)
        case "operator":
            found = columns(state.field, catalogue)
            return _words(OPERATORS.get(found[0].kind if found else "", COMPARED))
        case "value" | "item":
            return _values(state, catalogue, keys)
    return _words(FIXED.get(state.expects, ()))


def _words(found: Iterable[str]) -> list[Choice]:
    return [(word, "") for word in found]


def _fields(catalogue: Catalogue) -> list[Choice]:
    known = {name.casefold(): name for name in reversed(names(catalogue))}
    return _words(sorted(known.values(), key=str.casefold))


def _values(state: _State, catalogue: Catalogue, keys: Keys) -> list[Choice]:
    found = columns(state.field, catalogue)
    if not found:
        return []
    column = found[0]
    single = state.expects == "value"
    functions = [
        (f"{name}()", "function")
        for name, kinds in FUNCTIONS.items()
        if column.kind in kinds and single == name.startswith(("current", "now", "start", "end"))
    ]
    return [*_known(column, catalogue, keys), *functions]


def _known(column: Column, catalogue: Catalogue, keys: Keys) -> Iterable[Choice]:
    kind = column.kind
    if kind in {"key", "parent", "epic"}:
        return keys()
    if kind in {"user", "users"}:
        return [(who[0], who[-1]) for _, who in catalogue.people() if who]
    if kind in {"date", "time"}:
        return _words(AGO)
    if kind == "category":
        return _words(CATEGORIES)
    if kind == "project":
        return _words([catalogue.project])
    id_ = "sprint" if kind == "sprint" else column.id
    return [(value.name, value.state) for value in catalogue.values(id_)]
