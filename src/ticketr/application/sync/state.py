"""Where a ticket stands after its local view or its base moved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ticketr.domain.digest import digest, same
from ticketr.domain.ticket import (
    PARENT,
    SyncStatus,
    TicketState,
    with_values,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ticketr.application.sync.session import Session
    from ticketr.domain.ticket import FieldValue, Ticket, View


def changed_fields(local: View, base: View | None) -> tuple[str, ...]:
    """The fields whose local value is not what was agreed on; all of them where nothing was."""
    if base is None:
        return tuple(local)
    return tuple(name for name, value in local.items() if not same(value, base.get(name)))


def settled(
    ticket: Ticket,
    local: View,
    base: View | None,
    *,
    conflict: bool = False,
    synced_at: datetime | None = None,
) -> Ticket:
    """The ticket with hashes and status that follow from its two views."""
    status = SyncStatus.SYNCED
    if conflict:
        status = SyncStatus.CONFLICT
    elif base is None:
        status = SyncStatus.NEW
    elif changed_fields(local, base):
        status = SyncStatus.MODIFIED
    here = digest(local)
    state = TicketState(
        here,
        None if base is None else here if _identical(local, base) else digest(base),
        status,
        synced_at or ticket.state.last_synced,
    )
    return replace(ticket, state=state)


def _identical(local: View, base: View) -> bool:
    """Whether two views are equal to the type of each value; as they mostly are, one digest is enough then."""
    return base == local and all(type(value) is type(base[n]) for n, value in local.items())


def apply_values(session: Session, ticket: Ticket, values: Mapping[str, FieldValue]) -> Ticket:
    """The ticket with these values; a parent is a local id where it is here, else it stays a field."""
    changed = with_values(ticket, values)
    if PARENT not in values:
        return changed
    parent = session.parent_id(values[PARENT])
    fields = dict(changed.fields)
    fields.pop(PARENT, None)
    if parent is None:
        fields[PARENT] = values[PARENT]
    return replace(changed, parent=parent, fields=fields)
