"""What Jira says and nobody edits: stamps beside the tickets, site_values, accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import apsw

from ticketr.adapters.sqlite.codec import dump, load, moment_or_none, stamp_or_none
from ticketr.adapters.sqlite.database import text
from ticketr.adapters.sqlite.ticket_columns import not_found
from ticketr.errors import WorkspaceNotFound
from ticketr.ports.records import Account, SiteValue, Stamps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ticketr.adapters.sqlite.database import Database
    from ticketr.domain.ticket import TicketID
    from ticketr.domain.workspace import WorkspaceID

_STAMP = """
UPDATE tickets SET jira_created = ?, jira_updated = ?, resolved_at = ?, creator = ?, sprints = ?, rank = ?
WHERE workspace_id = ? AND remote_id = ?
"""

_VALUE = """
INSERT INTO site_values (workspace_id, field, jira_id, name, state, starts_at, ends_at)
VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET name = excluded.name, state = excluded.state, starts_at = excluded.starts_at,
    ends_at = excluded.ends_at
"""

_ACCOUNT = """
INSERT INTO accounts (workspace_id, account, time_zone, locale) VALUES (?, ?, ?, ?)
ON CONFLICT DO UPDATE SET account = excluded.account, time_zone = excluded.time_zone,
    locale = excluded.locale
"""


class SqliteFacts:
    """FactRepository on SQLite."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put_stamps(self, workspace_id: WorkspaceID, stamps: Mapping[str, Stamps]) -> None:
        """Note the stamps of tickets by Jira's numeric id; what is not here is left out."""
        rows = [(*_columns(item), workspace_id, name) for name, item in stamps.items()]
        self._db.many(_STAMP, rows)

    def stamps(self, ticket_id: TicketID) -> Stamps:
        """What is noted of the ticket. Raises TicketNotFound."""
        row = self._db.one(
            "SELECT jira_created, jira_updated, resolved_at, creator, sprints, rank FROM tickets"
            " WHERE id = ?",
            (ticket_id,),
        )
        if row is None:
            raise not_found(ticket_id)
        created, updated, resolved = map(moment_or_none, row[:3])
        creator = None if row[3] is None else text(row[3])
        rank = None if row[5] is None else text(row[5])
        return Stamps(created, updated, resolved, creator, tuple(load(row[4])), rank)

    def put_values(self, workspace_id: WorkspaceID, values: Iterable[SiteValue]) -> None:
        """Add them, or bring them up to date by field and id. Raises WorkspaceNotFound."""
        rows = [
            (workspace_id, v.field, v.id, v.name, v.state, *map(stamp_or_none, (v.starts, v.ends)))
            for v in values
        ]
        try:
            self._db.many(_VALUE, rows)
        except apsw.ConstraintError as error:
            raise _no_workspace(workspace_id) from error

    def values(self, workspace_id: WorkspaceID, field: str) -> list[SiteValue]:
        """The values of one field, by name."""
        rows = self._db.query(
            "SELECT jira_id, name, state, starts_at, ends_at FROM site_values"
            " WHERE workspace_id = ? AND field = ?"
            " ORDER BY name, jira_id",
            (workspace_id, field),
        )
        return [
            SiteValue(
                field, text(i), text(name), text(state), moment_or_none(start), moment_or_none(end)
            )
            for i, name, state, start, end in rows
        ]

    def put_account(self, workspace_id: WorkspaceID, account: Account) -> None:
        """Remember who the workspace logs in as. Raises WorkspaceNotFound."""
        row = (workspace_id, account.account, account.time_zone, account.locale)
        try:
            self._db.run(_ACCOUNT, row)
        except apsw.ConstraintError as error:
            raise _no_workspace(workspace_id) from error

    def account(self, workspace_id: WorkspaceID) -> Account | None:
        """Who the workspace logs in as."""
        row = self._db.one(
            "SELECT account, time_zone, locale FROM accounts WHERE workspace_id = ?",
            (workspace_id,),
        )
        return None if row is None else Account(*map(text, row))


def _columns(item: Stamps) -> tuple[str | None, ...]:
    times = map(stamp_or_none, (item.created, item.updated, item.resolved))
    return (*times, item.creator, dump(list(item.sprints)), item.rank)


def _no_workspace(workspace_id: WorkspaceID) -> WorkspaceNotFound:
    return WorkspaceNotFound("The workspace of these facts is not here.", workspace=workspace_id)
