"""The signs of wiki markup inside a line, as Jira's own renderer knows them."""

from __future__ import annotations

import re
from typing import Final

ESCAPABLE: Final = frozenset("-#*_+?^~|%{}[]()!@")
"""What a backslash makes text; other signs are text as a character reference."""

NEWLINE_RE: Final = re.compile(r"\r\n|\n|\r")

_EMOTICONS: Final = (
    ":)", ":(", ":P", ":p", ":D", ";)", "(y)", "(n)", "(i)", "(/)", "(x)", "(!)", "(+)", "(-)", "(?)", "(on)", "(off)",
    "(*)", "(*r)", "(*g)", "(*b)", "(*y)", "(flag)", "(flagoff)",
)  # fmt: skip
EMOTICON: Final = "|".join(
    rf"(?<![^\W_]){re.escape(one)}(?![^\W_])" if one[1].isalpha() and one[0] == ":" else re.escape(one)
    for one in sorted(_EMOTICONS, key=len, reverse=True)
)  # fmt: skip
EMOTICON_RE: Final = re.compile(EMOTICON)

URL: Final = (
    r"(?<![^\W_])(?:https?|ftp|file|irc|nntp|news)://"
    r"(?:(?!&\#[0-9]{1,7};)[\w%\#&=/?.:@~$+,;'()*!-])*"
    r"(?:(?!&\#[0-9]{1,7};)[^\W_]|[%\#=/~$+@-])"
)
URL_RE: Final = re.compile(URL.replace(r"\#", "#"))
"""An address that stands in the text as it is. It holds no reference, so that one may follow it."""

ESCAPE: Final = r"(?<!\\)\\[-\#*_+?^~|%{}\[\]()!@]"
ENTITY: Final = r"&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
BREAK: Final = r"(?<!\\)\\\\(?!\\)(?!\S*?\\)[ ]?"
MONO: Final = (
    r"\{\{\{\}(?:(?!\{\{|\{\}\}\})[^\n\r])+\{\}\}\}"
    r"|(?<![^\W_])\{\{(?:(?!\{\{|\}\})[^\n\r])+\}\}(?![^\W_}])"
)
LINK: Final = r"\[(?:[^\[\]\n\r\\]|\\.)*\]"
IMAGE: Final = r"(?<![^\W_])![^\s!|](?:[^!\n\r])*!(?![^\W_])"
DASH: Final = r"(?<!\S)---?(?!\S)"

DELIMITERS: Final[dict[str, dict[str, object]]] = {
    "*": {"type": "strong"},
    "_": {"type": "em"},
    "-": {"type": "strike"},
    "+": {"type": "underline"},
    "^": {"type": "subsup", "attrs": {"type": "sup"}},
    "~": {"type": "subsup", "attrs": {"type": "sub"}},
    "??": {"type": "citation"},
}
DASHES: Final = {"--": "\u2013", "---": "\u2014"}
