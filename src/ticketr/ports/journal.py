"""The journal: what was about to be sent, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticketr.domain.workspace import WorkspaceID
    from ticketr.ports.records import Intent


class JournalRepository(Protocol):
    """Intents and their fate: written before a request, settled after its reply."""

    def add(self, intents: Sequence[Intent]) -> None:
        """Write them; durable when it returns (outside a transaction)."""
        ...

    def settle(self, token: str, state: str, note: str = "") -> None:
        """Set one intent's state to `done`, `failed` or `unknown`."""
        ...

    def open(self, workspace_id: WorkspaceID) -> list[Intent]:
        """The intents whose outcome is not known (`sent` or `unknown`), oldest first."""
        ...

    def forgotten(self, workspace_id: WorkspaceID) -> list[Intent]:
        """Creates that were written down once and are not known any more, oldest first: the store lost its end."""
        ...

    def recent(self, workspace_id: WorkspaceID, limit: int = 50) -> list[Intent]:
        """The intents that were written last, whatever their state, newest first."""
        ...

    def of(self, operation_id: int) -> list[Intent]:
        """One operation's intents, in order."""
        ...
