"""Pages of a search by token: a token says after which issue the next page starts.

It holds the sort values of the last issue, so what has not moved is neither repeated nor missed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from typing import TYPE_CHECKING, Any

from jira_sandbox.exchange import JiraError

if TYPE_CHECKING:
    from jira_sandbox.jql.meaning import Search
    from jira_sandbox.storage.database import Database

STALE = "The provided next page token is invalid or expired."


def whole_order(order: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """What to sort by, to the last tie: newest first where nothing is asked for, as Jira does."""
    if any(term in ("i.id", "coalesce(i.id, 0)") for term, _ in order):
        return order
    return [*order, ("i.id", order[-1][1] if order else True)]


def spelled(order: list[tuple[str, bool]]) -> str:
    """The same in SQL."""
    return ", ".join(f"{term} {'DESC' if down else 'ASC'}" for term, down in order)


class Cursor:
    """The pages of one query."""

    def __init__(self, search: Search, text: str) -> None:
        self._search = search
        self._mark = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
        self._terms = whole_order(search.order)

    def page(self, database: Database, limit: int, token: str) -> tuple[list[int], str | None]:
        """Ids of the next page and the token of the one after it, None where this is the last."""
        after, after_values = self._after(token)
        columns = ", ".join(term for term, _ in self._terms)
        sql = (
            f"SELECT i.id, {columns} FROM issues i WHERE ({self._search.where}) AND ({after})"  # noqa: S608
            f" ORDER BY {spelled(self._terms)} LIMIT ?"
        )
        values = (*self._search.values, *after_values, limit + 1)
        rows = list(database.look(sql, values))
        if len(rows) <= limit:
            return [row[0] for row in rows], None
        return [row[0] for row in rows[:limit]], self._token(rows[limit - 1][1:])

    def _token(self, last: tuple[Any, ...]) -> str:
        text = json.dumps([self._mark, *last], separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def _last(self, token: str) -> list[Any]:
        try:
            padded = token + "=" * (-len(token) % 4)
            mark, *last = list(json.loads(base64.urlsafe_b64decode(padded.encode())))
        except (ValueError, TypeError, binascii.Error):
            raise JiraError(400, STALE) from None
        plain = all(isinstance(value, str | int | float) for value in last)
        if mark != self._mark or len(last) != len(self._terms) or not plain:
            raise JiraError(400, STALE)
        return last

    def _after(self, token: str) -> tuple[str, list[Any]]:
        if not token:
            return "1", []
        last = self._last(str(token))
        if len({down for _, down in self._terms}) == 1:
            # One comparison of rows, which an index can answer.
            terms, marks = ", ".join(term for term, _ in self._terms), ", ".join("?" * len(last))
            return f"({terms}) {'<' if self._terms[0][1] else '>'} ({marks})", last
        ways, values = [], []
        for i, (term, down) in enumerate(self._terms):
            same = [f"{earlier} = ?" for earlier, _ in self._terms[:i]]
            ways.append(" AND ".join([*same, f"{term} {'<' if down else '>'} ?"]))
            values += last[: i + 1]
        return " OR ".join(f"({way})" for way in ways), values
