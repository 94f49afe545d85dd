"""What must not be lost: conflicts, values that lost, tickets that are gone. Raises as `repositories` does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticketr.domain.ticket import TicketID
    from ticketr.domain.workspace import WorkspaceID
    from ticketr.ports.records import AtticEntry, ConflictRecord, Tombstone


class ConflictRepository(Protocol):
    """Conflicts as values, one per ticket and field."""

    def put(self, conflicts: Sequence[ConflictRecord]) -> None:
        """Store them, replacing what is there for the same ticket and field."""
        ...

    def list(self, workspace_id: WorkspaceID) -> list[ConflictRecord]:
        """The open conflicts, oldest first."""
        ...

    def clear(self, ticket_id: TicketID, fields: Sequence[str] | None = None) -> None:
        """Remove the conflicts of these fields, or all of the ticket's."""
        ...


class AtticRepository(Protocol):
    """What lost: values set aside before they were overwritten."""

    def add(self, entry: AtticEntry) -> None:
        """Keep it."""
        ...

    def list(self, workspace_id: WorkspaceID) -> list[AtticEntry]:
        """Everything kept, newest first."""
        ...


class TombstoneRepository(Protocol):
    """Tickets that are gone in Jira."""

    def put(self, tombstone: Tombstone) -> None:
        """Mark the ticket as gone."""
        ...

    def list(self, workspace_id: WorkspaceID) -> list[Tombstone]:
        """All marks, oldest first."""
        ...

    def clear(self, ticket_id: TicketID) -> None:
        """The ticket is back."""
        ...
