"""Comments of tickets, as they stand in Jira: they are read, never written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from ticketr.domain.ticket import TicketID
    from ticketr.domain.workspace import WorkspaceID
    from ticketr.ports.comment import Comment


@dataclass(frozen=True, slots=True)
class CommentPage:
    """The comments that came with a ticket: `read` understands them; not `complete` where Jira has more."""

    read: Callable[[], tuple[Comment, ...]]
    complete: bool = True


class CommentRepository(Protocol):
    """Comments as they were last read, oldest first."""

    def put(
        self, ticket_id: TicketID, comments: Sequence[Comment], read_at: datetime | None
    ) -> None:
        """Set all of the ticket's comments; `read_at` is Jira's `updated` of it. Raises TicketNotFound."""
        ...

    def get(self, ticket_id: TicketID) -> list[Comment]:
        """The ticket's comments."""
        ...

    def stale(self, workspace_id: WorkspaceID, ids: Iterable[str]) -> dict[str, TicketID]:
        """Of the tickets with these ids of Jira's, those whose comments were not read as the tickets are now."""
        ...

    def are_missing(self, workspace_id: WorkspaceID) -> bool:
        """Whether comments of tickets that Jira has were never read, as far as a quick look tells."""
        ...
