"""Tickets -> text in the canonical format, or in the style of a file that is there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ticketr.markdown.escape import canonical, escape_lines, escape_name, escape_title, one_line
from ticketr.markdown.source import KEY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticketr.markdown.document import Block

_KEY = re.compile(KEY)

TITLES = {
    "description": "Description",
    "fields": "Fields",
    "criteria": "Acceptance Criteria",
    "tasks": "Tasks",
}


@dataclass(frozen=True, slots=True)
class TicketText:
    """The values of a ticket or task as a file holds them.

    None is not mentioned, empty text is set to nothing. Fields keep their order; values are raw
    text.
    """

    title: str
    key: str | None = None
    fields: tuple[tuple[str, str], ...] = ()
    description: str | None = None
    criteria: str | None = None
    tasks: tuple[TicketText, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is written.

    `bullet` stands before a task's title; `marker` before the names of a task's sections, which
    `indent` sets off; `field_start` and `field_colon` stand around a field's name.
    """

    newline: str = "\n"
    bullet: str = "- "
    marker: str = "##"
    indent: str = "  "
    field_start: str = "- "
    field_colon: str = ": "


CANONICAL = Layout()


def render(ticket: TicketText) -> str:
    """One ticket in the canonical format; `parse` gives back `normal(ticket)`.

    Raises ValueError for tasks of tasks, which the format does not know, and for a malformed key.
    """
    return "\n".join(ticket_lines(ticket, CANONICAL)) + "\n"


def render_many(tickets: Iterable[TicketText]) -> str:
    """Tickets in the canonical format, `---` between them."""
    return "\n---\n\n".join(render(ticket) for ticket in tickets)


def normal(ticket: TicketText) -> TicketText:
    """The ticket as a file can hold it: LF, one-line titles and names, no blank edge lines."""
    return TicketText(
        one_line(ticket.title),
        ticket.key,
        tuple((one_line(name), normal_value(value)) for name, value in ticket.fields),
        None if ticket.description is None else canonical(ticket.description),
        None if ticket.criteria is None else canonical(ticket.criteria),
        tuple(normal(task) for task in ticket.tasks),
    )


def normal_value(value: str) -> str:
    """A field's value as a file can hold it."""
    return canonical(value).strip()


def ticket_text(block: Block) -> TicketText:
    """The values of a block that was read."""
    return TicketText(
        block.title,
        block.key,
        tuple((field.name, field.value) for field in block.fields),
        block.description.text if block.description else None,
        block.criteria.text if block.criteria else None,
        tuple(ticket_text(task) for task in block.tasks),
    )


def ticket_lines(ticket: TicketText, layout: Layout) -> list[str]:
    """The lines of a ticket."""
    lines = [f"# TICKET: {_heading(ticket)}"]
    for section in _sections(ticket, layout, "##"):
        lines += ["", *section]
    if ticket.tasks:
        lines += ["", f"## {TITLES['tasks']}"]
        for task in ticket.tasks:
            lines += task_lines(task, layout)
    return lines


def task_lines(task: TicketText, layout: Layout) -> list[str]:
    """The lines of a task, its sections indented under it."""
    if task.tasks:
        raise ValueError("a task cannot hold tasks of its own")
    inner: list[str] = []
    for section in _sections(task, layout, layout.marker):
        inner += ["", *section] if inner else section
    return [layout.bullet + _heading(task), *indented(inner, layout.indent)]


def indented(lines: list[str], indent: str) -> list[str]:
    """The lines set off; an empty one stays empty."""
    return [indent + line if line else line for line in lines]


def section_lines(name: str, text: str, marker: str) -> list[str]:
    """A heading with its text."""
    return [f"{marker} {TITLES[name]}", *escape_lines(canonical(text), len(marker))]


def field_lines(name: str, value: str, layout: Layout) -> list[str]:
    """A field: on one line, or with the lines of its value set off under it."""
    head = layout.field_start + escape_name(one_line(name)) + layout.field_colon
    value = normal_value(value)
    if "\n" in value:
        return [head.rstrip(), *indented(escape_lines(value, 6), "    ")]
    if not value:
        return [head.rstrip()]
    return [head + value if head.endswith(" ") or value[0].isalnum() else f"{head} {value}"]


def key_text(key: str) -> str:
    """The brackets with the key; raises ValueError for what could not be read back as one."""
    if not _KEY.fullmatch(key):
        raise ValueError(f"{key!r} is not a key like PROJ-123")
    return f"[{key}]"


def _heading(ticket: TicketText) -> str:
    title = escape_title(one_line(ticket.title))
    return f"{key_text(ticket.key)} {title}" if ticket.key is not None else title


def _sections(ticket: TicketText, layout: Layout, marker: str) -> Iterable[list[str]]:
    if ticket.description is not None:
        yield section_lines("description", ticket.description, marker)
    if ticket.fields:
        lines = [line for pair in ticket.fields for line in field_lines(*pair, layout)]
        yield [f"{marker} {TITLES['fields']}", *lines]
    if ticket.criteria is not None:
        yield section_lines("criteria", ticket.criteria, marker)
