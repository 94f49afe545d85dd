# ruff: noqa: S608 - this file makes SQL of names that stand in it; values are parameters
"""The comments table, whose texts the index holds with their ticket's. `get` is quick."""

from __future__ import annotations

import apsw

from ticketr.adapters.sqlite.database import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from ticketr.adapters.sqlite.database import Database, Row
    from ticketr.domain.ticket import TicketID
    from ticketr.domain.workspace import WorkspaceID
    from ticketr.ports.comment import Comment

_READ = """
INSERT INTO comment_reads (ticket_id, read_at) VALUES (?, ?)
ON CONFLICT (ticket_id) DO UPDATE SET read_at = excluded.read_at
"""
_FORGET = "DELETE FROM comments WHERE ticket_id = ?"
_ADD = """
INSERT OR REPLACE INTO comments (ticket_id, comment_id, author, author_name, body, created_at, updated_at, runs)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_BODIES = "SELECT body FROM comments WHERE ticket_id = ? ORDER BY created_at, comment_id"
_INDEXED = "title, description, acceptance_criteria, others, labels, comments, cjk, workspace"
_LEAVE = f"""
INSERT INTO tickets_fts (tickets_fts, rowid, {_INDEXED})
SELECT 'delete', seq, {_INDEXED} FROM tickets_text WHERE seq = (SELECT seq FROM tickets WHERE id = ?)
"""
"""What leaves the index must be exactly what went into it: the ticket leaves before its comments change."""
_ENTER = f"""
INSERT INTO tickets_fts (rowid, {_INDEXED})
SELECT seq, {_INDEXED} FROM tickets_text WHERE seq = (SELECT seq FROM tickets WHERE id = ?)
"""
_GET = """
SELECT comment_id, author, author_name, body, created_at, updated_at FROM comments WHERE ticket_id = ?
ORDER BY created_at, CAST(comment_id AS INTEGER), comment_id
"""
_STALE = """
SELECT t.remote_id, t.id FROM json_each(?2) j
CROSS JOIN tickets t ON t.workspace_id = ?1 AND t.remote_id = j.value
LEFT JOIN comment_reads r ON r.ticket_id = t.id
WHERE r.read_at IS NULL OR r.read_at IS NOT coalesce(t.jira_updated, '')
"""
_MISSING = """
SELECT 1 FROM (
    SELECT id FROM (SELECT id FROM tickets WHERE workspace_id = ?1 AND remote_id IS NOT NULL ORDER BY seq LIMIT ?2)
    UNION ALL
    SELECT id FROM (SELECT id FROM tickets WHERE workspace_id = ?1 AND remote_id IS NOT NULL ORDER BY seq DESC LIMIT ?2)
) t WHERE NOT EXISTS (SELECT 1 FROM comment_reads r WHERE r.ticket_id = t.id) LIMIT 1
"""
LOOKED_AT = 500
"""So many of the first tickets, and of the last, are looked at: to look at all takes longer the more there are."""


class SqliteComments:
    """CommentRepository on SQLite."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(
        self, ticket_id: TicketID, comments: Sequence[Comment], read_at: datetime | None
    ) -> None:
        """Set all of the ticket's comments. Raises TicketNotFound."""
        from ticketr.adapters.sqlite.codec import stamp
        from ticketr.adapters.sqlite.ticket_columns import not_found

        with self._db.transaction():
            try:
                self._db.run(_READ, (ticket_id, stamp(read_at) if read_at else ""))
            except apsw.ConstraintError as error:
                raise not_found(ticket_id) from error
            self._replace(ticket_id, {each.id: _columns(ticket_id, each) for each in comments})

    def _replace(self, ticket_id: TicketID, rows: dict[str, tuple[str | None, ...]]) -> None:
        """Set the rows, by their comments' ids; the index is written anew where they say something else."""
        ordered = sorted(rows.values(), key=lambda row: (str(row[5]), str(row[1])))
        bodies = [str(row[4]) for row in ordered]
        same = bodies == [text(row[0]) for row in self._db.query(_BODIES, (ticket_id,))]
        if not same:
            self._db.run(_LEAVE, (ticket_id,))
        self._db.run(_FORGET, (ticket_id,))
        self._db.many(_ADD, ordered)
        if not same:
            self._db.run(_ENTER, (ticket_id,))
            self._learn(bodies)

    def _learn(self, bodies: list[str]) -> None:
        from ticketr.adapters.sqlite.searched import with_runs
        from ticketr.adapters.sqlite.words import learn

        said = with_runs(bodies)
        if said:
            learn(self._db, [said])

    def get(self, ticket_id: TicketID) -> list[Comment]:
        """The ticket's comments, oldest first."""
        rows = self._db.query(_GET, (ticket_id,))
        return [comment_of(row) for row in rows]

    def stale(self, workspace_id: WorkspaceID, ids: Iterable[str]) -> dict[str, TicketID]:
        """Of the tickets with these ids of Jira's, those whose comments were not read as the tickets are now."""
        from ticketr.adapters.sqlite.codec import dump

        return dict(self._db.query(_STALE, (workspace_id, dump(list(ids)))))

    def are_missing(self, workspace_id: WorkspaceID) -> bool:
        """Whether comments of tickets that Jira has were never read, as far as a quick look tells."""
        return are_missing(self._db, workspace_id)


def are_missing(db: Database, workspace_id: str) -> bool:
    """Whether comments of tickets that Jira has were never read: the first and the last tickets are looked at."""
    return db.one(_MISSING, (workspace_id, LOOKED_AT)) is not None


def comment_of(row: Row) -> Comment:
    """The comment of a row: id, author, name, body, both times."""
    from ticketr.adapters.sqlite.codec import moment
    from ticketr.ports.comment import Comment

    number, who, name, body, created, updated = row
    return Comment(
        text(number), text(who), text(name), text(body), moment(created), moment(updated)
    )


def _columns(ticket_id: TicketID, comment: Comment) -> tuple[str | None, ...]:
    from ticketr.adapters.sqlite.codec import stamp
    from ticketr.domain.runs import runs

    said = (comment.id, comment.author, comment.author_name, comment.body)
    times = (stamp(comment.created_at), stamp(comment.updated_at))
    return (ticket_id, *said, *times, runs(comment.body) or None)
