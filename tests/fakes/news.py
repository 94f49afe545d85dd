"""What came last, in memory: numbers are places, for nothing is taken out of the middle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.state import cut
from ticketr.ports.news import Arrival, Mark

if TYPE_CHECKING:
    from tests.fakes.state import Memory


class MemoryNews:
    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def mark(self):
        with self._memory.reading() as state:
            return Mark(len(state.changes), len(state.changelog), len(state.tickets))

    def saves(self, workspace_id, mark, since, most):
        with self._memory.reading() as state:
            found = [
                (ticket_id, entry)
                for (ticket_id, _), entry in list(state.changelog.items())[mark.saves :]
                if state.tickets[ticket_id].workspace_id == workspace_id
                and entry.created_at > cut(since)
            ]
        return found[-most:]

    def changes(self, workspace_id, mark, since, most):
        with self._memory.reading() as state:
            found = [
                change
                for change in state.changes[mark.changes :]
                if change.workspace_id == workspace_id
                and change.operation_id is not None
                and change.changed_at > cut(since)
            ]
        return found[-most:]

    def comments(self, workspace_id, since, most):
        with self._memory.reading() as state:
            found = [
                (ticket_id, comment)
                for ticket_id, comments in state.comments.items()
                if state.tickets[ticket_id].workspace_id == workspace_id
                for comment in comments
                if comment.created_at > cut(since)
            ]
        return sorted(found, key=lambda item: item[1].created_at)[-most:]

    def arrivals(self, workspace_id, mark, since, most):
        with self._memory.reading() as state:
            found = []
            for ticket in list(state.tickets.values())[mark.tickets :]:
                stamps = state.stamps.get(ticket.id)
                born = (stamps and stamps.created) or ticket.created_at
                if ticket.workspace_id == workspace_id and ticket.jira_id is not None:
                    found.append(Arrival(ticket.id, born, stamps and stamps.creator))
        if since is not None:
            found = [item for item in found if item.created > cut(since)]
            found.sort(key=lambda item: item.created)
        return found[-most:]
