"""Tokens to a tree."""

from __future__ import annotations

import re

from jira_sandbox.jql.tokens import KEYWORDS, RESERVED, Token, complain, tokens
from jira_sandbox.jql.tree import (
    And,
    Clause,
    Empty,
    Function,
    JqlError,
    Node,
    Not,
    Operand,
    Or,
    Past,
    Query,
    Several,
    Sort,
    Value,
)

COMPARISONS = ("=", "!=", "<", "<=", ">", ">=", "~", "!~")
OPERATORS = "'=', '!=', '<', '>', '<=', '>=', '~', '!~', 'IN', 'NOT IN', 'IS' and 'IS NOT'"
WHOLE = re.compile(r"-?[0-9]+")
PREDICATES = ("after", "before", "on", "during", "by", "from", "to")
DEEPEST = 100
MOST_SORTS = 7


def parse(text: str, *, bare: bool = True) -> Query:
    """The tree of a query; `bare` words alone are a text search. Raises JqlError with one message and its place."""
    return _Parser(text, bare=bare).query()


class _Parser:
    def __init__(self, text: str, *, bare: bool) -> None:
        self._text = text
        self._bare = bare
        self._tokens = tokens(text)
        self._at = 0
        self._depth = 0

    def query(self) -> Query:
        where = None
        if not self._ends():
            where = self._bare_words() or self._either()
        order = self._order()
        if self._here.kind != "end":
            raise self._unexpected("Expecting either 'OR' or 'AND' but got")
        return Query(where, order)

    @property
    def _here(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._here
        if token.kind != "end":
            self._at += 1
        return token

    def _ends(self) -> bool:
        return self._here.kind == "end" or self._here.says("order")

    def _unexpected(self, expecting: str, then: str = "") -> JqlError:
        token = self._here
        return complain(self._text, token.at, f"{expecting} '{token.text}'.{then}")

    def _bare_words(self) -> Node | None:
        rest = self._tokens[self._at : -1]
        if not self._bare or any(t.kind == "symbol" or t.text.lower() in KEYWORDS for t in rest):
            return None
        self._at = len(self._tokens) - 1
        return Clause("text", "~", Value(" ".join(t.text for t in rest)))

    def _either(self) -> Node:
        parts = [self._both()]
        while self._here.says("or"):
            self._take()
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _both(self) -> Node:
        parts = [self._single()]
        while self._here.says("and"):
            self._take()
            parts.append(self._single())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _single(self) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise JqlError("The query is too deeply nested.")
        try:
            if self._here.says("not"):
                self._take()
                return Not(self._single())
            if self._here.says("("):
                return self._group()
            return self._clause()
        finally:
            self._depth -= 1

    def _group(self) -> Node:
        self._take()
        inner = self._either()
        if not self._here.says(")"):
            if self._here.kind == "end":
                raise JqlError(
                    "Error in the JQL Query: Expecting ')' before the end of the query."
                )
            raise self._unexpected("Expecting ')' but got")
        self._take()
        return inner

    def _clause(self) -> Node:
        field = self._field()
        if self._here.says("was", "changed"):
            return self._past(field)
        operator = self._operator()
        if operator in ("is", "is not") and not self._here.says("empty", "null"):
            raise self._no_value("Expecting either 'EMPTY' or 'NULL'")
        return Clause(field, operator, self._operand())

    def _past(self, field: str) -> Node:
        if self._take().says("changed"):
            return Past(field, "changed", None, self._predicates())
        negative = " not" if self._follows("not") else ""
        listed = " in" if self._follows("in") else ""
        if listed and not self._here.says("(") and self._tokens[self._at + 1].text != "(":
            raise self._unexpected("Expecting '(' but got")
        return Past(field, f"was{negative}{listed}", self._operand(), self._predicates())

    def _predicates(self) -> tuple[tuple[str, Operand], ...]:
        found: list[tuple[str, Operand]] = []
        while self._here.kind == "word" and self._here.says(*PREDICATES):
            name = self._take().text.lower()
            found.append((name, self._operand()))
        return tuple(found)

    def _field(self) -> str:
        token = self._here
        if token.kind == "end":
            raise JqlError(
                "Error in the JQL Query: Expecting a field name at the end of the query."
            )
        if token.kind == "symbol":
            raise self._unexpected(
                "Expecting a field name but got",
                f" You must surround '{token.text}' in quotation marks to use it as a field name.",
            )
        self._take()
        if token.says("cf") and self._here.says("["):
            return self._custom_id()
        if token.kind == "word" and token.text.lower() in RESERVED:
            raise self._reserved(token)
        return f"{token.text}{self._kind()}"

    def _reserved(self, token: Token) -> JqlError:
        return complain(
            self._text,
            token.at,
            f"'{token.text}' is a reserved JQL word. You must surround it in quotation marks"
            " to use it in a query.",
        )

    def _kind(self) -> str:
        """The type of a field in brackets behind its name, as `Team[Dropdown]`."""
        if not self._here.says("["):
            return ""
        self._take()
        words = []
        while self._here.kind in ("word", "string"):
            words.append(self._take().text)
        if not words or not self._here.says("]"):
            raise self._unexpected("Expecting ']' but got")
        self._take()
        return f"[{' '.join(words)}]"

    def _custom_id(self) -> str:
        self._take()
        number = self._take()
        if not number.text.isdecimal() or not self._here.says("]"):
            raise complain(self._text, number.at, "Expecting a custom field id: cf[10000].")
        self._take()
        return f"cf[{number.text}]"

    def _operator(self) -> str:
        token = self._here
        if token.says(*COMPARISONS):
            return self._take().text
        if token.says("in"):
            self._take()
            return "in"
        if token.says("is"):
            self._take()
            return "is not" if self._follows("not") else "is"
        if token.says("not") and self._tokens[self._at + 1].says("in"):
            self._at += 2
            return "not in"
        if token.kind == "end":
            raise JqlError(
                f"Error in the JQL Query: Expecting operator before the end of the query."
                f" The valid operators are {OPERATORS}."
            )
        raise self._unexpected(
            "Expecting operator but got", f" The valid operators are {OPERATORS}."
        )

    def _follows(self, word: str) -> bool:
        if not self._here.says(word):
            return False
        self._take()
        return True

    def _no_value(self, expecting: str) -> JqlError:
        token = self._here
        if token.kind == "end":
            return JqlError(f"Error in the JQL Query: {expecting} before the end of the query.")
        hint = f" You must surround '{token.text}' in quotation marks to use it as a value."
        return self._unexpected(f"{expecting} but got", hint)

    def _operand(self) -> Operand:
        return self._several() if self._here.says("(") else self._one()

    def _one(self) -> Value | Function | Empty:
        token = self._here
        if token.says("empty", "null"):
            self._take()
            return Empty()
        unfit = token.kind in ("symbol", "end") or (
            token.kind == "word" and token.text.lower() in KEYWORDS
        )
        if unfit:
            raise self._no_value("Expecting either a value, list or function")
        if token.kind == "word" and token.text.lower() in RESERVED:
            raise self._reserved(token)
        self._take()
        if token.kind == "word" and self._here.says("("):
            return Function(token.text, self._arguments())
        return Value(
            token.text, number=token.kind == "word" and WHOLE.fullmatch(token.text) is not None
        )

    def _several(self) -> Several:
        self._take()
        items = [self._one()]
        while self._follows(","):
            items.append(self._one())
        self._close()
        return Several(tuple(items))

    def _arguments(self) -> tuple[str, ...]:
        self._take()
        found: list[str] = []
        while not self._here.says(")"):
            if self._here.kind not in ("word", "string"):
                raise self._unexpected("Expecting a function argument but got")
            found.append(self._take().text)
            if not self._follows(","):
                break
        self._close()
        return tuple(found)

    def _close(self) -> None:
        if not self._here.says(")"):
            raise self._unexpected("Expecting either ',' or ')' but got")
        self._take()

    def _order(self) -> tuple[Sort, ...]:
        if not self._follows("order"):
            return ()
        if not self._follows("by"):
            raise self._unexpected("Expecting 'BY' but got")
        found = [self._sort()]
        while self._follows(","):
            found.append(self._sort())
        if len(found) > MOST_SORTS:
            raise JqlError(f"The maximum number of sort fields is {MOST_SORTS}.")
        return tuple(found)

    def _sort(self) -> Sort:
        field = self._field()
        if self._here.says("asc", "desc"):
            return Sort(field, self._take().text.lower() == "desc")
        return Sort(field, None)
