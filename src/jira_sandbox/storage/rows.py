"""Documents of one kind or another, each with an id of its own and something it belongs to."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jira_sandbox.storage.database import Database

FIRST_ID = 10000


@dataclass(frozen=True, slots=True)
class Row:
    """A document; `owner` is the id of the issue, project or board that it belongs to."""

    id: int
    owner: int
    body: dict[str, Any]


class RowTable:
    """Documents in SQLite; ids count up within a kind."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, kind: str, owner: int, body: dict[str, Any]) -> Row:
        """Keep a new document."""
        row = Row(self._db.next(f"row:{kind}", FIRST_ID), owner, body)
        self.put(kind, row)
        return row

    def put(self, kind: str, row: Row) -> None:
        """Keep a document under its id."""
        text = json.dumps(row.body, ensure_ascii=False)
        sql = "INSERT OR REPLACE INTO rows VALUES (?, ?, ?, ?)"
        self._db.run(sql, (kind, row.id, row.owner, text))

    def get(self, kind: str, row_id: str | int) -> Row | None:
        """The document with this id."""
        if not str(row_id).isdecimal() or len(str(row_id)) > 18:
            return None
        sql = "SELECT id, owner, body FROM rows WHERE kind = ? AND id = ?"
        found = self._db.one(sql, (kind, int(row_id)))
        return None if found is None else _row(found)

    def of(self, kind: str, owner: int | None = None) -> list[Row]:
        """The documents of one owner, or of all, oldest first."""
        if owner is None:
            sql = "SELECT id, owner, body FROM rows WHERE kind = ? ORDER BY id"
            return [_row(found) for found in self._db.run(sql, (kind,))]
        sql = "SELECT id, owner, body FROM rows WHERE kind = ? AND owner = ? ORDER BY id"
        return [_row(found) for found in self._db.run(sql, (kind, owner))]

    def delete(self, kind: str, row_id: int) -> None:
        """Forget a document."""
        self._db.run("DELETE FROM rows WHERE kind = ? AND id = ?", (kind, row_id))


def _row(found: tuple[Any, ...]) -> Row:
    return Row(found[0], found[1], json.loads(found[2]))
