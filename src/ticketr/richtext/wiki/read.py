"""Wiki markup to a tree of nodes that says where in the text each block stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ticketr.richtext.wiki import lists, macros, rows
from ticketr.richtext.wiki.signs import NEWLINE_RE
from ticketr.richtext.wiki.sources import Place, Source
from ticketr.richtext.wiki.spans import Spans
from ticketr.richtext.wiki.tags import KNOWN, Macro
from ticketr.richtext.wiki.tags import macros as find_macros

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticketr.richtext.adf.nodes import Node

_HEADING_RE: Final = re.compile(r"[ \t]*h([1-6])\.[ \t]*")
_QUOTE_RE: Final = re.compile(r"[ \t]*bq\.[ \t]*")
_RULE_RE: Final = re.compile(r"[ \t]*-{4,5}[ \t]*")
_LIST_RE: Final = re.compile(r"[ \t]*(?!--[ \t]|---[ \t])[*#-]+[ \t]")
_TABLE_RE: Final = re.compile(r"[ \t]*\|")
_SPACE: Final = " \t"

TOP: Final = "top"
ITEM: Final = "item"
CELL: Final = "cell"


@dataclass(frozen=True, slots=True)
class Line:
    """A line, which a macro with lines of its own does not end."""

    start: int
    end: int
    macros: tuple[Macro, ...]

    @property
    def first(self) -> int:
        """Where its own text ends: at its first macro, if it has one."""
        return self.macros[0].start if self.macros else self.end


def read(text: str, name: str = "") -> Source:
    """The text with its blocks; `name` keeps the places of two texts apart."""
    reader = Reader(text, name)
    reader.source.blocks = reader.blocks(0, len(text), TOP)
    return reader.source


class Reader:
    """Reads one text. Its methods read stretches of it, in the area of that name."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.source = Source(text)
        self._name = name
        found = find_macros(text)
        loose = [macro for macro in found if macro.alone and macro.name in KNOWN]
        self.source.tags = [macro.start for macro in loose]
        self.source.names = frozenset(macro.name for macro in loose)
        self._macros = [macro for macro in found if macro.block and not macro.alone]
        self._starts = [macro.start for macro in self._macros]
        self._all = found
        self._all_starts = [macro.start for macro in found]
        self._spans = Spans(text, {macro.start: macro for macro in found})

    def placed(self, node: Node, start: int, end: int, inner: tuple[int, int], area: str) -> Node:
        """The node, its place noted under its `localId`."""
        key = f"{self._name}{len(self.source.places)}"
        node["attrs"] = {**node.get("attrs", {}), "localId": key}
        self.source.places[key] = Place(node, start, end, inner, area)
        return node

    def in_order(self, found: list[Node], start: int) -> list[Node]:
        """Siblings, each told which one is before it and whether it fills its lines."""
        before = ""
        for node in found:
            key = node["attrs"]["localId"]
            place = self.source.places[key]
            place.after = before
            newline = NEWLINE_RE.search(self.text, start, place.start) is not None
            place.begins = newline or not (before or place.area.endswith(ITEM))
            if before:
                self.source.places[before].ends = newline
            start, before = place.end, key
        return found

    def blocks(self, start: int, end: int, area: str) -> list[Node]:
        """The blocks between two places."""
        lines = self.lines(start, end)
        found: list[Node] = []
        at = 0
        while at < len(lines):
            if self.blank(lines[at]):
                at += 1
            else:
                at = self._block(lines, at, area, found)
        return self.in_order(found, start)

    def body(self, start: int, end: int, area: str) -> list[Node]:
        """The blocks between two places, at least one."""
        return self.blocks(start, end, area) or [self.paragraph(start, start, area)]

    def blank(self, line: Line) -> bool:
        """Whether nothing is in the line."""
        return not line.macros and not self.text[line.start : line.end].strip(_SPACE)

    def _block(self, lines: Sequence[Line], at: int, area: str, found: list[Node]) -> int:
        """Read the block that begins with a line; where the next one begins."""
        line = lines[at]
        if self.is_list(line):
            return lists.read(self, lines, at, area, found)
        if area == TOP:
            heading = _HEADING_RE.match(self.text, line.start, line.first)
            quote = _QUOTE_RE.match(self.text, line.start, line.first)
            if heading or quote:
                self._titled(line, heading, quote, found)
                return at + 1
            if self.is_rule(line):
                start = line.start
                found.append(
                    self.placed({"type": "rule"}, start, line.end, (start, line.end), TOP)
                )
                return at + 1
            if self.is_table(line):
                return rows.read(self, lines, at, found)
        last = at + 1
        while last < len(lines) and not (
            self.blank(lines[last])
            or self.is_list(lines[last])
            or self._starts_block(lines[last], area)
        ):
            last += 1
        found += self.mixed(line.start, lines[last - 1].end, area)
        return last

    def is_list(self, line: Line) -> bool:
        """Whether a list begins with the line."""
        return _LIST_RE.match(self.text, line.start, line.first) is not None

    def is_rule(self, line: Line) -> bool:
        """Whether the line is one across the page."""
        return not line.macros and bool(_RULE_RE.fullmatch(self.text, line.start, line.end))

    def is_table(self, line: Line) -> bool:
        """Whether a row of a table begins with the line."""
        return _TABLE_RE.match(self.text, line.start, line.first) is not None

    def _starts_block(self, line: Line, area: str) -> bool:
        return area == TOP and self.ends_list(line)

    def ends_list(self, line: Line) -> bool:
        """Whether a block begins with the line that is none of a list."""
        first = (self.text, line.start, line.first)
        titled = _HEADING_RE.match(*first) or _QUOTE_RE.match(*first)
        return bool(titled) or self.is_rule(line) or self.is_table(line)

    def _titled(self, line: Line, heading: Any, quote: Any, found: list[Node]) -> None:
        """A heading, or a quote of one line, and what macros follow in the line."""
        inner = (heading or quote).end()
        end = max(self.stripped(inner, line.first)[1], inner)
        if heading:
            node: Node = {"type": "heading", "attrs": {"level": int(heading[1])}}
            content = self._spans.nodes(inner, end)
            if content:
                node["content"] = content
        else:
            node = {"type": "blockquote", "content": [self.paragraph(inner, end, "line")]}
        found.append(self.placed(node, line.start, end, (inner, end), TOP))
        if line.macros:
            found += self.mixed(line.first, line.end, TOP)

    def mixed(self, start: int, end: int, area: str) -> list[Node]:
        """Text and macros in turn: a paragraph for each stretch of text."""
        found: list[Node] = []
        at = start
        for macro in self.macros(start, end):
            found += self._run(at, macro.start, area)
            found.append(macros.read(self, macro, area))
            at = macro.end
        return found + self._run(at, end, area)

    def _run(self, start: int, end: int, area: str) -> list[Node]:
        start, end = self.stripped(start, end)
        return [self.paragraph(start, end, area)] if start < end else []

    def stripped(self, start: int, end: int) -> tuple[int, int]:
        """The two places without the white space between them; both at the start if that is all."""
        source = self.text[start:end]
        found = source.strip(" \t\r\n")
        first = start + (source.index(found[0]) if found else 0)
        return first, first + len(found)

    def paragraph(self, start: int, end: int, area: str) -> Node:
        """The text between two places as a paragraph."""
        node: Node = {"type": "paragraph"}
        if self.text[start:end] != "&nbsp;":
            content = self._spans.nodes(start, end, cell=area.startswith(CELL))
            if content:
                node["content"] = content
        return self.placed(node, start, end, (start, end), area)

    def macros(self, start: int, end: int) -> list[Macro]:
        """The outermost macros between two places that are blocks."""
        found: list[Macro] = []
        index = bisect_left(self._starts, start)
        while index < len(self._macros) and self._starts[index] < end:
            macro = self._macros[index]
            found.append(macro)
            index = bisect_left(self._starts, macro.end, index + 1)
        return found

    def lines(self, start: int, end: int) -> list[Line]:
        """The lines between two places."""
        found: list[Line] = []
        within: list[Macro] = []
        at = start
        for macro in [*self.macros(start, end), None]:
            last = macro.start if macro else end
            for match in NEWLINE_RE.finditer(self.text, within[-1].end if within else at, last):
                found.append(Line(at, match.start(), tuple(within)))
                at, within = match.end(), []
            if macro:
                within.append(macro)
        return [*found, Line(at, end, tuple(within))]

    def opaque(self, start: int, end: int) -> list[Macro]:
        """The outermost macros between two places, those in a line too."""
        found: list[Macro] = []
        index = bisect_left(self._all_starts, start)
        while index < len(self._all) and self._all_starts[index] < end:
            macro = self._all[index]
            found.append(macro)
            index = bisect_left(self._all_starts, macro.end, index + 1)
        return found
