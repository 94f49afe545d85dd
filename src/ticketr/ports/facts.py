"""What Jira says of tickets and of the site, and nobody edits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ticketr.domain.ticket import TicketID
    from ticketr.domain.workspace import WorkspaceID
    from ticketr.ports.records import Account, SiteValue, Stamps, User


class FactRepository(Protocol):
    """What Jira says and nobody edits, for queries: stamps of tickets, states of values, who is logged in."""

    def put_stamps(self, workspace_id: WorkspaceID, stamps: Mapping[str, Stamps]) -> None:
        """Note the stamps of tickets by Jira's numeric id; what is not here is left out."""
        ...

    def stamps(self, ticket_id: TicketID) -> Stamps:
        """What is noted of the ticket. Raises TicketNotFound."""
        ...

    def put_values(self, workspace_id: WorkspaceID, values: Iterable[SiteValue]) -> None:
        """Add them, or bring them up to date by field and id."""
        ...

    def values(self, workspace_id: WorkspaceID, field: str) -> list[SiteValue]:
        """The values of one field, by name."""
        ...

    def put_account(self, workspace_id: WorkspaceID, account: Account) -> None:
        """Remember who the workspace logs in as."""
        ...

    def account(self, workspace_id: WorkspaceID) -> Account | None:
        """Who the workspace logs in as."""
        ...


class UserRepository(Protocol):
    """Accounts seen so far, so that names can be read and shown offline."""

    def put(self, workspace_id: WorkspaceID, users: Iterable[User]) -> None:
        """Add them, or bring them up to date by account."""
        ...

    def list(self, workspace_id: WorkspaceID) -> list[User]:
        """All of them, by name."""
        ...
