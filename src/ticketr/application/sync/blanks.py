"""Texts that a pull would blank: held back until it is seen how many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.queries import GetTicketsQuery, understand
from ticketr.domain.query import TicketFilter
from ticketr.domain.schema import FieldKind
from ticketr.errors import SyncStopped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ticketr.application.sync.session import Session
    from ticketr.domain.plan import FieldAction

FEW = 2
"""So many texts may be blanked, however few there are."""


class Blanks:
    """The ids of tickets of which a text would go; with `allow` none is held."""

    def __init__(self, session: Session, *, allow: bool) -> None:
        self._session = session
        self._open = allow
        self._held: dict[str, None] = {}

    def hold(self, name: str, taken: Iterable[FieldAction]) -> bool:
        """Whether the ticket with this id is to wait, because a text that is here would be nothing afterwards."""
        if self._open or not any(self._is_blanked(item) for item in taken):
            return False
        self._held[name] = None
        return True

    def _is_blanked(self, item: FieldAction) -> bool:
        is_text = self._session.book.kind(item.field) is FieldKind.RICH
        return is_text and not item.value and isinstance(item.local, str) and bool(item.local)

    def __contains__(self, name: str) -> bool:
        return name in self._held

    def let_go(self) -> Iterator[str]:
        """The ids of those that waited, which wait no longer.

        Raises SyncStopped where they are most of the tickets that have a text here.
        """
        held, self._held = self._held, {}
        if len(held) > FEW:
            here = self._described()
            if len(held) > here // 2:
                raise SyncStopped(
                    f"Jira shows no text any more for {len(held)} of the {here} tickets that have one here.",
                    blank=len(held),
                    here=here,
                )
        self._open = True
        yield from held

    def _described(self) -> int:
        """How many tickets have a description here."""
        store, workspace = self._session.store, self._session.workspace.id
        query = GetTicketsQuery(workspace, TicketFilter(jql="description is not EMPTY"))
        understand(store, query)
        return store.tickets.count(query.filter)
