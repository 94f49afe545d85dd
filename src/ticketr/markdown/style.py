"""The style a file is written in, read off what is there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ticketr.markdown.render import Layout
from ticketr.markdown.source import BLANKS, LINE_END

if TYPE_CHECKING:
    from ticketr.markdown.document import Block, Document, FieldLine

_BULLET = re.compile(r"(?:([-*+])|([0-9]{1,9})([.)]))([ \t]*)(\[[ xX]\][ \t]+)?(#{1,6}[ \t]+)?")


def newline_of(text: str) -> str:
    """The line end a text uses first; LF where there is none."""
    match = LINE_END.search(text)
    return match[0] if match else "\n"


def blanks_at(text: str, start: int) -> str:
    """The indentation of the line that starts there."""
    end = start
    while text[end : end + 1] in (" ", "\t"):
        end += 1
    return text[start:end]


def task_layout(document: Document, ticket: Block | None) -> Layout:
    """How the ticket's next task is written: like its last, or else as elsewhere in the file."""
    everywhere = [task for block in document.blocks for task in block.tasks]
    near = list(ticket.tasks) if ticket else []
    last = near[-1] if near else everywhere[-1] if everywhere else None
    bullet = (
        _next_bullet(document.text, last, is_same_list=bool(near)) if last is not None else "- "
    )
    sample = next((task for task in [*reversed(near), *everywhere] if task.marker), None)
    start, colon = field_style(document, sample or ticket)
    lead = blanks_at(document.text, near[-1].heading_span.start) if near else ""
    return Layout(
        newline_of(document.text),
        lead + bullet,
        marker_of(document, last),
        lead + inner_indent(document.text, sample),
        start,
        colon,
    )


def inner_indent(text: str, task: Block | None) -> str:
    """What a task's sections are indented by, beyond the task itself."""
    if task is None:
        return "  "
    return task.indent[len(blanks_at(text, task.heading_span.start)) :] or "  "


def marker_of(document: Document, task: Block | None) -> str:
    """The run of `#` of a task's sections: its own, its neighbours', or what suits its title."""
    if task is None:
        return "##"
    if task.marker:
        return task.marker
    own = _task_hashes(document.text, task)
    for block in document.blocks:
        for other in block.tasks:
            if other.marker and bool(_task_hashes(document.text, other)) == bool(own):
                return other.marker
    return (own + "#")[:6] if own else "##"


def field_style(document: Document, block: Block | None) -> tuple[str, str]:
    """What stands before and behind a field's name: in the block, or else elsewhere."""
    fields = list(block.fields) if block else []
    sample = fields[-1] if fields else _first_field(document)
    if sample is None:
        return "- ", ": "
    text = document.text
    start = text[sample.span.start : sample.name_span.start].lstrip(BLANKS)
    colon = text[sample.name_span.end : sample.value_span.start].strip(BLANKS)
    at = sample.value_span.start
    is_tight = text[at - 1] not in BLANKS and bool(text[at : sample.value_span.end][:1].strip())
    return start, colon if is_tight else f"{colon} "


def _first_field(document: Document) -> FieldLine | None:
    for ticket in document.blocks:
        for block in (ticket, *ticket.tasks):
            if block.fields:
                return block.fields[0]
    return None


def _task_hashes(text: str, task: Block) -> str:
    line = text[task.heading_span.start : task.heading_span.end].lstrip(BLANKS)
    match = _BULLET.match(line)
    return (match[6] or "").strip() if match else ""


def _next_bullet(text: str, task: Block, *, is_same_list: bool) -> str:
    line = text[task.heading_span.start : task.heading_span.end].lstrip(BLANKS)
    match = _BULLET.match(line)
    if match is None:  # pragma: no cover - a task starts with a bullet
        return "- "
    number = int(match[2] or 0) + 1 if is_same_list else 1
    mark = match[1] or f"{number}{match[3]}"
    box = "[ ] " if match[5] else ""
    return f"{mark}{match[4] or ' '}{box}{match[6] or ''}"
