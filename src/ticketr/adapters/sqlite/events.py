"""The events table: everything that happened, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.adapters.sqlite.codec import dump, load, stamp
from ticketr.domain.events import event_data, event_from
from ticketr.errors import DatabaseQuery

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from ticketr.adapters.sqlite.codec import Clock
    from ticketr.adapters.sqlite.database import Database
    from ticketr.domain.events import StoredEvent

STREAM_STEP = 500
"""Events read at once: memory does not grow with the history, and no long read keeps the log from shrinking."""


class SqliteEvents:
    """EventStore on SQLite."""

    def __init__(self, db: Database, now: Clock) -> None:
        self._db = db
        self._now = now

    def append(self, event: StoredEvent) -> None:
        """Add it with the next version of its aggregate (1, 2, …)."""
        self._db.run(
            "INSERT INTO events (aggregate_id, aggregate_type, event_type, event_data, event_version,"
            " created_at) SELECT ?1, ?2, ?3, ?4, coalesce(max(event_version), 0) + 1, ?5"
            " FROM events WHERE aggregate_id = ?1",
            (
                event.aggregate_id,
                event.aggregate_type,
                event.event_type,
                dump(event_data(event)),
                stamp(self._now()),
            ),
        )

    def get_events(self, aggregate_id: str, from_version: int = 1) -> list[StoredEvent]:
        """One aggregate's events from that version on, oldest first."""
        rows = self._db.query(
            "SELECT event_type, event_data FROM events"
            " WHERE aggregate_id = ? AND event_version >= ? ORDER BY event_version",
            (aggregate_id, from_version),
        )
        return [_event(*row) for row in rows]

    def get_event_stream(self, from_timestamp: datetime) -> Iterator[StoredEvent]:
        """All events recorded at or after that time, oldest first, streamed."""
        since, last = stamp(from_timestamp), 0
        while True:
            rows = self._db.query(
                "SELECT id, event_type, event_data FROM events"
                " WHERE id > ? AND created_at >= ? ORDER BY id LIMIT ?",
                (last, since, STREAM_STEP),
            )
            for _, kind, data in rows:
                yield _event(kind, data)
            if len(rows) < STREAM_STEP:
                return
            last = rows[-1][0]


def _event(kind: str, data: str) -> StoredEvent:
    try:
        return event_from(kind, load(data))
    except (KeyError, TypeError) as error:
        message = f"The history holds an event of a kind this ticketr does not know: {kind}."
        raise DatabaseQuery(message, hint="Install the newest ticketr.", kind=kind) from error
