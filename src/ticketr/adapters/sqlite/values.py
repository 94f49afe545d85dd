# ruff: noqa: S608 - this file makes SQL of names that stand in it; values are parameters
"""What tickets have in chosen columns, as people read it. On the way of `list --columns`."""

from __future__ import annotations

from ticketr.adapters.sqlite.conditions import expression, path
from ticketr.adapters.sqlite.database import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ticketr.adapters.sqlite.conditions import Sql
    from ticketr.adapters.sqlite.database import Database
    from ticketr.jql.checked import Column

PERSON = """coalesce((SELECT coalesce(nullif(u.name, ''), nullif(u.email, '')) FROM users u
    WHERE u.workspace_id = tickets.workspace_id AND u.account = {0}), {0})"""
PEOPLE = f"(SELECT json_group_array({PERSON.format('m.value')}) FROM json_each(fields, ?) m WHERE m.value IS NOT NULL)"
PARENT = """coalesce((SELECT p.jira_id FROM tickets p WHERE p.id = tickets.parent_id),
    json_extract(fields, '$.parent'))"""
OWN = {"sync": "sync_status", "parent": PARENT}
LISTS = frozenset({"set", "users"})
AS_BYTES = "(SELECT iif(typeof(v) = 'text', CAST(v AS BLOB), v) FROM (SELECT {0} AS v))"
"""A text as its bytes: lone surrogates are no UTF-8."""


def values(
    db: Database, ticket_ids: Sequence[str], columns: Sequence[Column]
) -> dict[str, tuple[object, ...]]:
    """The values by ticket."""
    parts = [_sql(column) for column in columns]
    marks = ", ".join("?" * len(ticket_ids))
    names = ", ".join(["id", *(AS_BYTES.format(sql) for sql, _ in parts)])
    params = [param for _, given in parts for param in given]
    rows = db.query(f"SELECT {names} FROM tickets WHERE id IN ({marks})", (*params, *ticket_ids))
    return {
        row[0]: tuple(
            _value(column, value) for column, value in zip(columns, row[1:], strict=True)
        )
        for row in rows
    }


def _sql(column: Column) -> Sql:
    """The column as SQL. A list is its JSON."""
    if column.id in OWN:
        return OWN[column.id], ()
    if column.id == "acceptance_criteria":
        return "acceptance_criteria", ()
    if column.kind == "users":
        return PEOPLE, (path(column),)
    sql, params = expression(column)
    if column.kind == "user":
        return PERSON.format(sql.replace("creator", "tickets.creator")), params * 2
    return sql, params


def _value(column: Column, found: Any) -> object:
    value = text(found) if isinstance(found, bytes) else found
    if value is None or value == "":
        return None
    if column.id == "acceptance_criteria":
        from ticketr.adapters.sqlite.details import criteria_of

        return criteria_of(value) or None
    if column.kind in LISTS:
        from json import loads

        return loads(value) or None
    return value
