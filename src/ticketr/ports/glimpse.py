"""A look at what there is, for shell completion: it reads, and never makes or changes anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ticketr.domain.query import WorkspaceRow
    from ticketr.jql.known import Catalogue
    from ticketr.ports.aliases import Alias


class Glimpse(Protocol):
    """What can be offered. Everything is empty where there is no store of this program's version."""

    def workspace(self, name: str | None) -> WorkspaceRow | None:
        """The workspace of that name; without a name the current one, else the default."""
        ...

    def workspaces(self) -> list[tuple[str, str]]:
        """Names, each with the project."""
        ...

    def keys(self, workspace_id: str, prefix: str) -> list[tuple[str, str]]:
        """Keys that begin so, in any case, each with its title; at most 50, the newest on this machine first."""
        ...

    def aliases(self, workspace_id: str) -> list[Alias]:
        """What the workspace has of its own, and what all have, by name."""
        ...

    def catalogue(self, workspace_id: str) -> Catalogue:
        """Fields, people and values."""
        ...
