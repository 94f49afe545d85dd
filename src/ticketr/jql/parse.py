"""The text of a query -> its syntax tree (Atlassian, "Advanced search": fields, operators, keywords)."""

from __future__ import annotations

from ticketr.jql.tree import (
    Call,
    Clause,
    Empty,
    Every,
    Field,
    Items,
    Not,
    Predicate,
    Query,
    Some,
    Sort,
    Value,
)
from ticketr.jql.words import END, RESERVED, SIGN, TEXT, WORD, Token, tokens

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ticketr.errors import QueryInvalid
    from ticketr.jql.tree import Condition, Operand

DEEPEST = 60
"""How many parentheses and NOTs may stand inside each other."""
EMPTY_WORDS = ("empty", "null")
PREDICATES = ("after", "before", "on", "during", "by", "from", "to")
OPERATORS = (
    "=",
    "!=",
    ">",
    ">=",
    "<",
    "<=",
    "~",
    "!~",
    "IN",
    "NOT IN",
    "IS",
    "IS NOT",
    "WAS",
    "CHANGED",
)


def parse(query: str) -> Query:
    """The tree of the query; an empty query asks for everything.

    Raises QueryInvalid with the place and, where a word is nearly right, the right one.
    """
    return _Parser(query).query()


class _Parser:
    def __init__(self, query: str) -> None:
        self._text = query
        self._tokens = tokens(query)
        self._next = 0
        self._depth = 0

    @property
    def _here(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._here
        self._next += 1
        return token

    def _accept(self, *words: str) -> Token | None:
        return self._take() if self._here.says(*words) else None

    def _bad(self, message: str, token: Token, hint: str = "") -> QueryInvalid:
        from ticketr.errors import QueryInvalid

        return QueryInvalid(message, self._text, token.at, hint=hint)

    def query(self) -> Query:
        where = None if self._at_order() or self._here.kind == END else self._some()
        order = self._order() if self._at_order() else ()
        if self._here.kind != END:
            raise self._surprise()
        return Query(where, order)

    def _surprise(self) -> QueryInvalid:
        token = self._here
        if token.says(")"):
            return self._bad(
                "This parenthesis closes nothing.", token, "Take it out, or open it before."
            )
        near = near_word(token.text, ("AND", "OR", "ORDER BY"))
        return self._bad(
            f"Behind a condition come AND, OR or ORDER BY, not {_shown(token)}.",
            token,
            near or "Put texts with blanks in quotes.",
        )

    def _at_order(self) -> bool:
        return self._here.says("order") and self._tokens[self._next + 1].says("by")

    def _some(self) -> Condition:
        parts = [self._every()]
        while self._accept("or", "||", "|"):
            parts.append(self._every())
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def _every(self) -> Condition:
        parts = [self._single()]
        while self._accept("and", "&&", "&"):
            parts.append(self._single())
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _single(self) -> Condition:
        token = self._here
        negated = self._accept("not", "!")
        if not (negated or token.says("(")):
            return self._clause()
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._bad(f"More than {DEEPEST} conditions stand inside each other here.", token)
        found = Not(self._single()) if negated else self._group()
        self._depth -= 1
        return found

    def _group(self) -> Condition:
        opened = self._take()
        inside = self._some()
        if not self._accept(")"):
            raise self._close(opened)
        return inside

    def _close(self, opened: Token) -> QueryInvalid:
        if self._here.kind == END:
            return self._bad("This parenthesis is not closed.", opened, "Close it with ).")
        return self._surprise()

    def _clause(self) -> Clause:
        field = self._field()
        operator = self._operator(field)
        operand = None if operator == "changed" else self._operand(operator)
        predicates: tuple[Predicate, ...] = ()
        if operator.startswith(("was", "changed")):
            predicates = self._predicates()
        return Clause(field, operator, operand, predicates, field.at)

    def _field(self) -> Field:
        token = self._here
        if token.kind == END:
            raise self._bad(
                "A condition is missing at the end.", token, 'Write one, as in status = "To Do".'
            )
        if token.kind == SIGN:
            raise self._bad(f"A field's name is missing before `{token.text}`.", token)
        self._check_word(token)
        self._take()
        if not token.text.strip():
            raise self._bad("A field's name cannot be empty.", token)
        return Field(token.text, token.at)

    def _check_word(self, token: Token) -> None:
        if token.kind == WORD and token.text.lower() in RESERVED:
            raise self._bad(
                f"`{token.text}` is a word that JQL keeps for itself.",
                token,
                f'Put it in quotes: "{token.text}".',
            )

    def _operator(self, field: Field) -> str:
        token = self._here
        if token.kind == SIGN and token.text in ("=", "!=", "<", "<=", ">", ">=", "~", "!~"):
            return self._take().text
        if self._accept("in"):
            return "in"
        if self._accept("is"):
            return "is not" if self._accept("not") else "is"
        if self._accept("changed"):
            return "changed"
        if self._accept("was"):
            return (
                "was"
                + (" not" if self._accept("not") else "")
                + (" in" if self._accept("in") else "")
            )
        if token.says("not") and self._tokens[self._next + 1].says("in"):
            self._next += 2
            return "not in"
        raise self._no_operator(field, token)

    def _no_operator(self, field: Field, token: Token) -> QueryInvalid:
        if token.kind == END or token.says("and", "or", ")", "order", "&&", "||"):
            return self._bad(
                f'An operator is missing behind "{field.name}".',
                token,
                f'To look for the word everywhere, write text ~ "{field.name}".',
            )
        hint = near_word(token.text, OPERATORS) or f"JQL has {' '.join(OPERATORS)}."
        return self._bad(f"{_shown(token)} is not an operator.", token, hint)

    def _operand(self, operator: str) -> Operand:
        opened = self._here
        if operator.endswith("in"):
            return self._items() if opened.says("(") else self._call_or_bad(operator)
        found = self._items() if opened.says("(") else self._value()
        if operator.startswith("is") and not isinstance(found, Empty):
            raise self._bad(
                f"{operator.upper()} compares with EMPTY or NULL only.",
                opened,
                "Write = or != for a value.",
            )
        return found

    def _call_or_bad(self, operator: str) -> Operand:
        token = self._here
        found = self._value()
        if isinstance(found, Call):
            return found
        raise self._bad(
            f"{operator.upper()} needs a list in parentheses, or a function.",
            token,
            f"Write {operator.upper()} ({_quote(token.text)}).",
        )

    def _items(self) -> Items:
        opened = self._take()
        items: list[Operand] = []
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._bad(f"More than {DEEPEST} lists stand inside each other here.", opened)
        while not items or self._accept(","):
            items.append(self._items() if self._here.says("(") else self._value())
        self._depth -= 1
        if not self._accept(")"):
            here = self._here
            if here.kind == END:
                raise self._bad("This list is not closed.", opened, "Close it with ).")
            raise self._bad(f"In a list, a comma comes here, not {_shown(here)}.", here)
        return Items(tuple(items), opened.at)

    def _value(self) -> Operand:
        token = self._here
        if token.kind in (END, SIGN):
            what = "at the end" if token.kind == END else f"before `{token.text}`"
            raise self._bad(f"A value is missing {what}.", token)
        if token.says(*EMPTY_WORDS) and not self._tokens[self._next + 1].says("("):
            return Empty(self._take().at)
        called = self._tokens[self._next + 1].says("(")
        self._check_word(token)
        self._take()
        return self._call(token) if called else Value(token.text, token.at)

    def _call(self, name: Token) -> Call:
        opened = self._take()
        arguments: list[Value] = []
        while not self._accept(")"):
            if arguments and not self._accept(","):
                raise self._bad("This parenthesis is not closed.", opened, "Close it with ).")
            token = self._here
            if token.kind in (END, SIGN):
                raise self._bad(f"An argument of {name.text}() is missing.", token)
            self._check_word(token)
            self._take()
            arguments.append(Value(token.text, token.at))
        return Call(name.text, tuple(arguments), name.at)

    def _predicates(self) -> tuple[Predicate, ...]:
        found: list[Predicate] = []
        while token := self._accept(*PREDICATES):
            operand = self._items() if self._here.says("(") else self._value()
            found.append(Predicate(token.text.lower(), operand, token.at))
        return tuple(found)

    def _order(self) -> tuple[Sort, ...]:
        self._next += 2
        sorts = [self._sort()]
        while self._accept(","):
            sorts.append(self._sort())
        if self._here.kind != END:
            hint = near_word(self._here.text, ("ASC", "DESC"))
            raise self._bad(f"ORDER BY cannot go on with {_shown(self._here)}.", self._here, hint)
        return tuple(sorts)

    def _sort(self) -> Sort:
        if self._here.kind == END:
            raise self._bad("ORDER BY names no field.", self._here, "Write ORDER BY created DESC.")
        field = self._field()
        if self._accept("desc"):
            return Sort(field, descending=True)
        return Sort(field, descending=False if self._accept("asc") else None)


def near_word(word: str, words: tuple[str, ...]) -> str:
    """A "Did you mean" sentence, empty where no word is near."""
    from difflib import get_close_matches

    by_fold = {item.casefold(): item for item in reversed(words)}
    near = get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.6)
    return f"Did you mean {by_fold[near[0]]}?" if near else ""


def _shown(token: Token) -> str:
    return f'"{token.text}"' if token.kind in (WORD, TEXT) else f"`{token.text}`"


def _quote(text: str) -> str:
    return f'"{text}"'
