"""A look into the store for shell completion: read only, never created, never brought to a newer version."""

from __future__ import annotations

import os

import apsw

from ticketr.adapters.sqlite.database import SCHEMA_VERSION, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ticketr.adapters.sqlite.catalogue import SqliteCatalogue
    from ticketr.adapters.sqlite.database import Params, Row
    from ticketr.domain.query import WorkspaceRow
    from ticketr.ports.aliases import Alias

MOST = 50
"""Keys that are offered."""
FEW = 1_000
"""Keys that are looked through for the newest; where more begin so, the newest tickets are looked through instead."""
PATIENCE = 200
"""Milliseconds to wait for another program that writes."""

_RANGE = """
SELECT jira_id, title, seq FROM tickets WHERE workspace_id = ? AND jira_id >= ? AND jira_id < ? LIMIT ?
"""
_NEWEST = """
SELECT jira_id, title FROM tickets INDEXED BY idx_ticket_workspace
WHERE workspace_id = ? AND jira_id >= ? AND jira_id < ? ORDER BY seq DESC LIMIT ?
"""


class SqliteGlimpse:
    """What completion offers. `open` is False where there is no store of this program's version."""

    def __init__(self, path: str) -> None:
        self._connection: apsw.Connection | None = None
        if os.path.isfile(path):
            connection = apsw.Connection(path, flags=apsw.SQLITE_OPEN_READONLY)
            connection.set_busy_timeout(PATIENCE)
            if connection.pragma("user_version") == SCHEMA_VERSION:
                self._connection = connection

    def query(self, sql: str, params: Params = ()) -> list[Row]:
        """All rows of a reading statement; none without a store."""
        return self._connection.execute(sql, params).fetchall() if self._connection else []

    def one(self, sql: str, params: Params = ()) -> Row | None:
        """The first row, None where there is none."""
        rows = self.query(sql, params)
        return rows[0] if rows else None

    def workspace(self, name: str | None) -> WorkspaceRow | None:
        """The workspace of that name; without a name the current one, else the default."""
        from ticketr.adapters.sqlite.workspaces import SqliteWorkspaces

        return SqliteWorkspaces(self, self._never).pick(name)  # type: ignore[arg-type]

    def workspaces(self) -> list[tuple[str, str]]:
        """Names, each with the project."""
        rows = self.query(
            "SELECT name, project_key || ' at ' || jira_url FROM workspaces ORDER BY name"
        )
        return [(text(name), text(about)) for name, about in rows]

    def keys(self, workspace_id: str, prefix: str) -> list[tuple[str, str]]:
        """Keys that begin so, each with its title; at most MOST, the newest on this machine first."""
        first = prefix.upper()
        scope = (workspace_id, first, f"{first}\U0010ffff")
        found = self.query(_RANGE, (*scope, FEW + 1))
        if len(found) > FEW:
            rows = self.query(_NEWEST, (*scope, MOST))
        else:
            rows = sorted(found, key=lambda row: -row[2])[:MOST]
        return [(text(row[0]), text(row[1])) for row in rows]

    def aliases(self, workspace_id: str) -> list[Alias]:
        """What the workspace has of its own, and what all have, by name."""
        from ticketr.adapters.sqlite.aliases import SqliteAliases

        return SqliteAliases(self, self._never).list(workspace_id)  # type: ignore[arg-type]

    def catalogue(self, workspace_id: str) -> SqliteCatalogue:
        """Fields, people and values."""
        from ticketr.adapters.sqlite.catalogue import SqliteCatalogue

        return SqliteCatalogue(self, workspace_id, self._never)  # type: ignore[arg-type]

    @staticmethod
    def _never() -> object:
        raise NotImplementedError  # nothing here asks for the time
