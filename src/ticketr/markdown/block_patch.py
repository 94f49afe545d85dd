"""The changes that edits of one ticket or task make to the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ticketr.markdown.document import Section, Span
from ticketr.markdown.escape import canonical, escape_lines, escape_title, one_line
from ticketr.markdown.expect import fold
from ticketr.markdown.fields import dedent
from ticketr.markdown.render import (
    TITLES,
    Layout,
    field_lines,
    indented,
    key_text,
    normal_value,
    section_lines,
    task_lines,
)
from ticketr.markdown.source import BLANKS, LINE_END, width
from ticketr.markdown.style import (
    blanks_at,
    field_style,
    inner_indent,
    marker_of,
    newline_of,
    task_layout,
)

if TYPE_CHECKING:
    from ticketr.markdown.document import Block, Document, FieldLine
    from ticketr.markdown.render import TicketText

    Change = tuple[int, int, int, str]  # start, end, rank among insertions at one place, new text
    SectionName = Literal["description", "criteria"]

ORDER = ("description", "fields", "criteria", "tasks")


class BlockPatch:
    """What is to become of one block; what was not asked for stays."""

    __slots__ = (
        "_fields",
        "_is_out",
        "_tasks",
        "_texts",
        "block",
        "document",
        "key",
        "newline",
        "sections",
        "text",
        "title",
    )

    def __init__(self, document: Document, block: Block) -> None:
        self.document = document
        self.text = document.text
        self.newline = newline_of(document.text)
        self.block = block
        self.key = block.key
        self.title = block.title
        self.sections: dict[SectionName, str] = {}
        self._fields: dict[str, tuple[str, str | None]] = {}
        self._tasks: list[TicketText] = []
        self._texts: list[str] = []
        self._is_out = False

    def set_field(self, name: str, value: str | None) -> None:
        """Set a field; None takes it out."""
        self._fields[fold(name)] = (name, value)

    def add_task(self, task: TicketText) -> None:
        """Add a task; raises ValueError under a task."""
        if self.block.kind == "task":
            raise ValueError("a task cannot hold tasks of its own")
        self._tasks.append(task)

    def take_out(self) -> str:
        """Take the task out; gives its text as it is written. Raises ValueError for a ticket."""
        if self.block.kind != "task":
            raise ValueError("only a task moves")
        self._is_out = True
        return self.text[self.block.heading_span.start : self.block.end]

    def add_text(self, text: str) -> None:
        """Add a task as it is written elsewhere in the file; raises ValueError under a task."""
        if self.block.kind == "task":
            raise ValueError("a task cannot hold tasks of its own")
        self._texts.append(text)

    def changes(self) -> list[Change]:
        """All changes of the block; their spans do not overlap."""
        if self._is_out:
            start = _before(self.text, self.block.heading_span.start)
            return [(start, self.block.end, 0, "")]
        found = [*self._heading()]
        for name, text in self.sections.items():
            found += self._section(name, text)
        return [*found, *self._field_changes(), *self._task_changes()]

    def _heading(self) -> list[Change]:
        block, found = self.block, []
        at = block.title_span.start
        if self.key != block.key:
            span = block.key_span
            new = key_text(self.key) if self.key is not None else ""
            if span is None:
                found.append((at, at, 0, f"{new} "))
            else:
                found.append((span.start, span.end if new else at, 0, new))
        title = one_line(self.title)
        if title != block.title:
            is_tight = self.text[at - 1] not in BLANKS
            new = (" " if is_tight else "") + escape_title(title)
            found.append((at, block.title_span.end, 1, new))
        return found

    def _section(self, name: SectionName, text: str) -> list[Change]:
        text = canonical(text)
        old = self.block.description if name == "description" else self.block.criteria
        if old is None:
            return [self._insertion(name, section_lines(name, text, self._marker()))]
        if text == old.text:
            return []
        if old.heading_span is None and not _fits_lead(text):
            lines = indented(section_lines(name, text, self._marker()), old.indent)
            return [(old.span.start, old.span.end, 0, self.newline.join(lines))]
        deepest = 6 if old.heading_span is None else self._deepest()
        return [self._body_change(old, escape_lines(text, deepest))]

    def _deepest(self) -> int:
        return len(self._marker())

    def _body_change(self, old: Section, new: list[str]) -> Change:
        """Replace the lines that differ; the others keep their indentation and line ends."""
        start, end = old.span.start, old.span.end
        if start == end or not new:
            return self._whole_body(old, new)
        pieces = _lines_with_ends(self.text[start:end])
        columns = width(old.indent)
        bare = [
            line[len(old.indent) :] if line.startswith(old.indent) else dedent(line, columns)
            for line, _ in pieces
        ]
        head = _common(bare, new)
        tail = _common(bare[head:][::-1], new[head:][::-1])
        if head + tail == len(bare) or head + tail == len(new):
            return self._whole_body(old, new)
        start += sum(len(line) + len(stop) for line, stop in pieces[:head])
        end -= sum(len(line) + len(stop) for line, stop in pieces[len(pieces) - tail :])
        end -= len(pieces[len(pieces) - tail - 1][1])
        lines = indented(new[head : len(new) - tail], old.indent)
        return (start, end, 0, self.newline.join(lines))

    def _whole_body(self, old: Section, new: list[str]) -> Change:
        start, end = old.span.start, old.span.end
        lines = self.newline.join(indented(new, old.indent))
        if start == end:
            return (start, end, 0, self.newline + lines)
        return (start, end, 0, lines) if new else (_before(self.text, start), end, 0, "")

    def _insertion(self, name: str, lines: list[str]) -> Change:
        """A section that is not there yet, in the canonical order."""
        block, rank = self.block, ORDER.index(name)
        present = (
            block.description, block.fields_section, block.criteria, block.tasks_section
        )  # fmt: skip
        at = max((one.end for one in present[:rank] if one), default=block.head_end)
        is_task = block.kind == "task"
        is_first = is_task and at == block.heading_span.end and not self._is_behind(rank)
        blank = "" if is_first else self.newline
        indent = self._indent()
        return (
            at,
            at,
            10 + rank,
            self.newline + blank + self.newline.join(indented(lines, indent)),
        )

    def _is_behind(self, rank: int) -> bool:
        """Whether another section of this patch is inserted in front of one of that rank."""
        made: set[str] = {name for name in self.sections if getattr(self.block, name) is None}
        if self.block.fields_section is None and any(
            value is not None for _, value in self._fields.values()
        ):
            made.add("fields")
        return any(ORDER.index(name) < rank for name in made)

    def _marker(self) -> str:
        return "##" if self.block.kind == "ticket" else marker_of(self.document, self.block)

    def _indent(self) -> str:
        block = self.block
        if block.kind == "ticket" or block.marker or block.description:
            return block.indent
        sample = next(
            (task for one in self.document.blocks for task in one.tasks if task.marker), None
        )
        return blanks_at(self.text, block.heading_span.start) + inner_indent(self.text, sample)

    def _field_changes(self) -> list[Change]:
        found: list[Change] = []
        kept: list[FieldLine] = []
        wanted = dict(self._fields)
        for field in self.block.fields:
            _, value = wanted.pop(fold(field.name), (field.name, field.value))
            if value is None:
                found.append((_before(self.text, field.span.start), field.span.end, 0, ""))
                continue
            kept.append(field)
            if normal_value(value) != field.value:
                found.append(self._value_change(field, normal_value(value)))
        new = [(name, value) for name, value in wanted.values() if value is not None]
        return found + self._new_fields(new, kept) if new else found

    def _value_change(self, field: FieldLine, value: str) -> Change:
        start, end = field.value_span.start, field.value_span.end
        if "\n" in value:
            while self.text[start - 1] in BLANKS:
                start -= 1
            indent = blanks_at(self.text, field.span.start) + "    "
            lines = indented(escape_lines(value, 6), indent)
            return (start, end, 0, self.newline.join(["", *lines]))
        is_tight = bool(self.text[start:end][:1].strip()) and value[:1].isalnum()
        is_apart = is_tight or self.text[start - 1] in BLANKS
        return (start, end, 0, value if is_apart or not value else f" {value}")

    def _new_fields(self, new: list[tuple[str, str]], kept: list[FieldLine]) -> list[Change]:
        start, colon = field_style(self.document, self.block)
        layout = Layout(field_start=start, field_colon=colon)
        lines = [line for name, value in new for line in field_lines(name, value, layout)]
        section = self.block.fields_section
        if section is None:
            return [self._insertion("fields", [f"{self._marker()} {TITLES['fields']}", *lines])]
        indent = blanks_at(self.text, kept[-1].span.start) if kept else section.indent
        at = kept[-1].span.end if kept else self._behind_fields(section)
        return [(at, at, 5, self.newline + self.newline.join(indented(lines, indent)))]

    def _behind_fields(self, section: Section) -> int:
        # All its fields may be taken out by this very patch: then the first makes room.
        fields = self.block.fields
        return _before(self.text, fields[0].span.start) if fields else section.span.end

    def _task_changes(self) -> list[Change]:
        if not self._tasks and not self._texts:
            return []
        block, layout = self.block, task_layout(self.document, self.block)
        section = block.tasks_section
        blank = _has_blank_between(self.text, block)
        lines: list[str] = []
        written = [[text] for text in self._texts]
        for new in written + [task_lines(task, layout) for task in self._tasks]:
            lines += ([""] if blank and (lines or block.tasks) else []) + new
        if section is None:
            return [self._insertion("tasks", [f"## {TITLES['tasks']}", *lines])]
        at = block.tasks[-1].end if block.tasks else section.span.end
        return [(at, at, 20, self.newline + self.newline.join(lines))]


def _fits_lead(text: str) -> bool:
    return text[:1].isalnum() and "\n" not in text


def _before(text: str, start: int) -> int:
    """Where the line above the one that starts there ends."""
    return start - (2 if text[max(start - 2, 0) : start] == "\r\n" else 1)


def _lines_with_ends(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    for match in LINE_END.finditer(text):
        found.append((text[at : match.start()], match[0]))
        at = match.end()
    return [*found, (text[at:], "")]


def _common(left: list[str], right: list[str]) -> int:
    """How many lines the two lists share at their start."""
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count


def _has_blank_between(text: str, block: Block) -> bool:
    if len(block.tasks) < 2:
        return False
    gap = Span(block.tasks[-2].end, block.tasks[-1].heading_span.start)
    return len(LINE_END.findall(text[gap.start : gap.end])) > 1
