"""Many issues into the tables at once, without asking the database for each."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any

from jira_sandbox.adf import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jira_sandbox.storage.database import Database

CHUNK = 5000
FIRST_ID = 10000
SEQUENCES = ("issue", "change", "comment", "link", "row:worklog")
LISTED = {"components": "components", "fixVersions": "versions"}
STATEMENTS = {
    "issues": """INSERT INTO issues (id, key, project, number, creator, created, updated,
        status_changed, resolved, "values", type, status, priority, resolution, assignee, reporter,
        parent, summary) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)""",
    "keys": "INSERT INTO issue_keys VALUES (?, ?)",
    "index": "INSERT INTO issue_index VALUES (?, ?, ?, ?)",
    "changes": "INSERT INTO changes VALUES (?, ?, ?, ?, ?)",
    "comments": "INSERT INTO comments VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    "marks": "INSERT INTO marks VALUES ('watch', ?, ?)",
    "links": "INSERT INTO links VALUES (?, ?, ?, ?)",
    "work": "INSERT INTO rows VALUES ('worklog', ?, ?, ?)",
}
# Indexes that are quicker made anew than kept while rows pour in.
INDEXES = (
    "index_by_issue",
    "index_by_text",
    "index_by_number",
    "changes_by_issue",
    "comments_by_issue",
    "issues_by_update",
    "issues_by_creation",
    "issues_by_key",
    "project_by_update",
    "project_by_creation",
    "project_by_key",
)


class BulkWriter:
    """Takes drafts of issues, gives them ids and keys, writes them with all their rows."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._ids = {name: self._last(name) for name in SEQUENCES}
        self._numbers: dict[str, int] = {}
        self._plain: dict[int, str] = {}

    def _last(self, name: str) -> int:
        found = self._db.value("SELECT value FROM sequences WHERE name = ?", (name,))
        return FIRST_ID - 1 if found is None else int(found)

    def _next(self, name: str) -> int:
        self._ids[name] += 1
        return self._ids[name]

    def _number(self, project: str) -> int:
        if project not in self._numbers:
            sql = "SELECT value FROM sequences WHERE name = ?"
            self._numbers[project] = int(self._db.value(sql, (f"key:{project}",)) or 0)
        self._numbers[project] += 1
        return self._numbers[project]

    def write(self, drafts: Iterable[dict[str, Any]]) -> None:
        """Write them all, a few thousand at a time, and keep the sequences."""
        made = self._forget_indexes()
        rest = iter(drafts)
        while rows := self._some(rest):
            for name, sql in STATEMENTS.items():
                self._db.many(sql, rows[name])
        for sql in made:
            self._db.run(sql)
        self._db.run("PRAGMA analysis_limit = 1000")
        self._db.run("ANALYZE")
        sequences = {**self._ids, **{f"key:{p}": n for p, n in self._numbers.items()}}
        self._db.many("INSERT OR REPLACE INTO sequences VALUES (?, ?)", list(sequences.items()))

    def _some(self, drafts: Iterator[dict[str, Any]]) -> dict[str, list[tuple[Any, ...]]]:
        """The rows of the next few thousand; a draft is made when those before have their ids."""
        rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in STATEMENTS}
        for draft in itertools.islice(drafts, CHUNK):
            self._take(draft, rows)
        return rows if rows["issues"] else {}

    def _forget_indexes(self) -> list[str]:
        made = []
        for name in INDEXES:
            sql = self._db.value("SELECT sql FROM sqlite_master WHERE name = ?", (name,))
            self._db.run(f"DROP INDEX {name}")
            made.append(str(sql))
        return made

    def _take(self, draft: dict[str, Any], rows: dict[str, list[tuple[Any, ...]]]) -> None:
        project, values, created = draft["project"], draft["values"], draft["created"]
        issue, number = self._next("issue"), self._number(project.id)
        draft["remember"](project, draft["kind"], issue)
        key, author = f"{project.key}-{number}", values["reporter"]
        changed = [at for _, at, _ in draft["changes"]]
        said = [at for _, at, _, _ in draft["comments"]]
        worked = [at for _, at, _ in draft["work"]]
        updated = max([created, *changed, *said, *worked])
        own: tuple[Any, ...] = (issue, key, project.id, number, author, created, updated)
        own += (draft["moved"], draft["resolved"], _text(values))
        rows["issues"].append(own + _columns(values))
        rows["keys"].append((key, issue))
        rows["marks"] += [(issue, one) for one in dict.fromkeys([author, *draft["fans"]])]
        rows["index"] += self._index(issue, project, values)
        self._past(issue, draft, rows)

    def _index(
        self, issue: int, project: Any, values: dict[str, Any]
    ) -> Iterator[tuple[int, str, str | None, float | None]]:
        for label in values.get("labels", ()):
            yield issue, "labels", label, None
        for name, part in LISTED.items():
            for thing in getattr(project, part):
                if thing.id in values.get(name, ()):
                    yield issue, name, thing.name, float(thing.id)
        if "description" in values:
            yield issue, "description", self._words(values["description"]), None
        yield from self._custom(issue, project, values)

    @staticmethod
    def _custom(
        issue: int, project: Any, values: dict[str, Any]
    ) -> Iterator[tuple[int, str, str | None, float | None]]:
        for name, value in values.items():
            if isinstance(value, float):
                yield issue, name, None, value
            elif name.startswith("customfield_") and isinstance(value, list):
                for sprint in project.sprints:
                    if sprint.id in value:
                        yield issue, name, sprint.name, float(sprint.id)

    def _words(self, document: dict[str, Any]) -> str:
        """The words of a text; texts come again and again, so each is read once."""
        mark = id(document)
        if mark not in self._plain:
            self._plain[mark] = plain(document)
        return self._plain[mark]

    def _past(
        self, issue: int, draft: dict[str, Any], rows: dict[str, list[tuple[Any, ...]]]
    ) -> None:
        for author, at, item in draft["changes"]:
            rows["changes"].append((self._next("change"), issue, author, at, _text([item])))
        for kind, other in draft["links"]:
            rows["links"].append((self._next("link"), kind, issue, other))
        for author, at, seconds in draft["work"]:
            body = {"comment": None, "started": at, "seconds": seconds, "author": author}
            body |= {"created": at, "editor": author, "updated": at}
            rows["work"].append((self._next("row:worklog"), issue, _text(body)))
        for author, at, body, words in draft["comments"]:
            own = (self._next("comment"), issue, author, author, at, at, _text(body), words)
            rows["comments"].append(own)


def _columns(values: dict[str, Any]) -> tuple[Any, ...]:
    return (
        values["issuetype"],
        values["status"],
        int(values["priority"]),
        values.get("resolution"),
        values.get("assignee"),
        values["reporter"],
        values.get("parent"),
        values["summary"],
    )


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
