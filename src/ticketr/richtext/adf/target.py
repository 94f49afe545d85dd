"""Where a link leads, as Markdown writes it: destination, title, and the short form `<https://…>`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ticketr.richtext.adf import escape as e

if TYPE_CHECKING:
    from ticketr.richtext.adf.leaves import Mark

_UNSAFE: Final = r"\s<>\x00-\x20\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff"
_AUTOLINK_RE: Final = re.compile(rf"https?://[^{_UNSAFE}]+")
_BARE_RE: Final = re.compile(rf"[^()\\{_UNSAFE}]+")
_REFERRED_RE: Final = re.compile(r"[\n\r\f\u2028\u2029\ufeff]")
"""What CommonMark resolves references to, of what should not stand in a file as it is."""

_QUOTED_RE: Final = re.compile(r'[\\<>"]|&(?=#?[A-Za-z0-9]+;)')


def autolink(mark: Mark, label: str) -> bool:
    """Whether the link can be written `<href>`: the label is the address, and no title is lost."""
    plain = mark.href == label and not mark.title
    return plain and _AUTOLINK_RE.fullmatch(label) is not None


def target(mark: Mark) -> str:
    """What stands between the parentheses of `[label](…)`."""
    href = quoted(mark.href)
    where = href if _BARE_RE.fullmatch(mark.href) else f"<{href}>"
    return f'{where} "{quoted(mark.title)}"' if mark.title else where


def quoted(source: str) -> str:
    """A string in which CommonMark resolves escapes and references, but no other markup."""
    safe = _QUOTED_RE.sub(lambda match: "\\" + match.group(), e.visible(source, kept="\r"))
    return _REFERRED_RE.sub(lambda match: e.reference(match.group()), safe)
