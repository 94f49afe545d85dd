"""What was done and when: operations, what each changed, and Jira's own history of tickets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ticketr.domain.merge import ABSENT, Absent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from ticketr.domain.ticket import FieldValue, TicketID
    from ticketr.domain.workspace import WorkspaceID
    from ticketr.ports.records import Operation

WHOLE = ""
"""Stands for the field where the ticket as a whole came to be (`after` is its key) or went (`before` is)."""


@dataclass(frozen=True, slots=True)
class ChangeRecord:
    """One field of one ticket that changed.

    `side` is local (the view on this machine) or remote (Jira's); `operation_id` what changed it, None for an edit
    by hand. `base_before` and `base_after` are what both sides agreed on, where the change moved it. ABSENT: not
    known.
    """

    workspace_id: WorkspaceID
    ticket_id: TicketID
    key: str | None
    operation_id: int | None
    side: str
    field: str
    before: FieldValue | Absent
    after: FieldValue | Absent
    changed_at: datetime
    base_before: FieldValue | Absent = ABSENT
    base_after: FieldValue | Absent = ABSENT


@dataclass(frozen=True, slots=True)
class LogItem:
    """One field in an entry of Jira's history: its id where Jira says it, its name, and both values in Jira's words.

    `before_id` and `after_id` are Jira's ids of the values (accounts, on Data Center keys of users), where they have
    one.
    """

    field: str
    name: str
    before: str
    after: str
    before_id: str = ""
    after_id: str = ""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One save in Jira: who (account and name) changed what, and when."""

    id: str
    author: str
    author_name: str
    created_at: datetime
    items: tuple[LogItem, ...] = ()


@dataclass(frozen=True, slots=True)
class LogRead:
    """How far a ticket's history in Jira is known: when it was read, and whether all of it came."""

    read_at: datetime
    complete: bool


@dataclass(frozen=True, slots=True)
class TicketLog:
    """A part of one ticket's history, by Jira's numeric id; `complete` False: Jira keeps older entries back."""

    id: str
    entries: tuple[LogEntry, ...]
    complete: bool = True


class ChangeRepository(Protocol):
    """What changed, in order. Nothing is ever taken out."""

    def add(self, changes: Sequence[ChangeRecord]) -> None:
        """Keep them, all or none. Raises DatabaseQuery for a side or an operation that is none."""
        ...

    def tickets_of(self, operation_id: int) -> list[TicketID]:
        """The tickets that the operation changed, in the order in which it did."""
        ...

    def of(self, operation_id: int, tickets: Iterable[TicketID]) -> list[ChangeRecord]:
        """What the operation changed of these tickets, oldest first."""
        ...

    def of_ticket(self, ticket_id: TicketID) -> list[ChangeRecord]:
        """Everything that changed of one ticket, oldest first."""
        ...

    def counts(self, operations: Iterable[int]) -> dict[int, int]:
        """How many tickets each of these operations changed; none is left out."""
        ...


class ChangelogRepository(Protocol):
    """Jira's own history of tickets, as far as it was read."""

    def put(
        self,
        workspace_id: WorkspaceID,
        ticket_id: TicketID,
        entries: Sequence[LogEntry],
        read: LogRead,
    ) -> None:
        """Add entries, each once by its id, and remember how far the history is known. Raises TicketNotFound."""
        ...

    def get(self, ticket_id: TicketID) -> tuple[list[LogEntry], LogRead | None]:
        """One ticket's entries, oldest first, and how far they reach; None where it was never read."""
        ...

    def missing(self, workspace_id: WorkspaceID) -> Iterator[tuple[str, TicketID]]:
        """Tickets by Jira's ids whose history is not all here, read in pieces; not those that are gone."""
        ...

    def stale(self, workspace_id: WorkspaceID, remote_ids: Iterable[str]) -> dict[str, TicketID]:
        """Those of the tickets, by Jira's ids, whose history was all here until they changed."""
        ...


class OperationRepository(Protocol):
    """The history of what was done (`sync_operations`)."""

    def start(self, operation: Operation) -> int:
        """Record that it began; gives its id."""
        ...

    def finish(self, operation_id: int, operation: Operation) -> None:
        """Record how it ended."""
        ...

    def get(self, operation_id: int) -> Operation | None:
        """The operation of that id."""
        ...

    def last_undo(self, operation_id: int) -> Operation | None:
        """The newest undo of that operation."""
        ...

    def list(self, workspace_id: WorkspaceID, limit: int = 50) -> list[Operation]:
        """The newest operations first."""
        ...
