"""Which workspace a command works on. On the hot path of `list`: no heavy imports."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from ticketr.domain.query import WorkspaceRow
    from ticketr.ports.repositories import Store

CURRENT = "current_workspace"
"""The preference that holds the current workspace's name."""

VARIABLE = "TICKETR_WORKSPACE"


def choose(store: Store, flag: str | None, environment: Mapping[str, str]) -> WorkspaceRow:
    """The workspace by precedence: flag, environment, current, default.

    Raises WorkspaceNotFound for a name that does not exist, WorkspaceNoDefault where nothing is chosen.
    """
    name = flag or environment.get(VARIABLE) or None
    row = store.workspaces.pick(name)
    if row is not None:
        return row
    if name is None:
        from ticketr.errors import WorkspaceNoDefault

        raise WorkspaceNoDefault("No workspace was named, and none is current or default.")
    source = "--workspace" if flag else VARIABLE
    from ticketr.errors import WorkspaceNotFound

    raise WorkspaceNotFound(f'There is no workspace "{name}".', workspace=name, source=source)
