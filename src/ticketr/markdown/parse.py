"""Text of a ticket file -> Document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ticketr.errors import ErrorCode, Place, Problem
from ticketr.markdown.body import Body, read_body
from ticketr.markdown.document import Block, Document, Span
from ticketr.markdown.escape import unescape_title
from ticketr.markdown.outline import Mark, outline
from ticketr.markdown.source import BLANKS, BREAK, BULLET, KEY, TICKET, Source, is_blank, width

if TYPE_CHECKING:
    from ticketr.markdown.document import Kind

_KEY = re.compile(rf"\s*\[({KEY})\](?!\()[ \t]*")
_BOX = re.compile(r"(?:\[[ xX]\](?:[ \t]+|$))?(?:#{1,6}(?:[ \t]+|$))?")

STORY = "This says `# STORY:`, which is no ticket."
STORY_HINT = "Write `# TICKET:` instead of `# STORY:`; sections and tasks stay as they are."


def parse(text: str, path: str = "") -> Document:
    """Read a ticket file; never raises: what is wrong, in the whole file, is in `problems`.

    `path` is only named in the problems. The time is linear in the length of the text.
    """
    return _Reading(text, path).document()


class _Reading:
    """One reading of one file: its lines, and what was found wrong so far."""

    __slots__ = ("keys", "notes", "path", "problems", "source")

    def __init__(self, text: str, path: str) -> None:
        self.source = Source(text)
        self.path = path
        self.keys: dict[str, int] = {}
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []

    def document(self) -> Document:
        marks = outline(self.source)
        blocks = []
        for at, mark in enumerate(marks):
            if mark.kind == "story":
                self.problem(mark.line, self.column(mark.line), STORY, STORY_HINT, is_format=True)
            elif mark.kind == "ticket":
                blocks.append(self.ticket(marks, at))
        for block in blocks:
            self.check_keys(block)
        for number in self.source.unclosed:
            self.note(number, "What is opened here is never closed; it is read as plain text.")
        return Document(
            self.path,
            self.source.text,
            tuple(blocks),
            tuple(sorted(self.problems, key=_position)),
            tuple(sorted(self.notes, key=_position)),
        )

    def ticket(self, marks: list[Mark], at: int) -> Block:
        """The ticket that starts at `marks[at]`, to the next one."""
        head, after = marks[at], at + 1
        while after < len(marks) and marks[after].kind not in ("ticket", "story"):
            after += 1
        stop = marks[after].line if after < len(marks) else len(self.source.lines)
        stop = self.stop_of_ticket(head.line + 1, stop, marks[after - 1])
        body = read_body(self, head, marks[at + 1 : after], stop)
        tasks = self.tasks(body)
        return self.block("ticket", head, body, tasks)

    def tasks(self, body: Body) -> tuple[Block, ...]:
        """The tasks of a ticket, each with the sections indented under it."""
        return tuple(
            self.block("task", head, read_body(self, head, None, stop), ())
            for head, stop in body.task_marks
        )

    def stop_of_ticket(self, first: int, stop: int, last_mark: Mark) -> int:
        """The line behind the ticket's last; blank lines and `---` before the next not counted."""
        lines = self.source.lines
        while stop > first:
            line = lines[stop - 1]
            if not is_blank(line) and (last_mark.kind == "task" or not _is_separator(line)):
                break
            stop -= 1
        return stop

    def block(self, kind: Kind, head: Mark, body: Body, tasks: tuple[Block, ...]) -> Block:
        """A ticket or task out of its heading and what was read under it."""
        source, number = self.source, head.line
        line, start = source.lines[number], source.starts[number]
        at = _title_at(line, kind)
        found = _KEY.match(line, at)
        key_span = None
        if found:
            key_span = Span(start + found.start(1) - 1, start + found.end(1) + 1)
            at = found.end()
        raw = line[at:].strip()
        title_start = start + at + (len(line) - at - len(line[at:].lstrip()) if raw else 0)
        column = self.column(number)
        if not raw:
            what = "ticket" if kind == "ticket" else "task"
            self.problem(
                number, column, f"This {what} has no title.", f"Write the {what}'s title."
            )
        return Block(
            kind,
            found[1] if found else None,
            unescape_title(raw),
            number + 1,
            column,
            Span(start, start + len(line)),
            key_span,
            Span(title_start, title_start + len(raw)),
            body.sections.get("description"),
            body.sections.get("acceptance criteria"),
            body.sections.get("fields"),
            body.sections.get("tasks"),
            body.fields,
            tasks,
            body.head_end,
            body.end,
            body.marker,
            body.indent,
        )

    def check_keys(self, ticket: Block) -> None:
        """A key that stands in the file for the second time is a problem."""
        for block in (ticket, *ticket.tasks):
            if block.key is None or block.key_span is None:
                continue
            first = self.keys.setdefault(block.key, block.line)
            if first != block.line:
                self.problem(
                    block.line - 1,
                    block.key_span.start - block.heading_span.start + 2,
                    f"The key {block.key} stands in this file twice, first on line {first}.",
                    "Keep one of the two; a new ticket has no key yet.",
                )

    def column(self, number: int) -> int:
        """The column of the first character shown, from 1."""
        line = self.source.lines[number]
        return len(line) - len(line.lstrip(BLANKS)) + 1

    def problem(
        self, number: int, column: int, message: str, hint: str, *, is_format: bool = False
    ) -> None:
        """Record a mistake on a line (counted from 0)."""
        code = ErrorCode.FILE_FORMAT if is_format else ErrorCode.TICKET_VALIDATION
        self.problems.append(Problem(Place(self.path, number + 1, column), message, hint, code))

    def note(self, number: int, message: str, hint: str = "") -> None:
        """Record text that is kept and not understood."""
        place = Place(self.path, number + 1, self.column(number))
        self.notes.append(Problem(place, message, hint, ErrorCode.FILE_FORMAT))


def _position(problem: Problem) -> tuple[int, int]:
    return problem.place.line, problem.place.column


def _is_separator(line: str) -> bool:
    bare = line.lstrip(BLANKS)
    return BREAK.match(bare) is not None and width(line[: len(line) - len(bare)]) <= 3


def _title_at(line: str, kind: Kind) -> int:
    """Where a title or its key starts: behind `# TICKET:`, or a bullet with its box and `###`."""
    at = len(line) - len(line.lstrip(BLANKS))
    match = (TICKET if kind == "ticket" else BULLET).match(line, at)
    at = match.end() if match else at
    box = _BOX.match(line, at) if kind == "task" else None
    return box.end() if box else at
