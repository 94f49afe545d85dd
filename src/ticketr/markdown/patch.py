"""Edits -> the text with only these places changed; every other character stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from ticketr.errors import FileFormat
from ticketr.markdown.block_patch import BlockPatch
from ticketr.markdown.edits import (
    AddTask,
    AddTicket,
    BlockEdit,
    Edit,
    MoveTask,
    RemoveField,
    SetField,
    SetKey,
    SetSection,
    SetTitle,
)
from ticketr.markdown.expect import expected
from ticketr.markdown.parse import parse
from ticketr.markdown.render import normal, ticket_lines, ticket_text
from ticketr.markdown.source import BREAK, LINE_END, is_blank
from ticketr.markdown.style import newline_of, task_layout

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticketr.markdown.block_patch import Change
    from ticketr.markdown.document import Block, Document
    from ticketr.markdown.render import TicketText

__all__ = [
    "AddTask",
    "AddTicket",
    "BlockEdit",
    "Edit",
    "MoveTask",
    "RemoveField",
    "SetField",
    "SetKey",
    "SetSection",
    "SetTitle",
    "patch",
]


def patch(document: Document, edits: Iterable[Edit]) -> str:
    """The document's text after all the edits, in the style the file already has.

    Edits of one document go together; of two edits of one value the later wins. Raises ValueError
    for a block of another document, FileFormat where the file is such (a fence that is never
    closed, …) that the edit would change what else it says; then nothing of it may be written. A task that moves has
    no other edit beside it.
    """
    todo = list(edits)
    patches: dict[int, BlockPatch] = {}
    known = {block.heading_span.start: block for block in document.every_block}
    tickets: list[TicketText] = []

    def patch_of(block: Block) -> BlockPatch:
        start = block.heading_span.start
        if known.get(start) != block:
            raise ValueError("the edit is of a block of another document")
        return patches.setdefault(start, BlockPatch(document, block))

    for edit in todo:
        match edit:
            case AddTicket():
                tickets.append(edit.ticket)
            case MoveTask():
                patch_of(edit.to).add_text(patch_of(edit.block).take_out())
            case _:
                _note(patch_of(edit.block), edit)
    changes = [change for one in patches.values() for change in one.changes()]
    text = _apply(document.text, changes) + _appended(document, tickets)
    if any(not isinstance(edit, SetKey) for edit in todo):
        _check(document, todo, text)
    return text


def _note(plan: BlockPatch, edit: BlockEdit) -> None:
    match edit:
        case SetKey(key=key):
            plan.key = key
        case SetTitle(title=title):
            plan.title = title
        case SetSection(name=name, text=text):
            plan.sections[name] = text
        case SetField(name=name, value=value):
            plan.set_field(name, value)
        case RemoveField(name=name):
            plan.set_field(name, None)
        case AddTask(task=task):
            plan.add_task(task)
        case _:
            assert_never(edit)


def _apply(text: str, changes: list[Change]) -> str:
    # Spans of changes touch at most at their edges; an insertion goes in front of what starts
    # there.
    pieces, at = [], 0
    for start, end, _, new in sorted(changes, key=lambda change: change[:3]):
        pieces += [text[at:start], new]
        at = end
    pieces.append(text[at:])
    return "".join(pieces)


def _appended(document: Document, tickets: list[TicketText]) -> str:
    if not tickets:
        return ""
    newline = newline_of(document.text)
    lines = [line for line in LINE_END.split(document.text.lstrip("\ufeff")) if not is_blank(line)]
    is_open = not document.text.endswith(("\n", "\r")) and bool(lines)
    has_break = not lines or BREAK.match(lines[-1]) is not None
    between = "" if has_break or not _has_breaks(document) else f"---{newline}{newline}"
    layout = task_layout(document, None)
    out = newline if is_open else ""
    for ticket in tickets:
        out += (newline if lines else "") + between
        out += newline.join(ticket_lines(ticket, layout)) + newline
        lines, between = ["# TICKET"], f"---{newline}{newline}" if _has_breaks(document) else ""
    return out.removesuffix(newline) if is_open else out


def _has_breaks(document: Document) -> bool:
    """Whether tickets of the file have `---` between them: yes for a file with fewer than two."""
    blocks = document.blocks
    if len(blocks) < 2:
        return bool(blocks) or not document.text.strip()
    return any(_has_break_above(document, block) for block in blocks[1:])


def _has_break_above(document: Document, block: Block) -> bool:
    above = document.text[: block.heading_span.start].rstrip()
    return BREAK.match(above[max(above.rfind("\n"), above.rfind("\r")) + 1 :]) is not None


def _check(document: Document, edits: list[Edit], text: str) -> None:
    found = [normal(ticket_text(block)) for block in parse(text).blocks]
    if found != expected(document, edits):
        raise FileFormat(
            "This edit cannot be written without changing what else the file says.",
            hint="Close every code fence in the file, keep its sections apart, and run it again.",
            path=document.path,
        )
