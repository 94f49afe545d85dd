"""Tickets, their state, and what a task takes over from its parent (specification, "Core Domain Entities")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, NewType

from ticketr.domain.criteria import criteria_list

if TYPE_CHECKING:
    from datetime import datetime

    from ticketr.domain.workspace import WorkspaceID

TicketID = NewType("TicketID", str)
Hash = NewType("Hash", str)

FieldValue = str | int | float | bool | tuple[str, ...] | None
"""A field's value as ticketr keeps it; a tuple is a set of names, None is "set to nothing"."""

CustomFields = Mapping[str, FieldValue]
"""Values by Jira's field id (`priority`, `labels`, `customfield_10016`); an absent id was never seen."""


class IssueType(str):
    """The name of a type of ticket; any name the project has, the five below being Jira's usual ones."""

    __slots__ = ()
    EPIC: ClassVar[IssueType]
    STORY: ClassVar[IssueType]
    BUG: ClassVar[IssueType]
    TASK: ClassVar[IssueType]
    SUB_TASK: ClassVar[IssueType]


IssueType.EPIC = IssueType("Epic")
IssueType.STORY = IssueType("Story")
IssueType.BUG = IssueType("Bug")
IssueType.TASK = IssueType("Task")
IssueType.SUB_TASK = IssueType("Sub-task")


class SyncStatus(StrEnum):
    """How a ticket here stands to its twin in Jira."""

    NEW = "new"
    SYNCED = "synced"
    MODIFIED = "modified"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class TicketState:
    """The hashes of the local view and of the base, and what follows from them."""

    local_hash: Hash | None = None
    remote_hash: Hash | None = None
    status: SyncStatus = SyncStatus.NEW
    last_synced: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """The local view of one ticket.

    `id` never changes; `remote_id` is Jira's numeric id and survives a move; `jira_id` is the key and may
    change. `description` and `criteria` (the acceptance criteria with whatever stands between them) are
    Markdown, None where they were never seen. `version` counts local changes (optimistic locking).
    """

    id: TicketID
    workspace_id: WorkspaceID
    type: IssueType
    title: str
    jira_id: str | None = None
    remote_id: str | None = None
    description: str | None = None
    criteria: str | None = None
    fields: CustomFields = field(default_factory=dict)
    parent: TicketID | None = None
    children: tuple[TicketID, ...] = ()
    state: TicketState = field(default_factory=TicketState)
    version: int = 1
    created_at: datetime | None = None
    updated_at: datetime | None = None

    @property
    def label(self) -> str:
        """The key, or the quoted title of a ticket that has none yet."""
        return self.jira_id or f'"{self.title}"'

    @property
    def acceptance_criteria(self) -> tuple[str, ...]:
        """The criteria one by one, without their bullets."""
        return criteria_list(self.criteria or "")


TITLE = "title"
TYPE = "type"
DESCRIPTION = "description"
CRITERIA = "acceptance_criteria"
PARENT = "parent"
STATUS = "status"
LINKS = "issuelinks"
NOT_CREATED = frozenset({STATUS, LINKS})
"""What the request that creates a ticket cannot say; it is sent as the first change of the new ticket."""

View = Mapping[str, FieldValue]
"""One side of a ticket: values by field id, with `title`, `type`, `description`, `acceptance_criteria` and
`parent` (a key, or the local id of a ticket without one) among them. An absent id is not known on that side."""


def view_of(ticket: Ticket, parent: str | None) -> dict[str, FieldValue]:
    """The local view; `parent` is the key or local id that stands for `ticket.parent`."""
    view: dict[str, FieldValue] = {TITLE: ticket.title, TYPE: str(ticket.type), **ticket.fields}
    if ticket.description is not None:
        view[DESCRIPTION] = ticket.description
    if ticket.criteria is not None:
        view[CRITERIA] = ticket.criteria
    if parent is not None:
        view[PARENT] = parent
    return view


_SLOTS = {TITLE: "title", TYPE: "type", DESCRIPTION: "description", CRITERIA: "criteria"}


def with_values(ticket: Ticket, values: View) -> Ticket:
    """The ticket with these values in its local view; `parent` has no place here and is left out."""
    changes: dict[str, object] = {}
    fields = dict(ticket.fields)
    for name, value in values.items():
        if name in _SLOTS:
            changes[_SLOTS[name]] = value or ""
        elif name != PARENT:
            fields[name] = value
    if TYPE in values:
        changes["type"] = IssueType(values[TYPE] or ticket.type)
    return replace(ticket, fields=fields, **changes)  # type: ignore[arg-type]


NEVER_INHERITED = frozenset({TYPE, STATUS, PARENT, LINKS, "project", "resolution"})


def inherit_fields(
    parent: CustomFields,
    own: CustomFields,
    *,
    fits: frozenset[str],
    never: frozenset[str] = frozenset(),
) -> dict[str, FieldValue]:
    """The fields of a task: its own, and its parent's where it names none.

    `fits` are the field ids that the task's type can hold; an inherited value outside it is left out. `never`
    adds to the ids that are not inherited (a sub-task's sprint).
    """
    barred = NEVER_INHERITED | never
    taken = {name: value for name, value in parent.items() if name in fits and name not in barred}
    return {**taken, **own}
