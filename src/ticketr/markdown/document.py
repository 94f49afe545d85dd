"""What a ticket file holds: values beside the places they were read from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Literal

    from ticketr.errors import Problem

    Kind = Literal["ticket", "task"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of `Document.text`, in characters: `start` inclusive, `end` exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field as written.

    `value` is raw text: lists and numbers are parsed elsewhere. A value of several lines is
    dedented, with LF between them. `span` covers whole lines without the last line end; an empty
    `value_span` stands where a value would be written.
    """

    name: str
    value: str
    span: Span
    name_span: Span
    value_span: Span
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a ticket or task.

    `text` is canonical: without the heading's indentation, LF, no blank line at either edge,
    escapes undone. `span` covers the body's whole lines without the last line end; it is empty, at
    the end of the heading's line, where there is no body. `heading_span` is None for a description
    that stands right under the title. `end` is where a section that follows is inserted: behind
    all that stands before the next heading.
    """

    text: str
    span: Span
    heading_span: Span | None
    line: int
    indent: str
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """One ticket or task. What no span covers is kept as it is.

    A section that is None is not mentioned; one whose text is empty is set to nothing.
    `heading_span` is the heading's line without its line end, `title_span` the title as written,
    `key_span` the brackets with the key. `head_end` is the end of what stands above the first
    section, `end` that of the last line that belongs to the block. `marker` is the run of `#` of
    the sections inside (empty: none is there), `indent` what they are indented by.
    """

    kind: Kind
    key: str | None
    title: str
    line: int
    column: int
    heading_span: Span
    key_span: Span | None
    title_span: Span
    description: Section | None
    criteria: Section | None
    fields_section: Section | None
    tasks_section: Section | None
    fields: tuple[FieldLine, ...]
    tasks: tuple[Block, ...]
    head_end: int
    end: int
    marker: str
    indent: str


@dataclass(frozen=True, slots=True)
class Document:
    """A ticket file as read.

    `problems` are mistakes to be corrected before anything is sent; `notes` name text that is kept
    in the file, yet belongs to no ticket's value, so that nothing is left out in silence.
    """

    path: str
    text: str
    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]

    @property
    def every_block(self) -> tuple[Block, ...]:
        """The tickets, each before its tasks, in the order of the file."""
        return tuple(one for block in self.blocks for one in (block, *block.tasks))
