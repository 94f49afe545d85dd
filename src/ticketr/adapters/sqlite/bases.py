"""The ticket_bases table: per ticket and field, what both sides last agreed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import apsw

from ticketr.adapters.sqlite.codec import dump, load, load_value
from ticketr.adapters.sqlite.database import text
from ticketr.adapters.sqlite.ticket_columns import not_found
from ticketr.ports.records import BaseField

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ticketr.adapters.sqlite.database import Database
    from ticketr.domain.ticket import TicketID

_PUT = """
INSERT INTO ticket_bases (ticket_id, field, raw, value) VALUES (?, ?, ?, ?)
ON CONFLICT (ticket_id, field) DO UPDATE SET raw = excluded.raw, value = excluded.value
"""


class SqliteBases:
    """BaseRepository on SQLite."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, ticket_id: TicketID) -> dict[str, BaseField]:
        """The base of one ticket by field id; empty where it was never synced."""
        return self.get_many([ticket_id])[ticket_id]

    def get_many(self, ticket_ids: Sequence[TicketID]) -> dict[TicketID, dict[str, BaseField]]:
        """The bases of these tickets; every id is in the answer."""
        bases: dict[TicketID, dict[str, BaseField]] = {ticket_id: {} for ticket_id in ticket_ids}
        rows = self._db.query(
            "SELECT ticket_id, field, raw, value FROM ticket_bases"
            " WHERE ticket_id IN (SELECT value FROM json_each(?)) ORDER BY rowid",
            (dump(list(bases)),),
        )
        for ticket_id, field, raw, value in rows:
            bases[ticket_id][text(field)] = BaseField(load(raw), load_value(value))
        return bases

    def put(self, ticket_id: TicketID, fields: Mapping[str, BaseField]) -> None:
        """Set these fields' base; the ticket's other fields keep theirs. Raises TicketNotFound."""
        rows = [
            (ticket_id, name, dump(base.raw), dump(base.value)) for name, base in fields.items()
        ]
        try:
            self._db.many(_PUT, rows)
        except apsw.ConstraintError as error:
            raise not_found(ticket_id) from error

    def forget(self, ticket_id: TicketID, fields: Iterable[str]) -> None:
        """Forget the base of these fields: nothing is agreed on of them any more."""
        rows = [(ticket_id, name) for name in fields]
        self._db.many("DELETE FROM ticket_bases WHERE ticket_id = ? AND field = ?", rows)

    def delete(self, ticket_id: TicketID) -> None:
        """Forget the ticket's base."""
        self._db.run("DELETE FROM ticket_bases WHERE ticket_id = ?", (ticket_id,))
