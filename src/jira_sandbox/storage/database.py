"""The connection: pragmas, schema, transactions, sequences."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import apsw

from jira_sandbox.words import matches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SCHEMA_VERSION = 1
# The tables of the index, each with the column of the issue.
LAGGING = {"issues": "id", "issue_index": "issue"}
SEARCHED = re.compile(r"\b(issues(?= i\b)|issue_index(?= x\b)|issues(?= AS seen\b))")
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
        self._now: Callable[[], int] | None = None
        self._changes: list[tuple[int, int]] = []
        self.current = False
        """Whether searches see the tables themselves although they lag."""
        self._connection.set_busy_timeout(2000)
        matching: Callable[..., Any] = matches
        self._connection.create_scalar_function("matches", matching, 2, deterministic=True)
        if path != ":memory:":
            self.run("PRAGMA journal_mode = WAL")
            self.run("PRAGMA synchronous = NORMAL")
        self._connection.execute(files(__package__).joinpath("schema.sql").read_text("utf-8"))
        self.run(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def start_lagging(self, now: Callable[[], int]) -> None:
        """From now on searches see copies of the tables as they stand at this moment."""
        with self.transaction():
            self.stop_lagging()
            for table in LAGGING:
                self.run(f"CREATE TEMP TABLE seen_{table} AS SELECT * FROM {table}")  # noqa: S608
            self.run("CREATE INDEX temp.seen_issues_by_id ON seen_issues (id)")
            self.run("CREATE INDEX temp.seen_index_by_issue ON seen_issue_index (issue, field)")
        self._now = now

    def stop_lagging(self) -> None:
        """Searches see the tables themselves again."""
        self._now = None
        self._changes.clear()
        for table in LAGGING:
            self.run(f"DROP TABLE IF EXISTS temp.seen_{table}")

    def changed(self, issue: int) -> None:
        """Note that an issue has changed, for searches that lag."""
        if self._now is not None:
            self._changes.append((self._now(), issue))

    def take_changes(self) -> list[tuple[int, int]]:
        """What was noted, each with its moment; it is then forgotten."""
        taken, self._changes = self._changes, []
        return taken

    def refresh(self, issue: int) -> None:
        """Let searches see an issue as it is."""
        for table, column in LAGGING.items():
            self.run(f"DELETE FROM seen_{table} WHERE {column} = ?", (issue,))  # noqa: S608
            self.run(
                f"INSERT INTO seen_{table} SELECT * FROM {table} WHERE {column} = ?",  # noqa: S608
                (issue,),
            )

    def look(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """Run one query of a search."""
        return self.run(
            sql if self._now is None or self.current else SEARCHED.sub(r"seen_\1", sql), values
        )

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
