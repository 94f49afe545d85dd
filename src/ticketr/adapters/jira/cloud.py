"""Jira Cloud, REST v3: bulk fetch, search by page token, projects by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ticketr.adapters.jira import discovery
from ticketr.adapters.jira.dialect import CLOUD
from ticketr.adapters.jira.discovery import rows, table
from ticketr.adapters.jira.histories import histories_of_many
from ticketr.adapters.jira.paging import numbered
from ticketr.adapters.jira.parallel import all_of
from ticketr.adapters.jira.reading import PAGE_SIZE, Reader
from ticketr.adapters.jira.rest import RestJira
from ticketr.ports.external import CREATION_PROPERTY, SearchPage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ticketr.ports.external import JiraIssue, Project
    from ticketr.ports.history import TicketLog

FETCH_SIZE = 100
"""Tickets of one bulk fetch, Jira's limit."""
IDS_SIZE = 5000
"""Tickets asked for in one page where nothing but their ids is wanted, Jira's limit."""


class CloudReader(Reader):
    """Reads tickets by Cloud's bulk fetch and its search."""

    def many(self, names: Sequence[str]) -> dict[str, JiraIssue]:
        """The tickets by what they were asked with; what Jira does not have is missing."""
        wanted = list(dict.fromkeys(name for name in names if name))
        parts = [wanted[at : at + FETCH_SIZE] for at in range(0, len(wanted), FETCH_SIZE)]
        return {name: issue for part in all_of(self._batch, parts) for name, issue in part.items()}

    def _batch(self, names: list[str]) -> dict[str, JiraIssue]:
        asked = {"issueIdsOrKeys": names, **self._named()}
        path = f"{self._dialect.api}/issue/bulkfetch"
        data = table(self._client, self._client.ask(path, asked))
        told = rows(self._client, data.get("issues"))
        issues = [self._readable(item) for item in told]
        found = {name: issue for issue in issues for name in (issue.id, issue.key)}
        errors = data.get("issueErrors") or []
        gone = {str(item.get("id")) for item in errors if isinstance(item, dict)}
        known = {name: found[name] for name in names if name in found}
        # The rest answers under another key than it was asked with: it was moved.
        return known | self.each(
            [name for name in names if name not in found and name not in gone]
        )

    def _named(self) -> dict[str, Any]:
        return {"fields": self._asked, "properties": [CREATION_PROPERTY]}

    def page(self, jql: str, token: str | None) -> SearchPage:
        """One page of a query; a ticket in it that cannot be read says so.

        Its token holds the ids to reconcile as well, for Jira wants the same on every page.
        """
        listed, _, token = token.partition("|") if token else (_listed(self._recent.ids()), "", "")
        more = {"maxResults": PAGE_SIZE, **self._named(), **_reconciled(listed)}
        found, following = self._ask(jql, token or None, more)
        following = following and f"{listed}|{following}"
        return SearchPage(tuple(map(self._readable, found)), following)

    def _ask(
        self, jql: str, token: str | None, more: Mapping[str, Any]
    ) -> tuple[list[dict[str, Any]], str | None]:
        """The rows of one page, and the token of the next."""
        asked: dict[str, Any] = {"jql": jql, **more}
        if token is not None:
            asked["nextPageToken"] = token
        data = self._searched("/search/jql", asked)
        issues = rows(self._client, data.get("issues"))
        return issues, None if data.get("isLast") is True else data.get("nextPageToken") or None

    def _pages(self, jql: str, *, whole: bool) -> Iterator[list[dict[str, Any]]]:
        bare = {"maxResults": IDS_SIZE, "fields": ["id"]}
        more = {"maxResults": PAGE_SIZE, **self._named()} if whole else bare
        more |= _reconciled(_listed(self._recent.ids()))
        token: str | None = None
        tokens: set[int] = set()
        while True:
            found, token = self._ask(jql, token, more)
            yield found
            if token is None:
                return
            if hash(token) in tokens:
                raise self._incomplete("gives the same page of the search again and again")
            tokens.add(hash(token))


def _listed(ids: list[int]) -> str:
    return ",".join(map(str, ids))


def _reconciled(listed: str) -> dict[str, Any]:
    return {"reconcileIssues": [int(name) for name in listed.split(",")]} if listed else {}


class CloudJira(RestJira):
    """The `JiraClient` for Jira Cloud."""

    dialect = CLOUD
    reader = CloudReader

    def get_histories(self, ids: Sequence[str]) -> Iterator[TicketLog]:
        """What was changed of these tickets, streamed."""
        return histories_of_many(self._client, self.dialect, ids)

    def get_projects(self) -> list[Project]:
        """The projects this login sees."""
        return discovery.projects(
            numbered(self._client, f"{self.dialect.api}/project/search", size=50)
        )
