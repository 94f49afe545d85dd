"""The text of a query -> its words: names, quoted texts, signs, each with its place."""

from __future__ import annotations

SIGNS = ("&&", "||", "!=", "!~", ">=", "<=", "=", "~", ">", "<", "!", "&", "|", "(", ")", ",")
"""Longest first."""
SIGN_CHARS = frozenset("=!<>~()|&,")
BLANKS = frozenset(" \t\r\n\f\v\u00a0")
QUOTES = frozenset("\"'")
KEPT = frozenset("{}*/%+$#@?;^[]")
"""Characters that JQL keeps for itself: outside quotes they are a mistake."""
ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\", "'": "'", '"': '"', " ": " "}
LONGEST_QUERY = 100_000
WORD, TEXT, SIGN, END = "word", "text", "sign", "end"

RESERVED = frozenset(
    """
    abort access add after alias all alter and any are as asc at audit avg be before begin between boolean
    break but by byte catch cf changed char character check checkpoint collate collation column commit connect
    continue count create current date decimal declare decrement default defaults define delete delimiter desc
    difference distinct divide do double drop else empty encoding end equals escape exclusive exec execute
    exists explain false fetch file field first float for from function go goto grant greater group having
    identified if immediate in increment index initial inner inout input insert int integer intersect
    intersection into is isempty isnull it join last left less like limit lock long max min minus mode modify
    modulo more multiply next no noaudit not notin nowait null number object of on option or order outer output
    power previous prior privileges public raise raw remainder rename resource return returns revoke right row
    rowid rownum rows select session set share size sqrt start strict string subtract such sum synonym table
    that the their then there these they this to trans transaction trigger true uid union unique update user
    validate values view was when whenever where while will with
    """.split()  # noqa: SIM905 - a list of one word a line would be longer than the rest of the file
)
"""Words that stand for themselves only in quotes (Atlassian, "Advanced search", reserved words)."""


class Token:
    """A word of the query: `kind` is word, text (quoted), sign or end; `at` where it starts."""

    __slots__ = ("at", "kind", "text")

    def __init__(self, kind: str, text: str, at: int) -> None:
        self.kind = kind
        self.text = text
        self.at = at

    def says(self, *words: str) -> bool:
        """Whether it is one of these signs, or of these words (lower case) without quotes."""
        return self.kind in (WORD, SIGN) and self.text.lower() in words


def tokens(query: str) -> list[Token]:
    """The words of the query, END last. Raises QueryInvalid."""
    if len(query) > LONGEST_QUERY:
        from ticketr.errors import QueryInvalid

        raise QueryInvalid(
            f"The query is longer than {LONGEST_QUERY:,} characters.",
            hint="Ask in several queries, or name an alias in it.",
        )
    found: list[Token] = []
    at = 0
    while (at := _skip_blanks(query, at)) < len(query):
        token, at = _token(query, at)
        found.append(token)
    found.append(Token(END, "", len(query)))
    return found


def _skip_blanks(query: str, at: int) -> int:
    while at < len(query) and query[at] in BLANKS:
        at += 1
    return at


def _token(query: str, at: int) -> tuple[Token, int]:
    char = query[at]
    if char in QUOTES:
        text, end = _quoted(query, at)
        return Token(TEXT, text, at), end
    if char in SIGN_CHARS:
        sign = next(sign for sign in SIGNS if query.startswith(sign, at))
        return Token(SIGN, sign, at), at + len(sign)
    if query[at : at + 2].lower() == "cf":
        end = _custom_field(query, at)
        if end:
            number = "".join(char for char in query[at:end] if char.isdigit())
            return Token(TEXT, f"cf[{number}]", at), end
    text, end = _word(query, at)
    return Token(WORD, text, at), end


def _custom_field(query: str, at: int) -> int:
    """Where a `cf[10016]` that starts here ends; 0 where none does."""
    start = _skip_blanks(query, at + 2)
    if query[start : start + 1] != "[":
        return 0
    end = query.find("]", start)
    number = query[start + 1 : end].strip()
    if end < 0 or not (number.isascii() and number.isdigit()):
        from ticketr.errors import QueryInvalid

        raise QueryInvalid(
            "A custom field is named by its number in brackets.",
            query,
            start,
            hint="Write it like cf[10016], or write the field's name.",
        )
    return end + 1


def _quoted(query: str, start: int) -> tuple[str, int]:
    mark, at, text = query[start], start + 1, ""
    while at < len(query):
        char = query[at]
        if char == mark:
            return text, at + 1
        if char == "\\":
            char, at = _escape(query, at)
        else:
            at += 1
        text += char
    from ticketr.errors import QueryInvalid

    raise QueryInvalid(
        "A text begins here and does not end.",
        query,
        start,
        hint=f"Close it with {mark}. A {mark} inside it is written \\{mark}.",
    )


def _word(query: str, start: int) -> tuple[str, int]:
    at, text = start, ""
    while at < len(query):
        char = query[at]
        if char in BLANKS or char in SIGN_CHARS or char in QUOTES:
            break
        if char in KEPT or not (char.isprintable() or char == "\\"):
            _refuse(query, at)
        if char == "\\":
            char, at = _escape(query, at)
        else:
            at += 1
        text += char
    return text, at


def _refuse(query: str, at: int) -> None:
    char = query[at]
    name = f"`{char}`" if char.isprintable() else f"The character U+{ord(char):04X}"
    hint = "Put the text that holds it in quotes."
    if char == "@":
        hint = "An alias is named by @ and letters, digits, dashes or dots: @mine."
    from ticketr.errors import QueryInvalid

    raise QueryInvalid(f"{name} can only stand in quotes.", query, at, hint=hint)


def _escape(query: str, at: int) -> tuple[str, int]:
    """The character that the escape at this place means, and where it ends."""
    letter = query[at + 1 : at + 2]
    if letter in ESCAPES:
        return ESCAPES[letter], at + 2
    digits = query[at + 2 : at + 6]
    if letter == "u" and len(digits) == 4 and all(c in "0123456789abcdefABCDEF" for c in digits):
        return chr(int(digits, 16)), at + 6
    from ticketr.errors import QueryInvalid

    raise QueryInvalid(
        f"`\\{letter}` means nothing in JQL.",
        query,
        at,
        hint=r"""Write \\ for a backslash; the others are \" \' \n \r \t \u0041 and a backslash before a blank.""",
    )
