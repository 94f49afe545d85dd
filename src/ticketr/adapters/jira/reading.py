"""Tickets out of Jira Cloud: one, many, and the answer of a query to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ticketr.adapters.jira.client import segment
from ticketr.adapters.jira.discovery import API, rows, table
from ticketr.adapters.jira.mapping import asked_fields, issue_of, readable
from ticketr.adapters.jira.parallel import all_of
from ticketr.domain.ids import IdSet
from ticketr.errors import JiraConnection, JiraNotFound, TicketValidation
from ticketr.ports.external import CREATION_PROPERTY, SearchPage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ticketr.adapters.jira.client import HttpClient
    from ticketr.domain.schema import JiraSchema
    from ticketr.ports.external import JiraIssue

FETCH_SIZE = 100
"""Tickets of one bulk fetch, Jira's limit."""
PAGE_SIZE = 200
"""Tickets asked for in one page of a search; Jira gives fewer where they are large."""
IDS_SIZE = 5000
"""Tickets asked for in one page where nothing but their ids is wanted, Jira's limit."""
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
        issues = [readable(self._schema, item) for item in rows(self._client, data.get("issues"))]
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
        """One page of a query; a ticket in it that cannot be read says so."""
        found, following = self._ask(jql, token, {"maxResults": PAGE_SIZE, **self._named()})
        return SearchPage(tuple(readable(self._schema, item) for item in found), following)

    def _ask(
        self, jql: str, token: str | None, more: Mapping[str, Any]
    ) -> tuple[list[dict[str, Any]], str | None]:
        """The rows of one page, and the token of the next."""
        asked: dict[str, Any] = {"jql": jql, **more}
        if token is not None:
            asked["nextPageToken"] = token
        try:
            data = table(self._client, self._client.ask(f"{API}/search/jql", asked))
        except TicketValidation as error:
            error.hint = "Check the query; it is in Jira's own query language."
            raise
        issues = rows(self._client, data.get("issues"))
        return issues, None if data.get("isLast") is True else data.get("nextPageToken") or None

    def all(self, jql: str) -> Iterator[JiraIssue]:
        """Every ticket of a query, each once. A page that cannot be had is an error, never the end."""
        ids = IdSet()
        for found in self._pages(jql, {"maxResults": PAGE_SIZE, **self._named()}):
            for item in found:
                issue = readable(self._schema, item)
                if ids.add(issue.id):
                    yield issue

    def ids(self, jql: str) -> Iterator[str]:
        """The ids of a query's tickets, each once."""
        ids = IdSet()
        for found in self._pages(jql, {"maxResults": IDS_SIZE, "fields": ["id"]}):
            yield from (name for item in found if ids.add(name := str(item.get("id") or "")))

    def _pages(self, jql: str, more: Mapping[str, Any]) -> Iterator[list[dict[str, Any]]]:
        token: str | None = None
        tokens: set[int] = set()
        while True:
            found, token = self._ask(jql, token, more)
            yield found
            if token is None:
                return
            if hash(token) in tokens:
                raise JiraConnection(
                    f"{self._client.host} gives the same page of the search again and again.",
                    hint="Nothing was taken as complete. Try again in a while.",
                )
            tokens.add(hash(token))
