"""What queries are read with, out of the store. On the way of `list --jql`: one small question at a time."""

from __future__ import annotations

from ticketr.adapters.sqlite.database import text
from ticketr.adapters.sqlite.filters import DISTINCT
from ticketr.jql.known import KnownField, KnownValue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, tzinfo

    from ticketr.adapters.sqlite.codec import Clock
    from ticketr.adapters.sqlite.database import Database, Row

_FIELDS = """
SELECT f.value ->> 0, f.value ->> 1, f.value ->> 2
FROM jira_schema_cache c, json_each(c.fields) f WHERE c.workspace_id = ?
"""

_TYPES = """
SELECT t.value ->> 1, t.value ->> 0, t.value ->> 2
FROM jira_schema_cache c, json_each(c.issue_types) t WHERE c.workspace_id = ?
"""

_OPTIONS = """
SELECT o.value ->> 1, o.value ->> 0, ''
FROM jira_schema_cache c, json_each(c.issue_types) t, json_each(t.value, ?) o
WHERE c.workspace_id = ? ORDER BY t.key, o.key
"""

_SEEN = "SELECT name, jira_id, state FROM site_values WHERE workspace_id = ? AND field = ? ORDER BY name"

INDEXED = {"status": "json_extract(fields, '$.status')", "type": "issue_type"}

_ME = """
SELECT coalesce(
    (SELECT account FROM accounts WHERE workspace_id = ?1),
    (SELECT u.account FROM users u JOIN workspaces w ON w.id = u.workspace_id
     WHERE u.workspace_id = ?1 AND u.email <> '' AND u.email = w.config ->> '$.username' COLLATE NOCASE)
)
"""
_IN_JIRA = "SELECT count(*) FROM tickets WHERE workspace_id = ? AND jira_id IS NOT NULL"
_UNRECORDED = """
SELECT count(*) FROM tickets
WHERE workspace_id = ? AND jira_id IS NOT NULL AND history_at IS NOT coalesce(jira_updated, '')
"""
_UNRANKED = """
SELECT 1 FROM tickets WHERE workspace_id = ? AND (rank IS NULL) = 1 AND jira_id IS NOT NULL LIMIT 1
"""
SUNDAY, MONDAY = 6, 0
SUNDAY_REGIONS = frozenset("US CA MX BR AU JP KR TW HK IL IN PH ZA CO PE VE AR".split())  # noqa: SIM905


class SqliteCatalogue:
    """Catalogue of one workspace."""

    def __init__(self, db: Database, workspace_id: str, now: Clock) -> None:
        self._db = db
        self._workspace = workspace_id
        self._now = now
        self._fields: list[KnownField] | None = None
        self._values: dict[str, list[KnownValue]] = {}

    @property
    def project(self) -> str:
        """The project's key."""
        row = self._db.one("SELECT project_key FROM workspaces WHERE id = ?", (self._workspace,))
        return "" if row is None else text(row[0])

    def now(self) -> datetime:
        """The present, in UTC."""
        return self._now()

    def zone(self) -> tzinfo:
        """The time zone of the account, the machine's where that is not known."""
        from datetime import UTC, datetime
        from zoneinfo import ZoneInfo

        name = self._account("time_zone")
        try:
            return ZoneInfo(name) if name else datetime.now().astimezone().tzinfo or UTC
        except (ValueError, OSError, LookupError):
            return datetime.now().astimezone().tzinfo or UTC

    def first_weekday(self) -> int:
        """The day a week starts with, by the account's locale: Sunday where that is not known, as in Jira."""
        _, _, region = self._account("locale").replace("-", "_").partition("_")
        return SUNDAY if not region or region.upper() in SUNDAY_REGIONS else MONDAY

    def _account(self, column: str) -> str:
        sql = f"SELECT {column} FROM accounts WHERE workspace_id = ?"  # noqa: S608 - a name of ours
        row = self._db.one(sql, (self._workspace,))
        return "" if row is None else text(row[0])

    def me(self) -> str | None:
        """The account that is logged in."""
        row = self._db.one(_ME, (self._workspace,))
        return None if row is None or row[0] is None else text(row[0])

    def fields(self) -> list[KnownField]:
        """The fields of the project, by the cached schema."""
        if self._fields is None:
            rows = self._db.query(_FIELDS, (self._workspace,))
            self._fields = [KnownField(text(i), text(name), text(kind)) for i, name, kind in rows]
        return self._fields

    def people(self) -> list[tuple[str, tuple[str, ...]]]:
        """Accounts, each with the names and addresses it has."""
        sql = (
            "SELECT account, name, email FROM users WHERE workspace_id = ? ORDER BY name, account"
        )
        rows = self._db.query(sql, (self._workspace,))
        return [
            (text(account), tuple(text(item) for item in names if item))
            for account, *names in rows
        ]

    def lacks_ranks(self) -> bool:
        """Whether a ticket that is in Jira has no rank here."""
        return self._db.one(_UNRANKED, (self._workspace,)) is not None

    def lacks_comments(self) -> bool:
        """Whether the comments of tickets that are in Jira are not here, as far as a quick look tells."""
        from ticketr.adapters.sqlite.comments import are_missing

        return are_missing(self._db, self._workspace)

    def values(self, field_id: str) -> list[KnownValue]:
        """The values of a field that are known, in Jira's order where it has one."""
        if field_id not in self._values:
            self._values[field_id] = _known(self._rows(field_id))
        return self._values[field_id]

    def histories(self) -> tuple[int, int]:
        """How many tickets are in Jira, and of how many of them the history is not all here."""
        counts = [self._db.query(sql, (self._workspace,))[0][0] for sql in (_IN_JIRA, _UNRECORDED)]
        return int(counts[0]), int(counts[1])

    def _rows(self, field_id: str) -> Iterable[Row]:
        """First what the schema says, then what tickets told, then what stands in tickets here."""
        if field_id == "type":
            yield from self._db.query(_TYPES, (self._workspace,))
        else:
            path = f'$[3]."{field_id}"[2]'
            yield from self._db.query(_OPTIONS, (path, self._workspace))
        yield from self._db.query(_SEEN, (self._workspace, field_id))
        if field_id in INDEXED:
            yield from self._db.query(DISTINCT.format(INDEXED[field_id]), (self._workspace,))


def _known(rows: Iterable[Row]) -> list[KnownValue]:
    """The values, each once; what is said later fills in what was not said before.

    Sprints of one name are different where their numbers are.
    """
    found: dict[tuple[str, str], KnownValue] = {}
    for name, number, state in rows:
        value = KnownValue(
            text(name), text(str(number)), text(str(state if state is not None else ""))
        )
        twin = found.get((value.name, value.id)) or (
            found.get((value.name, "")) if value.id else None
        )
        if twin is None and not value.id:
            twin = next((item for item in found.values() if item.name == value.name), None)
        if twin is None:
            found[value.name, value.id] = value
        else:
            twin.state = twin.state or value.state
            twin.id = twin.id or value.id
    return list(found.values())
