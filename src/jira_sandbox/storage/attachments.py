"""Attachments, with their bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jira_sandbox.storage.database import Database

FIRST_ID = 10000
COLUMNS = "id, issue, author, created, name, mime, size"


@dataclass(frozen=True, slots=True)
class Attachment:
    """What is known of an attachment beside its bytes."""

    id: int
    issue: int
    author: str
    created: int
    name: str
    mime: str
    size: int


class AttachmentTable:
    """Attachments in SQLite."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(
        self, issue: int, author: str, now: int, name: str, mime: str, content: bytes
    ) -> Attachment:
        """Keep a file."""
        new = Attachment(
            self._db.next("attachment", FIRST_ID), issue, author, now, name, mime, len(content)
        )
        row = (new.id, issue, author, now, name, mime, new.size, content)
        self._db.run("INSERT INTO attachments VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        return new

    def get(self, attachment_id: str) -> Attachment | None:
        """The attachment with this id."""
        if not attachment_id.isdecimal() or len(attachment_id) > 18:
            return None
        sql = f"SELECT {COLUMNS} FROM attachments WHERE id = ?"  # noqa: S608  a constant
        row = self._db.one(sql, (int(attachment_id),))
        return None if row is None else Attachment(*row)

    def of(self, issue: int) -> list[Attachment]:
        """The attachments of an issue, oldest first."""
        sql = f"SELECT {COLUMNS} FROM attachments WHERE issue = ? ORDER BY id"  # noqa: S608
        return [Attachment(*row) for row in self._db.run(sql, (issue,))]

    def content(self, attachment_id: int) -> bytes:
        """The bytes of an attachment."""
        sql = "SELECT content FROM attachments WHERE id = ?"
        return bytes(self._db.value(sql, (attachment_id,)))

    def delete(self, attachment_id: int) -> None:
        """Remove an attachment."""
        self._db.run("DELETE FROM attachments WHERE id = ?", (attachment_id,))
