"""Jira Cloud, REST v3: the port's methods, each by the endpoint that serves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.adapters.jira import discovery
from ticketr.adapters.jira.client import HttpClient, segment
from ticketr.adapters.jira.creating import Creator
from ticketr.adapters.jira.discovery import API
from ticketr.adapters.jira.editing import Editor
from ticketr.adapters.jira.mapping import field_names
from ticketr.adapters.jira.reading import Reader
from ticketr.adapters.jira.sending import Sender
from ticketr.adapters.jira.sprints import Sprints
from ticketr.domain.schema import JiraSchema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ticketr.domain.schema import JiraField, TypeSchema
    from ticketr.domain.workspace import Credentials
    from ticketr.errors import TicketrError
    from ticketr.ports.external import (
        Created,
        JiraIssue,
        JiraUpdate,
        Project,
        SearchPage,
        ServerInfo,
        Transition,
    )
    from ticketr.ports.records import User


class CloudJira:
    """The `JiraClient` for Jira Cloud.

    Nothing is sent before the first method that asks for something. It may be used from several threads.
    """

    def __init__(self, client: HttpClient) -> None:
        self._client = client
        self._logged_in = False
        self.use_schema(JiraSchema(""))

    def authenticate(self, credentials: Credentials) -> None:
        """Use this login from now on."""
        self._client.authenticate(credentials)
        self._logged_in = False

    def validate_connection(self) -> User:
        """The account that is logged in. Raises JiraAuth, JiraConnection."""
        user = discovery.myself(self._client)
        self._logged_in = True
        return user

    def server_info(self) -> ServerInfo:
        """What kind of Jira this is."""
        return discovery.server(self._client)

    def use_schema(self, schema: JiraSchema) -> None:
        """Translate fields by this project schema from now on."""
        sender = Sender(schema, Sprints(self._client, schema.project_key).number)
        self._reader = Reader(self._client, schema)
        self._creator = Creator(self._client, sender, field_names(schema))
        self._editor = Editor(self._client, schema, sender, self._reader)

    def create_issue(self, issue: JiraIssue, project_key: str) -> str:
        """Create one ticket; gives its key."""
        return self._creator.one(issue, project_key)

    def update_issue(self, update: JiraUpdate) -> JiraIssue | None:
        """Send changed fields; gives the ticket as it is afterwards."""
        return self._editor.one(update)

    def get_issue(self, id: str) -> JiraIssue:  # noqa: A002 - the specification's name
        """One ticket by id or key. Raises JiraNotFound."""
        return self._reader.one(id)

    def delete_issue(self, id: str, *, subtasks: bool = False) -> None:  # noqa: A002
        """Delete one ticket, with its sub-tasks only when told so."""
        query = {"deleteSubtasks": "true" if subtasks else "false"}
        self._client.send("DELETE", f"{API}/issue/{segment(id)}", query=query)

    def bulk_create(self, issues: Sequence[JiraIssue], project_key: str) -> list[Created]:
        """Create many, in requests of at most MAX_TICKETS_PER_BATCH; one result per ticket, in order."""
        return self._creator.many(issues, project_key)

    def bulk_update(
        self,
        updates: Sequence[JiraUpdate],
        done: Callable[[int, JiraIssue | TicketrError], None] | None = None,
    ) -> list[JiraIssue | TicketrError]:
        """Update many at once; one result per update, in order."""
        return self._editor.many(updates, done)

    def bulk_fetch(self, ids: Sequence[str]) -> dict[str, JiraIssue]:
        """The tickets by the id or key they were asked with; what Jira does not have is missing."""
        return self._reader.many(ids)

    def search(self, jql: str, page: str | None = None) -> SearchPage:
        """One page of a query.

        An empty answer is believed only to a login that works, for strangers are shown an empty site.
        """
        found = self._reader.page(jql, page)
        if not found.issues and not self._logged_in:
            self.validate_connection()
        return found

    def search_all(self, jql: str) -> Iterator[JiraIssue]:
        """Every ticket of a query, streamed, each once. Raises JiraConnection where it cannot be completed."""
        empty = True
        for issue in self._reader.all(jql):
            empty = False
            yield issue
        if empty and not self._logged_in:
            self.validate_connection()

    def search_ids(self, jql: str) -> Iterator[str]:
        """The numeric ids of a query's tickets and nothing else of them, streamed, each once."""
        empty = True
        for name in self._reader.ids(jql):
            empty = False
            yield name
        if empty and not self._logged_in:
            self.validate_connection()

    def get_subtasks(self, parent_id: str) -> list[JiraIssue]:
        """The direct children of a ticket, by the search index."""
        quoted = parent_id.replace("\\", "\\\\").replace('"', '\\"')
        return list(self.search_all(f'parent = "{quoted}" ORDER BY created ASC, key ASC'))

    def get_fields(self) -> list[JiraField]:
        """All fields of the site that can be values of a ticket."""
        return discovery.site_fields(self._client)

    def get_issue_types(self, project_key: str) -> list[TypeSchema]:
        """The project's types with levels, required fields and allowed values. Raises JiraNotFound."""
        return discovery.project_types(self._client, project_key)

    def get_projects(self) -> list[Project]:
        """The projects this login sees."""
        return discovery.projects(self._client)

    def find_users(self, project_key: str, text: str) -> list[User]:
        """Accounts that can be assigned and match a name or an e-mail address."""
        return discovery.assignable(self._client, project_key, text)

    def get_transitions(self, key: str) -> list[Transition]:
        """The steps the ticket can take now."""
        return discovery.transitions(self._client, key)

    def transition(self, key: str, transition_id: str) -> None:
        """Take a step of the workflow."""
        self._editor.transition(key, transition_id)

    def close(self) -> None:
        """Close connections."""
        self._client.close()
