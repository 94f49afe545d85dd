"""Where a link of wiki markup leads."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from ticketr.richtext.wiki.escape import reference

_WEB_RE: Final = re.compile(r"(?:https?|ftp|mailto):")
_SHORT_RE: Final = re.compile(
    r"(?:https?|ftp|file)://[\w%#=/.:@~$+,;'()*!?-]+|mailto:[\w.+-]+@[\w.-]+|[A-Z][A-Z0-9_]+-[0-9]+|#[\w-]+"
)
_UNSAFE_RE: Final = re.compile(
    r"[|\[\]{}\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]|&(?=#?[A-Za-z0-9]+;)|\A +| +\Z"
)


def short(href: str) -> bool:
    """Whether the address can stand between brackets alone."""
    return _SHORT_RE.fullmatch(href) is not None


def closing(href: str, title: str) -> str:
    """What ends a link behind its text."""
    shown = "|" + _UNSAFE_RE.sub(_percent if _WEB_RE.match(href) else _referred, href)
    return f"{shown}|{_UNSAFE_RE.sub(_referred, title)}]" if title else f"{shown}]"


def _percent(match: re.Match[str]) -> str:
    found = match.group()
    return found if found == "&" else quote(found, errors="replace")


def _referred(match: re.Match[str]) -> str:
    return "".join(map(reference, match.group()))
