"""The users table: accounts seen so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

import apsw

from ticketr.adapters.sqlite.database import text
from ticketr.errors import WorkspaceNotFound
from ticketr.ports.records import User

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticketr.adapters.sqlite.database import Database
    from ticketr.domain.workspace import WorkspaceID

_PUT = """
INSERT INTO users (workspace_id, account, name, email, active) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (workspace_id, account) DO UPDATE SET name = excluded.name, email = excluded.email,
    active = excluded.active
"""


class SqliteUsers:
    """UserRepository on SQLite."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, workspace_id: WorkspaceID, users: Iterable[User]) -> None:
        """Add them, or bring them up to date by account. Raises WorkspaceNotFound."""
        rows = [(workspace_id, u.account, u.name, u.email, u.active) for u in users]
        try:
            self._db.many(_PUT, rows)
        except apsw.ConstraintError as error:
            message = "The workspace of the accounts is not here."
            raise WorkspaceNotFound(message, workspace=workspace_id) from error

    def list(self, workspace_id: WorkspaceID) -> list[User]:
        """All of them, by name."""
        rows = self._db.query(
            "SELECT account, name, email, active FROM users WHERE workspace_id = ?"
            " ORDER BY name, account",
            (workspace_id,),
        )
        return [User(text(a), text(name), text(email), bool(on)) for a, name, email, on in rows]
