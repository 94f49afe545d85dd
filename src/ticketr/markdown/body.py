"""What stands under the heading of a ticket or task: its sections, fields and tasks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from ticketr.markdown.document import Section, Span
from ticketr.markdown.fields import dedent, read_fields, unescape_outside
from ticketr.markdown.outline import Mark, task_outline
from ticketr.markdown.source import BLANKS, BREAK, COMMENT, KEY, OPENERS, Source, is_blank, width

if TYPE_CHECKING:
    from ticketr.markdown.document import FieldLine

_NESTED = re.compile(
    rf"(?:[-*+]|[0-9]{{1,9}}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(?:#{{1,6}}[ \t]|\[{KEY}\](?!\())"
)
NESTED = "A task cannot hold tasks of its own."
NESTED_HINT = "Make the task a ticket (`# TICKET:`), or list these under the ticket's own Tasks."


class Reports(Protocol):
    """Takes what is wrong, and what is kept without being understood."""

    source: Source

    def column(self, number: int) -> int:
        """The column of the first character shown on a line."""

    def problem(self, number: int, column: int, message: str, hint: str) -> None:
        """Record a mistake."""

    def note(self, number: int, message: str, hint: str = "") -> None:
        """Record text that is kept and not sent."""


class Body:
    """The parts of one block, filled by one reading from top to bottom."""

    __slots__ = (
        "end",
        "fields",
        "floor",
        "head_end",
        "indent",
        "marker",
        "reports",
        "sections",
        "source",
        "stop",
        "task_marks",
    )

    def __init__(self, reports: Reports, head: Mark, stop: int) -> None:
        self.reports = reports
        self.source = reports.source
        self.floor = head.floor
        self.stop = stop
        self.sections: dict[str, Section] = {}
        self.fields: tuple[FieldLine, ...] = ()
        self.task_marks: list[tuple[Mark, int]] = []
        self.end = self.head_end = self.end_before(head.line, stop)
        line = self.source.lines[head.line]
        is_ticket = head.kind == "ticket"
        self.marker = "##" if is_ticket else ""
        self.indent = "" if is_ticket else line[: len(line) - len(line.lstrip(BLANKS))] + "  "

    def end_before(self, first: int, stop: int) -> int:
        """The end of the last line with text before `stop`; of line `first` if there is none."""
        last = max(self.source.trim(first, stop)[1], first + 1) - 1
        return self.source.end(last)

    def read(self, head: Mark, marks: list[Mark]) -> None:
        """Read all that stands under the heading."""
        lines = [min(mark.line, self.stop) for mark in marks] + [self.stop]
        for at, mark in enumerate(marks):
            if mark.kind == "section":
                self.section(mark, marks, at, lines)
            else:
                self.remark(mark)
        self.head_end = self.end_before(head.line, lines[0])
        self.lead(head, lines[0])

    def section(self, mark: Mark, marks: list[Mark], at: int, lines: list[int]) -> None:
        """Read one section; a second one of that name, and tasks of tasks, are problems."""
        if mark.name in self.sections:
            first = self.sections[mark.name].line
            self.problem(
                mark.line,
                f"This section stands twice in one ticket or task, first on line {first}.",
                "Join the two under one heading.",
            )
            return
        if mark.name == "tasks" and self.floor >= 0:
            self.problem(mark.line, NESTED, NESTED_HINT)
            return
        after = at + 1
        while after < len(marks) and marks[after].kind != "section":
            after += 1
        stop = lines[at + 1]
        if mark.name == "tasks":
            self.tasks(marks, at, after, lines)
            stop = next(
                (one.line for one in marks[at + 1 : after] if one.kind in ENDINGS), lines[after]
            )
        section = self.make(mark, stop, lines[after])
        self.sections[mark.name] = section
        if mark.name == "fields":
            self.read_fields(mark.line + 1, stop)

    def make(self, mark: Mark, stop: int, region: int) -> Section:
        """The section under a heading, its text up to line `stop`, its region up to `region`."""
        source, number = self.source, mark.line
        line, start = source.lines[number], source.starts[number]
        bare = line.lstrip(BLANKS)
        indent = line[: len(line) - len(bare)]
        if self.floor >= 0 and not self.marker:
            self.indent, self.marker = indent, bare[: len(bare) - len(bare.lstrip("#"))]
        first, last = source.trim(number + 1, stop)
        has_text = mark.name in ("description", "acceptance criteria")
        heading_end = start + len(line)
        return Section(
            self.text(first, last, indent) if has_text else "",
            Span(source.starts[first], source.end(last - 1))
            if first < last
            else Span(heading_end, heading_end),
            Span(start, heading_end),
            number + 1,
            indent,
            self.end_before(number, region),
        )

    def text(self, first: int, stop: int, indent: str) -> str:
        """Lines as text: dedented, escapes undone."""
        lines = self.source.lines[first:stop]
        if any("\\\\" in line for line in lines):
            lines = unescape_outside(self.source, first, stop, self.floor)
        if indent:
            columns, size = width(indent), len(indent)
            lines = [
                line[size:] if line.startswith(indent) else dedent(line, columns) for line in lines
            ]
        return "\n".join(lines)

    def read_fields(self, first: int, stop: int) -> None:
        """Read the fields; one that is named twice is a problem."""

        def note(number: int) -> None:
            if not BREAK.match(self.source.lines[number].strip(BLANKS)):
                self.reports.note(
                    number, "This line is no field; it stays here and is not sent.", FIELD_HINT
                )

        seen: dict[str, int] = {}
        kept = []
        for field in read_fields(self.source, first, stop, self.floor, note):
            name = " ".join(field.name.casefold().split())
            line = seen.setdefault(name, field.line)
            if line == field.line:
                kept.append(field)
            else:
                message = f"The field {field.name} stands twice, first on line {line}."
                self.reports.problem(field.line - 1, field.column, message, "Keep one of the two.")
        self.fields = tuple(kept)

    def tasks(self, marks: list[Mark], at: int, after: int, lines: list[int]) -> None:
        """Remember where each task starts and ends."""
        self.task_marks = [
            (marks[one], lines[one + 1])
            for one in range(at + 1, after)
            if marks[one].kind == "task"
        ]

    def lead(self, head: Mark, stop: int) -> None:
        """Take the text above the first section: a description without a heading."""
        first, last = self.source.trim(self.after_comments(head.line + 1, stop), stop)
        if first >= last:
            return
        if self.floor >= 0 and (number := self.nested(first, last)) >= 0:
            self.problem(number, NESTED, NESTED_HINT)
        if "description" in self.sections:
            self.reports.note(
                first, "This text stands above the Description; it stays here and is not sent."
            )
            return
        line = self.source.lines[first]
        indent = line[: len(line) - len(line.lstrip(BLANKS))] if self.floor >= 0 else ""
        if self.floor >= 0 and width(indent) <= self.floor:
            indent = self.indent
        elif self.floor >= 0 and not self.marker:
            self.indent = indent
        end = self.source.end(last - 1)
        span = Span(self.source.starts[first], end)
        text = self.text(first, last, indent)
        self.sections["description"] = Section(text, span, None, first + 1, indent, end)

    def after_comments(self, number: int, stop: int) -> int:
        """The first line that is neither blank nor a comment (`# …`, `<!-- … -->`)."""
        lines = self.source.lines
        while number < stop:
            bare = lines[number].strip()
            end = (
                self.source.literal_end(number, self.floor) if bare.startswith(COMMENT) else number
            )
            if end < 0 or not (not bare or bare.startswith(("# ", COMMENT)) or bare == "#"):
                break
            number = end + 1
        return number

    def nested(self, first: int, stop: int) -> int:
        """The first line that is a task under a task, by its key or its `###`; -1: none."""
        number = first
        while number < stop:
            bare = self.source.lines[number].lstrip(BLANKS)
            if bare[:1] in OPENERS:
                number = max(number, self.source.literal_end(number, self.floor))
            elif _NESTED.match(bare):
                return number
            number += 1
        return -1

    def remark(self, mark: Mark) -> None:
        """Report a mark that starts no part of the ticket."""
        if mark.kind == "outside":
            self.problem(
                mark.line,
                "This section is not indented under its task.",
                "Indent it, and what belongs to it, by two spaces.",
            )
        elif mark.kind == "other":
            self.reports.note(
                mark.line,
                "This heading ends the list above it; what follows stays here and is not sent.",
            )
        elif mark.kind == "stray" and not _is_aside(self.source.lines[mark.line]):
            self.reports.note(
                mark.line, "This text belongs to no task; it stays here and is not sent."
            )

    def problem(self, number: int, message: str, hint: str) -> None:
        """Record a mistake at the start of a line."""
        self.reports.problem(number, self.reports.column(number), message, hint)


ENDINGS = ("other", "outside")
FIELD_HINT = "A field is written `- Name: value`."


def read_body(reports: Reports, head: Mark, marks: list[Mark] | None, stop: int) -> Body:
    """Read the lines under a heading up to `stop`; a task's own marks are looked for here."""
    body = Body(reports, head, stop)
    if marks is None:
        marks = task_outline(reports.source, head.line + 1, stop, head.floor)
    body.read(head, marks)
    return body


def _is_aside(line: str) -> bool:
    bare = line.strip()
    return bare.startswith(("#", COMMENT)) or BREAK.match(bare) is not None or is_blank(line)
