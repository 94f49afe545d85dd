"""Orders of tickets as SQL, and where in them a page begins. On the hot path: no imports.

An order is total: its last term is `seq`. So a page can begin behind the last ticket of the one before, at the
same cost wherever that is.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from ticketr.domain.query import Pagination
    from ticketr.jql.checked import Column

    Sql = tuple[str, tuple[Any, ...]]

PROJECT = "substr(jira_id, 1, instr(jira_id, '-'))"
NUMBER = "CAST(substr(jira_id, instr(jira_id, '-') + 1) AS INTEGER)"
KEY = ("(jira_id IS NULL)", PROJECT, NUMBER)
STATUS = "json_extract(fields, '$.status')"
UPDATED = "coalesce(jira_updated, updated_at)"
"""When Jira last touched it; of what Jira does not have, when it changed here."""

ORDERS = {
    "created": ("seq",),
    "updated": ("updated_at", "seq"),
    "key": (*KEY, "seq"),
    "title": ("title COLLATE NOCASE", "seq"),
    "type": ("issue_type COLLATE NOCASE", "seq"),
    "status": (f"{STATUS} COLLATE NOCASE", "seq"),
    "sync": ("sync_status", "seq"),
}
"""By `SORT_FIELDS`, each held by an index; descending is exactly the reverse of ascending."""


LEAST = "-9e999"
"""What every value is greater than, and NULL is not: a range of the index, as IS NOT NULL is none."""


class Term:
    """One term of an order: an expression with its parameters, and whether it goes down.

    `indexed`: an index holds the terms in this order.
    """

    __slots__ = ("descending", "indexed", "params", "sql")

    def __init__(
        self,
        sql: str,
        params: tuple[Any, ...] = (),
        *,
        descending: bool = False,
        indexed: bool = False,
    ) -> None:
        self.sql = sql
        self.params = params
        self.descending = descending
        self.indexed = indexed


def terms_of(page: Pagination, order: Sequence[tuple[Column, bool]] = ()) -> list[Term]:
    """The terms of a page's order; a query's own order holds where the page names none.

    Raises DatabaseQuery for an unknown order.
    """
    if order and not page.sort_by:
        from ticketr.adapters.sqlite.sorting import terms

        return [*terms(order), Term("seq")]
    names = ORDERS.get(page.sort_by or "created")
    if names is None or page.order not in ("asc", "desc"):
        from ticketr.errors import DatabaseQuery

        message = "Tickets cannot be sorted like that."
        raise DatabaseQuery(message, sort=f"{page.sort_by} {page.order}")
    return [Term(name, descending=page.order == "desc", indexed=True) for name in names]


def order_by(terms: Sequence[Term]) -> Sql:
    """The ORDER BY clause."""
    words = (f"{term.sql} {'DESC' if term.descending else 'ASC'}" for term in terms)
    return "ORDER BY " + ", ".join(words), _params(terms)


def place(terms: Sequence[Term]) -> Sql:
    """The columns whose values say where in the order a row stands."""
    return ", ".join(term.sql for term in terms), _params(terms)


def _params(terms: Sequence[Term]) -> tuple[Any, ...]:
    return tuple(param for term in terms for param in term.params)


def check_place(terms: Sequence[Term], values: Sequence[Any]) -> None:
    """Raise DatabaseQuery where the values are not those of this order."""
    if len(terms) != len(values):
        from ticketr.errors import DatabaseQuery

        raise DatabaseQuery(
            "The page to go on from was sorted in another way.",
            hint="Ask with the query and the order of the page before.",
        )


def behind(terms: Sequence[Term], values: Sequence[Any]) -> Sql:
    """The condition that a row stands behind the row with these values.

    Raises DatabaseQuery where the values are not those of this order.
    """
    from ticketr.adapters.sqlite.surrogates import marks

    check_place(terms, values)
    down = {term.descending for term in terms}
    if len(down) == 1 and None not in values:
        left = ", ".join(term.sql for term in terms)
        sign = "<" if terms[0].descending else ">"
        return f"({left}) {sign} ({marks(values)})", (*_params(terms), *values)
    return _chain(terms, values)


def steps(terms: Sequence[Term], values: Sequence[Any]) -> Iterator[Sql]:
    """What rows behind the values meet one after the other, each a range of the index, with its ORDER BY.

    First those that differ in the last term alone, at the end those that differ in the first. Terms that a range
    holds fast are left out of its order, or SQLite would sort by them. NULL stands before everything.
    """
    from ticketr.adapters.sqlite.surrogates import mark

    at = [mark(value) for value in values]
    for count in range(len(terms), 0, -1):
        last, value = terms[count - 1], values[count - 1]
        held = zip(terms[: count - 1], at, strict=False)
        before = "".join(f"{term.sql} IS {place} AND " for term, place in held)
        order, sorting = order_by(terms[count - 1 :])
        if value is not None:
            sign = "<" if last.descending else ">"
            yield f"{before}{last.sql} {sign} {at[count - 1]} {order}", (*values[:count], *sorting)
        if value is None and not last.descending:
            yield f"{before}{last.sql} > {LEAST} {order}", (*values[: count - 1], *sorting)
        if value is not None and last.descending and count < len(terms):
            order, sorting = order_by(terms[count:])
            yield f"{before}{last.sql} IS NULL {order}", (*values[: count - 1], *sorting)


def _chain(terms: Sequence[Term], values: Sequence[Any]) -> Sql:
    """Behind by the first term, or level with it and behind by the rest. NULL stands before everything."""
    from ticketr.adapters.sqlite.surrogates import mark

    first, value = terms[0], values[0]
    at = mark(value)
    if value is None:
        ahead = "FALSE" if first.descending else f"{first.sql} IS NOT NULL"
        params: tuple[Any, ...] = () if first.descending else first.params
    else:
        less = f"({first.sql} < {at} OR {first.sql} IS NULL)"
        ahead = less if first.descending else f"{first.sql} > {at}"
        params = (*first.params, value, *(first.params if first.descending else ()))
    if len(terms) == 1:
        return ahead, params
    rest, more = _chain(terms[1:], values[1:])
    return f"({ahead} OR ({first.sql} IS {at} AND {rest}))", (*params, *first.params, value, *more)
