"""What came since somebody looked last, by the order in which it came to this machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from ticketr.domain.ticket import TicketID
    from ticketr.domain.workspace import WorkspaceID
    from ticketr.ports.comment import Comment
    from ticketr.ports.history import ChangeRecord, LogEntry


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the store had come: the numbers of the newest change, save and ticket, whatever their workspace."""

    changes: int = 0
    saves: int = 0
    tickets: int = 0


@dataclass(frozen=True, slots=True)
class Arrival:
    """A ticket of Jira's that came here: when it was created there, and by which account; None: not known."""

    ticket_id: TicketID
    created: datetime
    creator: str | None


class NewsRepository(Protocol):
    """What came behind a mark; each answer is in the order in which it came, and at most `most` long, the newest."""

    def mark(self) -> Mark:
        """How far the store has come now."""
        ...

    def saves(
        self, workspace_id: WorkspaceID, mark: Mark, since: datetime, most: int
    ) -> list[tuple[TicketID, LogEntry]]:
        """Entries of Jira's histories that came behind the mark, and were made after `since`."""
        ...

    def changes(
        self, workspace_id: WorkspaceID, mark: Mark, since: datetime, most: int
    ) -> list[ChangeRecord]:
        """What operations changed here behind the mark and after `since`; not edits by hand."""
        ...

    def comments(
        self, workspace_id: WorkspaceID, since: datetime, most: int
    ) -> list[tuple[TicketID, Comment]]:
        """Comments that were made after `since`, in the order in which they were made.

        No mark tells which of them came lately: all of a ticket's are put anew whenever one comes.
        """
        ...

    def arrivals(
        self, workspace_id: WorkspaceID, mark: Mark, since: datetime | None, most: int
    ) -> list[Arrival]:
        """Tickets that came here behind the mark and, where `since` is given, were created in Jira after it."""
        ...
