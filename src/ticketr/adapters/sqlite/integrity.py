"""A quick look whether the database is sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

import apsw

from ticketr.errors import DatabaseConnection, DatabaseQuery

if TYPE_CHECKING:
    from ticketr.adapters.sqlite.database import Database


def check(db: Database) -> list[str]:
    """Trouble with pages, references and the search index; raises where the file cannot even be opened."""
    return [*_pages(db), *_references(db), *_index(db)]


def _pages(db: Database) -> list[str]:
    try:
        return [str(line) for (line,) in db.query("PRAGMA quick_check") if line != "ok"]
    except DatabaseQuery as error:
        return [error.message]


def _references(db: Database) -> list[str]:
    rows = db.query('SELECT DISTINCT "table", parent FROM pragma_foreign_key_check')
    return [
        f"A row of {table} belongs to a row of {parent} that is gone." for table, parent in rows
    ]


def _index(db: Database) -> list[str]:
    try:
        db.run("INSERT INTO tickets_fts(tickets_fts, rank) VALUES ('integrity-check', 1)")
    except DatabaseConnection as error:
        if not isinstance(error.__cause__, apsw.CorruptError):
            raise
        return ["The search index does not agree with the tickets."]
    return []
