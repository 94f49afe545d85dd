"""What was done, in memory."""

from __future__ import annotations

from dataclasses import replace

from tests.fakes.records import _Repository
from tests.fakes.state import cut, kept
from ticketr.errors import DatabaseQuery, TicketNotFound


class MemoryChanges(_Repository):
    def add(self, changes):
        with self._memory.writing() as state:
            for change in changes:
                known = change.operation_id is None or change.operation_id in state.operations
                if change.side not in ("local", "remote") or not known:
                    raise DatabaseQuery("The history refused a change.")
                state.changes.append(replace(change, changed_at=cut(change.changed_at)))

    def tickets_of(self, operation_id):
        with self._memory.reading() as state:
            own = [x.ticket_id for x in state.changes if x.operation_id == operation_id]
            return list(dict.fromkeys(own))

    def of(self, operation_id, tickets):
        wanted = set(tickets)
        with self._memory.reading() as state:
            return [
                x
                for x in state.changes
                if x.operation_id == operation_id and x.ticket_id in wanted
            ]

    def of_ticket(self, ticket_id):
        with self._memory.reading() as state:
            return [x for x in state.changes if x.ticket_id == ticket_id]

    def counts(self, operations):
        return {number: len(self.tickets_of(number)) for number in operations}


class MemoryChangelogs(_Repository):
    def put(self, workspace_id, ticket_id, entries, read):
        with self._memory.writing() as state:
            if ticket_id not in state.tickets:
                raise TicketNotFound("There is no such ticket.")
            state.reads[ticket_id] = replace(read, read_at=cut(read.read_at))
            state.recorded[ticket_id] = _updated(state, ticket_id) if read.complete else None
            for entry in entries:
                item = replace(entry, created_at=cut(entry.created_at))
                state.changelog[ticket_id, entry.id] = kept(item)

    def missing(self, workspace_id):
        with self._memory.reading() as state:
            own = [
                (t.remote_id, t.id)
                for t in state.tickets.values()
                if t.workspace_id == workspace_id and t.jira_id and t.remote_id
                if t.id not in state.tombstones and not _whole(state, t.id)
            ]
        yield from own

    def stale(self, workspace_id, remote_ids):
        wanted = set(remote_ids)
        with self._memory.reading() as state:
            own = [t for t in state.tickets.values() if t.workspace_id == workspace_id]
            return {
                t.remote_id: t.id
                for t in own
                if t.remote_id in wanted
                and state.recorded.get(t.id) is not None
                and not _whole(state, t.id)
            }

    def get(self, ticket_id):
        with self._memory.reading() as state:
            if ticket_id not in state.tickets:
                return [], None
            own = [v for (owner, _), v in state.changelog.items() if owner == ticket_id]
            order = sorted(
                own, key=lambda x: (x.created_at, int(x.id) if x.id.isdigit() else 0, x.id)
            )
            return order, state.reads.get(ticket_id)


def _updated(state, ticket_id):
    """Jira's time of the ticket's last change, "" where it is not known."""
    stamps = state.stamps.get(ticket_id)
    return (stamps and stamps.updated) or ""


def _whole(state, ticket_id):
    return state.recorded.get(ticket_id) == _updated(state, ticket_id)
