"""ORDER BY of a query as terms of an order. What is empty comes last, and first where the order goes down."""

from __future__ import annotations

from ticketr.adapters.sqlite.conditions import expression, path
from ticketr.adapters.sqlite.orders import KEY, Term

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ticketr.jql.checked import Column

_PARENT = "(SELECT {0} FROM tickets p WHERE p.id = tickets.parent_id)"
PARENT_KEY = tuple(
    _PARENT.format(sql.replace("jira_id", "p.jira_id"))
    if "IS NULL" not in sql
    else "(parent_id IS NULL)"
    for sql in KEY
)
PERSON = (
    "(SELECT u.name FROM users u WHERE u.workspace_id = tickets.workspace_id AND u.account = {0})"
)
RANK = ("(rank IS NULL)", "rank")
"""Ranks are made to be compared as texts, byte by byte."""
FIRST_MEMBER = "(SELECT min(value COLLATE NOCASE) FROM json_each(fields, ?))"


def terms(order: Sequence[tuple[Column, bool]]) -> list[Term]:
    """The terms of a checked order."""
    return [term for column, down in order for term in _of(column, down)]


def _of(column: Column, down: bool) -> Iterator[Term]:  # noqa: FBT001
    if column.kind in ("key", "parent", "epic"):
        keys = KEY if column.kind == "key" else PARENT_KEY
        indexed = column.kind == "key"
        yield from (Term(sql, descending=down, indexed=indexed) for sql in keys)
        return
    if column.kind == "rank":
        yield from (Term(sql, descending=down, indexed=True) for sql in RANK)
        return
    sql, params = _value(column)
    if column.kind not in ("project", "type") and column.id not in (
        "created",
        "updated",
        "title",
    ):
        yield Term(f"({sql} IS NULL)", params, descending=down)
    collate = "" if column.kind in ("number", "time", "date", "ranked") else " COLLATE NOCASE"
    indexed = column.id in ("created", "updated")
    yield Term(f"{sql}{collate}", params, descending=down, indexed=indexed)


def _value(column: Column) -> tuple[str, tuple[object, ...]]:
    match column.kind:
        case "ranked" if column.ranks:
            return _rank(column)
        case "user":
            sql, params = expression(column)
            return PERSON.format(sql.replace("creator", "tickets.creator")), params
        case "set" | "users":
            return FIRST_MEMBER, (path(column),)
        case "text" if column.id != "title":
            sql, params = expression(column)
            return f"nullif({sql}, '')", params
    return expression(column)


def _rank(column: Column) -> tuple[str, tuple[object, ...]]:
    """The place of the value in Jira's list, the first being the highest."""
    cases = " ".join("WHEN ? THEN ?" for _ in column.ranks)
    pairs = [item for at, name in enumerate(column.ranks) for item in (name, -at)]
    sql, params = expression(column)
    return f"(CASE {sql} {cases} END)", (*params, *pairs)
