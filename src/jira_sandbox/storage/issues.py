"""Issues: the row, its values, its keys and what JQL can find of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jira_sandbox.storage.database import Database

FIRST_ID = 10000
COLUMNS = 'id, key, project, number, creator, created, updated, status_changed, resolved, "values"'
INSERT = """INSERT OR REPLACE INTO issues (id, key, project, number, creator, created, updated,
    status_changed, resolved, "values", type, status, priority, resolution, assignee, reporter,
    parent, summary)
    VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"""

PARTS = (
    "properties",
    "changes",
    "comments",
    "issue_keys",
    "issue_index",
    "marks",
    "attachments",
    "ranks",
)

Index = tuple[str, str | None, float | None]


@dataclass(slots=True)
class Issue:
    """An issue; `values` maps field ids to stored values (ids, not names), absent means empty.

    Times are milliseconds since 1970.
    """

    id: int
    key: str
    project: str
    number: int
    creator: str
    created: int
    updated: int
    status_changed: int
    resolved: int | None = None
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def type(self) -> str:
        """The id of the issue type."""
        return str(self.values["issuetype"])

    @property
    def status(self) -> str:
        """The id of the status."""
        return str(self.values["status"])

    @property
    def parent(self) -> int | None:
        """The id of the parent."""
        return self.values.get("parent")

    @property
    def summary(self) -> str:
        """The summary."""
        return str(self.values["summary"])


class IssueTable:
    """Issues in SQLite."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def next_id(self) -> int:
        """A new numeric id, site-wide."""
        return self._db.next("issue", FIRST_ID)

    def next_number(self, project: str) -> int:
        """The next number in a project's keys."""
        return self._db.next(f"key:{project}", 1)

    def save(self, issue: Issue, index: Iterable[Index]) -> None:
        """Write an issue with the values that JQL can find."""
        self._db.run(INSERT, (*_row(issue), *_columns(issue.values)))
        self._db.run("INSERT OR REPLACE INTO issue_keys VALUES (?, ?)", (issue.key, issue.id))
        self._db.run("DELETE FROM issue_index WHERE issue = ?", (issue.id,))
        self._db.many(
            "INSERT INTO issue_index VALUES (?, ?, ?, ?)", [(issue.id, *row) for row in index]
        )
        self._db.changed(issue.id)

    def touch(self, issue_id: int, now: int) -> None:
        """Bump `updated`, never backwards."""
        self._db.run(
            "UPDATE issues SET updated = max(updated + 1, ?) WHERE id = ?", (now, issue_id)
        )
        self._db.changed(issue_id)

    def get(self, issue_id: int) -> Issue | None:
        """The issue with this id."""
        row = self._db.one(f"SELECT {COLUMNS} FROM issues WHERE id = ?", (issue_id,))  # noqa: S608
        return None if row is None else _issue(row)

    def find(self, id_or_key: str) -> Issue | None:
        """An issue by its id, its key in any case, or a key it had before it was moved."""
        if id_or_key.isascii() and id_or_key.isdigit():
            return self.get(int(id_or_key)) if len(id_or_key) < 19 else None
        issue_id = self._db.value("SELECT issue FROM issue_keys WHERE key = ?", (id_or_key,))
        return None if issue_id is None else self.get(issue_id)

    def many(self, ids: Sequence[int]) -> list[Issue]:
        """The issues with these ids, in the order of the ids; missing ones are left out."""
        sql = (
            f"SELECT {COLUMNS} FROM issues"  # noqa: S608  a constant
            " WHERE id IN (SELECT value FROM json_each(?))"
        )
        found = {row[0]: _issue(row) for row in self._db.run(sql, (json.dumps(list(ids)),))}
        return [found[i] for i in ids if i in found]

    def found(self, ids: Sequence[int]) -> list[Issue]:
        """The issues with these ids, as a search tells them; deleted ones are left out."""
        sql = (
            f"SELECT {COLUMNS} FROM issues AS seen"  # noqa: S608  a constant
            " WHERE id IN (SELECT value FROM json_each(?))"
        )
        known = {row[0]: _issue(row) for row in self._db.look(sql, (json.dumps(list(ids)),))}
        there = {issue.id for issue in self.many(ids)}
        return [known[i] for i in ids if i in known and i in there]

    def children(self, issue_id: int) -> list[Issue]:
        """The issues directly under this one, in order of creation."""
        sql = f"SELECT {COLUMNS} FROM issues WHERE parent = ? ORDER BY id"  # noqa: S608
        return [_issue(row) for row in self._db.run(sql, (issue_id,))]

    def delete(self, issue_id: int) -> None:
        """Remove an issue and all that hangs on it; its number is not given again."""
        for table in PARTS:
            self._db.run(f"DELETE FROM {table} WHERE issue = ?", (issue_id,))  # noqa: S608
        self._db.run(
            "DELETE FROM rows WHERE owner = ? AND kind IN ('worklog', 'remotelink')", (issue_id,)
        )
        self._db.run("DELETE FROM links WHERE source = ?1 OR target = ?1", (issue_id,))
        self._db.run("DELETE FROM issues WHERE id = ?", (issue_id,))
        self._db.changed(issue_id)

    def select(
        self, where: str, values: Sequence[Any], order: str, limit: int, start: int = 0
    ) -> list[int]:
        """Ids of the issues that a compiled query finds, in its order, without the first `start`."""
        sql = f"SELECT i.id FROM issues i WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?"  # noqa: S608
        return [row[0] for row in self._db.look(sql, (*values, limit, start))]

    def count(self, where: str, values: Sequence[Any]) -> int:
        """How many issues a compiled query finds."""
        sql = f"SELECT count(*) FROM issues i WHERE {where}"  # noqa: S608
        return int(self._db.look(sql, values).fetchone()[0])


def _row(issue: Issue) -> tuple[Any, ...]:
    return (
        issue.id,
        issue.key,
        issue.project,
        issue.number,
        issue.creator,
        issue.created,
        issue.updated,
        issue.status_changed,
        issue.resolved,
        json.dumps(issue.values, ensure_ascii=False),
    )


def _columns(values: dict[str, Any]) -> tuple[Any, ...]:
    priority = values.get("priority")
    return (
        values["issuetype"],
        values["status"],
        None if priority is None else int(priority),
        values.get("resolution"),
        values.get("assignee"),
        values.get("reporter"),
        values.get("parent"),
        values["summary"],
    )


def _issue(row: tuple[Any, ...]) -> Issue:
    parts: list[Any] = [*row[:9], json.loads(row[9])]
    return Issue(*parts)
