"""Jira Data Center, REST v2: search by numbered pages, tickets one by one or by a query for their keys."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from ticketr.adapters.jira import discovery
from ticketr.adapters.jira.client import segment
from ticketr.adapters.jira.dialect import DATA_CENTER
from ticketr.adapters.jira.discovery import rows
from ticketr.adapters.jira.histories import histories_one_by_one
from ticketr.adapters.jira.parallel import all_of
from ticketr.adapters.jira.reading import PAGE_SIZE, Reader
from ticketr.adapters.jira.rest import RestJira
from ticketr.domain.ids import IdSet
from ticketr.errors import JiraNotFound
from ticketr.ports.external import CREATION_PROPERTY, SearchPage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ticketr.ports.external import JiraIssue, Project
    from ticketr.ports.history import TicketLog

FRESH = 25
"""Tickets that are read one by one: a search tells them as they were when the index saw them last."""
FETCH_SIZE = 50
"""Tickets that one query names."""
IDS_SIZE = 1000
"""Tickets asked for in one page where nothing but their ids is wanted, Jira's usual limit."""
MOST_SETBACKS = 20
"""How often a search may have to go back before it is given up as one that does not hold still."""

_NAMED = re.compile(r"[A-Za-z][A-Za-z0-9_]*-[0-9]+\Z|[0-9]+\Z")
_ORDER_BY = re.compile(r"\border\s+by\b", re.IGNORECASE)
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")


class Window(NamedTuple):
    """Rows of a search from the place `start` on, and how many there are in all."""

    rows: list[dict[str, Any]]
    start: int
    total: int

    @property
    def end(self) -> int:
        """The place after the last one."""
        return self.start + len(self.rows)


class DataCenterReader(Reader):
    """Reads tickets one by one, or by the search that pages by number.

    A search gives no entity properties; they are read for each ticket where they are asked for.
    """

    def many(self, names: Sequence[str]) -> dict[str, JiraIssue]:
        """The tickets by what they were asked with; what Jira does not have is missing.

        A few come fresh, one by one; many by a query for their keys, and one by one what it does not show: a key
        that was moved, a ticket that the index does not have yet.
        """
        wanted = list(dict.fromkeys(name for name in names if name))
        if len(wanted) <= FRESH:
            return self.each(wanted)
        named = [name for name in wanted if _NAMED.match(name)]
        parts = [named[at : at + FETCH_SIZE] for at in range(0, len(named), FETCH_SIZE)]
        found = {n: issue for part in all_of(self._batch, parts) for n, issue in part.items()}
        return found | self.each([name for name in wanted if name not in found])

    def _batch(self, names: list[str]) -> dict[str, JiraIssue]:
        """Not validated, for a key that does not exist would make the whole query an error."""
        listed = ", ".join(name if name.isdigit() else f'"{name}"' for name in names)
        jql = f"issuekey in ({listed})"
        asked = {"jql": jql, "validateQuery": False, "maxResults": len(names)}
        data = self._searched("/search", {**asked, "fields": self._asked})
        told = rows(self._client, data.get("issues"))
        issues = [self._readable(item) for item in told]
        found = {name: issue for issue in issues for name in (issue.id, issue.key)}
        return {name: found[name] for name in names if name in found}

    def page(self, jql: str, token: str | None) -> SearchPage:
        """One page of a query; a ticket in it that cannot be read says so."""
        window = self._window(jql, int(token or 0), whole=True)
        last = window.end >= window.total or not window.rows
        issues = self._current(list(map(self._readable, window.rows)))
        return SearchPage(tuple(issues), None if last else str(window.end))

    def _window(self, jql: str, start: int, *, whole: bool) -> Window:
        fields = self._asked if whole else ["id"]
        size = PAGE_SIZE if whole else IDS_SIZE
        asked = {"jql": jql, "startAt": start, "maxResults": size, "fields": fields}
        data = self._searched("/search", asked)
        total = data.get("total")
        if not isinstance(total, int):
            raise self._incomplete("does not say how many tickets it finds")
        return Window(rows(self._client, data.get("issues")), start, total)

    def _pages(self, jql: str, *, whole: bool) -> Iterator[list[dict[str, Any]]]:
        """Each page begins with the last row of the page before.

        Where it begins with one that was not seen, tickets have left the answer meanwhile and others have moved
        up past us: it goes back until it meets one that was seen.
        """
        jql, start, back, setbacks = _ordered(jql), 0, 0, 0
        seen = IdSet()
        while True:
            window = self._window(jql, start - back, whole=whole)
            if window.start and not _begins_with(window, seen):
                setbacks += 1
                if setbacks > MOST_SETBACKS:
                    raise self._incomplete("changes faster than its tickets can be read")
                back = min(start, max(4 * back, start - window.total + 1))
                continue
            yield [row for row in window.rows if seen.add(str(row.get("id") or ""))]
            if window.end >= window.total:
                return
            if len(window.rows) <= bool(window.start):  # nothing but the row that was known
                raise self._incomplete(f"ends a search at {window.end} of {window.total} tickets")
            start, back = window.end, 1

    def _current(self, issues: list[JiraIssue]) -> list[JiraIssue]:
        """Read again what was written lately: nobody can tell this search to look beyond its index."""
        recent = {str(number) for number in self._recent.ids()}
        stale = [issue.id for issue in issues if issue.id in recent]
        fresh = self.each(stale)
        return [
            fresh.get(issue.id, issue)
            for issue in issues
            if issue.id in fresh or issue.id not in recent
        ]

    def _with_tokens(self, issues: list[JiraIssue]) -> list[JiraIssue]:
        found = all_of(self._property, [issue.id for issue in issues])
        return [
            issue if value is None else replace(issue, properties={CREATION_PROPERTY: value})
            for issue, value in zip(issues, found, strict=True)
        ]

    def _property(self, issue_id: str) -> Any:
        path = f"{self._dialect.api}/issue/{segment(issue_id)}/properties/{CREATION_PROPERTY}"
        try:
            data = self._client.get(path)
        except JiraNotFound:
            return None
        return data.get("value") if isinstance(data, dict) else None


def _begins_with(window: Window, seen: IdSet) -> bool:
    return bool(window.rows) and str(window.rows[0].get("id") or "") in seen


def _ordered(jql: str) -> str:
    """The query in an order that stays while tickets are edited, where it names none itself."""
    bare = _QUOTED.sub("", jql)
    return jql if _ORDER_BY.search(bare) else f"{jql} ORDER BY created ASC, key ASC".strip()


class DataCenterJira(RestJira):
    """The `JiraClient` for Jira Data Center."""

    dialect = DATA_CENTER
    reader = DataCenterReader

    def get_histories(self, ids: Sequence[str]) -> Iterator[TicketLog]:
        """What was changed of these tickets, streamed."""
        return histories_one_by_one(self._client, self.dialect, ids)

    def get_projects(self) -> list[Project]:
        """The projects this login sees."""
        found = self._client.get(f"{self.dialect.api}/project")
        return discovery.projects(rows(self._client, found))
