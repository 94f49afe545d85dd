"""Numbered SQL files bring a database to the program's schema, each in one transaction with its record."""

from __future__ import annotations

import os
import time
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import apsw

from ticketr.adapters.sqlite.database import APPLICATION_ID, VERSION_SQL
from ticketr.adapters.sqlite.functions import register
from ticketr.adapters.sqlite.packing import Packing
from ticketr.domain.events import Progress
from ticketr.errors import DatabaseConnection, DatabaseMigration

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Notify = Callable[[Progress], object]
TICK = 200_000
"""Instructions of SQLite's machine between two signs of life: some milliseconds."""
Step = tuple[int, str, str]
"""Version, name, SQL."""


def load_steps() -> list[Step]:
    """The migrations of this program, oldest first: `NNN_name.sql`."""
    folder = resources.files(__package__) / "migrations"
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".sql"))
    return [
        (int(name[:3]), name[4:-4], (folder / name).read_text(encoding="utf-8")) for name in names
    ]


def make_file(path: str) -> None:
    """Create an empty file that only its owner may read, and the folders it needs. Raises OSError."""
    Path(path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))


def migrate(
    connection: apsw.Connection,
    path: str,
    timeout: float,
    steps: Sequence[Step] | None = None,
    *,
    notify: Notify = lambda _: None,
) -> None:
    """Bring the database to the newest step; safe while another process does the same. `notify` hears of each step.

    Raises DatabaseMigration where the database is newer than the steps or a step fails (all before it stay),
    DatabaseConnection where it is another program's.
    """
    steps = load_steps() if steps is None else steps
    register(connection)
    connection.create_aggregate_function("ticketr_packed", Packing, 4)
    _check_ours(connection, path, steps[-1][0])
    _use_wal(connection, path, timeout)
    try:
        while _next_step(connection, path, steps, notify):
            pass
    finally:
        connection.set_progress_handler(None)


def _check_ours(connection: apsw.Connection, path: str, newest: int) -> int:
    version, owner = connection.execute(VERSION_SQL).fetchone()  # type: ignore[misc]
    if owner != APPLICATION_ID and not _is_empty(connection, version):
        message = f"{path} is a database of another program."
        raise DatabaseConnection(message, hint="Name another file for the store.", path=path)
    if version > newest:
        message = f"The store {path} has schema {version}; this ticketr knows {newest}."
        raise DatabaseMigration(message, path=path, found=version, known=newest)
    return int(version)


def _is_empty(connection: apsw.Connection, version: int) -> bool:
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    return version == 0 and tables == (0,)


def _use_wal(connection: apsw.Connection, path: str, timeout: float) -> None:
    """The switch takes the whole file for a moment and does not wait by itself."""
    until = time.monotonic() + timeout
    while True:
        try:
            mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()
        except (apsw.BusyError, apsw.LockedError):
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
            continue
        if mode == ("wal",):
            return
        message = f"The folder of {path} does not support SQLite's write-ahead log."
        hint = "Keep the store on a local disk, not on a network share."
        raise DatabaseConnection(message, hint=hint, path=path)


def _next_step(
    connection: apsw.Connection, path: str, steps: Sequence[Step], notify: Notify
) -> bool:
    """Carry out the first step that is missing; gives whether there was one."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        done = _check_ours(connection, path, steps[-1][0])
        step = next((item for item in steps if item[0] > done), None)
        if step is not None:
            _tell(connection, step, steps, notify)
            _apply(connection, path, step)
        connection.execute("COMMIT")
    except BaseException:
        if not connection.get_autocommit():
            connection.execute("ROLLBACK")
        raise
    return step is not None


def _tell(connection: apsw.Connection, step: Step, steps: Sequence[Step], notify: Notify) -> None:
    """Tell of the step, now and while it is at work."""
    progress = Progress("bringing the store up to date, step", step[0], steps[-1][0])

    def tick() -> bool:
        notify(progress)
        return False

    tick()
    connection.set_progress_handler(tick, TICK)


def _apply(connection: apsw.Connection, path: str, step: Step) -> None:
    version, name, sql = step
    record = "INSERT INTO schema_migrations (version, name) VALUES (?, ?)"
    try:
        connection.execute(sql)
        connection.execute(record, (version, name))
        connection.execute(
            f"PRAGMA user_version = {version}; PRAGMA application_id = {APPLICATION_ID}"
        )
    except (apsw.SQLError, apsw.ConstraintError) as error:
        message = f"Migration {version} ({name}) of {path} failed: {error}."
        hint = "The store was left as it was. Please report this."
        raise DatabaseMigration(message, hint=hint, path=path, step=version) from error
