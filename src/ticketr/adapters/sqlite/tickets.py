"""The tickets table. `rows` and `count` are on the hot path of `ticketr list`: heavy imports stay inside."""

from __future__ import annotations

import apsw

from ticketr.adapters.sqlite.database import text
from ticketr.adapters.sqlite.filters import where
from ticketr.adapters.sqlite.orders import behind, check_place, order_by, place, steps, terms_of
from ticketr.domain.query import TicketRow

TYPE_CHECKING = False
if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from typing import Any

    from ticketr.adapters.sqlite.catalogue import SqliteCatalogue
    from ticketr.adapters.sqlite.codec import Clock
    from ticketr.adapters.sqlite.database import Database, Row
    from ticketr.adapters.sqlite.orders import Term
    from ticketr.domain.query import Pagination, TicketDetail, TicketFilter
    from ticketr.domain.ticket import Ticket, TicketID, TicketState
    from ticketr.domain.workspace import WorkspaceID
    from ticketr.jql.checked import Column
    from ticketr.ports.records import TicketRef

PIECE = 1000
"""Rows of a long page that are read together."""
KNOWN = 200
"""Tickets of which the row is kept that they were read from: most are asked for many times in a row."""
_FORMER = "WHERE id = (SELECT ticket_id FROM former_keys WHERE workspace_id = ? AND jira_id = ?)"
_COUNTED = "SELECT coalesce(sum(tickets), 0) FROM ticket_counts WHERE workspace_id = ?"
_TITLED = "WHERE workspace_id = ? AND title = ? COLLATE NOCASE AND title = ?"
ROW_COLUMNS = "id, jira_id, issue_type, title, sync_status, parent_id, fields, updated_at"


def row_of(row: Row) -> TicketRow:
    """The read model of a row of ROW_COLUMNS, what stands behind them being its place."""
    found = TicketRow(*row[:8])
    found.place = row[8:]
    if type(found.title) is not str:
        found.title = text(found.title)
    return found


class SqliteTickets:
    """TicketRepository on SQLite."""

    def __init__(self, db: Database, now: Clock) -> None:
        self._db = db
        self._now = now
        self._known: dict[str, tuple[Row, Ticket]] = {}

    def rows(self, filter: TicketFilter, page: Pagination) -> list[TicketRow]:  # noqa: A002
        """The tickets that match, as read models, in the page's order."""
        terms = terms_of(page, filter.meaning.order if filter.meaning else ())
        columns, shown = place(terms)
        select = f"SELECT {ROW_COLUMNS}, {columns} FROM tickets"  # noqa: S608 - names of ours
        if page.after and terms[0].indexed and not page.offset:
            return self._rows_behind(filter, page, terms, (select, shown))
        clause, params = self._page(filter, page, terms)
        return [row_of(row) for row in self._db.query(f"{select} {clause}", (*shown, *params))]

    def stream(self, filter: TicketFilter, page: Pagination) -> Iterator[TicketRow]:  # noqa: A002
        """The same as `rows`, read in pieces: only numbers are held of what is still to come."""
        if page.limit is not None and page.limit <= PIECE:
            return iter(self.rows(filter, page))
        terms = terms_of(page, filter.meaning.order if filter.meaning else ())
        clause, params = self._ordered(filter, page, terms)
        found = self._db.numbers(f"SELECT seq FROM tickets {clause}", params)  # noqa: S608
        return self._pieces(found, place(terms))

    def _pieces(
        self, found: array[int], standing: tuple[str, tuple[Any, ...]]
    ) -> Iterator[TicketRow]:
        """The rows of these tickets, in that order."""
        columns, shown = standing
        for at in range(0, len(found), PIECE):
            piece = found[at : at + PIECE]
            marks = ", ".join("?" * len(piece))
            sql = f"SELECT {ROW_COLUMNS}, {columns} FROM tickets WHERE seq IN ({marks})"  # noqa: S608
            rows = {row[-1]: row for row in self._db.query(sql, (*shown, *piece))}
            yield from (row_of(rows[seq]) for seq in piece if seq in rows)

    def _rows_behind(
        self,
        filter: TicketFilter,  # noqa: A002 - the port's name
        page: Pagination,
        terms: list[Term],
        select: tuple[str, tuple[Any, ...]],
    ) -> list[TicketRow]:
        """The page behind a place in an order that an index holds: range by range, until it is full."""
        check_place(terms, page.after)
        clause, params = where(self._db, filter, order=terms)
        found: list[TicketRow] = []
        for sql, values in steps(terms, page.after):
            left = -1 if page.limit is None else page.limit - len(found)
            if left == 0:
                break
            statement = f"{select[0]} {clause or 'WHERE TRUE'} AND {sql} LIMIT ?"
            given = (*select[1], *params, *values, left)
            found += [row_of(row) for row in self._db.query(statement, given)]
        return found

    def _page(
        self,
        filter: TicketFilter,  # noqa: A002 - the port's name
        page: Pagination,
        terms: list[Term],
    ) -> tuple[str, tuple[Any, ...]]:
        """WHERE, ORDER BY and LIMIT of a page, with their parameters.

        What a page that begins far on leaves out is passed over without being read.
        """
        clause, params = self._ordered(filter, page, terms)
        if not page.offset:
            return clause, params
        order, sorting = order_by(terms)
        inner = f"SELECT seq FROM tickets {clause}"  # noqa: S608
        return f"WHERE seq IN ({inner}) {order}", (*params, *sorting)

    def _ordered(
        self,
        filter: TicketFilter,  # noqa: A002 - the port's name
        page: Pagination,
        terms: list[Term],
    ) -> tuple[str, tuple[Any, ...]]:
        """The clauses that say which tickets a page has, in its order."""
        clause, params = where(self._db, filter, order=terms)
        if page.after:
            sql, values = behind(terms, page.after)
            clause = f"{clause} AND {sql}" if clause else f"WHERE {sql}"
            params += values
        order, sorting = order_by(terms)
        limit = -1 if page.limit is None else page.limit
        return f"{clause} {order} LIMIT ? OFFSET ?", (*params, *sorting, limit, page.offset)

    def standing(self, filter: TicketFilter, page: Pagination) -> Callable[[TicketRow], Any]:  # noqa: A002
        """What rows of that order are sorted by, so that those of several workspaces can be merged."""
        from ticketr.adapters.sqlite.standing import standing

        return standing(terms_of(page, filter.meaning.order if filter.meaning else ()))

    def detail(self, name: str, workspace_id: WorkspaceID) -> TicketDetail | None:
        """The ticket with that key, in any case, in the workspace; else the one with that local id."""
        from ticketr.adapters.sqlite.details import detail

        return detail(self._db, name, workspace_id)

    def values(
        self, ticket_ids: Sequence[str], columns: Sequence[Column]
    ) -> dict[str, tuple[object, ...]]:
        """What these tickets have in the columns, as people read it, by id."""
        from ticketr.adapters.sqlite.values import values

        return values(self._db, ticket_ids, columns)

    def tops(self, workspace_id: WorkspaceID, limit: int | None, offset: int = 0) -> list[str]:
        """The ids of tickets without a parent here, by key; those without a key come last."""
        from ticketr.adapters.sqlite.trees import tops

        return tops(self._db, workspace_id, limit, offset)

    def below(self, ticket_ids: Sequence[str], depth: int) -> Iterator[tuple[int, TicketRow]]:
        """These tickets, each followed by all that stands under it, with how deep it stands."""
        from ticketr.adapters.sqlite.trees import below

        return below(self._db, ticket_ids, depth)

    def catalogue(self, workspace_id: WorkspaceID) -> SqliteCatalogue:
        """What queries on the workspace are read with."""
        from ticketr.adapters.sqlite.catalogue import SqliteCatalogue

        return SqliteCatalogue(self._db, workspace_id, self._now)

    def count(self, filter: TicketFilter, up_to: int | None = None) -> int:  # noqa: A002
        """How many tickets match; counting stops at `up_to`."""
        if filter.everything and filter.workspace_id is not None:
            count = int(self._db.query(_COUNTED, (filter.workspace_id,))[0][0])
            return count if up_to is None else min(count, up_to)
        clause, params = where(self._db, filter, counting=True)
        found = f"FROM tickets {clause}"
        if up_to is not None:
            found, params = f"FROM (SELECT 1 {found} LIMIT ?)", [*params, up_to]
        return int(self._db.query(f"SELECT count(*) {found}", tuple(params))[0][0])

    def create(self, ticket: Ticket) -> None:
        """Add it.

        Raises TicketConflict where its id or its key is taken, TicketHierarchy where its parent is not in the
        workspace, WorkspaceNotFound.
        """
        from ticketr.adapters.sqlite import ticket_columns as columns
        from ticketr.adapters.sqlite.searched import Searched

        searched = Searched(self._db, ticket.workspace_id)
        searched.learn([ticket])
        try:
            self._db.run(columns.INSERT, columns.inserted(ticket, self._now(), searched))
        except apsw.ConstraintError as error:
            raise columns.refusal(error, ticket) from error

    def get(self, ticket_id: TicketID) -> Ticket:
        """The ticket. Raises TicketNotFound."""
        found = self._select("WHERE id = ?", (ticket_id,))
        if not found:
            from ticketr.adapters.sqlite.ticket_columns import not_found

            raise not_found(ticket_id)
        return found[0]

    def update(self, ticket: Ticket) -> None:
        """Replace it. Raises TicketNotFound, TicketConflict, TicketHierarchy."""
        from ticketr.adapters.sqlite import ticket_columns as columns
        from ticketr.adapters.sqlite.searched import Searched

        searched = Searched(self._db, ticket.workspace_id)
        with self._db.transaction():
            searched.learn_changes(ticket)
            try:
                wanted = columns.updated(ticket, self._now(), searched)
                changed = self._db.run(columns.UPDATE, wanted)
            except apsw.ConstraintError as error:
                raise columns.refusal(error, ticket) from error
            if not changed:
                self.get(ticket.id)
                raise columns.outdated(ticket)

    def delete(self, ticket_id: TicketID) -> None:
        """Remove it. Raises TicketNotFound; TicketHierarchy while it has children."""
        from ticketr.adapters.sqlite import ticket_columns as columns

        try:
            changed = self._db.run("DELETE FROM tickets WHERE id = ?", (ticket_id,))
        except apsw.ConstraintError as error:
            raise columns.has_children(self.get(ticket_id)) from error
        if not changed:
            raise columns.not_found(ticket_id)

    def bulk_create(self, tickets: Sequence[Ticket]) -> None:
        """Add all, parents before children, or none."""
        from ticketr.adapters.sqlite import ticket_columns as columns
        from ticketr.adapters.sqlite.searched import Searched

        now = self._now()
        searched = {name: Searched(self._db, name) for name in {t.workspace_id for t in tickets}}
        ordered = columns.parents_first(tickets)
        with self._db.transaction():
            for at in range(0, len(ordered), PIECE):
                piece = ordered[at : at + PIECE]
                rows = [columns.inserted(t, now, searched[t.workspace_id]) for t in piece]
                try:
                    self._db.many(columns.INSERT, rows)
                except apsw.ConstraintError:
                    self._one_by_one(piece)
            for name, known in searched.items():
                known.learn(ticket for ticket in tickets if ticket.workspace_id == name)

    def _one_by_one(self, tickets: Sequence[Ticket]) -> None:
        """What cannot be added together is added alone, so that the error names the ticket."""
        for ticket in tickets:
            self.create(ticket)

    def bulk_update(self, tickets: Sequence[Ticket]) -> None:
        """Update all or none."""
        with self._db.transaction():
            for ticket in tickets:
                self.update(ticket)

    def find(self, filter: TicketFilter, page: Pagination | None = None) -> list[Ticket]:  # noqa: A002
        """The tickets that match, in the page's order; all of them without a page."""
        if page is None:
            clause, wanted = where(self._db, filter)
            return self._select(clause, tuple(wanted))
        terms = terms_of(page, filter.meaning.order if filter.meaning else ())
        clause, params = self._page(filter, page, terms)
        return self._select(clause, params, "")

    def find_by_workspace(self, workspace_id: WorkspaceID) -> list[Ticket]:
        """All tickets of the workspace, in order of creation."""
        return self._select("WHERE workspace_id = ?", (workspace_id,))

    def find_by_jira_id(self, workspace_id: WorkspaceID, jira_id: str) -> Ticket | None:
        """The ticket with that key, else the one that had it before it moved."""
        found = self._select("WHERE workspace_id = ? AND jira_id = ?", (workspace_id, jira_id))
        found = found or self._select(_FORMER, (workspace_id, jira_id))
        return found[0] if found else None

    def find_by_remote_id(self, workspace_id: WorkspaceID, remote_id: str) -> Ticket | None:
        """The ticket with that numeric id of Jira's."""
        found = self._select("WHERE workspace_id = ? AND remote_id = ?", (workspace_id, remote_id))
        return found[0] if found else None

    def find_by_title(self, workspace_id: WorkspaceID, title: str) -> list[Ticket]:
        """The tickets with exactly that title, in order of creation."""
        return self._select(_TITLED, (workspace_id, title, title))

    def find_children(self, parent_id: TicketID) -> list[Ticket]:
        """The direct children, in order of creation."""
        return self._select("WHERE parent_id = ?", (parent_id,))

    def refs(self, workspace_id: WorkspaceID) -> Iterator[TicketRef]:
        """The tickets that have a key, in order of creation, read in pieces."""
        from ticketr.adapters.sqlite import ticket_columns as columns

        last = 0
        while found := self._db.query(columns.REFS, (workspace_id, last, columns.PIECE)):
            last = found[-1][0]
            yield from map(columns.ref_from, found)

    def orphans(self, workspace_id: WorkspaceID) -> list[TicketID]:
        """The tickets without a parent here whose field `parent` is the key of another ticket of the workspace."""
        from ticketr.adapters.sqlite.ticket_columns import ORPHANS

        return [row[0] for row in self._db.query(ORPHANS, (workspace_id,))]

    def get_modified_since(self, workspace_id: WorkspaceID, since: datetime) -> list[Ticket]:
        """The tickets edited here (not by a sync) at or after `since`, in order of creation."""
        from ticketr.adapters.sqlite.codec import stamp

        clause = "WHERE workspace_id = ? AND local_modified_at >= ?"
        return self._select(clause, (workspace_id, stamp(since)))

    def update_sync_state(self, ticket_id: TicketID, state: TicketState) -> None:
        """Set hashes, status and time of the last sync. Raises TicketNotFound."""
        from ticketr.adapters.sqlite import ticket_columns as columns

        if not self._db.run(columns.UPDATE_STATE, columns.state(ticket_id, state)):
            raise columns.not_found(ticket_id)

    def _select(
        self, clause: str, params: tuple[Any, ...], order: str = "ORDER BY seq"
    ) -> list[Ticket]:
        from ticketr.adapters.sqlite.ticket_columns import SELECT

        return [self._ticket(row) for row in self._db.query(f"{SELECT} {clause} {order}", params)]

    def _ticket(self, row: Row) -> Ticket:
        """The ticket of a row of SELECT; a row that says what it said last time is not read again."""
        from ticketr.adapters.sqlite.ticket_columns import own, ticket_from

        known = self._known.get(row[0])
        if known is None or known[0] != row:
            if len(self._known) >= KNOWN:
                self._known.clear()
            self._known[row[0]] = known = row, ticket_from(row)
        return own(known[1])
