"""The ticket_bases table: per ticket and field, what both sides last agreed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import apsw

from ticketr.adapters.sqlite.codec import dump
from ticketr.adapters.sqlite.packing import packed, unpacked
from ticketr.adapters.sqlite.ticket_columns import not_found
from ticketr.ports.records import BaseField

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ticketr.adapters.sqlite.database import Database
    from ticketr.domain.ticket import TicketID

_PUT = """
INSERT INTO ticket_bases (ticket_id, fields) VALUES (?, ?)
ON CONFLICT (ticket_id) DO UPDATE SET fields = excluded.fields
"""
_GET = """
SELECT ticket_id, fields FROM ticket_bases WHERE ticket_id IN (SELECT value FROM json_each(?))
"""
KNOWN = 200
"""Tickets whose base is kept with what it was read from: one command asks for a base up to five times."""


class SqliteBases:
    """BaseRepository on SQLite."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._known: dict[TicketID, tuple[bytes, dict[str, BaseField]]] = {}

    def get(self, ticket_id: TicketID) -> dict[str, BaseField]:
        """The base of one ticket by field id; empty where it was never synced."""
        return self.get_many([ticket_id])[ticket_id]

    def get_many(self, ticket_ids: Sequence[TicketID]) -> dict[TicketID, dict[str, BaseField]]:
        """The bases of these tickets; every id is in the answer."""
        bases: dict[TicketID, dict[str, BaseField]] = {ticket_id: {} for ticket_id in ticket_ids}
        for ticket_id, kept in self._db.query(_GET, (dump(list(bases)),)):
            bases[ticket_id] = self._base(ticket_id, kept)
        return bases

    def _base(self, ticket_id: TicketID, kept: bytes) -> dict[str, BaseField]:
        """The base that is kept so; what was kept the same last time is not read again."""
        known = self._known.get(ticket_id)
        if known is None or known[0] != kept:
            base = {
                name: BaseField(raw, tuple(value) if isinstance(value, list) else value)
                for name, raw, value in unpacked(kept)
            }
            if len(self._known) >= KNOWN:
                self._known.clear()
            self._known[ticket_id] = known = kept, base
        return dict(known[1])

    def put(self, ticket_id: TicketID, fields: Mapping[str, BaseField]) -> None:
        """Set these fields' base; the ticket's other fields keep theirs. Raises TicketNotFound."""
        if not fields:
            return
        with self._db.transaction():
            self._write(ticket_id, {**self.get(ticket_id), **fields})

    def forget(self, ticket_id: TicketID, fields: Iterable[str]) -> None:
        """Forget the base of these fields: nothing is agreed on of them any more."""
        with self._db.transaction():
            base = self.get(ticket_id)
            gone = base.keys() & set(fields)
            if gone:
                self._write(ticket_id, {name: base[name] for name in base if name not in gone})

    def _write(self, ticket_id: TicketID, base: Mapping[str, BaseField]) -> None:
        kept = packed((name, item.raw, item.value) for name, item in base.items())
        try:
            self._db.run(_PUT, (ticket_id, kept))
        except apsw.ConstraintError as error:
            raise not_found(ticket_id) from error

    def delete(self, ticket_id: TicketID) -> None:
        """Forget the ticket's base."""
        self._db.run("DELETE FROM ticket_bases WHERE ticket_id = ?", (ticket_id,))
