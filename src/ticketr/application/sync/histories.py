"""Jira's own history of tickets, brought along by a pull: of those alone that changed, a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.errors import JiraConnection, JiraNotFound, JiraPermission, JiraRateLimit
from ticketr.ports.history import LogRead

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ticketr.application.sync.session import Session
    from ticketr.domain.ticket import TicketID

NOT_GIVEN = (JiraConnection, JiraRateLimit, JiraPermission, JiraNotFound)
"""What may be wrong with Jira's history without anything being wrong with the tickets."""


def note_histories(session: Session, tickets: Mapping[str, TicketID]) -> None:
    """Read and keep the histories of these tickets, by Jira's ids, with one request where Jira can.

    Nothing happens where the settings say so. What Jira does not give now is asked for when the ticket changes
    again, or by `ticketr history KEY --refresh`.
    """
    if not (tickets and session.world.histories):
        return
    try:
        read_histories(session, tickets)
    except NOT_GIVEN:
        return


def read_histories(session: Session, names: Mapping[str, TicketID]) -> None:
    """Keep the histories of the tickets with these numeric ids. Raises the 4xxx errors."""
    now = session.world.now()
    kept_back: set[str] = set()
    for part in session.client.get_histories(list(names)):
        ticket_id = names.get(part.id)
        if ticket_id is None:
            continue
        kept_back |= set() if part.complete else {part.id}
        read = LogRead(now, complete=False)
        session.store.changelogs.put(session.workspace.id, ticket_id, part.entries, read)
    with session.store.transaction():
        for name, ticket_id in names.items():
            if name not in kept_back:
                read = LogRead(now, complete=True)
                session.store.changelogs.put(session.workspace.id, ticket_id, (), read)
