"""TicketRepository and WorkspaceRepository in memory."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.fakes.columns import in_column
from tests.fakes.drafts import drop_drafts
from tests.fakes.state import cut, kept
from ticketr.domain.query import Pagination, TicketDetail, TicketRow, WorkspaceRow
from ticketr.domain.workspace import WorkspaceStats
from ticketr.errors import (
    DatabaseQuery,
    TicketConflict,
    TicketHierarchy,
    TicketNotFound,
    WorkspaceDuplicate,
    WorkspaceNotFound,
)
from ticketr.ports.records import TicketRef

if TYPE_CHECKING:
    from tests.fakes.state import Memory, State

MILLISECOND = timedelta(milliseconds=1)


def later(now, before):
    return max(now, before + MILLISECOND)


class MemoryWorkspaces:
    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def pick(self, name):
        with self._memory.reading() as state:
            current = json.loads(state.preferences.get("current_workspace", "null"))
            everything = list(state.workspaces.values())
            chosen = [item for item in everything if item.name == (name or current)]
            if name is None:
                chosen += [item for item in everything if item.is_default]
            if not chosen:
                return None
            item = chosen[0]
            return WorkspaceRow(item.id, item.name, item.config.jira_url, item.config.project_key)

    def create(self, workspace):
        created = cut(workspace.created_at or self._memory.now())
        updated = cut(workspace.updated_at) if workspace.updated_at else created
        with self._memory.writing() as state:
            self._check_name(state, workspace)
            if workspace.id in state.workspaces:
                raise WorkspaceDuplicate("duplicate id")
            if workspace.is_default:
                self._no_default(state)
            item = replace(workspace, created_at=created, updated_at=updated)
            state.workspaces[workspace.id] = kept(item)

    def get(self, workspace_id):
        with self._memory.reading() as state:
            return self._read(state, self._known(state, workspace_id))

    def get_by_name(self, name):
        with self._memory.reading() as state:
            for item in state.workspaces.values():
                if item.name == name:
                    return self._read(state, item)
        raise WorkspaceNotFound(f'There is no workspace "{name}".')

    def list(self):
        with self._memory.reading() as state:
            items = sorted(state.workspaces.values(), key=lambda item: item.name.encode())
            return [self._read(state, item) for item in items]

    def update(self, workspace):
        with self._memory.writing() as state:
            old = self._known(state, workspace.id)
            self._check_name(state, workspace)
            state.workspaces[workspace.id] = kept(
                replace(
                    old,
                    name=workspace.name,
                    config=workspace.config,
                    credentials=workspace.credentials,
                    updated_at=later(self._memory.now(), old.updated_at),
                )
            )

    def delete(self, workspace_id):
        with self._memory.writing() as state:
            self._known(state, workspace_id)
            del state.workspaces[workspace_id]
            for ticket in [t for t in state.tickets.values() if t.workspace_id == workspace_id]:
                forget_ticket(state, ticket.id, self._memory.now)
            state.cursors.pop(workspace_id, None)
            for name in ("intents", "tombstones", "documents"):
                held = getattr(state, name)
                for key in [k for k, v in held.items() if v.workspace_id == workspace_id]:
                    del held[key]
            state.shown = {k: v for k, v in state.shown.items() if k in state.documents}
            state.schemas.pop(workspace_id, None)
            for table in (state.users, state.site_values, state.aliases):
                for key in [k for k in table if k[0] == workspace_id]:
                    del table[key]
            state.accounts.pop(workspace_id, None)
            for number, item in list(state.operations.items()):
                if item.workspace_id == workspace_id:
                    state.operations[number] = replace(item, workspace_id=None)

    def set_default(self, workspace_id):
        with self._memory.writing() as state:
            item = self._known(state, workspace_id)
            self._no_default(state)
            state.workspaces[workspace_id] = replace(item, is_default=True)

    @staticmethod
    def _no_default(state: State) -> None:
        for item in list(state.workspaces.values()):
            state.workspaces[item.id] = replace(item, is_default=False)

    @staticmethod
    def _check_name(state: State, workspace) -> None:
        if any(
            item.name == workspace.name and item.id != workspace.id
            for item in state.workspaces.values()
        ):
            raise WorkspaceDuplicate(f'There is a workspace "{workspace.name}" already.')

    @staticmethod
    def _known(state: State, workspace_id):
        if workspace_id not in state.workspaces:
            raise WorkspaceNotFound(f'There is no workspace "{workspace_id}".')
        return state.workspaces[workspace_id]

    @staticmethod
    def _read(state: State, item):
        found = [t.state.status for t in state.tickets.values() if t.workspace_id == item.id]
        return replace(
            kept(item),
            statistics=WorkspaceStats(
                len(found), found.count("new"), found.count("modified"), found.count("conflict")
            ),
        )


class MemoryTickets:
    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def create(self, ticket):
        now = self._memory.now()
        created = cut(ticket.created_at or now)
        updated = cut(ticket.updated_at) if ticket.updated_at else created
        item = _stored(replace(ticket, created_at=created, updated_at=updated))
        with self._memory.writing() as state:
            if ticket.id in state.tickets:
                _check_parent(state, ticket, own=True)
                raise TicketConflict("The id is taken.")
            _check(state, ticket)
            if ticket.workspace_id not in state.workspaces:
                raise WorkspaceNotFound("The ticket's workspace is not here.")
            state.tickets[ticket.id] = item
            if ticket.state.last_synced is None:
                state.edited[ticket.id] = now

    def get(self, ticket_id):
        with self._memory.reading() as state:
            return _read(state, _known(state, ticket_id))

    def update(self, ticket):
        with self._memory.writing() as state:
            old = _known(state, ticket.id)
            if old.version != ticket.version:
                raise TicketConflict("Somebody else changed it.")
            _check(state, ticket)
            now = self._memory.now()
            rehashed = old.state.local_hash != ticket.state.local_hash
            new = _stored(
                replace(
                    ticket,
                    workspace_id=old.workspace_id,
                    version=old.version + rehashed,
                    created_at=old.created_at,
                    updated_at=later(now, old.updated_at),
                )
            )
            if old.jira_id is not None and old.jira_id != ticket.jira_id:
                state.former[old.workspace_id, old.jira_id] = old.id
            if rehashed and new.state.last_synced == old.state.last_synced:
                state.edited[ticket.id] = now
            state.tickets[ticket.id] = new

    def delete(self, ticket_id):
        with self._memory.writing() as state:
            _known(state, ticket_id)
            if _children(state, ticket_id):
                raise TicketHierarchy("It has children.")
            forget_ticket(state, ticket_id, self._memory.now)

    def bulk_create(self, tickets):
        with self._memory.writing():
            waiting = list(tickets)
            while waiting:
                ids = {item.id for item in waiting}
                at = next((i for i, item in enumerate(waiting) if item.parent not in ids), 0)
                self.create(waiting.pop(at))

    def bulk_update(self, tickets):
        with self._memory.writing():
            for ticket in tickets:
                self.update(ticket)

    def find(self, filter, page=None):  # noqa: A002
        with self._memory.reading() as state:
            return [_read(state, item) for item in _page(_matching(state, filter), page)]

    def rows(self, filter, page):  # noqa: A002
        return [row_of(item) for item in self.find(filter, page)]

    def standing(self, filter, page):  # noqa: A002
        with self._memory.reading() as state:
            everything = Pagination(0, None, page.sort_by, page.order)
            ordered = _page(list(state.tickets.values()), everything)
        places = {item.id: at for at, item in enumerate(ordered)}
        return lambda row: places[row.id]

    def detail(self, name, workspace_id):
        with self._memory.reading() as state:
            own = [t for t in state.tickets.values() if t.workspace_id == workspace_id]
            keyed = [ticket for ticket in own if ticket.jira_id == name.upper()]
            found = keyed[0] if keyed else state.tickets.get(name)
            return found and _detail(_read(state, found))

    def values(self, ticket_ids, columns):
        with self._memory.reading() as state:
            found = [state.tickets[each] for each in ticket_ids if each in state.tickets]
            return {
                item.id: tuple(in_column(state, item, column) for column in columns)
                for item in found
            }

    def tops(self, workspace_id, limit, offset=0):
        top = self._where(lambda item: item.workspace_id == workspace_id and item.parent is None)
        end = None if limit is None else offset + limit
        return [item.id for item in sorted(top, key=_key_order)][offset:end]

    def below(self, ticket_ids, depth):
        with self._memory.reading() as state:
            named = list(dict.fromkeys(each for each in ticket_ids if each in state.tickets))
            first = [each for each in named if not _ancestors(state, each) & set(named)] or named
            for each in first:
                yield from _tree(state, state.tickets[each], depth, ())

    def catalogue(self, workspace_id):
        raise DatabaseQuery("The store in memory evaluates no queries.")

    def stream(self, filter, page):  # noqa: A002
        yield from self.rows(filter, page)

    def count(self, filter, up_to=None):  # noqa: A002
        with self._memory.reading() as state:
            return len(_matching(state, filter)[:up_to])

    def find_by_workspace(self, workspace_id):
        return self._where(lambda item: item.workspace_id == workspace_id)

    def find_by_jira_id(self, workspace_id, jira_id):
        found = self._where(lambda t: (t.workspace_id, t.jira_id) == (workspace_id, jira_id))
        former = self._memory.state.former.get((workspace_id, jira_id))
        found = found or self._where(lambda t: t.id == former)
        return found[0] if found else None

    def find_by_remote_id(self, workspace_id, remote_id):
        found = self._where(lambda t: (t.workspace_id, t.remote_id) == (workspace_id, remote_id))
        return found[0] if found else None

    def find_by_title(self, workspace_id, title):
        return self._where(lambda t: (t.workspace_id, t.title) == (workspace_id, title))

    def find_children(self, parent_id):
        return self._where(lambda item: item.parent == parent_id)

    def refs(self, workspace_id):
        with self._memory.reading() as state:
            shown = {item.ticket_id for items in state.shown.values() for item in items}
            own = [t for t in state.tickets.values() if t.workspace_id == workspace_id]
            found = [
                TicketRef(
                    t.id,
                    t.jira_id,
                    t.remote_id,
                    t.state.status,
                    t.id in shown,
                    t.id in state.tombstones,
                )
                for t in own
                if t.jira_id is not None
            ]
        yield from found

    def orphans(self, workspace_id):
        with self._memory.reading() as state:
            own = [t for t in state.tickets.values() if t.workspace_id == workspace_id]
            keys = {t.jira_id: t.id for t in own if t.jira_id}
            return [
                t.id
                for t in own
                if t.parent is None
                and isinstance(named := t.fields.get("parent"), str)
                and keys.get(named, t.id) != t.id
            ]

    def get_modified_since(self, workspace_id, since):
        edited, since = self._memory.state.edited, cut(since)
        return self._where(
            lambda t: t.workspace_id == workspace_id and t.id in edited and edited[t.id] >= since
        )

    def update_sync_state(self, ticket_id, state):
        with self._memory.writing() as held:
            old = _known(held, ticket_id)
            version = old.version + (old.state.local_hash != state.local_hash)
            held.tickets[ticket_id] = _stored(replace(old, state=state, version=version))

    def _where(self, wanted):
        with self._memory.reading() as state:
            return [_read(state, item) for item in state.tickets.values() if wanted(item)]


def forget_ticket(state: State, ticket_id: str, now) -> None:
    drop_drafts(state, ticket_id, now)
    del state.tickets[ticket_id]
    state.edited.pop(ticket_id, None)
    state.former = {k: v for k, v in state.former.items() if v != ticket_id}
    state.comments.pop(ticket_id, None)
    state.comment_reads.pop(ticket_id, None)
    state.recorded.pop(ticket_id, None)
    for held in (state.bases, state.conflicts):
        for key in [k for k in held if k[0] == ticket_id]:
            del held[key]
    for document_id, shown in list(state.shown.items()):
        state.shown[document_id] = [item for item in shown if item.ticket_id != ticket_id]


def _stored(ticket: Any) -> Any:
    synced = ticket.state.last_synced
    state = replace(ticket.state, last_synced=None if synced is None else cut(synced))
    return kept(replace(ticket, children=(), state=state))


def _known(state: State, ticket_id):
    if ticket_id not in state.tickets:
        raise TicketNotFound(f"There is no ticket with the id {ticket_id}.")
    return state.tickets[ticket_id]


def _check(state: State, ticket) -> None:
    _check_parent(state, ticket)
    for item in state.tickets.values():
        if item.id == ticket.id or item.workspace_id != ticket.workspace_id:
            continue
        same_key = item.jira_id is not None and item.jira_id == ticket.jira_id
        if same_key or (item.remote_id is not None and item.remote_id == ticket.remote_id):
            raise TicketConflict("The key is taken.")


def _check_parent(state: State, ticket, *, own=False) -> None:
    if ticket.parent is None:
        return
    parent = state.tickets.get(ticket.parent)
    if (
        parent is None
        or parent.workspace_id != ticket.workspace_id
        or (parent.id == ticket.id and not own and parent.version == ticket.version)
    ):
        raise TicketHierarchy("The parent is not another ticket of its workspace.")


def _children(state: State, ticket_id) -> tuple[str, ...]:
    return tuple(item.id for item in state.tickets.values() if item.parent == ticket_id)


def _read(state: State, item):
    return replace(kept(item), children=_children(state, item.id))


def _matching(state: State, filter) -> list[Any]:  # noqa: A002
    if filter.jql is not None or filter.meaning is not None:
        raise DatabaseQuery("The store does not evaluate JQL.")
    return [item for item in state.tickets.values() if _matches(state, item, filter)]


def _matches(state: State, item, filter) -> bool:  # noqa: A002
    types = {name.casefold() for name in filter.type}
    names = {name.casefold() for name in filter.status}
    jira = item.fields.get("status")
    status = {str(item.state.status)} | ({jira.casefold()} if jira else set())
    after, edited = filter.modified_after, state.edited.get(item.id)
    return (
        filter.workspace_id in (None, item.workspace_id)
        and filter.parent_id in (None, item.parent)
        and (not types or item.type.casefold() in types)
        and (not names or bool(names & status))
        and (after is None or (edited is not None and edited >= cut(after)))
    )


def _nocase(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass").lower()


def _key_order(item):
    key = item.jira_id or ""
    project, dash, number = key.partition("-")
    found = re.match(r"\d+", number if dash else project)
    return item.jira_id is None, project + dash if dash else "", int(found[0]) if found else 0


ORDERS = {
    "created": lambda _: 0,
    "updated": lambda item: item.updated_at,
    "key": _key_order,
    "title": lambda item: _nocase(item.title),
    "type": lambda item: _nocase(item.type),
    "status": lambda item: (
        item.fields.get("status") is not None,
        _nocase(item.fields.get("status") or ""),
    ),
    "sync": lambda item: str(item.state.status),
}


def _page(items, page):
    if page is None:
        return items
    sort_by = page.sort_by or "created"
    if sort_by not in ORDERS or page.order not in ("asc", "desc"):
        raise DatabaseQuery("Tickets cannot be sorted like that.")
    ordered = sorted(items, key=ORDERS[sort_by])
    if page.order == "desc":
        ordered.reverse()
    if page.after:
        ordered = ordered[[item.id for item in ordered].index(page.after[0]) + 1 :]
    end = None if page.limit is None else page.offset + page.limit
    return ordered[page.offset : end]


def _detail(item) -> TicketDetail:
    row, synced = row_of(item), item.state.last_synced
    names = ("id", "jira_id", "type", "title", "sync_status", "parent_id", "fields", "updated_at")
    found = TicketDetail(*(getattr(row, name) for name in names))
    found.description, found.criteria = item.description, item.criteria
    found.children, found.version = item.children, item.version
    found.workspace_id = item.workspace_id
    found.last_synced = synced and synced.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return found


def _ancestors(state: State, ticket_id) -> set[str]:
    found: set[str] = set()
    above = state.tickets[ticket_id].parent
    while above is not None and above not in found:
        found.add(above)
        above = state.tickets[above].parent
    return found - {ticket_id}


def _tree(state: State, item, left, path):
    yield len(path), row_of(_read(state, item))
    children = [state.tickets[each] for each in _children(state, item.id)]
    for child in sorted(children, key=_key_order) if left else ():
        if child.id not in {*path, item.id}:
            yield from _tree(state, child, left - 1, (*path, item.id))


def row_of(item) -> TicketRow:
    stamp = item.updated_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    fields = json.dumps(dict(item.fields), separators=(",", ":"))
    status = str(item.state.status)
    return TicketRow(
        item.id,
        item.jira_id,
        str(item.type),
        item.title,
        status,
        item.parent,
        fields,
        stamp,
        (item.id,),
    )
