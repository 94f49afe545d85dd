"""Change histories: what changed, by whom, when."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jira_sandbox.storage.database import Database


FIRST_ID = 10000


@dataclass(frozen=True, slots=True)
class Change:
    """One save; `items` are Jira's change items as they are shown."""

    id: int
    issue: int
    author: str
    created: int
    items: list[dict[str, Any]]


class HistoryTable:
    """Changes in SQLite."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, issue: int, author: str, created: int, items: Sequence[dict[str, Any]]) -> None:
        """Record one save."""
        change_id = self._db.next("change", FIRST_ID)
        text = json.dumps(list(items), ensure_ascii=False)
        self._db.run(
            "INSERT INTO changes VALUES (?, ?, ?, ?, ?)", (change_id, issue, author, created, text)
        )

    def of(self, issue: int) -> list[Change]:
        """The changes of an issue, oldest first."""
        rows = self._db.run("SELECT * FROM changes WHERE issue = ? ORDER BY id", (issue,))
        return [Change(*(*row[:4], json.loads(row[4]))) for row in rows]
