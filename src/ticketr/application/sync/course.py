"""From when a pull of the whole project asks, and how far it came: kept with every page it stores."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from ticketr import __version__
from ticketr.application.sync.query import IN_ORDER
from ticketr.domain.cursor import Cursor, Moment, Run, jql_time, next_run
from ticketr.domain.ticket import CRITERIA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import tzinfo

    from ticketr.application.sync.session import Session
    from ticketr.ports.external import JiraIssue

MOST_RETRIES = 1000
"""Tickets that are tried again one by one; where more fail, the next pull reads everything anew."""


class Course:
    """The way of one pull through a project.

    `whole` says that this command itself reads everything. Without a clock of Jira's everything is read each time.
    """

    def __init__(self, session: Session, *, full: bool, dry: bool) -> None:
        self._session = session
        self._full = full
        self.now = _moment(session)
        self._keep = self.now is not None and not dry
        self._cursor = self._stored()
        self._retry = dict.fromkeys(self._cursor.retry)
        self.whole = False

    def _stored(self) -> Cursor:
        store, workspace = self._session.store, self._session.workspace
        mark = fingerprint(self._session)
        found = store.cursors.get(workspace.id)
        return found if found is not None and found.fingerprint == mark else Cursor(mark)

    @property
    def since(self) -> datetime | None:
        """From when changes are asked for; None where everything is."""
        run = self._cursor.run
        return run.since if run else None

    @property
    def retry(self) -> tuple[str, ...]:
        """The ids of tickets that could not be taken so far."""
        return tuple(self._retry)

    def legs(self) -> Iterator[str]:
        """The queries to read, one after the other: an interrupted pull goes on, then comes what changed meanwhile."""
        if self.now is None:
            self.whole = True
            yield query(self._session.project, None, None)
            return
        run = next_run(self._cursor, self.now, full=self._full)
        resumed = run is self._cursor.run
        self.whole = run.since is None and not resumed
        yield self._begin(run)
        if resumed:
            self.finish()
            yield self._begin(next_run(self._cursor, self.now, full=False))

    def _begin(self, run: Run) -> str:
        self._cursor = self._cursor.begun(run)
        zone = _zone(self._session) if run.since or run.reached else None
        return query(self._session.project, run, zone)

    def finish(self) -> None:
        """All was read, and nothing spoke against it: the next pull asks from here on."""
        if len(self._retry) <= MOST_RETRIES:
            self._cursor = self._cursor.ended()
        else:
            self._cursor = replace(self._cursor, run=None)
        self._save()

    def abandon(self) -> None:
        """What was read may not be all there is: the next pull asks for it again."""
        self._cursor = replace(self._cursor, run=None)
        self._save()

    def took(self, page: Sequence[JiraIssue], failed: Iterable[str]) -> None:
        """These tickets are in the store but for the failed ones; call it in the transaction that stored them."""
        for issue in page:
            self._retry.pop(issue.id, None)
        self._retry |= dict.fromkeys(failed)
        created = _time(page[-1].created)
        if created is not None:
            self._cursor = self._cursor.reached(created)
        self._save()

    def forget(self, ids: Iterable[str]) -> None:
        """Jira does not have these tickets, which could not be taken, any more."""
        for name in ids:
            self._retry.pop(name, None)
        self._save()

    def scan_due(self, tickets: int) -> bool:
        """Whether ids are to be compared, with so many tickets here."""
        return self.now is None or self._cursor.scan_due(self.now, tickets)

    def scanned(self) -> None:
        """Ids were compared."""
        if self.now is not None:
            self._cursor = replace(self._cursor, scanned=self.now.server)

    def _save(self) -> None:
        if self._keep:
            kept = replace(self._cursor, retry=tuple(self._retry)[:MOST_RETRIES])
            self._session.store.cursors.put(self._session.workspace.id, kept)


def query(project: str, run: Run | None, zone: tzinfo | None) -> str:
    """The query of a run; of everything without one. In order of creation, which does not change while it is read."""
    parts = [f'project = "{project}"']
    if run is not None and run.since is not None:
        parts.append(f'updated >= "{jql_time(run.since, zone)}"')
    if run is not None and run.reached is not None:
        parts.append(f'created >= "{jql_time(run.reached, zone)}"')
    return f"{' AND '.join(parts)} {IN_ORDER}"


def fingerprint(session: Session) -> str:
    """Stands for what tickets are read with: the site, the fields of the project, this program's version.

    Where it changes, what was read before may miss values, and everything is read again.
    """
    config, schema = session.workspace.config, session.book.schema
    shown = {name for item in schema.types for name in item.fields}
    title = session.book.label(CRITERIA)
    fields = [(f.id, str(f.kind), f.name == title and f.id in shown) for f in schema.fields]
    facts = [__version__, config.jira_url, config.project_key, sorted(fields)]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _moment(session: Session) -> Moment | None:
    server = _time(session.client.server_info().time)
    return Moment(server, session.world.now()) if server is not None else None


def _time(text: str) -> datetime | None:
    """A time stamp of Jira's; None for one that is none, or has no offset."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def _zone(session: Session) -> tzinfo | None:
    """The time zone in which Jira reads this account's queries; None where this machine does not know it."""
    from zoneinfo import ZoneInfo

    name = session.client.validate_connection().zone
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, LookupError):
        return None
