"""How text that looks like markup is written, and read back.

In a text, a line that the format would take for its own gets two backslashes in front; a single
backslash is Markdown's own and stays untouched. With `k` backslashes already there: 0 -> 2 where
needed, 1 -> 1, k -> k + 1. In titles and field names, which are no Markdown, one backslash is
enough.
"""

from __future__ import annotations

import re

from ticketr.markdown.source import (
    BLANKS,
    BREAK,
    COMMENT,
    COMMENT_END,
    FENCE,
    KEY,
    LINE_END,
    OPENERS,
    SECTION,
    TICKET,
    Source,
    is_blank,
)

_ESCAPED = re.compile(r"([ \t]*)(\\{2,})(.*)", re.DOTALL)
_TITLE = re.compile(rf"\\*(?:\[[ xX]\](?:[ \t]|$)|#{{1,6}}(?:[ \t]|$)|\[{KEY}\](?!\()|[-*_ \t]+$)")
_NAME_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def canonical(text: str) -> str:
    """A text as a section holds it: LF, no blank line at either edge."""
    lines = LINE_END.sub("\n", text).split("\n")
    first, stop = 0, len(lines)
    while first < stop and is_blank(lines[stop - 1]):
        stop -= 1
    while first < stop and is_blank(lines[first]):
        first += 1
    return "\n".join(lines[first:stop])


def one_line(text: str) -> str:
    """A title or a name: one line, nothing blank around it."""
    return LINE_END.sub(" ", text).strip()


def escape_lines(text: str, deepest: int = 2) -> list[str]:
    """The lines of a canonical text as they may stand in a section.

    `deepest` is the level of the headings that are sections where the text will stand.
    """
    lines = text.split("\n") if text else []
    source, last, at = Source(text), len(lines) - 1, 0
    has_openers = not OPENERS.isdisjoint(text)
    while at <= last:
        end = source.literal_end(at) if has_openers else -1
        if end < 0:
            lines[at] = _escape(lines[at], deepest, is_last=at == last)
        at = max(at, end) + 1
    return lines


def unescape(line: str) -> str:
    """A line outside fences as the author meant it."""
    match = _ESCAPED.match(line)
    if match is None or not _special(match[3]):
        return line
    slashes = len(match[2])
    return match[1] + "\\" * (0 if slashes == 2 else slashes - 1) + match[3]


def escape_title(title: str) -> str:
    """A title that cannot be taken for a key, a box or a heading."""
    return "\\" + title if _TITLE.match(title) else title


def unescape_title(raw: str) -> str:
    """The title that was written."""
    return raw[1:] if raw.startswith("\\") and _TITLE.match(raw) else raw


def escape_name(name: str) -> str:
    """A field name in front of its colon."""
    safe = re.sub(r"[\\:*]", r"\\\g<0>", name)
    return "\\" + safe if safe[:1] in tuple("#-+<`~_[|") else safe


def unescape_name(raw: str) -> str:
    """The field name that was written."""
    return _NAME_ESCAPE.sub(r"\1", raw) if "\\" in raw else raw


def _escape(line: str, deepest: int, *, is_last: bool) -> str:
    bare = line.lstrip(BLANKS)
    rest = bare.lstrip("\\")
    slashes = len(bare) - len(rest)
    if slashes:
        more = slashes > 1 and _special(rest)
    else:
        more = _opens(rest) or _heads(rest, deepest) or (is_last and bool(BREAK.match(rest)))
    if not more:
        return line
    return line[: len(line) - len(bare)] + ("\\" if slashes else "\\\\") + bare


def _heads(rest: str, deepest: int) -> bool:
    section = SECTION.match(rest)
    return bool(TICKET.match(rest)) or (section is not None and len(section[1]) <= deepest)


def _opens(rest: str) -> bool:
    # Asked outside fences only, where an opener is one that nothing closes.
    if rest.startswith(COMMENT):
        return COMMENT_END not in rest[4:]
    return bool(FENCE.match(rest))


def _special(rest: str) -> bool:
    return bool(_heads(rest, 6) or BREAK.match(rest) or FENCE.match(rest)) or rest.startswith(
        COMMENT
    )
