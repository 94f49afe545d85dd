"""What came to the store since somebody looked last. Rows are numbered as they come; each question is one range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.adapters.sqlite.codec import moment, stamp
from ticketr.adapters.sqlite.comments import comment_of
from ticketr.adapters.sqlite.database import text
from ticketr.adapters.sqlite.history import COLUMNS, change_of, entry_of
from ticketr.ports.news import Arrival, Mark

if TYPE_CHECKING:
    from datetime import datetime

    from ticketr.adapters.sqlite.database import Database
    from ticketr.domain.ticket import TicketID
    from ticketr.domain.workspace import WorkspaceID
    from ticketr.ports.comment import Comment
    from ticketr.ports.history import ChangeRecord, LogEntry

_MARK = """
SELECT coalesce((SELECT max(seq) FROM changes), 0), coalesce((SELECT max(rowid) FROM changelog), 0),
    coalesce((SELECT max(seq) FROM tickets), 0)
"""
_SAVES = """
SELECT ticket_id, entry_id, author, author_name, items, created_at FROM changelog
WHERE workspace_id = ? AND created_at > ? AND rowid > ? ORDER BY rowid DESC LIMIT ?
"""
_COMMENTS = """
SELECT c.ticket_id, c.comment_id, c.author, c.author_name, c.body, c.created_at, c.updated_at
FROM comments c CROSS JOIN tickets t ON t.id = c.ticket_id
WHERE c.created_at > ? AND t.workspace_id = ? ORDER BY c.created_at DESC LIMIT ?
"""
_CHANGES = f"""
SELECT {COLUMNS} FROM changes
WHERE workspace_id = ? AND seq > ? AND changed_at > ? AND operation_id IS NOT NULL
ORDER BY seq DESC LIMIT ?
"""  # noqa: S608 - names of ours
_BORN = "coalesce(jira_created, created_at)"
_ARRIVALS = f"""
SELECT id, {_BORN}, creator FROM tickets
WHERE workspace_id = ? AND seq > ? AND jira_id IS NOT NULL ORDER BY seq DESC LIMIT ?
"""  # noqa: S608 - names of ours
_BORN_SINCE = f"""
SELECT id, {_BORN}, creator FROM tickets
WHERE workspace_id = ? AND {_BORN} > ? AND +seq > ? AND jira_id IS NOT NULL ORDER BY {_BORN} DESC LIMIT ?
"""  # noqa: S608 - names of ours


class SqliteNews:
    """NewsRepository on SQLite."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def mark(self) -> Mark:
        """How far the store has come now."""
        return Mark(*map(int, self._db.query(_MARK)[0]))

    def saves(
        self, workspace_id: WorkspaceID, mark: Mark, since: datetime, most: int
    ) -> list[tuple[TicketID, LogEntry]]:
        """Entries of Jira's histories that came behind the mark, and were made after `since`."""
        rows = self._db.query(_SAVES, (workspace_id, stamp(since), mark.saves, most))
        return [(row[0], entry_of(row[1:])) for row in reversed(rows)]

    def changes(
        self, workspace_id: WorkspaceID, mark: Mark, since: datetime, most: int
    ) -> list[ChangeRecord]:
        """What operations changed here behind the mark and after `since`; not edits by hand."""
        rows = self._db.query(_CHANGES, (workspace_id, mark.changes, stamp(since), most))
        return [change_of(row) for row in reversed(rows)]

    def comments(
        self, workspace_id: WorkspaceID, since: datetime, most: int
    ) -> list[tuple[TicketID, Comment]]:
        """Comments that were made after `since`, in the order in which they were made."""
        rows = self._db.query(_COMMENTS, (stamp(since), workspace_id, most))
        return [(row[0], comment_of(row[1:])) for row in reversed(rows)]

    def arrivals(
        self, workspace_id: WorkspaceID, mark: Mark, since: datetime | None, most: int
    ) -> list[Arrival]:
        """Tickets that came here behind the mark and, where `since` is given, were created in Jira after it."""
        if since is None:
            rows = self._db.query(_ARRIVALS, (workspace_id, mark.tickets, most))
        else:
            given = (workspace_id, stamp(since), mark.tickets, most)
            rows = self._db.query(_BORN_SINCE, given)
        return [
            Arrival(id_, moment(born), None if who is None else text(who))
            for id_, born, who in reversed(rows)
        ]
