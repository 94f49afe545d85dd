"""What lies outside the machine's store: Jira, the keychain, Markdown files, locks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from ticketr.domain.schema import JiraField, JiraSchema, TypeSchema
    from ticketr.domain.ticket import View
    from ticketr.domain.workspace import Credentials
    from ticketr.errors import TicketrError
    from ticketr.ports.comment import Comment
    from ticketr.ports.comments import CommentPage
    from ticketr.ports.drafts import CommentClient
    from ticketr.ports.history import TicketLog
    from ticketr.ports.records import SiteValue, Stamps, User

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class JiraIssue:
    """A ticket as Jira has it, or is to have it.

    `fields` is the view (ids as in `ticketr.domain.ticket.View`: title, type, description,
    acceptance_criteria, parent as a key, status, and Jira's field ids); what Jira did not send is absent, what
    it sent as null is None. `raw` holds Jira's own JSON for the same ids; `acceptance_criteria` has the whole
    body there, or the JSON of the field that holds them where the project has one. `properties` are entity
    properties, there in a ticket that was asked for alone or with its token; `users` the accounts that the fields
    name; `created` and `updated` are Jira's own time stamps, `stamps` these and the others understood, `seen` what
    the values of the ticket tell of the site, `comments` what was said of it (None where that was not asked for).
    `error` says why the ticket could not be read: then it has nothing but its id and key. Only `search`,
    `search_all` and `bulk_fetch` give such. `others` is Jira's JSON of texts of other tickets, whose placeholders
    stand in those of a new one.
    """

    fields: View
    id: str = ""
    key: str = ""
    raw: Mapping[str, object] = field(default_factory=dict)
    properties: Mapping[str, object] = field(default_factory=dict)
    users: tuple[User, ...] = ()
    updated: str = ""
    created: str = ""
    error: TicketrError | None = None
    others: tuple[object, ...] = ()
    stamps: Stamps | None = None
    seen: tuple[SiteValue, ...] = ()
    comments: CommentPage | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class JiraUpdate:
    """Changed fields of one ticket.

    `fields` holds only what changes (description and acceptance_criteria travel together); `before` the
    values they had at the base, so that sets are sent as additions and removals; `raw` Jira's JSON at the
    base, with that of `type`, by which screens are known. `allow_loss` sends a text even where that takes
    media or what Markdown has no words for from it. `others` is Jira's JSON of texts of other tickets, whose
    placeholders stand in these. `quiet`: Jira is to mail nobody about it, which it does for administrators only.
    """

    key: str
    fields: View
    before: View = field(default_factory=dict)
    raw: Mapping[str, object] = field(default_factory=dict)
    allow_loss: bool = False
    others: tuple[object, ...] = ()
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Created:
    """One ticket's fate in a bulk create: its id and key, or the error; `unknown` when the reply was lost."""

    id: str = ""
    key: str = ""
    error: TicketrError | None = None
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of a search; `next` is what the following page is asked with, None on the last."""

    issues: tuple[JiraIssue, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Project:
    """A Jira project."""

    id: str
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Transition:
    """A step of the workflow that a ticket can take now, and the status it leads to."""

    id: str
    name: str
    to_status: str


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """What kind of Jira answers: `deployment` is Cloud or Server; `time` is its clock in ISO 8601."""

    deployment: str
    version: str
    time: str


class JiraClient(Protocol):
    """Jira, whichever edition. Every method raises the 4xxx errors; 400s raise TicketValidation.

    At most MaxConcurrentJiraRequests are in flight. Reads are retried; writes are retried only where nothing
    of them has left, or Jira says that nothing was done (429 and 503 with Retry-After).
    """

    def authenticate(self, credentials: Credentials) -> None:
        """Use this login from now on."""
        ...

    def validate_connection(self) -> User:
        """The account that is logged in, with its time zone. Raises JiraAuth, JiraConnection."""
        ...

    def server_info(self) -> ServerInfo:
        """What kind of Jira this is."""
        ...

    def use_schema(self, schema: JiraSchema) -> None:
        """Translate fields by this project schema from now on; needed before tickets are read or written."""
        ...

    def reconcile(self, ids: Sequence[str]) -> None:
        """Tell these tickets in searches as they are now, though the index lags; only some of them where many.

        `ids` are numeric, the latest last. What this client writes is added by itself.
        """
        ...

    def create_issue(self, issue: JiraIssue, project_key: str) -> str:
        """Create one ticket; gives its key.

        Raises JiraConnection with `unknown` True in its context where the reply was lost.
        """
        ...

    def update_issue(self, update: JiraUpdate) -> JiraIssue | None:
        """Send changed fields; gives the ticket as it is afterwards where Jira answers with it."""
        ...

    def check(self, update: JiraUpdate) -> None:
        """Raise what `update_issue` would before it sends anything."""
        ...

    def get_issue(self, id: str) -> JiraIssue:  # noqa: A002 - the specification's name
        """One ticket by id or key. Raises JiraNotFound."""
        ...

    def delete_issue(self, id: str, *, subtasks: bool = False) -> None:  # noqa: A002
        """Delete one ticket, with its sub-tasks only when told so."""
        ...

    def bulk_create(self, issues: Sequence[JiraIssue], project_key: str) -> list[Created]:
        """Create many, in requests of at most MaxTicketsPerBatch; one result per ticket, in order.

        What is wrong with one ticket is in its result; an error is raised only where nothing was created at
        all, as with a login that fails.
        """
        ...

    def bulk_update(
        self,
        updates: Sequence[JiraUpdate],
        done: Callable[[int, JiraIssue | TicketrError], None] | None = None,
    ) -> list[JiraIssue | TicketrError]:
        """Update many at once; one result per update, in order: the ticket afterwards, or what went wrong.

        `done` is called with each index and result as it comes in, in the caller's thread.
        """
        ...

    def bulk_fetch(self, ids: Sequence[str]) -> dict[str, JiraIssue]:
        """The tickets by the id or key they were asked with; what Jira does not have is missing."""
        ...

    def search(self, jql: str, page: str | None = None) -> SearchPage:
        """One page of a query, with all fields of the schema.

        Read-after-write is promised only for what `reconcile` tells of: Jira's index lags.
        """
        ...

    def search_all(self, jql: str, *, tokens: bool = False) -> Iterator[JiraIssue]:
        """Every ticket of a query, streamed, each once. Raises JiraConnection where it cannot be completed.

        `tokens`: each with its ticketr property, even where Jira must be asked for each.
        """
        ...

    def search_ids(self, jql: str) -> Iterator[str]:
        """The numeric ids of a query's tickets and nothing else of them, streamed; raises as `search_all`."""
        ...

    def get_subtasks(self, parent_id: str) -> list[JiraIssue]:
        """The direct children of a ticket."""
        ...

    def get_fields(self) -> list[JiraField]:
        """All fields of the site."""
        ...

    def get_issue_types(self, project_key: str) -> list[TypeSchema]:
        """The project's types with levels, required fields and allowed values. Raises JiraNotFound."""
        ...

    def get_projects(self) -> list[Project]:
        """The projects this login sees."""
        ...

    def find_users(self, project_key: str, text: str) -> list[User]:
        """Accounts that can be assigned and match a name or an e-mail address."""
        ...

    def get_transitions(self, key: str) -> list[Transition]:
        """The steps the ticket can take now."""
        ...

    def transition(self, key: str, transition_id: str) -> None:
        """Take a step of the workflow."""
        ...

    @property
    def comments(self) -> CommentClient:
        """What is said of tickets."""
        ...

    def get_histories(self, ids: Sequence[str]) -> Iterator[TicketLog]:
        """What was changed of these tickets, by id or key, streamed: a ticket may come in several parts.

        A ticket that Jira does not have is missing; one without a history comes without entries.
        """
        ...

    def get_comments(self, name: str) -> tuple[Comment, ...]:
        """Every comment of a ticket, by id or key, oldest first. Raises JiraNotFound."""
        ...

    def close(self) -> None:
        """Close connections."""
        ...


CREATION_PROPERTY = "ticketr"
"""The entity property that carries an intent's token: `{"token": "…"}`."""


class CredentialStore(Protocol):
    """Logins by reference. Raises KeychainAccess where there is no keychain that answers."""

    def store(self, ref: str, credentials: Credentials) -> None:
        """Keep the login under the reference, replacing what is there."""
        ...

    def retrieve(self, ref: str) -> Credentials:
        """The login. Raises CredentialNotFound, CredentialInvalid."""
        ...

    def delete(self, ref: str) -> None:
        """Forget the login. Raises CredentialNotFound."""
        ...

    def list(self) -> list[str]:
        """The references that were stored, sorted."""
        ...


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a file's stat says: modification time in nanoseconds, size in bytes."""

    mtime_ns: int
    size: int


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A file's text exactly as it is (line ends and a byte order mark included), with the digest of its bytes."""

    path: str
    text: str
    digest: str
    stamp: Stamp


class DocumentStore(Protocol):
    """Markdown files, byte for byte."""

    def resolve(self, path: str) -> str:
        """The absolute path under which a document is remembered."""
        ...

    def stamp(self, path: str) -> Stamp | None:
        """The file's stat, None where there is no file."""
        ...

    def read(self, path: str) -> DocumentText:
        """The whole file.

        Raises FileNotFound (missing, a folder), FileUnreadable (not UTF-8, over 50 MB, no permission).
        """
        ...

    def text(self, path: str) -> str:
        """The text alone, for a look at it. Raises as `read`."""
        ...

    def find(self, folder: str, *, deep: bool, ignored: Sequence[str] = ()) -> Iterator[str]:
        """The Markdown files in the folder, by path; `deep`: those below it, too.

        Links, hidden folders and what belongs to others are passed over: packages, caches, virtual environments, other
        repositories and projects. So is what is `ignored`: patterns as of a shell, of paths from the folder with `/`
        in between; a pattern of a folder means all that is in it. A folder that cannot be read is empty.
        """
        ...

    def write(self, path: str, text: str, expected: str | None) -> DocumentText:
        """Replace the file atomically, keeping permissions and links.

        `expected` is the digest the file must still have, None where it must not exist. Raises FileChanged
        where that is not so, FileWrite where it cannot be written (the file is then as it was).
        """
        ...


class Spool(Protocol[T]):
    """Values to be told later, in order, of which there may be more than fit into memory."""

    def append(self, item: T, /) -> None:
        """Put it at the end."""
        ...

    def __iter__(self) -> Iterator[T]: ...
    def __len__(self) -> int: ...
    def __contains__(self, item: object, /) -> bool: ...


class Locks(Protocol):
    """One writer at a time."""

    def hold(self, name: str) -> AbstractContextManager[None]:
        """Hold the named lock; it is free again when the process ends, however it ends.

        Raises SyncLocked, naming the holder, where another process has it.
        """
        ...
