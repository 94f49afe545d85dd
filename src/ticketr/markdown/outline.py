"""The skeleton of a file: the lines that start tickets, sections and tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ticketr.markdown.source import (
    BLANKS,
    BREAK,
    BULLET,
    HEADING,
    OPENERS,
    SECTION,
    TICKET,
    Source,
    is_blank,
    width,
)

if TYPE_CHECKING:
    from typing import Literal

    MarkKind = Literal["ticket", "story", "section", "task", "other", "stray", "outside"]


class Mark(NamedTuple):
    """A line that ends what stood above it.

    kind: `ticket`, `story`; `section` (name is the section's); `task` (a bullet under Tasks);
    `other` (a heading that ends a list of fields or tasks); `outside` (a section heading that is
    not indented under its task); `stray` (text under Tasks that belongs to no task). `floor` is
    what lines of a task exceed.
    """

    kind: MarkKind
    line: int
    name: str = ""
    floor: int = -1


def outline(source: Source) -> list[Mark]:
    """The marks of a whole file, top to bottom, in one pass."""
    return _Outline(source).read()


class _Outline:
    """Where the reading stands: in which section of which ticket, under which task."""

    __slots__ = ("floor", "inside", "is_open", "marks", "source")

    def __init__(self, source: Source) -> None:
        self.source = source
        self.marks: list[Mark] = []
        self.inside = "prose"
        self.floor = -1
        self.is_open = False  # a task is open: text that is not indented may still continue it

    def read(self) -> list[Mark]:
        number, lines = 0, self.source.lines
        total = len(lines)
        while number < total:
            line = lines[number]
            bare = line.lstrip(BLANKS)
            if bare:
                first = bare[0]
                if self.inside == "tasks":
                    number = self._task_line(number, line, bare)
                elif first == "#":
                    self._heading(number, bare, width(line[: len(line) - len(bare)]))
                elif first in OPENERS:
                    number = max(number, self.source.literal_end(number))
            number += 1
        return self.marks

    def _task_line(self, number: int, line: str, bare: str) -> int:
        """Read a line under Tasks; give the last line it covers."""
        columns = width(line[: len(line) - len(bare)])
        inner = columns > self.floor >= 0
        if bare[0] in OPENERS:
            end = self.source.literal_end(number, self.floor if inner else -1)
            if not inner:
                self.is_open = (
                    self.is_open and end < 0
                )  # a fence, unlike text, never goes on lazily
                self._stray(number)
            return max(number, end)
        if inner:
            return number
        if bare[0] == "#" and self._heading(number, bare, columns):
            return number
        if BREAK.match(bare):
            self.is_open = False
            self._mark("stray", number)
        elif BULLET.match(bare):
            self.floor = columns + 1
            self.is_open = True
            self._mark("task", number, floor=self.floor)
        else:
            self._stray(number)
        return number

    def _stray(self, number: int) -> None:
        # Markdown lets a paragraph go on without indentation, until the first blank line.
        if not self.is_open or is_blank(self.source.lines[number - 1]):
            self.is_open = False
            self._mark("stray", number)

    def _heading(self, number: int, bare: str, columns: int) -> bool:
        """Mark a heading of the format; False where it is text."""
        if columns > 3:
            return False
        if ticket := TICKET.match(bare):
            is_ticket = ticket[1].upper() == "TICKET"
            self._enter("lead" if is_ticket else "prose")
            self._mark("ticket" if is_ticket else "story", number)
            return True
        if self.inside == "prose":
            return False
        if (section := SECTION.match(bare)) and len(section[1]) == 2:
            name = " ".join(section[2].lower().split())
            self._enter(name)
            self._mark("section", number, name=name)
            return True
        if section and self.inside == "tasks" and self.floor >= 0:
            self._enter("other")
            self._mark("outside", number)
            return True
        return self._other(number, bare)

    def _other(self, number: int, bare: str) -> bool:
        heading = HEADING.match(bare)
        levels = {"fields": (2,), "tasks": (1, 2)}.get(self.inside, ())
        if heading is None or len(heading[1]) not in levels:
            return False
        self._enter("other")
        self._mark("other", number)
        return True

    def _enter(self, name: str) -> None:
        self.inside = name
        self.floor = -1
        self.is_open = False

    def _mark(self, kind: MarkKind, number: int, *, name: str = "", floor: int = -1) -> None:
        self.marks.append(Mark(kind, number, name, floor))


def task_outline(source: Source, first: int, stop: int, floor: int) -> list[Mark]:
    """The marks among the lines of one task.

    The first section heading fixes how deep the task's sections are, in level and indentation;
    deeper ones are text, as headings of level 3 are in a ticket. A list of fields ends at a
    heading of that level.
    """
    marks: list[Mark] = []
    level, reach, inside, number = 6, 1_000_000, "lead", first
    while number < stop:
        line = source.lines[number]
        bare = line.lstrip(BLANKS)
        first_char = bare[:1]
        if first_char in OPENERS:
            number = max(number, source.literal_end(number, floor))
        elif first_char == "#":
            columns = width(line[: len(line) - len(bare)])
            mark = _task_heading(number, bare, level, inside) if floor < columns <= reach else None
            if mark:
                if mark.name and not any(one.name for one in marks):
                    level, reach = len(bare) - len(bare.lstrip("#")), columns + 3
                inside = mark.name
                marks.append(mark)
        number += 1
    return marks


def _task_heading(number: int, bare: str, level: int, inside: str) -> Mark | None:
    depth = len(bare) - len(bare.lstrip("#"))
    if depth > level:
        return None
    if section := SECTION.match(bare):
        return Mark("section", number, " ".join(section[2].lower().split()))
    if inside == "fields" and depth > 1 and HEADING.match(bare):
        return Mark("other", number)
    return None
