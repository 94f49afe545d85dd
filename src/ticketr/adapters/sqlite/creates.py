"""Creates, written down a second time beside the database: a database that lost its end is told by it."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from ticketr.adapters.sqlite.codec import dump, dump_view, load, load_view, moment, stamp
from ticketr.domain.ticket import TicketID
from ticketr.domain.workspace import WorkspaceID
from ticketr.errors import DatabaseConnection
from ticketr.ports.records import Intent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CREATE = "create"
LONG = 256 * 1024
"""Bytes from which the file is worth shortening."""


class Creates:
    """The creates of one workspace, one line of JSON each, in `DATABASE-creates-WORKSPACE`.

    Only who holds the workspace's lock writes here. A line that a crash left torn is passed over.
    """

    def __init__(self, database: str, workspace_id: str) -> None:
        self._path = f"{database}-creates-{workspace_id}"

    def write(self, intents: Iterable[Intent]) -> None:
        """Add them; they are on the disk when it returns. Raises DatabaseConnection."""
        lines = [_line(intent) for intent in intents if intent.kind == CREATE]
        if not lines:
            return
        is_new = not os.path.exists(self._path)
        try:
            self._put(self._path, os.O_APPEND, "\n" + "\n".join(lines) + "\n")
            if is_new:
                self._sync_folder()
        except OSError as error:
            raise self._unwritten(error) from error

    def read(self) -> list[Intent]:
        """Those that are written there, each once, oldest first."""
        try:
            with open(self._path, encoding="utf-8", errors="replace") as file:
                found = [_intent(line) for line in file if not line.isspace()]
        except OSError:
            return []
        return list({intent.token: intent for intent in found if intent is not None}.values())

    @property
    def is_long(self) -> bool:
        """Whether there is enough in it to shorten it."""
        return os.path.exists(self._path) and os.path.getsize(self._path) > LONG

    def keep(self, intents: Sequence[Intent]) -> None:
        """Write the file anew with these alone; where it cannot be written it stays as it is."""
        fresh = f"{self._path}.new"
        with contextlib.suppress(OSError):
            self._put(fresh, os.O_TRUNC, "".join(_line(intent) + "\n" for intent in intents))
            os.replace(fresh, self._path)
            self._sync_folder()

    def forget(self) -> None:
        """Remove the file."""
        with contextlib.suppress(OSError):
            os.unlink(self._path)

    def _put(self, path: str, how: int, text: str) -> None:
        flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0) | how
        with os.fdopen(os.open(path, flags, 0o600), "wb", buffering=0) as file:
            left = memoryview(text.encode())
            while left:
                left = left[file.write(left) :]
            os.fsync(file.fileno())

    def _sync_folder(self) -> None:
        if hasattr(os, "O_DIRECTORY"):
            folder = os.open(os.path.dirname(self._path) or ".", os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def _unwritten(self, error: OSError) -> DatabaseConnection:
        return DatabaseConnection(
            f"{self._path} cannot be written: {error.strerror}. Nothing was sent to Jira.",
            hint="Make room, or correct the permissions, then run it again.",
            path=self._path,
        )


def _line(intent: Intent) -> str:
    said = [
        intent.token,
        intent.operation_id,
        intent.workspace_id,
        intent.ticket_id,
        dump_view(intent.fields),
        stamp(intent.created_at),
    ]
    return dump(said)


def _intent(line: str) -> Intent | None:
    try:
        token, operation, workspace, ticket, fields, created = load(line)
        return Intent(
            token=token,
            operation_id=operation,
            workspace_id=WorkspaceID(workspace),
            ticket_id=TicketID(ticket),
            kind=CREATE,
            fields=load_view(fields),
            created_at=moment(created),
        )
    except (ValueError, TypeError):
        return None
