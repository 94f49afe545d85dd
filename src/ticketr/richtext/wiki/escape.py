"""Text that is text: what to write so that Jira reads the same characters and no wiki markup."""

from __future__ import annotations

import re
from typing import Final

from ticketr.richtext.wiki import signs

_UNSEEN: Final = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff"
_UNSEEN_RE: Final = re.compile(f"[{_UNSEEN}]")
_SPECIAL_RE: Final = re.compile(
    rf"""(?P<url>{signs.URL})
    |(?P<emoticon>{signs.EMOTICON})
    |(?P<dash>(?<!\S)---?(?!\S))
    |(?P<named>&(?={signs.ENTITY[1:]})|\\(?=[^A-Za-z0-9\ ]|\Z)|[\n{_UNSEEN}])
    |(?P<always>[{{\[])
    |(?P<image>!)
    |(?P<sign>\?+|[*_+^~-])""",
    re.VERBOSE,
)
_SIGNS: Final = frozenset("*_+^~-?!")
_SIGN_RE: Final = re.compile(r"[*_+^~?!-]")
_START_RE: Final = re.compile(r"^(?:([*#-]+)(?=[ \t]|$)|\||(h[1-6]|bq)\.)", re.MULTILINE)


def reference(char: str) -> str:
    """The character as a decimal reference."""
    return f"&#{ord(char)};"


def escape(source: str, before: str, after: str, *, alone: bool = False) -> str:
    """The text as wiki markup, between the characters before and after it, in one line.

    `alone`: it is a line; a sign that no other one of its kind can go with stays as it is there.
    """
    paired = _paired(source) if alone else _SIGNS

    def written(match: re.Match[str]) -> str:
        found = match.group()
        kind = match.lastgroup
        if kind == "url":
            return found
        if kind == "named":
            return reference(found)
        if kind == "emoticon":
            return _plain_emoticon(found)
        if kind in ("sign", "image") and (
            found[0] not in paired or _harmless(match, before, after)
        ):
            return found
        return "".join("\\" + char for char in found)

    return _SPECIAL_RE.sub(written, source)


def _paired(source: str) -> frozenset[str]:
    """The signs one of which could open and a later one close."""
    found: set[str] = set()
    opened: set[str] = set()
    for match in _SIGN_RE.finditer(f" {source} "):
        left, sign, right = match.string[match.start() - 1], match[0], match.string[match.end()]
        closes = (sign == "!" or not _space(left)) and not right.isalnum()
        found |= {sign} if closes and sign in opened else set()
        if not left.isalnum() and not _space(right):
            opened.add(sign)
    return frozenset(found)


def _plain_emoticon(found: str) -> str:
    if any(char in "()" for char in found):
        return "".join("\\" + char if char in signs.ESCAPABLE else char for char in found)
    return reference(found[0]) + found[1:]


def _harmless(match: re.Match[str], before: str, after: str) -> bool:
    """Whether a sign is text anyway: inside a word, or alone between spaces."""
    found, source = match.group(), match.string
    left = source[match.start() - 1] if match.start() else before
    right = source[match.end()] if match.end() < len(source) else after
    if found[0] == "!":
        return left.isalnum() or _space(right)
    if found == "?" and "." not in (left, right):
        return True
    return (left.isalnum() and right.isalnum()) or (_space(left) and _space(right))


def _space(char: str) -> bool:
    """Whether it is white space that is written as it is."""
    return char.isspace() and not _UNSEEN_RE.match(char)


def guarded(source: str) -> str:
    """Inline markup with the start of each line kept from beginning a block."""
    return _START_RE.sub(_unblocked, source)


def _unblocked(match: re.Match[str]) -> str:
    return f"{match[2]}&#46;" if match[2] else "\\" + match.group()
