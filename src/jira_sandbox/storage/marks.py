"""Watchers and votes: who has marked an issue."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jira_sandbox.storage.database import Database

WATCH = "watch"
VOTE = "vote"


class MarkTable:
    """Marks in SQLite."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, kind: str, issue: int, account: str) -> None:
        """Mark an issue; once is enough."""
        self._db.run("INSERT OR IGNORE INTO marks VALUES (?, ?, ?)", (kind, issue, account))

    def of(self, kind: str, issue: int) -> list[str]:
        """The accounts that have marked an issue."""
        sql = "SELECT account FROM marks WHERE kind = ? AND issue = ? ORDER BY account"
        return [row[0] for row in self._db.run(sql, (kind, issue))]

    def remove(self, kind: str, issue: int, account: str) -> None:
        """Take a mark away."""
        sql = "DELETE FROM marks WHERE kind = ? AND issue = ? AND account = ?"
        self._db.run(sql, (kind, issue, account))
