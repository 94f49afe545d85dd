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


class Cursor:
    """The pages of one query."""

    def __init__(self, search: Search, text: str) -> None:
        self._search = search
        self._mark = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
        has_id = any(term in ("i.id", "coalesce(i.id, 0)") for term, _ in search.order)
        self._terms = search.order if has_id else [*search.order, ("i.id", True)]

    def page(self, database: Database, limit: int, token: str) -> tuple[list[int], str | None]:
        """Ids of the next page and the token of the one after it, None where this is the last."""
        after, after_values = self._after(token)
        columns = ", ".join(term for term, _ in self._terms)
        order = ", ".join(f"{term} {'DESC' if down else 'ASC'}" for term, down in self._terms)
        sql = (
            f"SELECT i.id, {columns} FROM issues i WHERE ({self._search.where}) AND ({after})"  # noqa: S608
            f" ORDER BY {order} LIMIT ?"
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
        ways, values = [], []
        for i, (term, down) in enumerate(self._terms):
            same = [f"{earlier} = ?" for earlier, _ in self._terms[:i]]
            ways.append(" AND ".join([*same, f"{term} {'<' if down else '>'} ?"]))
            values += last[: i + 1]
        return " OR ".join(f"({way})" for way in ways), values
