"""Jira Data Center, REST v2: search by numbered pages, tickets one by one or by a query for their keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from ticketr.adapters.jira import discovery
from ticketr.adapters.jira.client import segment
from ticketr.adapters.jira.dialect import DATA_CENTER
from ticketr.adapters.jira.discovery import rows
from ticketr.adapters.jira.fields import epic_link_of
from ticketr.adapters.jira.parallel import all_of
from ticketr.adapters.jira.reading import PAGE_SIZE, Reader
from ticketr.adapters.jira.rest import RestJira
from ticketr.errors import JiraConnection, JiraNotFound
from ticketr.ports.external import CREATION_PROPERTY, SearchPage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ticketr.ports.external import JiraIssue, Project

FRESH = 25
"""Tickets that are read one by one: a search tells them as they were when the index saw them last."""
FETCH_SIZE = 50
"""Tickets that one query names."""
MOST_SETBACKS = 20
"""How often a search may have to go back before it is given up as one that does not hold still."""

_NAMED = re.compile(r"[A-Za-z][A-Za-z0-9_]*-[0-9]+\Z|[0-9]+\Z")
_ORDER_BY = re.compile(r"\border\s+by\b", re.IGNORECASE)
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")


class Window(NamedTuple):
    """Tickets of a search from the place `start` on, and how many there are in all."""

    issues: tuple[JiraIssue, ...]
    start: int
    total: int

    @property
    def end(self) -> int:
        """The place after the last one."""
        return self.start + len(self.issues)


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
        issues = [self._issue(item) for item in rows(self._client, data.get("issues"))]
        found = {name: issue for issue in issues for name in (issue.id, issue.key)}
        return {name: found[name] for name in names if name in found}

    def page(self, jql: str, token: str | None) -> SearchPage:
        """One page of a query."""
        window = self._window(jql, int(token or 0))
        last = window.end >= window.total or not window.issues
        return SearchPage(window.issues, None if last else str(window.end))

    def _window(self, jql: str, start: int) -> Window:
        asked = {"jql": jql, "startAt": start, "maxResults": PAGE_SIZE, "fields": self._asked}
        data = self._searched("/search", asked)
        total = data.get("total")
        if not isinstance(total, int):
            raise self._incomplete("does not say how many tickets it finds")
        issues = rows(self._client, data.get("issues"))
        return Window(tuple(map(self._issue, issues)), start, total)

    def _incomplete(self, what: str) -> JiraConnection:
        return JiraConnection(
            f"{self._client.host} {what}.",
            hint="Nothing was taken as complete. Try again in a while.",
        )

    def all(self, jql: str, *, tokens: bool) -> Iterator[JiraIssue]:
        """Every ticket of a query, each once. A page that cannot be had is an error, never the end.

        Each page begins with the last ticket of the page before. Where it begins with one that was not seen,
        tickets have left the answer meanwhile and others have moved up past us: it goes back until it meets one
        that was seen.
        """
        jql, start, back, setbacks = _ordered(jql), 0, 0, 0
        seen: set[str] = set()
        while True:
            window = self._window(jql, start - back)
            if window.start and not (window.issues and window.issues[0].id in seen):
                setbacks += 1
                if setbacks > MOST_SETBACKS:
                    raise self._incomplete("changes faster than its tickets can be read")
                back = min(start, max(4 * back, start - window.total + 1))
                continue
            new = [issue for issue in window.issues if issue.id not in seen]
            seen.update(issue.id for issue in new)
            yield from self._with_properties(new) if tokens else new
            if window.end >= window.total:
                return
            if window.end <= start:
                raise self._incomplete(f"ends a search after {start} of {window.total} tickets")
            start, back = window.end, 1

    def _with_properties(self, issues: list[JiraIssue]) -> list[JiraIssue]:
        from dataclasses import replace

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


def _ordered(jql: str) -> str:
    """The query in an order that stays while tickets are edited, where it names none itself."""
    bare = _QUOTED.sub("", jql)
    return jql if _ORDER_BY.search(bare) else f"{jql} ORDER BY created ASC, key ASC".strip()


class DataCenterJira(RestJira):
    """The `JiraClient` for Jira Data Center."""

    dialect = DATA_CENTER
    reader = DataCenterReader

    def _children(self, quoted: str) -> str:
        """Sub-tasks have a parent, the tickets of an epic a link to it."""
        link = epic_link_of(self._schema).rpartition("_")[2]
        return f"(parent = {quoted} OR cf[{link}] = {quoted})" if link else f"parent = {quoted}"

    def get_projects(self) -> list[Project]:
        """The projects this login sees."""
        found = self._client.get(f"{self.dialect.api}/project")
        return discovery.projects(rows(self._client, found))
