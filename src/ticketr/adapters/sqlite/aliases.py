"""The aliases table. On the way of `list --alias`: no heavy import."""

from __future__ import annotations

import apsw

from ticketr.adapters.sqlite.database import text
from ticketr.ports.aliases import Alias

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ticketr.adapters.sqlite.codec import Clock
    from ticketr.adapters.sqlite.database import Database, Row

_SELECT = "SELECT name, query, workspace_id, description FROM aliases"
_SCOPE = "ifnull(workspace_id, '') = ifnull(?, '')"

_PUT = """
INSERT INTO aliases (workspace_id, name, query, description, updated_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (ifnull(workspace_id, ''), name) DO UPDATE SET query = excluded.query,
    description = excluded.description, updated_at = excluded.updated_at
"""


class SqliteAliases:
    """AliasRepository on SQLite."""

    def __init__(self, db: Database, now: Clock) -> None:
        self._db = db
        self._now = now

    def put(self, alias: Alias) -> None:
        """Add it, or replace the one of that name in its scope. Raises WorkspaceNotFound."""
        from ticketr.adapters.sqlite.codec import stamp
        from ticketr.errors import WorkspaceNotFound

        row = (alias.workspace_id, alias.name, alias.query, alias.description, stamp(self._now()))
        try:
            self._db.run(_PUT, row)
        except apsw.ConstraintError as error:
            message = "The workspace of the alias is not here."
            raise WorkspaceNotFound(message, workspace=alias.workspace_id) from error

    def get(self, name: str, workspace_id: str | None) -> Alias | None:
        """The alias of exactly that scope."""
        row = self._db.one(f"{_SELECT} WHERE name = ? AND {_SCOPE}", (name, workspace_id))
        return None if row is None else _alias(row)

    def find(self, name: str, workspace_id: str) -> Alias | None:
        """The alias as the workspace knows it: its own, else the one of all."""
        return self.get(name, workspace_id) or self.get(name, None)

    def list(self, workspace_id: str) -> list[Alias]:
        """What the workspace has of its own, and what all have, by name."""
        sql = f"{_SELECT} WHERE ifnull(workspace_id, '') IN (?, '') ORDER BY name, workspace_id IS NULL"
        return [_alias(row) for row in self._db.query(sql, (workspace_id,))]

    def delete(self, name: str, workspace_id: str | None) -> bool:
        """Forget it; gives whether it was there."""
        sql = f"DELETE FROM aliases WHERE name = ? AND {_SCOPE}"  # noqa: S608 - our own words
        return bool(self._db.run(sql, (name, workspace_id)))


def _alias(row: Row) -> Alias:
    name, query, workspace_id, description = row
    return Alias(text(name), text(query), workspace_id, text(description))
