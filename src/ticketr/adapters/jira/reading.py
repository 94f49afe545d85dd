"""Tickets out of Jira Cloud: one, many, and the answer of a query to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ticketr.adapters.jira.client import segment
from ticketr.adapters.jira.discovery import API, rows, table
from ticketr.adapters.jira.mapping import asked_fields, issue_of
from ticketr.adapters.jira.parallel import all_of
from ticketr.errors import JiraConnection, JiraNotFound, TicketValidation
from ticketr.ports.external import CREATION_PROPERTY, SearchPage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ticketr.adapters.jira.client import HttpClient
    from ticketr.domain.schema import JiraSchema
    from ticketr.ports.external import JiraIssue

FETCH_SIZE = 100
"""Tickets of one bulk fetch, Jira's limit."""
PAGE_SIZE = 200
"""Tickets asked for in one page of a search; Jira gives fewer where they are large."""
LONGEST_LIST = 60
"""Fields named in an address; more do not fit into what every proxy lets through."""


class Reader:
    """Reads tickets by one schema."""

    def __init__(self, client: HttpClient, schema: JiraSchema) -> None:
        self._client = client
        self._schema = schema
        self._asked = asked_fields(schema)

    def one(self, name: str) -> JiraIssue:
        """The ticket by id or key, also by a key it had before it was moved."""
        fields = ",".join(self._asked) if len(self._asked) <= LONGEST_LIST else "*all"
        query = {"fields": fields, "properties": CREATION_PROPERTY}
        data = self._client.get(f"{API}/issue/{segment(name)}", query)
        return issue_of(self._schema, table(self._client, data))

    def many(self, names: Sequence[str]) -> dict[str, JiraIssue]:
        """The tickets by what they were asked with; what Jira does not have is missing."""
        wanted = list(dict.fromkeys(name for name in names if name))
        parts = [wanted[at : at + FETCH_SIZE] for at in range(0, len(wanted), FETCH_SIZE)]
        return {name: issue for part in all_of(self._batch, parts) for name, issue in part.items()}

    def _batch(self, names: list[str]) -> dict[str, JiraIssue]:
        asked = {"issueIdsOrKeys": names, **self._named()}
        data = table(self._client, self._client.ask(f"{API}/issue/bulkfetch", asked))
        issues = [issue_of(self._schema, item) for item in rows(self._client, data.get("issues"))]
        found = {name: issue for issue in issues for name in (issue.id, issue.key)}
        errors = data.get("issueErrors") or []
        gone = {str(item.get("id")) for item in errors if isinstance(item, dict)}
        known = {name: found[name] for name in names if name in found}
        moved = [name for name in names if name not in found and name not in gone]
        return known | self._moved(moved)

    def _named(self) -> dict[str, Any]:
        return {"fields": self._asked, "properties": [CREATION_PROPERTY]}

    def _moved(self, names: list[str]) -> dict[str, JiraIssue]:
        """Tickets that answer under another key than they were asked with, one by one."""
        found = {}
        for name in names:
            try:
                found[name] = self.one(name)
            except JiraNotFound:
                continue
        return found

    def page(self, jql: str, token: str | None) -> SearchPage:
        """One page of a query."""
        asked: dict[str, Any] = {"jql": jql, "maxResults": PAGE_SIZE, **self._named()}
        if token is not None:
            asked["nextPageToken"] = token
        try:
            data = table(self._client, self._client.ask(f"{API}/search/jql", asked))
        except TicketValidation as error:
            error.hint = "Check the query; it is in Jira's own query language."
            raise
        issues = rows(self._client, data.get("issues"))
        following = None if data.get("isLast") is True else data.get("nextPageToken") or None
        return SearchPage(tuple(issue_of(self._schema, item) for item in issues), following)

    def all(self, jql: str) -> Iterator[JiraIssue]:
        """Every ticket of a query, each once. A page that cannot be had is an error, never the end."""
        token: str | None = None
        tokens: set[str] = set()
        ids: set[str] = set()
        while True:
            page = self.page(jql, token)
            for issue in page.issues:
                if issue.id not in ids:
                    ids.add(issue.id)
                    yield issue
            token = page.next
            if token is None:
                return
            if token in tokens:
                raise JiraConnection(
                    f"{self._client.host} gives the same page of the search again and again.",
                    hint="Nothing was taken as complete. Try again in a while.",
                )
            tokens.add(token)
