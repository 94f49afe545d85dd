"""Text that is text: what to write so that CommonMark reads the same characters and no markup."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_SPACES: Final = frozenset(
    "\t\n\v\f\r \u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
)
_UNSEEN: Final = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff"
_UNSEEN_RE: Final = re.compile(f"[{_UNSEEN}]")
_UNHELD_RE: Final = re.compile("[\0\r\ud800-\udfff]")
_INLINE: Final = (
    rf"\\(?=[!-/:-@\[-`{{-~\n{_UNSEEN}]|\Z)"
    r"|[`\[]|<(?=[A-Za-z/!?])|&(?=\#?[A-Za-z0-9]+;)"
    r"|(?<!\ )\*|\*(?!\ )|_+|~~+|\A~|~\Z|!\Z"
    rf"|[{_UNSEEN}]"
)
_INLINE_RE: Final = re.compile(_INLINE + r"|(?<=\s)\n|\n(?=\s)", re.VERBOSE)
_LINE_RE: Final = re.compile(_INLINE + r"|\n", re.VERBOSE)
_START_RE: Final = re.compile(
    r"^(?:([0-9]{1,9})([.)])(?=[ \t]|$)"
    r"|#{1,6}(?=[ \t]|$)|>|[-+](?=[ \t]|$)|=+[ \t]*$|[-:|][-:| \t]*$|:::)",
    re.MULTILINE,
)
_OPENERS: Final = frozenset("0123456789#>-+=|:")
_MARKUP_RE: Final = re.compile(rf"[\\`\[<&*_~!\n{_UNSEEN}]")
"""What any match of the expressions above begins with."""

_CLOSING_HASH_RE: Final = re.compile(r"(?:(?<=[ \t])|\A)(#*)#\Z")


def reference(char: str) -> str:
    """The character as a decimal character reference."""
    return f"&#{ord(char)};"


def unseen(char: str) -> bool:
    """Whether it is always written as a reference: controls, separators, lone surrogates."""
    return _UNSEEN_RE.match(char) is not None


@lru_cache(maxsize=4096)
def side(char: str) -> str:
    """What CommonMark's flanking rules see in it: `space`, `punctuation` or `letter`."""
    if char in _SPACES:
        return "space"
    return "punctuation" if unicodedata.category(char)[0] in "PS" else "letter"


def escape(source: str, *, single_line: bool = False) -> str:
    """The text as inline Markdown, line breaks inside it kept where CommonMark keeps them.

    `single_line`: for a heading or a table cell, where a line break has to be a reference.
    """
    if _MARKUP_RE.search(source) is None:
        return source
    return (_LINE_RE if single_line else _INLINE_RE).sub(_written, source)


def _written(match: re.Match[str]) -> str:
    found = match.group()
    if found == "\n" or unseen(found[0]):
        return reference(found)
    if found[0] == "_" and _within_word(match):
        return found
    return "".join("\\" + char for char in found)


def _within_word(match: re.Match[str]) -> bool:
    before = match.string[match.start() - 1 : match.start()]
    after = match.string[match.end() : match.end() + 1]
    return before.isalnum() and after.isalnum()


def guard_lines(inline: str) -> str:
    """Inline Markdown with the start of each line kept from opening a block."""
    if "\n" not in inline and inline[:1] not in _OPENERS:
        return inline
    return _START_RE.sub(_unblocked, inline)


def _unblocked(match: re.Match[str]) -> str:
    if match.group(1):
        return f"{match.group(1)}\\{match.group(2)}"
    return "\\" + match.group()


def guard_heading(inline: str) -> str:
    """Inline Markdown whose last `#` cannot be read as the closing sequence of a heading."""
    return _CLOSING_HASH_RE.sub(r"\1\\#", inline) if inline.endswith("#") else inline


def visible(source: str, kept: str = "") -> str:
    """Text where not all can be escaped: what no file can hold becomes U+FFFD, but for `kept`."""

    def held(match: re.Match[str]) -> str:
        return match.group() if match.group() in kept else "\ufffd"

    return _UNHELD_RE.sub(held, source)
