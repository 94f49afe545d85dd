"""Comments of issues."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jira_sandbox.storage.database import Database

FIRST_ID = 10000


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment; `body` is an ADF document."""

    id: int
    issue: int
    author: str
    editor: str
    created: int
    updated: int
    body: dict[str, Any]

    @property
    def visibility(self) -> dict[str, Any] | None:
        """Who alone may see it: `{type, value}`; kept with the text."""
        found: dict[str, Any] | None = self.body.get("visibility")
        return found

    @property
    def properties(self) -> dict[str, Any]:
        """Values that programs keep at the comment, by key; kept with the text."""
        found: dict[str, Any] = self.body.get("properties", {})
        return found


class CommentTable:
    """Comments in SQLite."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, issue: int, author: str, now: int, body: dict[str, Any], text: str) -> Comment:
        """Write a new comment; `text` is what a search reads."""
        comment = Comment(
            self._db.next("comment", FIRST_ID), issue, author, author, now, now, body
        )
        raw = json.dumps(body, ensure_ascii=False)
        row = (comment.id, issue, author, author, now, now, raw, text)
        self._db.run("INSERT INTO comments VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        return comment

    def edit(
        self, comment_id: int, editor: str, now: int, body: dict[str, Any], text: str
    ) -> None:
        """Replace the body of a comment."""
        raw = json.dumps(body, ensure_ascii=False)
        self._db.run(
            "UPDATE comments SET editor = ?, updated = ?, body = ?, text = ? WHERE id = ?",
            (editor, now, raw, text, comment_id),
        )

    def keep(self, found: Comment, properties: dict[str, Any]) -> None:
        """Replace the properties of a comment; `updated` stays."""
        body = json.dumps({**found.body, "properties": properties}, ensure_ascii=False)
        self._db.run("UPDATE comments SET body = ? WHERE id = ?", (body, found.id))

    def of(self, issue: int) -> list[Comment]:
        """The comments of an issue, oldest first."""
        rows = self._db.run("SELECT * FROM comments WHERE issue = ? ORDER BY id", (issue,))
        return [Comment(*(*row[:6], json.loads(row[6]))) for row in rows]

    def get(self, comment_id: str) -> Comment | None:
        """The comment with this id."""
        if not comment_id.isdecimal() or len(comment_id) > 18:
            return None
        row = self._db.one("SELECT * FROM comments WHERE id = ?", (int(comment_id),))
        return None if row is None else Comment(*(*row[:6], json.loads(row[6])))

    def delete(self, comment_id: int) -> None:
        """Remove a comment."""
        self._db.run("DELETE FROM comments WHERE id = ?", (comment_id,))
