"""A quick look whether the database is sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

import apsw

from ticketr.errors import DatabaseConnection

if TYPE_CHECKING:
    from ticketr.adapters.sqlite.database import Database


def check(db: Database) -> list[str]:
    """Trouble with pages, references and the search index; raises where it cannot be looked at.

    The index comes first, in the same transaction: SQLite 3.54's quick_check alone takes a picture of the index
    that is older than another program's last write for damage.
    """
    try:
        with db.transaction():
            index = _index(db)
            return _pages(db) or [*_references(db), *index, *_members(db), *_counts(db)]
    except DatabaseConnection as error:
        return [_damage(error)]


def _pages(db: Database) -> list[str]:
    return [str(line) for (line,) in db.query("PRAGMA quick_check") if line != "ok"]


def _references(db: Database) -> list[str]:
    rows = db.query('SELECT DISTINCT "table", parent FROM pragma_foreign_key_check')
    return [
        f"A row of {table} belongs to a row of {parent} that is gone." for table, parent in rows
    ]


def _index(db: Database) -> list[str]:
    try:
        db.run("INSERT INTO tickets_fts(tickets_fts, rank) VALUES ('integrity-check', 1)")
    except DatabaseConnection as error:
        _damage(error)
        return ["The search index does not agree with the tickets."]
    return []


_ASTRAY = """
SELECT EXISTS (SELECT * FROM ticket_members EXCEPT SELECT field, value, ticket_seq FROM ticket_values)
    OR EXISTS (SELECT field, value COLLATE NOCASE, ticket_seq FROM ticket_values EXCEPT SELECT * FROM ticket_members)
"""


def _members(db: Database) -> list[str]:
    astray = db.one(_ASTRAY) == (1,)
    return ["The index of members does not agree with the tickets."] if astray else []


_MISCOUNTED = """
WITH counted AS (SELECT workspace_id, sync_status, count(*) FROM tickets GROUP BY workspace_id, sync_status)
SELECT EXISTS (SELECT * FROM ticket_counts EXCEPT SELECT * FROM counted)
    OR EXISTS (SELECT * FROM counted EXCEPT SELECT * FROM ticket_counts)
"""


def _counts(db: Database) -> list[str]:
    miscounted = db.one(_MISCOUNTED) == (1,)
    return ["The counts of tickets do not agree with the tickets."] if miscounted else []


def _damage(error: DatabaseConnection) -> str:
    if not isinstance(error.__cause__, (apsw.CorruptError, apsw.NotADBError)):
        raise error
    return error.message
