"""A ticket as columns and back, and what the table's constraints mean."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import apsw

from ticketr.adapters.sqlite.codec import (
    dump,
    dump_view,
    load,
    load_view,
    moment,
    moment_or_none,
    stamp,
    stamp_or_none,
)
from ticketr.adapters.sqlite.database import text
from ticketr.adapters.sqlite.details import criteria_of
from ticketr.domain.criteria import criteria_list, criteria_text
from ticketr.domain.ticket import (
    Hash,
    IssueType,
    SyncStatus,
    Ticket,
    TicketID,
    TicketState,
)
from ticketr.domain.workspace import WorkspaceID
from ticketr.errors import (
    DatabaseQuery,
    TicketConflict,
    TicketHierarchy,
    TicketNotFound,
    TicketrError,
    WorkspaceNotFound,
)
from ticketr.ports.records import TicketRef

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ticketr.adapters.sqlite.database import Row
    from ticketr.adapters.sqlite.searched import Searched

SELECT = """
SELECT id, workspace_id, issue_type, title, jira_id, remote_id, description, acceptance_criteria, fields,
    parent_id,
    (SELECT json_group_array(c.id ORDER BY c.seq) FROM tickets c WHERE c.parent_id = tickets.id),
    local_hash, remote_hash, sync_status, last_synced, version, created_at, updated_at
FROM tickets
"""

INSERT = """
INSERT INTO tickets (id, workspace_id, issue_type, title, jira_id, remote_id, description,
    acceptance_criteria, fields, parent_id, local_hash, remote_hash, sync_status, last_synced,
    local_modified_at, version, created_at, updated_at, others, labels, cjk)
VALUES (:id, :workspace_id, :issue_type, :title, :jira_id, :remote_id, :description,
    :acceptance_criteria, :fields, :parent_id, :local_hash, :remote_hash, :sync_status, :last_synced,
    :local_modified_at, :version, :created_at, :updated_at, :others, :labels, :cjk)
"""

UPDATE = """
UPDATE tickets SET issue_type = :issue_type, title = :title, jira_id = :jira_id, remote_id = :remote_id,
    description = :description, acceptance_criteria = :acceptance_criteria, fields = :fields,
    parent_id = :parent_id, local_hash = :local_hash, remote_hash = :remote_hash,
    sync_status = :sync_status, last_synced = :last_synced, others = :others, labels = :labels, cjk = :cjk,
    local_modified_at = iif(
        local_hash IS NOT :local_hash AND last_synced IS :last_synced, :now, local_modified_at),
    updated_at = max(:now, strftime('%Y-%m-%dT%H:%M:%fZ', updated_at, '+0.001 seconds'))
WHERE id = :id AND version = :version
"""
"""A new hash with the old time of sync is an edit made here; a sync moves that time."""

UPDATE_STATE = """
UPDATE tickets SET local_hash = :local_hash, remote_hash = :remote_hash, sync_status = :sync_status,
    last_synced = :last_synced
WHERE id = :id
"""

REFS = """
SELECT seq, id, jira_id, remote_id, sync_status,
    EXISTS (SELECT 1 FROM document_tickets d WHERE d.ticket_id = tickets.id),
    EXISTS (SELECT 1 FROM tombstones s WHERE s.ticket_id = tickets.id)
FROM tickets WHERE workspace_id = ? AND seq > ? AND jira_id IS NOT NULL ORDER BY seq LIMIT ?
"""
PIECE = 1000
"""Rows of REFS that are read together."""

ORPHANS = """
SELECT child.id FROM tickets child INDEXED BY idx_ticket_orphan JOIN tickets parent
    ON parent.workspace_id = child.workspace_id AND parent.jira_id = json_extract(child.fields, '$.parent')
WHERE child.workspace_id = ? AND child.parent_id IS NULL AND json_extract(child.fields, '$.parent') IS NOT NULL
    AND parent.id <> child.id
ORDER BY child.seq
"""


def inserted(ticket: Ticket, now: datetime, searched: Searched) -> dict[str, Any]:
    """The parameters of INSERT; a ticket that never was synced counts as edited here."""
    created = stamp(ticket.created_at or now)
    return {
        **_content(ticket),
        **searched.columns(ticket),
        "workspace_id": ticket.workspace_id,
        "local_modified_at": stamp(now) if ticket.state.last_synced is None else None,
        "version": ticket.version,
        "created_at": created,
        "updated_at": stamp(ticket.updated_at) if ticket.updated_at else created,
    }


def updated(ticket: Ticket, now: datetime, searched: Searched) -> dict[str, Any]:
    """The parameters of UPDATE."""
    more = {"version": ticket.version, "now": stamp(now)}
    return {**_content(ticket), **searched.columns(ticket), **more}


def state(ticket_id: TicketID, state: TicketState) -> dict[str, Any]:
    """The parameters of UPDATE_STATE."""
    return {
        "id": ticket_id,
        "local_hash": state.local_hash,
        "remote_hash": state.remote_hash,
        "sync_status": str(state.status),
        "last_synced": stamp_or_none(state.last_synced),
    }


def _content(ticket: Ticket) -> dict[str, Any]:
    return {
        **state(ticket.id, ticket.state),
        "issue_type": str(ticket.type),
        "title": ticket.title,
        "jira_id": ticket.jira_id,
        "remote_id": ticket.remote_id,
        "description": ticket.description,
        "acceptance_criteria": criteria_column(ticket.criteria),
        "fields": dump_view(ticket.fields),
        "parent_id": ticket.parent,
    }


def criteria_column(criteria: str | None) -> str | None:
    """A JSON list of criteria where that says exactly the same Markdown, else the Markdown as a JSON string."""
    if criteria is None:
        return None
    items = criteria_list(criteria)
    return dump(items if criteria_text(items) == criteria else criteria)


def ticket_from(row: Row) -> Ticket:
    """The ticket of one row of SELECT."""
    (id_, workspace, type_, title, jira_id, remote_id, description, criteria, fields) = row[:9]
    (parent, children, local, remote, status, synced, version, created, updated_) = row[9:]
    return Ticket(
        id=TicketID(id_),
        workspace_id=WorkspaceID(workspace),
        type=IssueType(text(type_)),
        title=text(title),
        jira_id=jira_id,
        remote_id=remote_id,
        description=None if description is None else text(description),
        criteria=criteria_of(criteria),
        fields=load_view(fields),
        parent=parent,
        children=() if children == "[]" else tuple(load(children)),
        state=_state_from(local, remote, status, synced),
        version=version,
        created_at=moment(created),
        updated_at=moment(updated_),
    )


def own(ticket: Ticket) -> Ticket:
    """The ticket with fields of its own, which whoever gets it may do with as they like."""
    return replace(ticket, fields=dict(ticket.fields))


def ref_from(row: Row) -> TicketRef:
    """The ticket of one row of REFS."""
    _, id_, key, remote_id, status, shown, gone = row
    state = SyncStatus(status)
    return TicketRef(TicketID(id_), text(key), remote_id, state, bool(shown), bool(gone))


def _state_from(
    local: str | None, remote: str | None, status: str, synced: str | None
) -> TicketState:
    return TicketState(
        local_hash=None if local is None else Hash(local),
        remote_hash=None if remote is None else Hash(remote),
        status=SyncStatus(status),
        last_synced=moment_or_none(synced),
    )


def parents_first(tickets: Sequence[Ticket]) -> list[Ticket]:
    """The tickets with every parent before its children, otherwise in the order given."""
    waiting = {ticket.id: ticket for ticket in tickets}
    if len(waiting) < len(tickets):
        return list(tickets)
    ordered: list[Ticket] = []
    for ticket_id in list(waiting):
        line: list[Ticket] = []
        at: TicketID | None = ticket_id
        while at is not None and at in waiting:
            line.append(waiting.pop(at))
            at = line[-1].parent
        ordered += reversed(line)
    return ordered


def refusal(error: apsw.ConstraintError, ticket: Ticket) -> TicketrError:
    """What a constraint of the table says about a ticket that was to be written."""
    match getattr(error, "extendedresult", 0):
        case apsw.SQLITE_CONSTRAINT_UNIQUE:
            return TicketConflict(
                f"A ticket with the id or the key of {ticket.label} is here already.",
                ticket=ticket.id,
                key=ticket.jira_id,
            )
        case apsw.SQLITE_CONSTRAINT_TRIGGER:
            return TicketHierarchy(
                f"The parent of {ticket.label} is not another ticket of its workspace.",
                ticket=ticket.id,
            )
        case apsw.SQLITE_CONSTRAINT_FOREIGNKEY:
            return WorkspaceNotFound(
                f"The workspace of {ticket.label} is not here.", workspace=ticket.workspace_id
            )
        case _:
            return DatabaseQuery(f"The store refused {ticket.label}: {error}.", ticket=ticket.id)


def not_found(ticket_id: TicketID) -> TicketNotFound:
    """The error for an id that no ticket has."""
    return TicketNotFound(f"There is no ticket with the id {ticket_id}.", ticket=ticket_id)


def outdated(ticket: Ticket) -> TicketConflict:
    """The error for a write on a version that is not current any more."""
    return TicketConflict(
        f"{ticket.label} was changed by somebody else since it was read.",
        hint="Read it again, then repeat the change.",
        ticket=ticket.id,
        version=ticket.version,
    )


def has_children(ticket: Ticket) -> TicketHierarchy:
    """The error for a deletion that would leave children without a parent."""
    return TicketHierarchy(
        f"{ticket.label} has {len(ticket.children)} children.",
        hint="Delete or move them first.",
        ticket=ticket.id,
    )
