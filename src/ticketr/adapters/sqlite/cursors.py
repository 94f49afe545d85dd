"""The pull_cursors table: how far each workspace was pulled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import apsw

from ticketr.adapters.sqlite.codec import dump, load, moment, moment_or_none, stamp, stamp_or_none
from ticketr.adapters.sqlite.database import text
from ticketr.domain.cursor import Cursor, Moment, Run
from ticketr.errors import WorkspaceNotFound

if TYPE_CHECKING:
    from ticketr.adapters.sqlite.database import Database
    from ticketr.domain.workspace import WorkspaceID

_GET = """
SELECT fingerprint, scanned_at, retry, read_server, read_machine, run_server, run_machine, run_since, run_reached
FROM pull_cursors WHERE workspace_id = ?
"""
_PUT = """
INSERT OR REPLACE INTO pull_cursors (workspace_id, fingerprint, scanned_at, retry, read_server, read_machine,
    run_server, run_machine, run_since, run_reached)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


class SqliteCursors:
    """CursorRepository on SQLite."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, workspace_id: WorkspaceID) -> Cursor | None:
        """How far the workspace was pulled; None where it never was."""
        row = self._db.one(_GET, (workspace_id,))
        if row is None:
            return None
        fingerprint, scanned, retry, *times = row
        read, run = _moment(*times[:2]), _moment(*times[2:4])
        since, reached = map(moment_or_none, times[4:])
        return Cursor(
            text(fingerprint),
            read,
            moment_or_none(scanned),
            tuple(load(retry)),
            Run(run, since, reached) if run else None,
        )

    def put(self, workspace_id: WorkspaceID, cursor: Cursor) -> None:
        """Remember it. Raises WorkspaceNotFound."""
        run = cursor.run
        params = (
            workspace_id,
            cursor.fingerprint,
            stamp_or_none(cursor.scanned),
            dump(cursor.retry),
            *_stamps(cursor.read),
            *_stamps(run.started if run else None),
            stamp_or_none(run.since if run else None),
            stamp_or_none(run.reached if run else None),
        )
        try:
            self._db.run(_PUT, params)
        except apsw.ConstraintError as error:
            message = "The workspace of the cursor is not here."
            raise WorkspaceNotFound(message, workspace=workspace_id) from error


def _moment(server: str | None, machine: str | None) -> Moment | None:
    return Moment(moment(server), moment(machine)) if server and machine else None


def _stamps(at: Moment | None) -> tuple[str | None, str | None]:
    return (stamp(at.server), stamp(at.machine)) if at else (None, None)
