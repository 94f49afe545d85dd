"""Filters as SQL. On the hot path: no imports."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ticketr.adapters.sqlite.database import Database
    from ticketr.domain.query import TicketFilter

SYNC_STATUSES = frozenset({"new", "synced", "modified", "conflict"})
_JIRA_STATUS = "json_extract(fields, '$.status')"


def where(db: Database, filter: TicketFilter) -> tuple[str, list[Any]]:  # noqa: A002 - the port's name
    """The WHERE clause and its parameters. Raises DatabaseQuery for what the store cannot evaluate."""
    terms: list[str] = []
    params: list[Any] = []
    if filter.meaning is not None:
        from ticketr.adapters.sqlite.conditions import condition

        meaning, workspace = filter.meaning.where, filter.workspace_id or ""
        term, meant = condition(meaning, workspace, lambda prefix: _hidden(db, prefix))
        terms.append(term)
        params += meant
    elif filter.jql is not None:
        _refuse(
            "The store evaluates queries that are understood, not their text.", "jql", filter.jql
        )
    for column in ("workspace_id", "parent_id"):
        value = getattr(filter, column)
        if value is not None:
            terms.append(f"{column} = ?")
            params.append(value)
    if filter.modified_after is not None:
        from ticketr.adapters.sqlite.codec import stamp

        terms.append("updated_at > ?")
        params.append(stamp(filter.modified_after))
    if filter.type:
        term, values = _one_of(
            "issue_type", _named(db, "issue_type", filter.type, filter.workspace_id)
        )
        terms.append(term)
        params += values
    if filter.status:
        term, values = _status(db, filter.status, filter.workspace_id)
        terms.append(term)
        params += values
    return ("WHERE " + " AND ".join(terms) if terms else "", params)


def _hidden(db: Database, prefix: str) -> list[str]:
    from ticketr.adapters.sqlite.words import hidden

    return hidden(db, prefix)


def _status(
    db: Database, names: tuple[str, ...], workspace_id: str | None
) -> tuple[str, list[Any]]:
    sync = [name.lower() for name in names if name.lower() in SYNC_STATUSES]
    ours, our_values = _one_of("sync_status", sync)
    jira, jira_values = _one_of(_JIRA_STATUS, _named(db, _JIRA_STATUS, names, workspace_id))
    return f"({ours} OR {jira})", our_values + jira_values


def _one_of(column: str, values: list[str]) -> tuple[str, list[Any]]:
    marks = ", ".join("?" * len(values))
    return f"{column} IN ({marks})", list(values)


def _named(
    db: Database, column: str, names: tuple[str, ...], workspace_id: str | None
) -> list[str]:
    """The values of the column that are one of these names in any case; SQLite folds only ASCII."""
    wanted = {name.casefold() for name in names}
    scope, params = ("workspace_id = ?", (workspace_id,)) if workspace_id else ("TRUE", ())
    sql = f"SELECT DISTINCT {column} FROM tickets WHERE {scope} AND {column} IS NOT NULL"  # noqa: S608
    rows = db.query(sql, params)
    return [name for (name,) in rows if str(name).casefold() in wanted]


def _refuse(message: str, fact: str, value: str) -> None:
    from ticketr.errors import DatabaseQuery

    raise DatabaseQuery(message, **{fact: value})
