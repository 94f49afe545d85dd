"""A command line as a shell has it, cut into words as far as the cursor; and words as a shell reads them."""

from __future__ import annotations

BLANKS = frozenset(" \t\n")
PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=:,./@%^")
"""What no shell reads as anything but itself, in the middle of a word."""
IN_DOUBLE = frozenset('"\\$`')


class Word:
    """The word at the cursor: its text without quotes, the quote that is open, and the place behind its break.

    `kept` is how much of the text the shell keeps, as it begins a word behind a quote or a break.
    """

    __slots__ = ("kept", "quote", "text")

    def __init__(self, text: str = "", quote: str = "", kept: int = 0) -> None:
        self.text = text
        self.quote = quote
        self.kept = kept


def split(line: str, breaks: str = "") -> tuple[list[str], Word]:
    """The words in front of the cursor, and the one at it. `breaks` are characters that begin a word of readline's."""
    words: list[str] = []
    word: Word | None = None
    at = 0
    while at < len(line):
        char = line[at]
        if word is None or not word.quote:
            if char in BLANKS:
                if word is not None:
                    words.append(word.text)
                word, at = None, at + 1
                continue
            word = word or Word()
            at = _plain(line, at, word, breaks)
        else:
            at = _quoted(line, at, word)
    return words, word or Word()


def _plain(line: str, at: int, word: Word, breaks: str) -> int:
    """Take a character outside of quotes; gives the place behind it."""
    char = line[at]
    if char in "\"'":
        word.quote, word.kept = char, len(word.text)
        return at + 1
    if char == "\\" and at + 1 < len(line):
        word.text += line[at + 1]
        return at + 2
    word.text += char
    if char in breaks:
        word.kept = len(word.text)
    return at + 1


def _quoted(line: str, at: int, word: Word) -> int:
    """Take a character inside of quotes; gives the place behind it."""
    char = line[at]
    if char == word.quote:
        word.quote = ""
        return at + 1
    if word.quote == '"' and char == "\\" and line[at + 1 : at + 2] in IN_DOUBLE:
        word.text += line[at + 1 : at + 2]
        return at + 2
    word.text += char
    return at + 1


def written(text: str, quote: str) -> str:
    """The text as it is typed, inside of that quote or outside of quotes; so that `split` reads it again."""
    if quote == "'":
        return text.replace("'", "'\\''")
    if quote == '"':
        return "".join(f"\\{char}" if char in IN_DOUBLE else char for char in text)
    return "".join(char if char in PLAIN or ord(char) > 127 else f"\\{char}" for char in text)
