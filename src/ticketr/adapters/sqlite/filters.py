"""Filters as SQL. On the hot path: no imports."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from ticketr.adapters.sqlite.database import Database
    from ticketr.adapters.sqlite.orders import Term
    from ticketr.domain.query import TicketFilter
    from ticketr.jql.checked import Checked

DISTINCT = """
WITH RECURSIVE found(value) AS (
    SELECT (SELECT {0} FROM tickets WHERE workspace_id = ?1 AND {0} IS NOT NULL ORDER BY {0} LIMIT 1)
    UNION ALL
    SELECT (SELECT {0} FROM tickets WHERE workspace_id = ?1 AND {0} > found.value ORDER BY {0} LIMIT 1)
    FROM found WHERE found.value IS NOT NULL
)
SELECT value, '', '' FROM found WHERE value IS NOT NULL
"""
"""The different values of an indexed column, one step in the index each."""

SYNC_STATUSES = frozenset({"new", "synced", "modified", "conflict"})
_JIRA_STATUS = "json_extract(fields, '$.status')"


def where(
    db: Database,
    filter: TicketFilter,  # noqa: A002 - the port's name
    *,
    counting: bool = False,
    order: Sequence[Term] = (),
) -> tuple[str, list[Any]]:
    """The WHERE clause and its parameters, for tickets that are wanted in that order.

    What is found by few other things (children, what is looked up first) is not looked for in the workspace's
    indexes: the plus keeps SQLite from walking one of them for its order. `counting`: the order is none, so that
    SQLite takes the index of a condition by itself.

    Raises DatabaseQuery for what the store cannot evaluate.
    """
    terms: list[str] = []
    params: list[Any] = []
    few = filter.parent_id is not None
    if filter.meaning is not None:
        (term, meant), needed = _meant(db, filter, filter.meaning, order, counting=counting)
        few = few or needed
        terms.append(term)
        params += meant
    elif filter.jql is not None:
        _refuse(
            "The store evaluates queries that are understood, not their text.", "jql", filter.jql
        )
    for term, values in _names(db, filter, counting=counting):
        few = few or term.startswith("(seq IN")
        terms.append(term)
        params += values
    if filter.workspace_id is not None:
        terms.append("+workspace_id = ?" if few else "workspace_id = ?")
        params.append(filter.workspace_id)
    if filter.parent_id is not None:
        terms.append("parent_id = ?")
        params.append(filter.parent_id)
    if filter.modified_after is not None:
        from ticketr.adapters.sqlite.codec import stamp

        terms.append("local_modified_at >= ?")
        params.append(stamp(filter.modified_after))
    return ("WHERE " + " AND ".join(terms) if terms else "", params)


def _meant(
    db: Database,
    filter: TicketFilter,  # noqa: A002 - the port's name
    meaning: Checked,
    order: Sequence[Term],
    *,
    counting: bool,
) -> tuple[tuple[str, tuple[Any, ...]], bool]:
    """The condition of a query, and whether few tickets are looked up for it.

    An index is walked in its order only where nothing is looked up: what few tickets can meet is found sooner.
    """
    from ticketr.adapters.sqlite.conditions import condition
    from ticketr.adapters.sqlite.narrowing import Index

    workspace = filter.workspace_id or ""
    index = Index(db, workspace, counting=counting, order=order)
    found = condition(meaning.where, workspace, index)
    if index.walked and (index.needed or filter.parent_id is not None):
        index = Index(db, workspace, counting=counting)
        found = condition(meaning.where, workspace, index)
    return found, index.needed


def _names(
    db: Database,
    filter: TicketFilter,  # noqa: A002 - the port's name
    *,
    counting: bool,
) -> Iterator[tuple[str, Sequence[Any]]]:
    """The conditions on types and statuses, behind a look-up where few tickets have them."""
    found = []
    if filter.type:
        names = _named(db, "issue_type", filter.type, filter.workspace_id)
        found.append(_one_of("issue_type", names))
    if filter.status:
        found.append(_status(db, filter.status, filter.workspace_id))
    for term, values in found:
        if counting or filter.workspace_id is None or term == "FALSE":
            yield term, values
            continue
        from ticketr.adapters.sqlite.narrowing import Index

        index, each = Index(db, filter.workspace_id), (term, tuple(values))
        yield index.narrowed(each, index.tickets(each))


def _status(
    db: Database, names: tuple[str, ...], workspace_id: str | None
) -> tuple[str, list[Any]]:
    """One condition where all are of one sort, so that its index serves."""
    sync = [name.lower() for name in names if name.lower() in SYNC_STATUSES]
    jira = _named(db, _JIRA_STATUS, names, workspace_id)
    ours, our_values = _one_of("sync_status", sync)
    theirs, their_values = _one_of(_JIRA_STATUS, jira)
    if not jira or not sync:
        return (ours, our_values) if sync else (theirs, their_values)
    return f"({ours} OR {theirs})", our_values + their_values


def _one_of(column: str, values: list[str]) -> tuple[str, list[Any]]:
    if not values:
        return "FALSE", []
    from ticketr.adapters.sqlite.surrogates import marks

    return f"{column} IN ({marks(values)})", list(values)


def _named(
    db: Database, column: str, names: tuple[str, ...], workspace_id: str | None
) -> list[str]:
    """The values of the column that are one of these names in any case; SQLite folds only ASCII."""
    wanted = {name.casefold() for name in names}
    if workspace_id:
        rows = db.query(DISTINCT.format(column), (workspace_id,))
    else:
        rows = db.query(f"SELECT DISTINCT {column} FROM tickets WHERE {column} IS NOT NULL")  # noqa: S608
    return [row[0] for row in rows if str(row[0]).casefold() in wanted]


def _refuse(message: str, fact: str, value: str) -> None:
    from ticketr.errors import DatabaseQuery

    raise DatabaseQuery(message, **{fact: value})
