"""What a document says after edits, worked out on the values alone: the yardstick of `patch`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

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
from ticketr.markdown.render import TicketText, normal, ticket_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticketr.markdown.document import Block, Document


def expected(document: Document, edits: Sequence[Edit]) -> list[TicketText]:
    """The tickets that the patched text must hold, in order."""
    by_start: dict[int, list[BlockEdit]] = {}
    added = []
    moved = []
    for edit in edits:
        match edit:
            case AddTicket():
                added.append(normal(edit.ticket))
            case MoveTask():
                moved.append(edit.block.heading_span.start)
                task = AddTask(edit.to, ticket_text(edit.block))
                by_start.setdefault(edit.to.heading_span.start, []).append(task)
            case _:
                by_start.setdefault(edit.block.heading_span.start, []).append(edit)
    return [*(_edited(block, by_start, moved) for block in document.blocks), *added]


def _edited(
    block: Block, by_start: dict[int, list[BlockEdit]], moved: Sequence[int]
) -> TicketText:
    ticket = ticket_text(block)
    staying = [task for task in block.tasks if task.heading_span.start not in moved]
    tasks = tuple(_edited(task, by_start, moved) for task in staying)
    ticket = replace(ticket, tasks=tasks)
    for edit in by_start.get(block.heading_span.start, []):
        ticket = _after(ticket, edit)
    return normal(ticket)


def _after(ticket: TicketText, edit: BlockEdit) -> TicketText:
    match edit:
        case SetKey(key=key):
            return replace(ticket, key=key)
        case SetTitle(title=title):
            return replace(ticket, title=title)
        case SetSection(name=name, text=text):
            is_description = name == "description"
            return (
                replace(ticket, description=text)
                if is_description
                else replace(ticket, criteria=text)
            )
        case SetField(name=name, value=value):
            return replace(ticket, fields=with_field(ticket.fields, name, value))
        case RemoveField(name=name):
            kept = tuple(pair for pair in ticket.fields if fold(pair[0]) != fold(name))
            return replace(ticket, fields=kept)
        case AddTask(task=task):
            return replace(ticket, tasks=(*ticket.tasks, task))
        case _:
            assert_never(edit)


def with_field(
    fields: tuple[tuple[str, str], ...], name: str, value: str
) -> tuple[tuple[str, str], ...]:
    """The fields with one set: in its place, or behind the last."""
    if any(fold(known) == fold(name) for known, _ in fields):
        return tuple((known, value if fold(known) == fold(name) else old) for known, old in fields)
    return (*fields, (name, value))


def fold(name: str) -> str:
    """A field name for comparison: without regard to case and blanks."""
    return " ".join(name.casefold().split())
