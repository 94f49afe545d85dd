"""Links between issues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jira_sandbox.storage.database import Database

FIRST_ID = 10000


@dataclass(frozen=True, slots=True)
class Link:
    """A link: `source` <outward words> `target`; the source is the request's inwardIssue."""

    id: int
    type: str
    source: int
    target: int


class LinkTable:
    """Links in SQLite."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, kind: str, source: int, target: int) -> Link | None:
        """Link two issues; None where that link was there already."""
        sql = "SELECT 1 FROM links WHERE type = ? AND source = ? AND target = ?"
        if self._db.value(sql, (kind, source, target)):
            return None
        link_id = self._db.next("link", FIRST_ID)
        self._db.run("INSERT INTO links VALUES (?, ?, ?, ?)", (link_id, kind, source, target))
        return Link(link_id, kind, source, target)

    def of(self, issue: int) -> list[Link]:
        """The links at either end of an issue."""
        sql = (
            "SELECT * FROM links WHERE source = ?1 UNION SELECT * FROM links WHERE target = ?1"
            " ORDER BY id"
        )
        return [Link(*row) for row in self._db.run(sql, (issue,))]

    def get(self, link_id: int) -> Link | None:
        """The link with this id."""
        row = self._db.one("SELECT * FROM links WHERE id = ?", (link_id,))
        return None if row is None else Link(*row)

    def delete(self, link_id: int) -> None:
        """Remove a link."""
        self._db.run("DELETE FROM links WHERE id = ?", (link_id,))
