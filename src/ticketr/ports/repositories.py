"""The store: repositories, and the transaction that state and its events share.

Every method raises the 1xxx errors of `ticketr.errors`. Outside `Store.transaction` each call commits by
itself; inside it nothing is visible to others until the block ends, and an exception undoes all of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from ticketr.domain.cursor import Cursor
    from ticketr.domain.events import StoredEvent
    from ticketr.domain.query import (
        Pagination,
        TicketDetail,
        TicketFilter,
        TicketRow,
        WorkspaceRow,
    )
    from ticketr.domain.schema import JiraSchema
    from ticketr.domain.ticket import Ticket, TicketID, TicketState
    from ticketr.domain.workspace import Workspace, WorkspaceID
    from ticketr.jql.checked import Column
    from ticketr.jql.known import Catalogue
    from ticketr.ports.aliases import AliasRepository
    from ticketr.ports.comments import CommentRepository
    from ticketr.ports.counts import CountRepository
    from ticketr.ports.drafts import DraftRepository
    from ticketr.ports.facts import FactRepository, UserRepository
    from ticketr.ports.history import ChangelogRepository, ChangeRepository, OperationRepository
    from ticketr.ports.journal import JournalRepository
    from ticketr.ports.losses import AtticRepository, ConflictRepository, TombstoneRepository
    from ticketr.ports.news import NewsRepository
    from ticketr.ports.records import (
        BaseField,
        DocumentRecord,
        ShownTicket,
        TicketRef,
    )
    from ticketr.ports.search import SearchIndex


class WorkspaceRepository(Protocol):
    """Workspaces by id and by name; at most one is the default."""

    def create(self, workspace: Workspace) -> None:
        """Add it. Raises WorkspaceDuplicate where the name is taken."""
        ...

    def get(self, workspace_id: WorkspaceID) -> Workspace:
        """The workspace with its statistics. Raises WorkspaceNotFound."""
        ...

    def get_by_name(self, name: str) -> Workspace:
        """The workspace of that exact name. Raises WorkspaceNotFound."""
        ...

    def list(self) -> list[Workspace]:
        """All of them, by name."""
        ...

    def update(self, workspace: Workspace) -> None:
        """Replace name, configuration and credential reference. Raises WorkspaceNotFound."""
        ...

    def delete(self, workspace_id: WorkspaceID) -> None:
        """Remove it with its tickets and its cached schema; the audit rows stay. Raises WorkspaceNotFound."""
        ...

    def set_default(self, workspace_id: WorkspaceID) -> None:
        """Make it the default, and no other. Raises WorkspaceNotFound."""
        ...

    def pick(self, name: str | None) -> WorkspaceRow | None:
        """The workspace of that name; without a name the current one (preferences), else the default."""
        ...


class TicketRepository(Protocol):
    """The local view of tickets. What is read carries its `children` in order of creation."""

    def create(self, ticket: Ticket) -> None:
        """Add it. Raises TicketConflict where its id, or its key in the workspace, is taken."""
        ...

    def get(self, ticket_id: TicketID) -> Ticket:
        """The ticket. Raises TicketNotFound."""
        ...

    def update(self, ticket: Ticket) -> None:
        """Replace it.

        Raises TicketNotFound; TicketConflict where the stored `version` is not the ticket's (somebody else
        changed it since it was read). A changed `local_hash` raises the stored version by one.
        """
        ...

    def delete(self, ticket_id: TicketID) -> None:
        """Remove it. Raises TicketNotFound; TicketHierarchy while it has children."""
        ...

    def bulk_create(self, tickets: Sequence[Ticket]) -> None:
        """Add all, parents before children, or none."""
        ...

    def bulk_update(self, tickets: Sequence[Ticket]) -> None:
        """Update all or none."""
        ...

    def find(self, filter: TicketFilter, page: Pagination | None = None) -> list[Ticket]:  # noqa: A002
        """The tickets that match, in the page's order; all of them without a page."""
        ...

    def rows(self, filter: TicketFilter, page: Pagination) -> list[TicketRow]:  # noqa: A002
        """The same as `find`, as read models."""
        ...

    def stream(self, filter: TicketFilter, page: Pagination) -> Iterator[TicketRow]:  # noqa: A002
        """The same as `rows`, in pieces: what is held at a time does not grow with the page.

        The order is that of the moment of the first piece; the store may be changed meanwhile.
        """
        ...

    def standing(self, filter: TicketFilter, page: Pagination) -> Callable[[TicketRow], Any]:  # noqa: A002
        """What rows of that order are sorted by, so that those of several workspaces can be merged."""
        ...

    def detail(self, name: str, workspace_id: WorkspaceID) -> TicketDetail | None:
        """The ticket with that key, in any case, in the workspace; else the one with that local id."""
        ...

    def values(
        self, ticket_ids: Sequence[str], columns: Sequence[Column]
    ) -> dict[str, tuple[object, ...]]:
        """What these tickets have in the columns, as people read it, by id.

        Text, number, a list of texts, None for nothing; accounts by the person's name, a parent by its key, times
        as `codec.stamp` writes them. Ids of no ticket are left out.
        """
        ...

    def tops(self, workspace_id: WorkspaceID, limit: int | None, offset: int = 0) -> list[str]:
        """The ids of tickets without a parent here, by key; those without a key come last."""
        ...

    def below(self, ticket_ids: Sequence[str], depth: int) -> Iterator[tuple[int, TicketRow]]:
        """These tickets, each followed by all that stands under it, with how deep it stands (0: named).

        Siblings come by key. What stands under another of the named ones comes there alone; circles end where
        they come back to themselves.
        """
        ...

    def catalogue(self, workspace_id: WorkspaceID) -> Catalogue:
        """What queries on the workspace are read with."""
        ...

    def count(self, filter: TicketFilter, up_to: int | None = None) -> int:  # noqa: A002
        """How many tickets match; counting stops at `up_to`."""
        ...

    def find_by_workspace(self, workspace_id: WorkspaceID) -> list[Ticket]:
        """All tickets of the workspace, in order of creation."""
        ...

    def find_by_jira_id(self, workspace_id: WorkspaceID, jira_id: str) -> Ticket | None:
        """The ticket with that key, else the one that had it before it moved."""
        ...

    def find_by_remote_id(self, workspace_id: WorkspaceID, remote_id: str) -> Ticket | None:
        """The ticket with that numeric id of Jira's."""
        ...

    def find_by_title(self, workspace_id: WorkspaceID, title: str) -> list[Ticket]:
        """The tickets with exactly that title, in order of creation."""
        ...

    def find_children(self, parent_id: TicketID) -> list[Ticket]:
        """The direct children, in order of creation."""
        ...

    def refs(self, workspace_id: WorkspaceID) -> Iterator[TicketRef]:
        """The tickets that have a key, in order of creation, streamed; the store may be changed meanwhile."""
        ...

    def orphans(self, workspace_id: WorkspaceID) -> list[TicketID]:
        """The tickets without a parent here whose field `parent` is the key of another ticket of the workspace."""
        ...

    def get_modified_since(self, workspace_id: WorkspaceID, since: datetime) -> list[Ticket]:
        """The tickets edited here (not by a sync) at or after `since`."""
        ...

    def update_sync_state(self, ticket_id: TicketID, state: TicketState) -> None:
        """Set hashes, status and time of the last sync; does not count as a local edit."""
        ...


class EventStore(Protocol):
    """Everything that happened, in order."""

    def append(self, event: StoredEvent) -> None:
        """Add it with the next version of its aggregate (1, 2, …)."""
        ...

    def get_events(self, aggregate_id: str, from_version: int = 1) -> list[StoredEvent]:
        """One aggregate's events from that version on, oldest first."""
        ...

    def get_event_stream(self, from_timestamp: datetime) -> Iterator[StoredEvent]:
        """All events recorded at or after that time, oldest first, streamed."""
        ...


class BaseRepository(Protocol):
    """Per ticket and field, what both sides last agreed on."""

    def get(self, ticket_id: TicketID) -> dict[str, BaseField]:
        """The base of one ticket by field id; empty where it was never synced."""
        ...

    def get_many(self, ticket_ids: Sequence[TicketID]) -> dict[TicketID, dict[str, BaseField]]:
        """The bases of these tickets; every id is in the answer."""
        ...

    def put(self, ticket_id: TicketID, fields: Mapping[str, BaseField]) -> None:
        """Set these fields' base; the ticket's other fields keep theirs."""
        ...

    def forget(self, ticket_id: TicketID, fields: Iterable[str]) -> None:
        """Forget the base of these fields: nothing is agreed on of them any more."""
        ...

    def delete(self, ticket_id: TicketID) -> None:
        """Forget the ticket's base."""
        ...


class CursorRepository(Protocol):
    """How far each workspace was pulled."""

    def get(self, workspace_id: WorkspaceID) -> Cursor | None:
        """The workspace's cursor; None where it never was pulled as a whole."""
        ...

    def put(self, workspace_id: WorkspaceID, cursor: Cursor) -> None:
        """Remember it. Raises WorkspaceNotFound."""
        ...


class DocumentRepository(Protocol):
    """Markdown files as they were when ticketr last read or wrote them."""

    def get(self, workspace_id: WorkspaceID, path: str) -> DocumentRecord | None:
        """The document at that absolute path."""
        ...

    def put(self, document: DocumentRecord, tickets: Sequence[ShownTicket]) -> None:
        """Remember the document and what it showed of each ticket, replacing what was remembered."""
        ...

    def shown(self, document_id: str) -> list[ShownTicket]:
        """What the document showed, in the order of its tickets."""
        ...

    def where(self, ticket_id: TicketID) -> list[str]:
        """The paths of documents that show the ticket."""
        ...

    def forget(self, document_id: str) -> None:
        """The document is gone; its tickets stay in the store."""
        ...

    def list(self, workspace_id: WorkspaceID) -> list[DocumentRecord]:
        """All documents of the workspace, by path."""
        ...


class PreferenceRepository(Protocol):
    """The user's standing choices, as JSON values by key."""

    def get(self, key: str) -> object:
        """The value, None where there is none."""
        ...

    def set(self, key: str, value: object) -> None:
        """Store it."""
        ...

    def delete(self, key: str) -> None:
        """Forget it; nothing happens where there is none."""
        ...


class SchemaCache(Protocol):
    """What each project allows, with the time it was asked (`jira_schema_cache`)."""

    def get(self, workspace_id: WorkspaceID) -> tuple[JiraSchema, datetime] | None:
        """The cached schema and when it expires."""
        ...

    def put(
        self,
        workspace_id: WorkspaceID,
        schema: JiraSchema,
        cached_at: datetime,
        expires_at: datetime,
    ) -> None:
        """Cache it."""
        ...


class Store(Protocol):
    """Everything that is kept on this machine, behind one transaction."""

    @property
    def workspaces(self) -> WorkspaceRepository: ...
    @property
    def tickets(self) -> TicketRepository: ...
    @property
    def events(self) -> EventStore: ...
    @property
    def bases(self) -> BaseRepository: ...
    @property
    def journal(self) -> JournalRepository: ...
    @property
    def conflicts(self) -> ConflictRepository: ...
    @property
    def attic(self) -> AtticRepository: ...
    @property
    def tombstones(self) -> TombstoneRepository: ...
    @property
    def documents(self) -> DocumentRepository: ...
    @property
    def cursors(self) -> CursorRepository: ...
    @property
    def operations(self) -> OperationRepository: ...
    @property
    def changes(self) -> ChangeRepository: ...
    @property
    def changelogs(self) -> ChangelogRepository: ...
    @property
    def preferences(self) -> PreferenceRepository: ...
    @property
    def schemas(self) -> SchemaCache: ...
    @property
    def users(self) -> UserRepository: ...
    @property
    def aliases(self) -> AliasRepository: ...
    @property
    def facts(self) -> FactRepository: ...
    @property
    def drafts(self) -> DraftRepository: ...
    @property
    def counts(self) -> CountRepository: ...
    @property
    def news(self) -> NewsRepository: ...
    @property
    def search(self) -> SearchIndex: ...
    @property
    def comments(self) -> CommentRepository: ...

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing; nested blocks join the outer one."""
        ...

    def check(self) -> list[str]:
        """What is wrong with the store's integrity, in plain words; empty when nothing is."""
        ...

    def close(self) -> None:
        """Release it; it cannot be used afterwards."""
        ...
