"""Named queries in the store. On the way of `list --alias`: a plain class, no heavy import."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class AliasRepository(Protocol):
        """Aliases of workspaces, and those of all (`workspace_id` None)."""

        def put(self, alias: Alias) -> None:
            """Add it, or replace the one of that name in its scope. Raises WorkspaceNotFound."""
            ...

        def get(self, name: str, workspace_id: str | None) -> Alias | None:
            """The alias of exactly that scope."""
            ...

        def find(self, name: str, workspace_id: str) -> Alias | None:
            """The alias as the workspace knows it: its own, else the one of all."""
            ...

        def list(self, workspace_id: str) -> list[Alias]:
            """What the workspace has of its own, and what all have, by name."""
            ...

        def delete(self, name: str, workspace_id: str | None) -> bool:
            """Forget it; gives whether it was there."""
            ...


class Alias:
    """A named query; without a workspace it is known in all of them."""

    __slots__ = ("description", "name", "query", "workspace_id")

    def __init__(
        self, name: str, query: str, workspace_id: str | None = None, description: str = ""
    ) -> None:
        self.name = name
        self.query = query
        self.workspace_id = workspace_id
        self.description = description
