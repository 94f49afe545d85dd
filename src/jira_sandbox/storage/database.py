"""The connection: pragmas, schema, transactions, sequences."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import apsw

from jira_sandbox.words import matches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SCHEMA_VERSION = 1
TABLES = (
    "rows",
    "marks",
    "attachments",
    "ranks",
    "links",
    "comments",
    "changes",
    "properties",
    "issue_index",
    "issue_keys",
    "issues",
)


class Database:
    """One connection, used under the site's lock by whichever thread has it."""

    def __init__(self, path: str = ":memory:") -> None:
        self._connection = apsw.Connection(path)
        self._connection.set_busy_timeout(2000)
        matching: Callable[..., Any] = matches
        self._connection.create_scalar_function("matches", matching, 2, deterministic=True)
        if path != ":memory:":
            self.run("PRAGMA journal_mode = WAL")
            self.run("PRAGMA synchronous = NORMAL")
        self._connection.execute(files(__package__).joinpath("schema.sql").read_text("utf-8"))
        self.run(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def run(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """Run one statement; the cursor yields its rows as tuples."""
        return self._connection.execute(sql, values)

    def many(self, sql: str, rows: Iterator[Sequence[Any]] | Sequence[Sequence[Any]]) -> None:
        """Run one statement for each row of values."""
        self._connection.executemany(sql, rows)

    def one(self, sql: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row, or None."""
        row: tuple[Any, ...] | None = self._connection.execute(sql, values).fetchone()
        return row

    def value(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first column of the first row, or None."""
        row = self.one(sql, values)
        return None if row is None else row[0]

    def transaction(self) -> apsw.Connection:
        """A context manager: everything inside lands, or nothing does; they nest."""
        return self._connection

    def next(self, name: str, start: int) -> int:
        """The next number of a sequence; numbers are never given twice, deletions or not."""
        sql = (
            "INSERT INTO sequences VALUES (?1, ?2)"
            " ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value"
        )
        return int(self.value(sql, (name, start)))

    def note(self, name: str) -> str | None:
        """A remembered text about the site."""
        found: str | None = self.value("SELECT value FROM site WHERE name = ?", (name,))
        return found

    def remember(self, name: str, value: str) -> None:
        """Keep a text about the site."""
        self.run("INSERT OR REPLACE INTO site VALUES (?, ?)", (name, value))

    def empty(self) -> None:
        """Forget every issue and start the sequences again."""
        with self.transaction():
            for table in (*TABLES, "sequences"):
                self.run(f"DELETE FROM {table}")  # noqa: S608  names from the constant above

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
