"""Text to tokens, each with its place for the error messages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jira_sandbox.jql.tree import JqlError

SYMBOLS = (
    "!=",
    "!~",
    "<=",
    ">=",
    "&&",
    "||",
    "=",
    "<",
    ">",
    "~",
    "(",
    ")",
    ",",
    "[",
    "]",
    "&",
    "|",
    "!",
)
ALIASES = {"&&": "and", "&": "and", "||": "or", "|": "or", "!": "not"}
KEYWORDS = frozenset(
    {"and", "or", "not", "in", "is", "empty", "null", "order", "by", "was", "changed"}
)
LANGUAGES = """
a abort access add after alias all alter an any as asc audit avg before begin between boolean
break by byte catch cf char character check checkpoint collate collation column commit connect
continue count create current date decimal declare decrement default defaults define delete
delimiter desc difference distinct divide do double drop else encoding end equals escape
exclusive exec execute exists explain false fetch file field first float for from function go
goto grant greater group having identified if immediate increment index initial inner inout
input insert int integer intersect intersection into isempty isnull join last left less like
limit lock long max min minus mode modify modulo more multiply next noaudit notin nowait number
object of on option outer output power previous prior privileges public raise raw remainder
rename resource return returns revoke right row rowid rownum rows select session set share size
sqrt start strict string subtract sum synonym table then to trans transaction trigger true uid
union unique update user validate values view when whenever where while with
"""
# Words of query languages that Jira keeps for itself; as a value or a field they need quotation marks.
RESERVED = KEYWORDS | frozenset(LANGUAGES.split())
# A backslash begins an escape; the other characters are reserved.
WORD = re.compile(r"(?:\\.|[^\s=!<>~(),\[\]&|\"'?*%^$#@;{}/+\\])+", re.DOTALL)
ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query: kind is `word`, `string`, `symbol` or `end`."""

    kind: str
    text: str
    at: int

    def says(self, *words: str) -> bool:
        """Whether this is one of the (lower case) words or symbols, unquoted."""
        return self.kind in ("word", "symbol") and self.text.lower() in words


def place(text: str, at: int) -> str:
    """`(line 1, character 9)`."""
    before = text[:at]
    return f"(line {before.count(chr(10)) + 1}, character {at - before.rfind(chr(10))})"


def complain(text: str, at: int, message: str) -> JqlError:
    """An error of the parser, with its place."""
    return JqlError(f"Error in the JQL Query: {message} {place(text, at)}")


def tokens(text: str) -> list[Token]:
    """The tokens of a query, the last of kind `end`. Raises JqlError."""
    found, at = [], 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        token, at = _next(text, at)
        found.append(token)
    return [*found, Token("end", "", len(text))]


def _next(text: str, at: int) -> tuple[Token, int]:
    mark = text[at]
    if mark in "\"'":
        return _quoted(text, at, mark)
    for symbol in SYMBOLS:
        if text.startswith(symbol, at):
            end = at + len(symbol)
            alias = ALIASES.get(symbol)
            return Token("word" if alias else "symbol", alias or symbol, at), end
    word = WORD.match(text, at)
    if word is None:
        raise complain(
            text,
            at,
            f"The character '{mark}' is a reserved JQL character. You must enclose it in a string"
            f" or use the escape '\\u{ord(mark):04x}' instead.",
        )
    return Token("word", _plain(text, at, word.end()), at), word.end()


def _plain(text: str, at: int, end: int) -> str:
    """A bare word without its escapes."""
    out = []
    while at < end:
        piece, at = _escape(text, at) if text[at] == "\\" else (text[at], at + 1)
        out.append(piece)
    return "".join(out)


def _quoted(text: str, start: int, mark: str) -> tuple[Token, int]:
    out, at = [], start + 1
    while at < len(text) and text[at] != mark:
        if text[at] == "\\":
            piece, at = _escape(text, at)
        else:
            piece, at = text[at], at + 1
        out.append(piece)
    if at >= len(text):
        said = text[start + 1 :]
        raise complain(text, start, f"The quoted string '{said}' has not been completed.")
    return Token("string", "".join(out), start), at + 1


def _escape(text: str, at: int) -> tuple[str, int]:
    following = text[at + 1 : at + 2]
    code = re.match(r"u([0-9a-fA-F]{4})", text[at + 1 : at + 6])
    if code:
        return chr(int(code.group(1), 16)), at + 6
    if following in ESCAPES:
        return ESCAPES[following], at + 2
    if following and following in "\\\"' ":
        return following, at + 2
    raise complain(text, at, f"The escape '\\{following}' is not a valid JQL escape sequence.")
