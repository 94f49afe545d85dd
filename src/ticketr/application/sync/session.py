"""What every step of a sync works with: one workspace, its store, its schema, its connection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from ticketr.application.changes import Scribe
from ticketr.domain.merge import MergeKind
from ticketr.domain.plan import Policy, Strategy
from ticketr.domain.schema import SET_KINDS, FieldKind
from ticketr.domain.ticket import CRITERIA, DESCRIPTION, SyncStatus, TicketID, view_of
from ticketr.domain.workspace import Edition
from ticketr.errors import TicketNotFound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from ticketr.application.fields import FieldBook
    from ticketr.application.sync.unread import Unread
    from ticketr.application.workspaces import WorkspaceService
    from ticketr.domain.events import Pause, Progress, StoredEvent
    from ticketr.domain.ticket import FieldValue, Ticket
    from ticketr.domain.workspace import Workspace
    from ticketr.ports.external import DocumentStore, JiraClient, Spool
    from ticketr.ports.records import BaseField
    from ticketr.ports.repositories import Store
    from ticketr.richtext.people import People

    Notify = Callable[[StoredEvent | Progress | Pause], None]


LATELY = timedelta(minutes=15)
"""For so long a search of Jira's may tell a ticket as it was before it was sent."""


@dataclass(frozen=True, slots=True)
class Room:
    """How much of a pull goes into one document: tickets, and characters of descriptions and criteria.

    A document is read as a whole, and may have 50 MB.
    """

    tickets: int = 2000
    text: int = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class World:
    """Everything a sync needs from outside, injected once.

    `wait` sleeps that many seconds; `path_name` gives a document's path as users are shown it; `index_lag` is for
    how many seconds a lost create is looked for; `spool` makes room for what is told at the end; `histories` says
    of which tickets a pull brings Jira's own history: changed, all or never; `room` is what a document takes. `root` is
    the folder of the project, "" without one, `here` the working folder; `ignored` are patterns of files in them that
    are not looked for tickets.
    """

    store: Store
    documents: DocumentStore
    workspaces: WorkspaceService
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    notify: Notify
    wait: Callable[[float], None]
    path_name: Callable[[str], str] = str
    index_lag: float = 20.0
    spool: Callable[[], Spool[Any]] = list
    strategies: Mapping[str, Strategy] | None = None
    strategy: Strategy = Strategy.ASK
    histories: str = "changed"
    room: Room = Room()
    root: str = ""
    here: str = ""
    ignored: tuple[str, ...] = ()


class Session:
    """One workspace during one command. The connection is opened when it is first needed."""

    def __init__(self, world: World, workspace: Workspace, book: FieldBook) -> None:
        self.world = world
        self.store = world.store
        self.workspace = workspace
        self.book = book
        self.places: dict[TicketID, str] = {}
        """Where tickets stand in the documents read in this run, as `file:line`."""
        self.keys: dict[TicketID, str] = {}
        """Keys of parents, once they are known."""
        self.renamed: dict[str, str] = {}
        """Documents that were found again in this run: their ids, and the paths they have now."""
        self.notes: list[str] = []
        """What is worth telling of the documents read in this run."""
        self.proposed: dict[TicketID, Mapping[str, FieldValue]] = {}
        """Values that a dry run plans with as if the tickets had them."""
        self.unread: Unread | None = None
        """The ticket files that this machine never read, once they were looked for."""
        self.operation: int | None = None
        """The number of the operation that is at work."""
        self._client: JiraClient | None = None
        self._people: People | None = None

    @property
    def people(self) -> People:
        """Those whom an `@name` may mean: the accounts that were seen so far."""
        if self._people is None:
            from ticketr.application.sync.texts import people_of

            wiki = self.workspace.config.edition is Edition.DATA_CENTER
            self._people = people_of(self.store.users.list(self.workspace.id), wiki=wiki)
        return self._people

    @property
    def client(self) -> JiraClient:
        """The connection, logged in and with the project's schema."""
        if self._client is None:
            self._client = self.world.workspaces.open(self.workspace)
            self._client.use_schema(self.book.schema)
            self._client.reconcile(self._sent_lately())
        return self._client

    def _sent_lately(self) -> list[str]:
        """The numeric ids of tickets that were sent in the last minutes, by whatever command, the latest last."""
        edge = self.world.now() - LATELY
        found: dict[str, None] = {}
        for intent in reversed(self.store.journal.recent(self.workspace.id)):
            remote = self._remote_id(intent.ticket_id) if intent.created_at >= edge else None
            if remote:
                found.pop(remote, None)
                found[remote] = None
        return list(found)

    def _remote_id(self, ticket_id: TicketID) -> str | None:
        try:
            return self.store.tickets.get(ticket_id).remote_id
        except TicketNotFound:
            return None

    def close(self) -> None:
        """Close the connection if there is one."""
        if self._client is not None:
            self._client.close()
            self._client = None

    @property
    def project(self) -> str:
        """The workspace's project key."""
        return self.workspace.config.project_key

    def scribe(self, *, by_hand: bool = False) -> Scribe:
        """What writes down changes: of the operation, or edits by hand that it found."""
        return Scribe(self.store, self.world.now(), None if by_hand else self.operation)

    def url(self, key: str | None) -> str:
        """Where the ticket is shown in Jira; empty without a key."""
        return f"{self.workspace.config.jira_url}/browse/{key}" if key else ""

    def policy(self, strategy: Strategy | None) -> Policy:
        """How fields merge, and what settles conflicts in this run."""
        kinds = merge_kinds(self.book)
        return Policy(kinds, strategy or self.world.strategy, self._field_strategies())

    def _field_strategies(self) -> dict[str, Strategy]:
        """The settings' strategies by field id; they name fields as people do, and not every project has each."""
        found: dict[str, Strategy] = {}
        for name, strategy in (self.world.strategies or {}).items():
            for view_id in self.book.ids_of(name):
                found[view_id] = strategy
        return found

    def parent_ref(self, ticket: Ticket) -> str | None:
        """What stands for the parent in a view: its key, or its local id while it has none."""
        if ticket.parent is None:
            return None
        if ticket.parent not in self.keys:
            parent = self.store.tickets.get(ticket.parent)
            if parent.jira_id is None:
                return parent.id
            self.keys[parent.id] = parent.jira_id
        return self.keys[ticket.parent]

    def view(self, ticket: Ticket) -> dict[str, FieldValue]:
        """The local view."""
        view = view_of(ticket, self.parent_ref(ticket))
        return {**view, **self.proposed[ticket.id]} if ticket.id in self.proposed else view

    def parent_id(self, ref: FieldValue) -> TicketID | None:
        """The local id that a key, or the local id of a ticket without one, stands for; None where it is not here."""
        if not isinstance(ref, str):
            return None
        found = self.store.tickets.find_by_jira_id(self.workspace.id, ref)
        if found is None:
            try:
                found = self.store.tickets.get(TicketID(ref))
            except TicketNotFound:
                return None
        return found.id

    def in_conflict(self, ticket: Ticket) -> bool:
        """Whether a conflict of the ticket is open; its status says so, too, once it was settled."""
        if ticket.state.status is not SyncStatus.CONFLICT:
            return False
        conflicts = self.store.conflicts.list(self.workspace.id)
        return any(item.ticket_id == ticket.id for item in conflicts)

    def learn(self, issues: Iterable[object]) -> None:
        """Remember the accounts that tickets name."""
        users = {user.account: user for item in issues for user in getattr(item, "users", ())}
        news = [user for user in users.values() if not self.book.has(user)]
        if news:
            self.book.learn(news)
            self.store.users.put(self.workspace.id, news)


def merge_kinds(book: FieldBook) -> dict[str, MergeKind]:
    """How each field of the project merges: texts by line, sets by name, the rest as a whole."""
    kinds = {DESCRIPTION: MergeKind.TEXT, CRITERIA: MergeKind.TEXT}
    for field in book.schema.fields:
        if field.kind in SET_KINDS:
            kinds[field.id] = MergeKind.SET
        elif field.kind is FieldKind.RICH:
            kinds[field.id] = MergeKind.TEXT
    return kinds


def base_view(base: Mapping[str, BaseField]) -> dict[str, FieldValue] | None:
    """The values of a base, None where there is none."""
    return {name: item.value for name, item in base.items()} or None
