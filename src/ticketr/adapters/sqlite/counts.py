# ruff: noqa: S608 - this file makes SQL of names that stand in it; values are parameters
"""Sums over tickets. One walk over what the filter finds for each; nothing is sorted that need not be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ticketr.adapters.sqlite.codec import moment, stamp
from ticketr.adapters.sqlite.conditions import RECORDED
from ticketr.adapters.sqlite.database import text
from ticketr.adapters.sqlite.filters import where
from ticketr.ports.counts import Group, Span, Step

if TYPE_CHECKING:
    from datetime import datetime

    from ticketr.adapters.sqlite.database import Database, Row
    from ticketr.domain.query import TicketFilter

    Sql = tuple[str, tuple[str, ...]]

STATUS = "json_extract(fields, '$.status')"
ASSIGNEE = "json_extract(fields, '$.assignee')"
BORN = "coalesce(jira_created, created_at)"
MOVED = "coalesce(resolved_at, jira_updated, updated_at)"
MOVES = (
    "changes c WHERE c.ticket_id = tickets.id AND c.field = 'status' AND c.side = 'local'"
    " AND c.before IS NOT c.after"
)
"""What was noticed of a ticket's moves."""
NOTICED = f"(resolved_at IS NULL AND EXISTS (SELECT 1 FROM {MOVES}))"
"""Moves were noticed, and Jira's stamp does not say better when it was done."""
LACKING = """
SELECT 1 FROM tickets INDEXED BY idx_ticket_unrecorded
WHERE workspace_id = ? AND jira_id IS NOT NULL AND history_at IS NOT coalesce(jira_updated, '') LIMIT 1
"""
"""Whether Jira's history of some ticket is not here: `NOT RECORDED`, as the index has it."""
MINUTE = 16
"""Characters of a stamp up to its minute."""


class SqliteCounts:
    """CountRepository on SQLite."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def groups(self, filter: TicketFilter, points: str | None) -> list[Group]:  # noqa: A002
        """By status, type and assignee at once."""
        value, given = _points(points)
        chosen, params = self._chosen(filter)
        rows = self._db.query(
            f"SELECT {STATUS}, issue_type, {ASSIGNEE}, count(*), total({value}) FROM {chosen}"
            " GROUP BY 1, 2, 3",
            (*given, *params),
        )
        return [
            Group(_or_none(status), text(type_), _or_none(who), count, total)
            for status, type_, who, count, total in rows
        ]

    def sizes(self, filter: TicketFilter, points: str) -> list[tuple[float | None, int]]:  # noqa: A002
        """How many tickets have so many points, the fewest points first, those without last."""
        value, given = _points(points)
        chosen, params = self._chosen(filter)
        rows = self._db.query(
            f"SELECT {value} AS size, count(*) FROM {chosen} GROUP BY 1"
            " ORDER BY size IS NULL, size",
            (*given, *params),
        )
        return [(None if size is None else float(size), count) for size, count in rows]

    def steps(
        self,
        filter: TicketFilter,  # noqa: A002
        points: str | None,
        since: datetime,
    ) -> list[Step]:
        """How the tickets whose history, or whose moves, are here came to their status, in no order."""
        first_minute = stamp(since)[:MINUTE]
        value = _points(points)
        rows = self._told(filter, value, first_minute)
        if not self._all_recorded(filter):
            rows += self._noticed(filter, value, first_minute)
        return [_step(row) for row in rows]

    def _told(
        self,
        filter: TicketFilter,  # noqa: A002
        points: Sql,
        first_minute: str,
    ) -> list[Row]:
        """What Jira's whole histories tell."""
        value, given = points
        chosen, params = self._chosen(filter, RECORDED)
        first = (
            "SELECT {} FROM changelog_items h"
            " WHERE h.ticket = tickets.seq AND h.field = 'status' AND h.n = 1"
        )
        born = self._db.query(
            f"SELECT max(?, substr({BORN}, 1, {MINUTE})), NULL, NULL,"
            f" coalesce(({first.format('h.from_id')}), ''),"
            f" coalesce(({first.format('h.from_text')}), {STATUS}, ''), count(*), total({value})"
            f" FROM {chosen} GROUP BY 1, 4, 5",
            (first_minute, *given, *params),
        )
        moved = self._db.query(
            f"WITH chosen AS MATERIALIZED (SELECT seq, {value} AS points FROM {chosen})"
            f" SELECT max(?, substr(h.created_at, 1, {MINUTE})), h.from_id, h.from_text, h.to_id, h.to_text,"
            " count(*), total(chosen.points) FROM chosen JOIN changelog_items h"
            " ON h.ticket = chosen.seq AND h.field = 'status' GROUP BY 1, 2, 3, 4, 5",
            (*given, *params, first_minute),
        )
        return [*born, *moved]

    def _noticed(
        self,
        filter: TicketFilter,  # noqa: A002
        points: Sql,
        first_minute: str,
    ) -> list[Row]:
        """What pulls noticed of the moves of other tickets, when they came."""
        value, given = points
        chosen, params = self._chosen(filter, f"NOT {RECORDED} AND {NOTICED}")
        born = self._db.query(
            f"SELECT max(?, substr({BORN}, 1, {MINUTE})), NULL, NULL, '',"
            f" coalesce((SELECT c.before ->> '$' FROM {MOVES} ORDER BY c.seq LIMIT 1), ''),"
            f" count(*), total({value}) FROM {chosen} GROUP BY 1, 5",
            (first_minute, *given, *params),
        )
        moved = self._db.query(
            f"WITH chosen AS MATERIALIZED (SELECT id, {value} AS points FROM {chosen})"
            f" SELECT max(?, substr(c.changed_at, 1, {MINUTE})), '', coalesce(c.before ->> '$', ''),"
            " '', coalesce(c.after ->> '$', ''), count(*), total(chosen.points)"
            f" FROM chosen, {MOVES.replace('tickets.id', 'chosen.id')} GROUP BY 1, 3, 5",
            (*given, *params, first_minute),
        )
        return [*born, *moved]

    def spans(
        self,
        filter: TicketFilter,  # noqa: A002
        points: str | None,
        since: datetime,
    ) -> list[Span]:
        """The other tickets, in no order."""
        if self._all_recorded(filter):
            return []
        first_minute = stamp(since)[:MINUTE]
        value, given = _points(points)
        chosen, params = self._chosen(filter, f"NOT {RECORDED} AND NOT {NOTICED}")
        rows = self._db.query(
            f"SELECT max(?, substr({BORN}, 1, {MINUTE})), max(?, substr({MOVED}, 1, {MINUTE})),"
            f" coalesce({STATUS}, ''), count(*), total({value}) FROM {chosen}"
            " GROUP BY 1, 2, 3",
            (first_minute, first_minute, *given, *params),
        )
        return [
            Span(_minute(born), _minute(moved), ("", text(status)), count, total)
            for born, moved, status, count, total in rows
        ]

    def _all_recorded(self, filter: TicketFilter) -> bool:  # noqa: A002
        """Whether the histories of a whole workspace are here, as far as Jira has any."""
        workspace = filter.workspace_id
        return workspace is not None and self._db.one(LACKING, (workspace,)) is None

    def _chosen(self, filter: TicketFilter, more: str = "") -> tuple[str, list[Any]]:  # noqa: A002
        """The tickets that are summed up, of which `more` must hold, as what follows FROM; with its parameters."""
        clause, params = where(self._db, filter)
        if more:
            clause = f"{clause} AND {more}" if clause else f"WHERE {more}"
        return f"{_table(filter)} {clause}", params


def _table(filter: TicketFilter) -> str:  # noqa: A002
    """The tickets; those of a whole workspace as they lie, for SQLite would take any index that begins with it."""
    whole = filter.everything and filter.workspace_id is not None
    return "tickets INDEXED BY idx_ticket_workspace" if whole else "tickets"


def _points(field: str | None) -> Sql:
    """The points of a ticket as SQL: a number, else nothing."""
    if field is None:
        return "NULL", ()
    path = f'$."{field}"'
    number = "iif(json_type(fields, ?) IN ('integer', 'real'), json_extract(fields, ?), NULL)"
    return number, (path, path)


def _or_none(value: Any) -> str | None:
    return None if value is None else text(str(value))


def _step(row: tuple[Any, ...]) -> Step:
    at, from_id, from_text, to_id, to_text, count, total = row
    before = None if from_id is None else (text(from_id), text(from_text))
    return Step(_minute(at), before, (text(to_id), text(to_text)), count, total)


def _minute(stamped: str) -> datetime:
    return moment(f"{stamped}:00Z")
