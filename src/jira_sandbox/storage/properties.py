"""Issue properties: any JSON under a key, beside the issue."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jira_sandbox.storage.database import Database


class PropertyTable:
    """Properties in SQLite."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, issue: int, key: str, value: Any) -> bool:
        """Write a property; True where it is new."""
        new = not self._db.value(
            "SELECT 1 FROM properties WHERE issue = ? AND key = ?", (issue, key)
        )
        text = json.dumps(value, ensure_ascii=False)
        self._db.run("INSERT OR REPLACE INTO properties VALUES (?, ?, ?)", (issue, key, text))
        return new

    def get(self, issue: int, key: str) -> str | None:
        """The JSON text of a property."""
        sql = "SELECT value FROM properties WHERE issue = ? AND key = ?"
        found: str | None = self._db.value(sql, (issue, key))
        return found

    def keys(self, issue: int) -> list[str]:
        """The keys on an issue, sorted."""
        sql = "SELECT key FROM properties WHERE issue = ? ORDER BY key"
        return [row[0] for row in self._db.run(sql, (issue,))]

    def some(self, issue: int, keys: Sequence[str]) -> dict[str, Any]:
        """The named properties that exist; `*all` names every one."""
        wanted = self.keys(issue) if "*all" in keys else keys
        texts = {key: self.get(issue, key) for key in wanted}
        return {key: json.loads(text) for key, text in texts.items() if text is not None}

    def delete(self, issue: int, key: str) -> bool:
        """Remove a property; False where there was none."""
        sql = "DELETE FROM properties WHERE issue = ? AND key = ? RETURNING 1"
        return self._db.value(sql, (issue, key)) is not None
