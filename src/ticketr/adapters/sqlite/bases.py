"""The ticket_bases table: per ticket and field, what both sides last agreed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import apsw

from ticketr.adapters.sqlite.codec import dump, load, load_value
from ticketr.adapters.sqlite.database import text
from ticketr.adapters.sqlite.ticket_columns import not_found
from ticketr.ports.records import BaseField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ticketr.adapters.sqlite.database import Database, Row
    from ticketr.domain.ticket import TicketID

_PUT = """
INSERT INTO ticket_bases (ticket_id, field, raw, value) VALUES (?, ?, ?, ?)
ON CONFLICT (ticket_id, field) DO UPDATE SET raw = excluded.raw, value = excluded.value
"""
KNOWN = 200
"""Tickets of which the rows are kept that their base was read from: one command asks for a base up to five times."""


class SqliteBases:
    """BaseRepository on SQLite."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._known: dict[TicketID, tuple[list[Row], dict[str, BaseField]]] = {}

    def get(self, ticket_id: TicketID) -> dict[str, BaseField]:
        """The base of one ticket by field id; empty where it was never synced."""
        return self.get_many([ticket_id])[ticket_id]

    def get_many(self, ticket_ids: Sequence[TicketID]) -> dict[TicketID, dict[str, BaseField]]:
        """The bases of these tickets; every id is in the answer."""
        found: dict[TicketID, list[Row]] = {ticket_id: [] for ticket_id in ticket_ids}
        rows = self._db.query(
            "SELECT ticket_id, field, raw, value FROM ticket_bases"
            " WHERE ticket_id IN (SELECT value FROM json_each(?)) ORDER BY rowid",
            (dump(list(found)),),
        )
        for row in rows:
            found[row[0]].append(row)
        return {ticket_id: self._base(ticket_id, rows) for ticket_id, rows in found.items()}

    def _base(self, ticket_id: TicketID, rows: list[Row]) -> dict[str, BaseField]:
        """The base of these rows; rows that say what they said last time are not read again."""
        known = self._known.get(ticket_id)
        if known is None or known[0] != rows:
            if len(self._known) >= KNOWN:
                self._known.clear()
            base = {text(row[1]): BaseField(load(row[2]), load_value(row[3])) for row in rows}
            self._known[ticket_id] = known = rows, base
        return dict(known[1])

    def put(self, ticket_id: TicketID, fields: Mapping[str, BaseField]) -> None:
        """Set these fields' base; the ticket's other fields keep theirs. Raises TicketNotFound."""
        rows = [
            (ticket_id, name, dump(base.raw), dump(base.value)) for name, base in fields.items()
        ]
        try:
            self._db.many(_PUT, rows)
        except apsw.ConstraintError as error:
            raise not_found(ticket_id) from error

    def delete(self, ticket_id: TicketID) -> None:
        """Forget the ticket's base."""
        self._db.run("DELETE FROM ticket_bases WHERE ticket_id = ?", (ticket_id,))
