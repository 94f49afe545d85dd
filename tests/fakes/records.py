"""The smaller repositories in memory."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.fakes.state import cut, kept
from ticketr.domain.cursor import Moment, Run
from ticketr.errors import DatabaseQuery, TicketNotFound, WorkspaceNotFound

if TYPE_CHECKING:
    from tests.fakes.state import Memory

from ticketr.ports.records import Stamps


class _Repository:
    def __init__(self, memory: Memory) -> None:
        self._memory = memory


class MemoryEvents(_Repository):
    def append(self, event):
        with self._memory.writing() as state:
            state.events.append((self._memory.now(), event))

    def get_events(self, aggregate_id, from_version=1):
        with self._memory.reading() as state:
            own = [event for _, event in state.events if event.aggregate_id == aggregate_id]
            return own[max(from_version, 1) - 1 :]

    def get_event_stream(self, from_timestamp):
        since, at = cut(from_timestamp), 0
        while at < len(self._memory.state.events):
            when, event = self._memory.state.events[at]
            if when >= since:
                yield event
            at += 1


class MemoryBases(_Repository):
    def get(self, ticket_id):
        return self.get_many([ticket_id])[ticket_id]

    def get_many(self, ticket_ids):
        with self._memory.reading() as state:
            bases: dict[str, dict] = {ticket_id: {} for ticket_id in ticket_ids}
            for (ticket_id, name), base in state.bases.items():
                if ticket_id in bases:
                    bases[ticket_id][name] = kept(base)
            return bases

    def put(self, ticket_id, fields):
        with self._memory.writing() as state:
            if fields and ticket_id not in state.tickets:
                raise TicketNotFound("There is no such ticket.")
            for name, base in fields.items():
                state.bases[ticket_id, name] = kept(base)

    def forget(self, ticket_id, fields):
        with self._memory.writing() as state:
            for name in fields:
                state.bases.pop((ticket_id, name), None)

    def delete(self, ticket_id):
        with self._memory.writing() as state:
            for key in [key for key in state.bases if key[0] == ticket_id]:
                del state.bases[key]


class MemoryJournal(_Repository):
    def add(self, intents):
        with self._memory.writing() as state:
            for intent in intents:
                if (
                    intent.token in state.intents
                    or intent.operation_id not in state.operations
                    or intent.workspace_id not in state.workspaces
                    or intent.kind not in ("create", "update")
                    or intent.state not in ("sent", "done", "failed", "unknown")
                ):
                    raise DatabaseQuery("The journal refused an intent.")
                item = replace(intent, created_at=cut(intent.created_at))
                state.intents[intent.token] = kept(item)

    def settle(self, token, state, note=""):
        with self._memory.writing() as held:
            if token not in held.intents or state not in ("sent", "done", "failed", "unknown"):
                raise DatabaseQuery("The journal has no such intent or state.")
            held.intents[token] = replace(held.intents[token], state=state, note=note)

    def open(self, workspace_id):
        return self._where(
            lambda item: item.workspace_id == workspace_id and item.state in ("sent", "unknown")
        )

    def forgotten(self, workspace_id):
        return []

    def recent(self, workspace_id, limit=50):
        return self._where(lambda item: item.workspace_id == workspace_id)[::-1][:limit]

    def of(self, operation_id):
        return self._where(lambda item: item.operation_id == operation_id)

    def _where(self, wanted):
        with self._memory.reading() as state:
            return [kept(item) for item in state.intents.values() if wanted(item)]


class MemoryConflicts(_Repository):
    def put(self, conflicts):
        with self._memory.writing() as state:
            for item in conflicts:
                known = item.ticket_id in state.tickets and item.workspace_id in state.workspaces
                if not known:
                    raise TicketNotFound("A conflict names a ticket that is not here.")
                state.conflicts[item.ticket_id, item.field] = kept(
                    replace(item, detected_at=cut(item.detected_at))
                )

    def list(self, workspace_id):
        with self._memory.reading() as state:
            own = [kept(v) for v in state.conflicts.values() if v.workspace_id == workspace_id]
            return sorted(own, key=lambda item: item.detected_at)

    def clear(self, ticket_id, fields=None):
        with self._memory.writing() as state:
            for key in list(state.conflicts):
                if key[0] == ticket_id and (fields is None or key[1] in fields):
                    del state.conflicts[key]


class MemoryAttic(_Repository):
    def add(self, entry):
        if entry.side not in ("local", "remote"):
            raise DatabaseQuery("The attic has no such side.")
        with self._memory.writing() as state:
            number = len(state.attic) + 1
            item = replace(entry, kept_at=cut(entry.kept_at), number=number)
            state.attic.append(kept(item))

    def list(self, workspace_id):
        with self._memory.reading() as state:
            own = [kept(item) for item in state.attic if item.workspace_id == workspace_id]
            return sorted(own, key=lambda item: item.kept_at)[::-1]


class MemoryTombstones(_Repository):
    def put(self, tombstone):
        with self._memory.writing() as state:
            if tombstone.workspace_id not in state.workspaces:
                raise WorkspaceNotFound("The tombstone's workspace is not here.")
            item = replace(tombstone, noticed_at=cut(tombstone.noticed_at))
            state.tombstones[tombstone.ticket_id] = item

    def list(self, workspace_id):
        with self._memory.reading() as state:
            own = [v for v in state.tombstones.values() if v.workspace_id == workspace_id]
            return sorted(own, key=lambda item: item.noticed_at)

    def clear(self, ticket_id):
        with self._memory.writing() as state:
            state.tombstones.pop(ticket_id, None)


class MemoryDocuments(_Repository):
    def get(self, workspace_id, path):
        return next((item for item in self.list(workspace_id) if item.path == path), None)

    def put(self, document, tickets):
        with self._memory.writing() as state:
            here = (document.workspace_id, document.path)
            for item in list(state.documents.values()):
                if (item.workspace_id, item.path) == here and item.id != document.id:
                    self.forget(item.id)
            state.documents[document.id] = document
            state.shown[document.id] = sorted(kept(list(tickets)), key=lambda item: item.ordinal)
            known = all(item.ticket_id in state.tickets for item in tickets)
            if document.workspace_id not in state.workspaces or not known:
                raise TicketNotFound("The document shows a ticket that is not here.")

    def shown(self, document_id):
        with self._memory.reading() as state:
            return kept(state.shown.get(document_id, []))

    def where(self, ticket_id):
        with self._memory.reading() as state:
            return sorted(
                {
                    item.path
                    for item in state.documents.values()
                    if any(shown.ticket_id == ticket_id for shown in state.shown[item.id])
                }
            )

    def forget(self, document_id):
        with self._memory.writing() as state:
            state.documents.pop(document_id, None)
            state.shown.pop(document_id, None)

    def list(self, workspace_id):
        with self._memory.reading() as state:
            own = [item for item in state.documents.values() if item.workspace_id == workspace_id]
            return sorted(own, key=lambda item: item.path)


class MemoryCursors(_Repository):
    def get(self, workspace_id):
        with self._memory.reading() as state:
            return state.cursors.get(workspace_id)

    def put(self, workspace_id, cursor):
        run, scanned = cursor.run, cursor.scanned
        if run is not None:
            times = [None if at is None else cut(at) for at in (run.since, run.reached)]
            run = Run(_cut(run.started), *times)
        item = replace(
            cursor,
            read=cursor.read and _cut(cursor.read),
            scanned=None if scanned is None else cut(scanned),
            run=run,
        )
        with self._memory.writing() as state:
            if workspace_id not in state.workspaces:
                raise WorkspaceNotFound("The cursor's workspace is not here.")
            state.cursors[workspace_id] = item


def _cut(moment: Moment) -> Moment:
    return Moment(cut(moment.server), cut(moment.machine))


class MemoryOperations(_Repository):
    KINDS = ("push", "pull", "resolve", "sync", "bulk", "undo")
    DIRECTIONS = ("local_to_remote", "remote_to_local", "bidirectional")

    def start(self, operation):
        with self._memory.writing() as state:
            known = operation.operation in self.KINDS and operation.direction in self.DIRECTIONS
            if not known or operation.workspace_id not in state.workspaces:
                raise DatabaseQuery("The history refused the operation.")
            number = max(state.operations, default=0) + 1
            state.operations[number] = self._stored(number, operation)
            return number

    def finish(self, operation_id, operation):
        with self._memory.writing() as state:
            if operation_id not in state.operations:
                raise DatabaseQuery("The history has no such operation.")
            old = state.operations[operation_id]
            begin = {
                name: getattr(old, name)
                for name in (
                    "workspace_id",
                    "workspace_name",
                    "operation",
                    "direction",
                    "started_at",
                    "undoes",
                )
            }
            state.operations[operation_id] = self._stored(
                operation_id, replace(operation, **begin)
            )

    def get(self, operation_id):
        with self._memory.reading() as state:
            return kept(state.operations.get(operation_id))

    def last_undo(self, operation_id):
        with self._memory.reading() as state:
            own = [v for v in state.operations.values() if v.undoes == operation_id]
            return kept(own[-1]) if own else None

    def list(self, workspace_id, limit=50):
        with self._memory.reading() as state:
            own = [kept(v) for v in state.operations.values() if v.workspace_id == workspace_id]
            return own[::-1][:limit]

    @staticmethod
    def _stored(number, operation):
        ended = operation.completed_at
        return kept(
            replace(
                operation,
                id=number,
                started_at=cut(operation.started_at),
                completed_at=None if ended is None else cut(ended),
            )
        )


class MemoryPreferences(_Repository):
    def get(self, key):
        with self._memory.reading() as state:
            return json.loads(state.preferences[key]) if key in state.preferences else None

    def set(self, key, value):
        with self._memory.writing() as state:
            state.preferences[key] = json.dumps(value)

    def delete(self, key):
        with self._memory.writing() as state:
            state.preferences.pop(key, None)


class MemorySchemas(_Repository):
    def get(self, workspace_id):
        with self._memory.reading() as state:
            return kept(state.schemas.get(workspace_id))

    def put(self, workspace_id, schema, cached_at, expires_at):
        cut(cached_at)
        with self._memory.writing() as state:
            if workspace_id not in state.workspaces:
                raise WorkspaceNotFound("The schema's workspace is not here.")
            state.schemas[workspace_id] = kept((schema, cut(expires_at)))


class MemoryUsers(_Repository):
    def put(self, workspace_id, users):
        with self._memory.writing() as state:
            for user in users:
                if workspace_id not in state.workspaces:
                    raise WorkspaceNotFound("The accounts' workspace is not here.")
                state.users[workspace_id, user.account] = replace(user, zone="")

    def list(self, workspace_id):
        with self._memory.reading() as state:
            own = [user for key, user in state.users.items() if key[0] == workspace_id]
            return sorted(own, key=lambda user: (user.name, user.account))


class MemoryFacts(_Repository):
    def put_stamps(self, workspace_id, stamps):
        with self._memory.writing() as state:
            for ticket in state.tickets.values():
                if ticket.workspace_id == workspace_id and ticket.remote_id in stamps:
                    state.stamps[ticket.id] = _cut_stamps(stamps[ticket.remote_id])

    def stamps(self, ticket_id):
        with self._memory.reading() as state:
            if ticket_id not in state.tickets:
                raise TicketNotFound("There is no such ticket.")
            return state.stamps.get(ticket_id, Stamps())

    def put_values(self, workspace_id, values):
        with self._memory.writing() as state:
            for value in values:
                if workspace_id not in state.workspaces:
                    raise WorkspaceNotFound("The workspace is not here.")
                times = {
                    "starts": value.starts and cut(value.starts),
                    "ends": value.ends and cut(value.ends),
                }
                state.site_values[workspace_id, value.field, value.id] = replace(value, **times)

    def values(self, workspace_id, field):
        with self._memory.reading() as state:
            own = [v for key, v in state.site_values.items() if key[:2] == (workspace_id, field)]
            return sorted(own, key=lambda value: (value.name, value.id))

    def put_account(self, workspace_id, account):
        with self._memory.writing() as state:
            if workspace_id not in state.workspaces:
                raise WorkspaceNotFound("The workspace is not here.")
            state.accounts[workspace_id] = account

    def account(self, workspace_id):
        with self._memory.reading() as state:
            return state.accounts.get(workspace_id)


def _cut_stamps(stamps):
    times = {name: getattr(stamps, name) for name in ("created", "updated", "resolved")}
    return replace(stamps, **{name: cut(time) for name, time in times.items() if time})


class MemoryAliases(_Repository):
    def put(self, alias):
        with self._memory.writing() as state:
            if alias.workspace_id is not None and alias.workspace_id not in state.workspaces:
                raise WorkspaceNotFound("The workspace of the alias is not here.")
            state.aliases[alias.workspace_id, alias.name] = alias

    def get(self, name, workspace_id):
        with self._memory.reading() as state:
            return state.aliases.get((workspace_id, name))

    def find(self, name, workspace_id):
        return self.get(name, workspace_id) or self.get(name, None)

    def list(self, workspace_id):
        with self._memory.reading() as state:
            own = [v for (scope, _), v in state.aliases.items() if scope in (workspace_id, None)]
            return sorted(own, key=lambda alias: (alias.name, alias.workspace_id is None))

    def delete(self, name, workspace_id):
        with self._memory.writing() as state:
            return state.aliases.pop((workspace_id, name), None) is not None
