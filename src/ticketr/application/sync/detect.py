"""Conflicts found by looking, without taking anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.results import Conflict
from ticketr.application.sync.push import DIRTY
from ticketr.application.sync.session import base_view
from ticketr.application.sync.state import changed_fields
from ticketr.application.sync.updates import Updating
from ticketr.domain.merge import Absent, Outcome
from ticketr.domain.query import TicketFilter

if TYPE_CHECKING:
    from ticketr.application.sync.session import Session
    from ticketr.application.sync.updates import Change
    from ticketr.domain.plan import FieldAction
    from ticketr.domain.ticket import FieldValue


def detect(session: Session) -> list[Conflict]:
    """The fields that changed here and in Jira since both agreed, of tickets changed here."""
    store = session.store
    dirty = store.tickets.find(TicketFilter(session.workspace.id, status=DIRTY))
    ids = [
        ticket.id
        for ticket in dirty
        if ticket.jira_id
        and changed_fields(session.view(ticket), base_view(store.bases.get(ticket.id)))
    ]
    updating = Updating(session, 0, session.policy(None))
    return [
        _conflict(session, change, item)
        for batch in updating.plan(ids)
        for change in batch
        for item in change.action.having(Outcome.CONFLICT)
    ]


def _conflict(session: Session, change: Change, item: FieldAction) -> Conflict:
    ticket = change.ticket
    base, local, remote = (
        _text(session, item.field, s) for s in (item.base, item.local, item.remote)
    )
    name = session.book.label(item.field)
    return Conflict(ticket.id, ticket.jira_id, ticket.title, item.field, name, base, local, remote)


def _text(session: Session, field: str, side: FieldValue | Absent) -> str:
    return "" if isinstance(side, Absent) else session.book.text(field, side)
