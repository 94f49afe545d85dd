"""Tickets in the store (specification, "TicketService"). `rows` and `count` are the hot path of `list`."""

from __future__ import annotations

from ticketr.application.queries import understand

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from typing import Any

    from ticketr.application.commands import CreateTicketCommand
    from ticketr.application.fields import FieldBook
    from ticketr.application.queries import GetTicketsQuery
    from ticketr.domain.query import TicketDetail, TicketRow
    from ticketr.domain.ticket import FieldValue, Ticket, TicketID
    from ticketr.domain.workspace import WorkspaceID
    from ticketr.ports.repositories import Store


DEEPEST = 100
"""How deep a tree is followed where nobody says; Jira's own have at most a handful of levels."""


class TicketService:
    """Use cases around single tickets: all of them work offline; `push` sends what they change."""

    def __init__(
        self, store: Store, now: Callable[[], datetime], new_id: Callable[[], str]
    ) -> None:
        self._store = store
        self._now = now
        self._new_id = new_id

    def rows(self, query: GetTicketsQuery) -> list[TicketRow]:
        """The page of tickets, as read models."""
        understand(self._store, query)
        return self._store.tickets.rows(query.filter, query.pagination)

    def stream(self, query: GetTicketsQuery) -> Iterator[TicketRow]:
        """The same, in pieces: what is held at a time does not grow with the page."""
        understand(self._store, query)
        return self._store.tickets.stream(query.filter, query.pagination)

    def standing(self, query: GetTicketsQuery) -> Callable[[TicketRow], Any]:
        """What the rows of the query are sorted by, so that those of several workspaces can be merged."""
        understand(self._store, query)
        return self._store.tickets.standing(query.filter, query.pagination)

    def tree(
        self, query: GetTicketsQuery, name: str = "", depth: int = DEEPEST
    ) -> Iterator[tuple[int, TicketRow]]:
        """Tickets, each followed by all under it, with how deep it stands.

        The first are the ticket of that name, else what the query finds, else those without a parent, by key.
        Raises TicketNotFound.
        """
        workspace: WorkspaceID = query.workspace_id  # type: ignore[assignment]
        page, tickets = query.pagination, self._store.tickets
        if name:
            ids = [self.detail(name, workspace).id]
        elif query.filter.jql is None:
            ids = tickets.tops(workspace, page.limit, page.offset)
        else:
            ids = [row.id for row in self.stream(query)]
        return tickets.below(ids, depth)

    def count(self, query: GetTicketsQuery, up_to: int | None = None) -> int:
        """How many tickets the query has on all its pages; counting stops at `up_to`."""
        understand(self._store, query)
        return self._store.tickets.count(query.filter, up_to)

    def find(self, query: GetTicketsQuery) -> list[Ticket]:
        """The page of tickets."""
        understand(self._store, query)
        return self._store.tickets.find(query.filter, query.pagination)

    def detail(self, name: str, workspace_id: WorkspaceID) -> TicketDetail:
        """The ticket by key, in any case, or by local id, as a read model. Raises TicketNotFound."""
        found = self._store.tickets.detail(name, workspace_id)
        if found is None:
            from ticketr.errors import TicketNotFound

            raise TicketNotFound(f"{name} is not here.", key=name)
        return found

    def describe(self, ticket: TicketDetail, workspace_id: str) -> list[tuple[str, str]]:
        """The parent, then the fields that are set, as in a ticket file, in the order of the project's schema."""
        from json import loads

        from ticketr.application.details import describe

        tickets, fields = self._store.tickets, loads(ticket.fields)
        above = tickets.detail(ticket.parent_id, workspace_id) if ticket.parent_id else None  # type: ignore[arg-type]
        found = describe(fields, tickets.catalogue(workspace_id))  # type: ignore[arg-type]
        if above is None:
            return found
        return [("Parent", f"{above.jira_id or ''} {above.title}".strip()), *found]

    def get(self, name: str, workspace_id: WorkspaceID | None = None) -> Ticket:
        """The ticket by local id or, in a workspace, by key in any case. Raises TicketNotFound."""
        from ticketr.errors import TicketNotFound

        if workspace_id is not None:
            found = self._store.tickets.find_by_jira_id(workspace_id, name.upper())
            if found is not None:
                return found
        try:
            return self._store.tickets.get(_ticket_id(name))
        except TicketNotFound:
            raise TicketNotFound(f"{name} is not here.", key=name) from None

    def create(self, command: CreateTicketCommand) -> Ticket:
        """A new ticket.

        Raises TicketValidation for an empty title or unknown type, TicketHierarchy for a parent that cannot hold it.
        """
        from ticketr.application.sync.state import settled
        from ticketr.domain.events import TicketCreatedEvent
        from ticketr.domain.ticket import IssueType, Ticket, view_of

        title = command.title.strip()
        if not title or "\n" in title:
            from ticketr.errors import TicketValidation

            raise TicketValidation("A ticket needs a title of one line.", hint="Give it one.")
        ticket = Ticket(
            _ticket_id(self._new_id()),
            command.workspace_id,
            IssueType(command.type or self._default_type(command.workspace_id)),
            title,
            description=command.description,
            fields=dict(command.fields),
            parent=command.parent_id,
            created_at=self._now(),
        )
        self._check_place(ticket)
        ticket = settled(ticket, view_of(ticket, self._parent_ref(ticket)), None)
        with self._store.transaction():
            self._store.tickets.create(ticket)
            event = TicketCreatedEvent(ticket.id, ticket.workspace_id, self._now())
            self._store.events.append(event)
        return self._store.tickets.get(ticket.id)

    def _default_type(self, workspace_id: WorkspaceID) -> str:
        return self._store.workspaces.get(workspace_id).config.default_type or "Task"

    def _check_place(self, ticket: Ticket) -> None:
        from ticketr.domain.hierarchy import Node, check
        from ticketr.errors import Place

        cached = self._store.schemas.get(ticket.workspace_id)
        if cached is None:
            return
        level = cached[0].level(ticket.type)
        if level is None:
            names = ", ".join(item.name for item in cached[0].types)
            from ticketr.errors import TicketValidation

            raise TicketValidation(
                f'The project has no type "{ticket.type}".', hint=f"It has: {names}."
            )
        nodes = [
            Node(ticket.id, ticket.title, ticket.type, level, ticket.parent, Place(ticket.label))
        ]
        if ticket.parent is not None:
            parent = self._store.tickets.get(ticket.parent)
            above = cached[0].level(parent.type)
            if above is None:
                return
            place = Place(parent.label)
            nodes.append(
                Node(parent.id, parent.title, parent.type, above, None, place, outside=True)
            )
        problems = check(nodes)
        if problems:
            from ticketr.errors import TicketHierarchy

            raise TicketHierarchy(problems[0].message, problems, hint=problems[0].hint)

    def _parent_ref(self, ticket: Ticket) -> str | None:
        if ticket.parent is None:
            return None
        parent = self._store.tickets.get(ticket.parent)
        return parent.jira_id or parent.id

    def update(self, ticket_id: TicketID, updates: Mapping[str, FieldValue]) -> Ticket:
        """Change values of the local view, by field id. Raises TicketNotFound, TicketValidation, TicketConflict."""
        from dataclasses import replace

        from ticketr.application.changes import Scribe
        from ticketr.application.sync.state import settled
        from ticketr.domain.events import TicketUpdatedEvent
        from ticketr.domain.ticket import PARENT, TITLE, TYPE, TicketID, view_of, with_values

        ticket = self._store.tickets.get(ticket_id)
        if TITLE in updates and not str(updates[TITLE] or "").strip():
            from ticketr.errors import TicketValidation

            raise TicketValidation("A ticket needs a title.", hint="Give it one.")
        changed = with_values(ticket, updates)
        if PARENT in updates:
            parent = updates[PARENT]
            changed = replace(changed, parent=TicketID(str(parent)) if parent else None)
        if {PARENT, TYPE} & set(updates):
            self._check_place(changed)
        base = {name: item.value for name, item in self._store.bases.get(ticket_id).items()}
        view = view_of(changed, self._parent_ref(changed))
        changed = settled(changed, view, base or None, conflict=self._in_conflict(ticket))
        with self._store.transaction():
            self._store.tickets.update(changed)
            before = view_of(ticket, self._parent_ref(ticket))
            Scribe(self._store, self._now()).edited(ticket, before, view, updates)
            event = TicketUpdatedEvent(ticket_id, tuple(updates), self._now())
            self._store.events.append(event)
        return self._store.tickets.get(ticket_id)

    def _in_conflict(self, ticket: Ticket) -> bool:
        conflicts = self._store.conflicts.list(ticket.workspace_id)
        return any(item.ticket_id == ticket.id for item in conflicts)

    def delete(self, ticket_id: TicketID) -> None:
        """Take a ticket that Jira does not have out of the store; all it says stays in the attic.

        Raises TicketNotFound; TicketHierarchy while it has children; TicketValidation for one that is in Jira,
        because deleting there is a command of its own.
        """
        from ticketr.domain.events import TicketDeletedEvent
        from ticketr.domain.ticket import view_of

        ticket = self._store.tickets.get(ticket_id)
        if ticket.jira_id:
            from ticketr.errors import TicketValidation

            raise TicketValidation(
                f"{ticket.jira_id} is in Jira, so it is not deleted here.",
                hint="Delete it in Jira.",
            )
        with self._store.transaction():
            for name, value in view_of(ticket, self._parent_ref(ticket)).items():
                self._keep(ticket, name, value)
            self._store.tickets.delete(ticket_id)
            self._store.events.append(TicketDeletedEvent(ticket_id, ticket.title, self._now()))

    def _keep(self, ticket: Ticket, name: str, value: FieldValue) -> None:
        from ticketr.ports.records import AtticEntry

        entry = AtticEntry(
            ticket.workspace_id, ticket.id, None, name, "local", value, "deleted", self._now()
        )
        self._store.attic.add(entry)


def field_book(store: Store, workspace_id: WorkspaceID) -> FieldBook:
    """Names and values of the fields of a workspace's project, as far as they are cached."""
    from ticketr.application.fields import FieldBook
    from ticketr.domain.schema import JiraSchema

    cached = store.schemas.get(workspace_id)
    return FieldBook(cached[0] if cached else JiraSchema(""), store.users.list(workspace_id))


def _ticket_id(text: str) -> TicketID:
    return text  # type: ignore[return-value]
