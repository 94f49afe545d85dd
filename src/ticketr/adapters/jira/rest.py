"""Jira over REST: the port's methods as every edition has them; what differs is in `cloud` and `datacenter`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from ticketr.adapters.jira import discovery
from ticketr.adapters.jira.client import HttpClient, segment
from ticketr.adapters.jira.commenting import Commenter
from ticketr.adapters.jira.comments import FIELD, all_comments
from ticketr.adapters.jira.creating import Creator
from ticketr.adapters.jira.editing import Editor
from ticketr.adapters.jira.linking import link_rule, with_links
from ticketr.adapters.jira.mapping import field_names
from ticketr.adapters.jira.recent import Recent
from ticketr.adapters.jira.sending import Sender
from ticketr.adapters.jira.sprints import Sprints
from ticketr.domain.schema import JiraSchema
from ticketr.errors import TicketrError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ticketr.adapters.jira.dialect import Dialect
    from ticketr.adapters.jira.reading import Reader
    from ticketr.domain.schema import JiraField, TypeSchema
    from ticketr.domain.workspace import Credentials
    from ticketr.ports.comment import Comment
    from ticketr.ports.external import (
        Created,
        JiraIssue,
        JiraUpdate,
        Project,
        SearchPage,
        ServerInfo,
        Transition,
    )
    from ticketr.ports.history import TicketLog
    from ticketr.ports.records import User


class RestJira(ABC):
    """The `JiraClient` of one edition, which names its dialect and its reader.

    Nothing is sent before the first method that asks for something. It may be used from several threads.
    `comments`: tickets bring their comments along.
    """

    dialect: Dialect
    reader: type[Reader]

    def __init__(self, client: HttpClient, *, comments: bool = True) -> None:
        self._client = client
        self._more = (FIELD,) if comments else ()
        self._logged_in = False
        self._recent = Recent()
        self.use_schema(JiraSchema(""))

    def authenticate(self, credentials: Credentials) -> None:
        """Use this login from now on."""
        self._client.authenticate(credentials)
        self._logged_in = False

    def validate_connection(self) -> User:
        """The account that is logged in. Raises JiraAuth, JiraConnection."""
        user = discovery.myself(self._client, self.dialect)
        self._logged_in = True
        return user

    def server_info(self) -> ServerInfo:
        """What kind of Jira this is."""
        return discovery.server(self._client, self.dialect)

    def use_schema(self, schema: JiraSchema) -> None:
        """Translate fields by this project schema from now on."""
        client, dialect = self._client, self.dialect
        sender = Sender(schema, Sprints(client, schema.project_key).number, dialect)
        self._schema = schema
        self._reader = self.reader(client, dialect, schema, self._recent, self._more)
        self._creator = Creator(client, dialect.api, sender, field_names(schema))
        self._editor = Editor(client, dialect, schema, sender, self._reader)

    def reconcile(self, ids: Sequence[str]) -> None:
        """Tell these tickets in searches as they are now, whatever the index knows."""
        self._recent.note(ids)

    def create_issue(self, issue: JiraIssue, project_key: str) -> str:
        """Create one ticket; gives its key."""
        made = self._creator.one(issue, project_key)
        self._recent.note([made.id])
        return made.key

    def update_issue(self, update: JiraUpdate) -> JiraIssue | None:
        """Send changed fields; gives the ticket as it is afterwards."""
        after = self._editor.one(update)
        self._recent.note([after.id])
        return after

    def check(self, update: JiraUpdate) -> None:
        """Raise what an update would before it sends anything."""
        self._editor.check(update)

    def get_issue(self, id: str) -> JiraIssue:  # noqa: A002 - the specification's name
        """One ticket by id or key. Raises JiraNotFound."""
        return self._reader.one(id)

    def delete_issue(self, id: str, *, subtasks: bool = False) -> None:  # noqa: A002
        """Delete one ticket, with its sub-tasks only when told so."""
        query = {"deleteSubtasks": "true" if subtasks else "false"}
        self._client.send("DELETE", f"{self.dialect.api}/issue/{segment(id)}", query=query)

    def bulk_create(self, issues: Sequence[JiraIssue], project_key: str) -> list[Created]:
        """Create many, in requests of at most MAX_TICKETS_PER_BATCH; one result per ticket, in order."""
        made = self._creator.many(issues, project_key)
        self._recent.note(item.id for item in made)
        return made

    def bulk_update(
        self,
        updates: Sequence[JiraUpdate],
        done: Callable[[int, JiraIssue | TicketrError], None] | None = None,
    ) -> list[JiraIssue | TicketrError]:
        """Update many at once; one result per update, in order."""
        results = self._editor.many(updates, done)
        self._recent.note(after.id for after in results if not isinstance(after, TicketrError))
        return results

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

    def search_all(self, jql: str, *, tokens: bool = False) -> Iterator[JiraIssue]:
        """Every ticket of a query, streamed, each once. Raises JiraConnection where it cannot be completed."""
        empty = True
        for issue in self._reader.all(jql, tokens=tokens):
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
        held = self._schema.children(f'"{quoted}"')
        return list(self.search_all(f"{held} ORDER BY created ASC, key ASC"))

    def get_fields(self) -> list[JiraField]:
        """All fields of the site that can be values of a ticket."""
        return discovery.site_fields(self._client, self.dialect)

    def get_issue_types(self, project_key: str) -> list[TypeSchema]:
        """The project's types with levels, required fields and allowed values. Raises JiraNotFound."""
        types = discovery.project_types(self._client, self.dialect, project_key)
        rule = link_rule(self._client, self.dialect)
        return [with_links(item, rule) for item in types]

    @abstractmethod
    def get_projects(self) -> list[Project]:
        """The projects this login sees."""

    def find_users(self, project_key: str, text: str) -> list[User]:
        """Accounts that can be assigned and match a name or an e-mail address."""
        return discovery.assignable(self._client, self.dialect, project_key, text)

    def get_transitions(self, key: str) -> list[Transition]:
        """The steps the ticket can take now."""
        return discovery.transitions(self._client, self.dialect, key)

    def transition(self, key: str, transition_id: str) -> None:
        """Take a step of the workflow."""
        self._editor.transition(key, transition_id)

    @property
    def comments(self) -> Commenter:
        """What is said of tickets."""
        return Commenter(self._client, self.dialect)

    @abstractmethod
    def get_histories(self, ids: Sequence[str]) -> Iterator[TicketLog]:
        """What was changed of these tickets, streamed."""

    def get_comments(self, name: str) -> tuple[Comment, ...]:
        """Every comment of a ticket, by id or key, oldest first. Raises JiraNotFound."""
        return all_comments(self._client, self.dialect, name)

    def close(self) -> None:
        """Close connections."""
        self._client.close()
