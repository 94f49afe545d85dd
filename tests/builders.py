"""Builders of domain objects with sensible defaults (specification, "Test Utilities")."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

from ticketr.domain.ticket import IssueType, SyncStatus, Ticket, TicketID, TicketState
from ticketr.domain.workspace import Workspace, WorkspaceConfig, WorkspaceID

_numbers = itertools.count(1)


class TicketBuilder:
    """A Task titled "Test Ticket" in the workspace `w`, with an id of its own, until told otherwise."""

    def __init__(self, workspace_id: str = "w") -> None:
        self._ticket = Ticket(
            id=TicketID(f"ticket-{next(_numbers)}"),
            workspace_id=WorkspaceID(workspace_id),
            type=IssueType.TASK,
            title="Test Ticket",
        )

    def with_id(self, ticket_id: str) -> TicketBuilder:
        return self._with(id=TicketID(ticket_id))

    def with_title(self, title: str) -> TicketBuilder:
        return self._with(title=title)

    def with_type(self, name: str) -> TicketBuilder:
        return self._with(type=IssueType(name))

    def with_parent(self, parent_id: str) -> TicketBuilder:
        return self._with(parent=TicketID(parent_id))

    def with_key(self, jira_id: str, remote_id: str | None = None) -> TicketBuilder:
        return self._with(jira_id=jira_id, remote_id=remote_id)

    def with_description(self, text: str) -> TicketBuilder:
        return self._with(description=text)

    def with_criteria(self, text: str) -> TicketBuilder:
        return self._with(criteria=text)

    def with_fields(self, **fields: Any) -> TicketBuilder:
        return self._with(fields={**self._ticket.fields, **fields})

    def with_status(self, status: str) -> TicketBuilder:
        return self._with(state=replace(self._ticket.state, status=SyncStatus(status)))

    def with_state(self, **state: Any) -> TicketBuilder:
        return self._with(state=replace(self._ticket.state, **state))

    def build(self) -> Ticket:
        return self._ticket

    def _with(self, **changes: Any) -> TicketBuilder:
        self._ticket = replace(self._ticket, **changes)
        return self


class WorkspaceBuilder:
    """The workspace `w` on https://jira.example.com, project PROJ, until told otherwise."""

    def __init__(self, workspace_id: str = "w") -> None:
        config = WorkspaceConfig("https://jira.example.com", "PROJ", username="ann@example.com")
        self._workspace = Workspace(WorkspaceID(workspace_id), f"workspace {workspace_id}", config)

    def with_name(self, name: str) -> WorkspaceBuilder:
        return self._with(name=name)

    def with_config(self, **changes: Any) -> WorkspaceBuilder:
        return self._with(config=replace(self._workspace.config, **changes))

    def as_default(self) -> WorkspaceBuilder:
        return self._with(is_default=True)

    def build(self) -> Workspace:
        return self._workspace

    def _with(self, **changes: Any) -> WorkspaceBuilder:
        self._workspace = replace(self._workspace, **changes)
        return self


def synced_state(digest: str, when: Any) -> TicketState:
    """Both sides agreed on this hash at that time."""
    from ticketr.domain.ticket import Hash

    return TicketState(Hash(digest), Hash(digest), SyncStatus.SYNCED, when)
