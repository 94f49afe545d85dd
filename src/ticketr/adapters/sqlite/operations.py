"""The sync_operations table: the history of pushes, pulls and resolutions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import apsw

from ticketr.adapters.sqlite.codec import dump, load, moment, moment_or_none, stamp, stamp_or_none
from ticketr.adapters.sqlite.database import text
from ticketr.errors import DatabaseQuery
from ticketr.ports.records import Operation

if TYPE_CHECKING:
    from ticketr.adapters.sqlite.database import Database, Row
    from ticketr.domain.workspace import WorkspaceID

_INSERT = """
INSERT INTO sync_operations (workspace_id, workspace_name, operation, direction, started_at, completed_at,
    ticket_count, success_count, failure_count, conflict_count, duration_ms, error_details, undoes)
VALUES (:workspace_id, :workspace_name, :operation, :direction, :started_at, :completed_at,
    :ticket_count, :success_count, :failure_count, :conflict_count, :duration_ms, :error_details, :undoes)
"""
_UPDATE = """
UPDATE sync_operations SET completed_at = :completed_at, ticket_count = :ticket_count,
    success_count = :success_count, failure_count = :failure_count, conflict_count = :conflict_count,
    duration_ms = :duration_ms, error_details = :error_details
WHERE id = :id
"""
_SELECT = """
SELECT id, workspace_id, workspace_name, operation, direction, started_at, completed_at, ticket_count,
    success_count, failure_count, conflict_count, duration_ms, error_details, undoes
FROM sync_operations
"""


class SqliteOperations:
    """OperationRepository on SQLite."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def start(self, operation: Operation) -> int:
        """Record that it began; gives its id. Raises DatabaseQuery for an unknown kind, direction or workspace."""
        try:
            with self._db.transaction():
                self._db.run(_INSERT, {**_begin(operation), **_outcome(operation)})
                return self._db.last_id()
        except apsw.ConstraintError as error:
            message = f"The history refused the operation {operation.operation}: {error}."
            raise DatabaseQuery(message, workspace=operation.workspace_id) from error

    def finish(self, operation_id: int, operation: Operation) -> None:
        """Record how it ended. Raises DatabaseQuery where it was not started."""
        if not self._db.run(_UPDATE, {**_outcome(operation), "id": operation_id}):
            raise DatabaseQuery(f"The history has no operation {operation_id}.")

    def list(self, workspace_id: WorkspaceID, limit: int = 50) -> list[Operation]:
        """The newest operations first."""
        sql = f"{_SELECT} WHERE workspace_id = ? ORDER BY id DESC LIMIT ?"
        return [_operation(row) for row in self._db.query(sql, (workspace_id, limit))]

    def get(self, operation_id: int) -> Operation | None:
        """The operation of that id."""
        row = self._db.one(f"{_SELECT} WHERE id = ?", (operation_id,))
        return None if row is None else _operation(row)

    def last_undo(self, operation_id: int) -> Operation | None:
        """The newest undo of that operation."""
        sql = f"{_SELECT} WHERE undoes = ? ORDER BY id DESC LIMIT 1"
        row = self._db.one(sql, (operation_id,))
        return None if row is None else _operation(row)


def _begin(operation: Operation) -> dict[str, Any]:
    return {
        "workspace_id": operation.workspace_id,
        "workspace_name": operation.workspace_name,
        "operation": operation.operation,
        "direction": operation.direction,
        "started_at": stamp(operation.started_at),
        "undoes": operation.undoes,
    }


def _outcome(operation: Operation) -> dict[str, Any]:
    return {
        "completed_at": stamp_or_none(operation.completed_at),
        "ticket_count": operation.ticket_count,
        "success_count": operation.success_count,
        "failure_count": operation.failure_count,
        "conflict_count": operation.conflict_count,
        "duration_ms": operation.duration_ms,
        "error_details": dump([dict(detail) for detail in operation.error_details]),
    }


def _operation(row: Row) -> Operation:
    id_, workspace, name, operation, direction, started, completed = row[:7]
    total, success, failure, conflict, duration, details, undoes = row[7:]
    return Operation(
        workspace_id=workspace,
        workspace_name=text(name),
        operation=operation,
        direction=direction,
        started_at=moment(started),
        completed_at=moment_or_none(completed),
        ticket_count=total,
        success_count=success,
        failure_count=failure,
        conflict_count=conflict,
        duration_ms=duration,
        error_details=tuple(load(details)),
        id=id_,
        undoes=undoes,
    )
