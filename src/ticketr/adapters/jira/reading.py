"""Tickets out of Jira, as every edition gives them: one, many, and the answer of a query to its end."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from ticketr.adapters.jira.client import segment
from ticketr.adapters.jira.discovery import table
from ticketr.adapters.jira.mapping import asked_fields, issue_of, readable
from ticketr.adapters.jira.parallel import all_of
from ticketr.domain.ids import IdSet
from ticketr.errors import JiraConnection, JiraNotFound, TicketValidation
from ticketr.ports.external import CREATION_PROPERTY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ticketr.adapters.jira.client import HttpClient
    from ticketr.adapters.jira.dialect import Dialect
    from ticketr.adapters.jira.recent import Recent
    from ticketr.domain.schema import JiraSchema
    from ticketr.ports.external import JiraIssue, SearchPage

PAGE_SIZE = 200
"""Tickets asked for in one page of a search; Jira gives fewer where they are large."""
LONGEST_LIST = 60
"""Fields named in an address; more do not fit into what every proxy lets through."""


class Reader(ABC):
    """Reads tickets by one schema; each edition adds how it fetches many and how its searches are paged.

    `recent` are the tickets that a search must not tell as they were before; `more` is asked for beside the fields.
    """

    def __init__(
        self,
        client: HttpClient,
        dialect: Dialect,
        schema: JiraSchema,
        recent: Recent,
        more: Sequence[str] = (),
    ) -> None:
        self._client = client
        self._recent = recent
        self._dialect = dialect
        self._schema = schema
        self._asked = [*asked_fields(schema), *more]

    def one(self, name: str) -> JiraIssue:
        """The ticket by id or key, also by a key it had before it was moved."""
        fields = ",".join(self._asked) if len(self._asked) <= LONGEST_LIST else "*all"
        query = {"fields": fields, "properties": CREATION_PROPERTY}
        data = self._client.get(f"{self._dialect.api}/issue/{segment(name)}", query)
        return issue_of(self._schema, table(self._client, data), self._dialect)

    def each(self, names: Sequence[str]) -> dict[str, JiraIssue]:
        """The tickets one by one, several at once; what Jira does not have is missing."""
        found = zip(names, all_of(self._tried, names), strict=True)
        return {name: issue for name, issue in found if issue is not None}

    def _tried(self, name: str) -> JiraIssue | None:
        try:
            return self.one(name)
        except JiraNotFound:
            return None

    @abstractmethod
    def many(self, names: Sequence[str]) -> dict[str, JiraIssue]:
        """The tickets by what they were asked with; what Jira does not have is missing."""

    @abstractmethod
    def page(self, jql: str, token: str | None) -> SearchPage:
        """One page of a query; a ticket in it that cannot be read says so."""

    def all(self, jql: str, *, tokens: bool) -> Iterator[JiraIssue]:
        """Every ticket of a query, each once. A page that cannot be had is an error, never the end."""
        ids = IdSet()
        for found in self._pages(jql, whole=True):
            issues = [issue for item in found if ids.add((issue := self._readable(item)).id)]
            issues = self._current(issues)
            yield from self._with_tokens(issues) if tokens else issues

    def ids(self, jql: str) -> Iterator[str]:
        """The ids of a query's tickets, each once."""
        ids = IdSet()
        for found in self._pages(jql, whole=False):
            yield from (name for item in found if ids.add(name := str(item.get("id") or "")))

    @abstractmethod
    def _pages(self, jql: str, *, whole: bool) -> Iterator[list[dict[str, Any]]]:
        """The rows of a query, page by page to its end; nothing but ids where they are not wanted whole."""

    def _current(self, issues: list[JiraIssue]) -> list[JiraIssue]:
        """The tickets of a search, those written lately as they are now."""
        return issues

    def _with_tokens(self, issues: list[JiraIssue]) -> list[JiraIssue]:
        """The tickets of a search with their ticketr property."""
        return issues

    def _readable(self, item: dict[str, Any]) -> JiraIssue:
        return readable(self._schema, item, self._dialect)

    def _searched(self, path: str, asked: dict[str, Any]) -> dict[str, Any]:
        """The answer to a query; what is wrong with it is its writer's to correct."""
        try:
            return table(self._client, self._client.ask(f"{self._dialect.api}{path}", asked))
        except TicketValidation as error:
            error.hint = "Check the query; it is in Jira's own query language."
            raise

    def _incomplete(self, what: str) -> JiraConnection:
        return JiraConnection(
            f"{self._client.host} {what}.",
            hint="Nothing was taken as complete. Try again in a while.",
        )
