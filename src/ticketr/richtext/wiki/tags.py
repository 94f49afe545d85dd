"""Macros of wiki markup, `{name:argument}` … `{name}`: which tag opens, which one closes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import Final

TAG_RE: Final = re.compile(
    r"(?:(?<![\\{])|(?<=\\\\))\{([A-Za-z][\w-]*)(?::([^{}\n\r]*))?\}(?!\})", re.ASCII
)
VERBATIM: Final = frozenset(("code", "noformat"))
PANELS: Final = frozenset(("panel", "info", "note", "tip", "warning"))
BLOCKS: Final = VERBATIM | PANELS | {"quote"}
KNOWN: Final = BLOCKS | {"color"}
"""What is text where it has no end."""

_BODILESS: Final = frozenset(("anchor", "children", "include", "index", "toc"))
_DEEPEST: Final = 6
"""Macros in macros; what is deeper is text, which bounds the reader's recursion."""


@dataclass(slots=True)
class Macro:
    """Two tags and what is between them, by place; `block` where it cannot stand in a line.

    `inner_end` is where the closing tag begins. A tag alone has its own end in all three.
    """

    name: str
    argument: str | None
    start: int
    inner: int
    inner_end: int
    end: int
    block: bool

    @property
    def alone(self) -> bool:
        """Whether it is a tag without an end."""
        return self.inner_end == self.end


def macros(source: str) -> list[Macro]:
    """The macros in the order of their openings, linear in the source.

    What is in `{code}` and `{noformat}` is no macro. A closing tag has no argument; it closes the
    nearest opening of its name, and openings in between have no end.
    """
    if "{" not in source:
        return []
    tags = list(TAG_RE.finditer(source))
    closings: dict[str, list[int]] = {}
    for at, tag in enumerate(tags):
        if tag[1] in VERBATIM and tag[2] is None:
            closings.setdefault(tag[1], []).append(at)
    matcher = _Matcher(source)
    at = 0
    while at < len(tags):
        at = matcher.take(tags, at, closings)
    return matcher.found


class _Matcher:
    def __init__(self, source: str) -> None:
        self._source = source
        self.found: list[Macro] = []
        self._open: list[tuple[Macro, int]] = []
        self._names: Counter[str] = Counter()

    def take(self, tags: list[re.Match[str]], at: int, closings: dict[str, list[int]]) -> int:
        tag = tags[at]
        name = tag[1]
        if name in VERBATIM:
            ends = closings.get(name, [])
            index = bisect_right(ends, at)
            if index == len(ends):
                self._opened(tag)
                return at + 1
            macro = self._opened(tag)
            self._close(macro, tags[ends[index]], inside=len(self.found))
            return ends[index] + 1
        if tag[2] is None and self._names[name]:
            self._closed(tag)
        elif name in _BODILESS or len(self._open) >= _DEEPEST:
            self._opened(tag)
        else:
            self._open.append((self._opened(tag), len(self.found)))
            self._names[name] += 1
        return at + 1

    def _opened(self, tag: re.Match[str]) -> Macro:
        macro = Macro(tag[1], tag[2], tag.start(), tag.end(), tag.end(), tag.end(), block=False)
        self.found.append(macro)
        return macro

    def _closed(self, tag: re.Match[str]) -> None:
        while True:
            macro, inside = self._open.pop()
            self._names[macro.name] -= 1
            if macro.name == tag[1]:
                self._close(macro, tag, inside)
                return

    def _close(self, macro: Macro, tag: re.Match[str], inside: int) -> None:
        macro.inner_end, macro.end = tag.start(), tag.end()
        lines = re.compile(r"[\n\r]").search(self._source, macro.inner, macro.inner_end)
        within = any(one.block for one in self.found[inside:])
        macro.block = macro.name in BLOCKS or lines is not None or within
