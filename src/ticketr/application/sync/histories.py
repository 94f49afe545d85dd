"""Jira's own history of tickets, brought along by a pull: of those alone that changed, a page at a time."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from ticketr.domain.events import Progress
from ticketr.errors import JiraConnection, JiraNotFound, JiraPermission, JiraRateLimit
from ticketr.ports.history import LogRead, TicketLog

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ticketr.application.sync.session import Session
    from ticketr.domain.ticket import TicketID

TOGETHER = 1000
"""Tickets whose histories are asked for at a time."""
LOT = 100
LOT_ENTRIES = 2000
"""Tickets, or entries, that are kept together."""

NOT_GIVEN = (JiraConnection, JiraRateLimit, JiraPermission, JiraNotFound)
"""What may be wrong with Jira's history without anything being wrong with the tickets."""


def note_histories(session: Session, tickets: Mapping[str, TicketID]) -> None:
    """Read and keep the histories of these tickets, by Jira's ids, with one request where Jira can.

    Nothing happens where the settings say so. What Jira does not give now is asked for when the ticket changes
    again, or by `ticketr history KEY --refresh`.
    """
    if not tickets or session.world.histories == "never":
        return
    try:
        read_histories(session, tickets)
    except NOT_GIVEN:
        return


def read_missing(session: Session) -> None:
    """Read every history that is not all here, many with one request where Jira can. Raises the 4xxx errors.

    What was read before an error stays.
    """
    missing = session.store.changelogs.missing(session.workspace.id)
    done = 0
    while lot := dict(islice(missing, TOGETHER)):
        read_histories(session, lot)
        done += len(lot)
        session.world.notify(Progress("reading histories", done))


def read_histories(session: Session, names: Mapping[str, TicketID]) -> None:
    """Keep the histories of the tickets with these numeric ids. Raises the 4xxx errors."""
    now = session.world.now()
    kept_back: set[str] = set()
    for parts in _together(session.client.get_histories(list(names))):
        kept_back |= {part.id for part in parts if not part.complete}
        _keep(session, names, parts, LogRead(now, complete=False))
    whole = [TicketLog(name, ()) for name in names if name not in kept_back]
    _keep(session, names, whole, LogRead(now, complete=True))


def _together(parts: Iterable[TicketLog]) -> Iterator[list[TicketLog]]:
    """The parts in lots that are kept in one transaction."""
    lot: list[TicketLog] = []
    entries = 0
    for part in parts:
        lot.append(part)
        entries += len(part.entries)
        if len(lot) >= LOT or entries >= LOT_ENTRIES:
            yield lot
            lot, entries = [], 0
    yield lot


def _keep(
    session: Session,
    names: Mapping[str, TicketID],
    parts: Iterable[TicketLog],
    read: LogRead,
) -> None:
    """Keep these parts, all or none."""
    store = session.store
    with store.transaction():
        for part in parts:
            ticket_id = names.get(part.id)
            if ticket_id is not None:
                store.changelogs.put(session.workspace.id, ticket_id, part.entries, read)
