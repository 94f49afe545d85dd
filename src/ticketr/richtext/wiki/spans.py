"""A stretch of wiki markup to inline nodes."""

from __future__ import annotations

import re
from html.entities import html5
from typing import TYPE_CHECKING, Any, Final

from ticketr.richtext.wiki import signs
from ticketr.richtext.wiki.delimiters import Row
from ticketr.richtext.wiki.tags import KNOWN

if TYPE_CHECKING:
    from collections.abc import Callable

    from ticketr.richtext.adf.nodes import Node
    from ticketr.richtext.wiki.tags import Macro

_TOKEN_RE: Final = re.compile(
    rf"""(?P<newline>[ \t]*(?:\r\n|\n|\r)[ \t]*)
    |(?P<url>{signs.URL})
    |(?P<break>{signs.BREAK})
    |(?P<escape>{signs.ESCAPE})
    |(?P<entity>{signs.ENTITY})
    |(?P<mono>{signs.MONO})
    |\{{(?P<braced>[*_+^~-]|\?\?)\}}
    |(?P<macro>\{{)
    |(?P<link>{signs.LINK})
    |(?P<image>{signs.IMAGE})
    |(?P<emoticon>{signs.EMOTICON})
    |(?P<dash>{signs.DASH})
    |(?P<sign>\?\?|[*_+^~-])""",
    re.VERBOSE,
)
_CODED_RE: Final = re.compile(f"{signs.ESCAPE}|{signs.ENTITY}".replace(r"\#", "#"))
_TARGET_RE: Final = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*:[^\s].*|//.*|/.*|\\\\.*|#.+|www\..+|[A-Z][A-Z0-9_]+-[0-9]+",
    re.DOTALL,
)
_NULL: Final = re.compile(r"&#[0-9]{1,7};")


_LINE_BREAK: Final[Node] = {"type": "hardBreak", "attrs": {"markup": "\n"}}


def plain(source: str) -> str:
    """Text with its escapes and references resolved."""
    return (
        _CODED_RE.sub(lambda match: decoded(match.group()), source) if _coded(source) else source
    )


def _coded(source: str) -> bool:
    return "\\" in source or "&" in source


def decoded(source: str) -> str:
    """One escape or reference; a reference to nothing is the text it is."""
    if source[0] == "\\":
        return source[1:]
    if _NULL.fullmatch(source):
        number = int(source[2:-1])
        return chr(number) if number <= 0x10FFFF else source
    if source[1] == "#":
        return chr(int(source[3:-1], 16)) if int(source[3:-1], 16) <= 0x10FFFF else source
    return html5.get(source[1:], source)


class Spans:
    """Reads stretches of one text. `macros` are its macros by the place of their opening."""

    def __init__(self, source: str, macros: dict[int, Macro]) -> None:
        self._source = source
        self._macros = macros
        self._steps: dict[str, Callable[[re.Match[str], Row], None]] = {
            "newline": lambda _m, row: row.newline(_LINE_BREAK),
            "url": lambda m, row: row.text(m.group()),
            "break": _break,
            "escape": lambda m, row: row.text(m.group()[1]),
            "entity": lambda m, row: row.text(decoded(m.group())),
            "mono": lambda m, row: row.code(plain(_mono(m.group()))),
            "braced": lambda m, row: row.sign(m["braced"], m.group(), opens=True, closes=True),
            "link": self._link,
            "image": _image,
            "emoticon": lambda m, row: row.atom(_emoji(m.group())),
            "dash": lambda m, row: row.text(signs.DASHES[m.group()]),
        }

    def nodes(self, start: int, end: int, *, cell: bool = False) -> list[Node]:
        """The inline nodes between two places; in a cell, a new line is a line break."""
        row = Row(cell=cell)
        self._read(row, start, end)
        return row.nodes()

    def _read(self, row: Row, start: int, end: int) -> None:
        at = start
        source = self._source
        while at < end:
            match = _TOKEN_RE.search(source, at, end)
            if match is None:
                break
            row.text(source[at : match.start()])
            kind = match.lastgroup or ""
            at = match.end()
            if kind == "sign":
                self._sign(match, row, start, end)
            elif kind == "macro":
                at = self._macro(match.start(), row, end)
            else:
                self._steps[kind](match, row)
        row.text(source[at:end])

    def _sign(self, match: re.Match[str], row: Row, start: int, end: int) -> None:
        """A delimiter opens after no letter and before no space, and closes the other way round."""
        sign = match.group()
        at, to = match.span()
        before = self._source[at - 1] if at > start else " "
        after = self._source[to] if to < end else " "
        opens = not (before.isalnum() or before == "\\" or after.isspace() or after == sign[0])
        closes = not (before.isspace() or before == sign[0] or after.isalnum())
        row.sign(sign, sign, opens=opens, closes=closes and before != "\\")

    def _macro(self, at: int, row: Row, end: int) -> int:
        """The place behind what was read: a tag, or a macro that is not looked into."""
        macro = self._macros.get(at)
        if macro is None or macro.end > end:
            row.text("{")
            return at + 1
        source = self._source[macro.start : macro.end]
        if macro.name in KNOWN and macro.alone:
            row.text(source)
        elif macro.name == "color":
            mark = {"type": "textColor", "attrs": {"color": macro.argument or ""}}
            row.enter(mark)
            self._read(row, macro.inner, macro.inner_end)
            row.leave()
        else:
            row.atom(opaque("inlineExtension", macro.name, source))
        return macro.end

    def _link(self, match: re.Match[str], row: Row) -> None:
        inside = match.group()[1:-1]
        label, bar, rest = _parted(inside)
        target, _, title = _parted(rest if bar else label)
        target = target.strip()
        if not target or (not bar and not _is_target(target)):
            row.text("[")
            self._read(row, match.start() + 1, match.end() - 1)
            row.text("]")
        elif not bar and target[0] == "~":
            name = plain(target[1:])
            row.atom({"type": "mention", "attrs": {"id": name, "text": f"@{name}"}})
        elif not bar and target[0] == "^":
            row.atom(_file(plain(target[1:]), match.group()))
        else:
            href = plain(target)
            attrs = {"href": href} | ({"title": plain(title)} if title else {})
            row.enter({"type": "link", "attrs": attrs})
            start = match.start() + 1
            if bar and label.strip():
                self._read(row, start, start + len(label))
            else:
                row.text(href)
            row.leave()


def _parted(source: str) -> tuple[str, str, str]:
    """What is before the first bar that is no text, the bar, and what is after it."""
    found = re.search(r"(?<!\\)\|", source)
    if found is None:
        return source, "", ""
    return source[: found.start()], "|", source[found.end() :]


def _is_target(source: str) -> bool:
    special = source[0] in "~^" and len(source) > 1
    return special or _TARGET_RE.fullmatch(source) is not None


def _mono(source: str) -> str:
    return source[4:-4] if source.startswith("{{{}") else source[2:-2]


def _break(_match: re.Match[str], row: Row) -> None:
    row.atom({"type": "hardBreak", "attrs": {"markup": "\\\\"}})


def _image(match: re.Match[str], row: Row) -> None:
    name = plain(match.group()[1:-1].partition("|")[0]).strip()
    row.atom(_file(name, match.group()))


def _file(name: str, markup: str) -> Node:
    return {"type": "mediaInline", "attrs": {"id": name, "alt": name, "markup": markup}}


def _emoji(source: str) -> Node:
    return {"type": "emoji", "attrs": {"shortName": source}}


def opaque(kind: str, name: str, markup: str) -> Node:
    """A macro that is shown but not looked into."""
    shown = " ".join(markup.split())
    shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
    attrs: dict[str, Any] = {"extensionKey": name, "text": shown, "markup": markup}
    return {"type": kind, "attrs": attrs}


_SHOWN: Final = 60
