"""What can be changed in a ticket file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Literal

    from ticketr.markdown.document import Block
    from ticketr.markdown.render import TicketText


@dataclass(frozen=True, slots=True)
class SetKey:
    """Write the key into the heading; None takes it out."""

    block: Block
    key: str | None


@dataclass(frozen=True, slots=True)
class SetTitle:
    """Write another title."""

    block: Block
    title: str


@dataclass(frozen=True, slots=True)
class SetSection:
    """Write another text; where the section is missing it is made, even for an empty text."""

    block: Block
    name: Literal["description", "criteria"]
    text: str


@dataclass(frozen=True, slots=True)
class SetField:
    """Write a field's value; a new field goes behind the last. Case does not matter in names."""

    block: Block
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class RemoveField:
    """Take a field's lines out; one that is not there is no error."""

    block: Block
    name: str


@dataclass(frozen=True, slots=True)
class AddTask:
    """Write a task behind the ticket's last."""

    block: Block
    task: TicketText


@dataclass(frozen=True, slots=True)
class AddTicket:
    """Write a ticket at the end of the file."""

    ticket: TicketText


@dataclass(frozen=True, slots=True)
class MoveTask:
    """Take a task, as it is written, from its ticket and put it behind the last task of another one."""

    block: Block
    to: Block


BlockEdit = SetKey | SetTitle | SetSection | SetField | RemoveField | AddTask
Edit = BlockEdit | AddTicket | MoveTask
