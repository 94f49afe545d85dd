"""The workspaces table. `pick` is on the hot path: heavy imports stay inside."""

from __future__ import annotations

import apsw

from ticketr.adapters.sqlite.database import text
from ticketr.domain.query import WorkspaceRow

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ticketr.adapters.sqlite.codec import Clock
    from ticketr.adapters.sqlite.database import Database, Row
    from ticketr.domain.workspace import Workspace, WorkspaceID
    from ticketr.errors import WorkspaceDuplicate, WorkspaceNotFound

_SELECT = """
SELECT id, name, jira_url, project_key, credential_ref, config, is_default, created_at, updated_at,
    (SELECT json_group_object(sync_status, tickets) FROM ticket_counts WHERE workspace_id = workspaces.id)
FROM workspaces
"""
_INSERT = """
INSERT INTO workspaces (id, name, jira_url, project_key, credential_ref, config, is_default, created_at,
    updated_at)
VALUES (:id, :name, :jira_url, :project_key, :credential_ref, :config, :is_default, :created_at, :updated_at)
"""
_UPDATE = """
UPDATE workspaces SET name = :name, jira_url = :jira_url, project_key = :project_key,
    credential_ref = :credential_ref, config = :config,
    updated_at = max(:now, strftime('%Y-%m-%dT%H:%M:%fZ', updated_at, '+0.001 seconds'))
WHERE id = :id
"""
_PICK = "SELECT id, name, jira_url, project_key FROM workspaces WHERE"
_CURRENT = (
    "name = (SELECT json_extract(value, '$') FROM preferences WHERE key = 'current_workspace')"
)


class SqliteWorkspaces:
    """WorkspaceRepository on SQLite."""

    def __init__(self, db: Database, now: Clock) -> None:
        self._db = db
        self._now = now

    def pick(self, name: str | None) -> WorkspaceRow | None:
        """The workspace of that name; without a name the current one, else the default."""
        if name is not None:
            row = self._db.one(f"{_PICK} name = ?", (name,))
        else:
            row = self._db.one(f"{_PICK} {_CURRENT}") or self._db.one(f"{_PICK} is_default = TRUE")
        return None if row is None else WorkspaceRow(row[0], *map(text, row[1:]))

    def create(self, workspace: Workspace) -> None:
        """Add it. Raises WorkspaceDuplicate where the name or the id is taken."""
        from ticketr.adapters.sqlite.codec import stamp

        created = stamp(workspace.created_at or self._now())
        params = {
            **_content(workspace),
            "is_default": workspace.is_default,
            "created_at": created,
            "updated_at": stamp(workspace.updated_at) if workspace.updated_at else created,
        }
        with self._db.transaction():
            if workspace.is_default:
                self._db.run("UPDATE workspaces SET is_default = FALSE WHERE is_default = TRUE")
            try:
                self._db.run(_INSERT, params)
            except apsw.ConstraintError as error:
                raise _duplicate(workspace) from error

    def get(self, workspace_id: WorkspaceID) -> Workspace:
        """The workspace with its statistics. Raises WorkspaceNotFound."""
        row = self._db.one(f"{_SELECT} WHERE id = ?", (workspace_id,))
        if row is None:
            raise _not_found(workspace_id)
        return _workspace(row)

    def get_by_name(self, name: str) -> Workspace:
        """The workspace of that exact name. Raises WorkspaceNotFound."""
        row = self._db.one(f"{_SELECT} WHERE name = ?", (name,))
        if row is None:
            raise _not_found(name)
        return _workspace(row)

    def list(self) -> list[Workspace]:
        """All of them, by name."""
        return [_workspace(row) for row in self._db.query(f"{_SELECT} ORDER BY name")]

    def update(self, workspace: Workspace) -> None:
        """Replace name, configuration and credential reference. Raises WorkspaceNotFound, WorkspaceDuplicate."""
        from ticketr.adapters.sqlite.codec import stamp

        params = {**_content(workspace), "now": stamp(self._now())}
        try:
            changed = self._db.run(_UPDATE, params)
        except apsw.ConstraintError as error:
            raise _duplicate(workspace) from error
        if not changed:
            raise _not_found(workspace.id)

    def delete(self, workspace_id: WorkspaceID) -> None:
        """Remove it with its tickets and its cached schema; the audit rows stay. Raises WorkspaceNotFound."""
        if not self._db.run("DELETE FROM workspaces WHERE id = ?", (workspace_id,)):
            raise _not_found(workspace_id)
        from ticketr.adapters.sqlite.creates import Creates

        Creates(self._db.path, workspace_id).forget()

    def set_default(self, workspace_id: WorkspaceID) -> None:
        """Make it the default, and no other. Raises WorkspaceNotFound."""
        with self._db.transaction():
            self._db.run("UPDATE workspaces SET is_default = FALSE WHERE is_default = TRUE")
            if not self._db.run(
                "UPDATE workspaces SET is_default = TRUE WHERE id = ?", (workspace_id,)
            ):
                raise _not_found(workspace_id)


def _content(workspace: Workspace) -> dict[str, Any]:
    from ticketr.adapters.sqlite.codec import dump

    config = workspace.config
    return {
        "id": workspace.id,
        "name": workspace.name,
        "jira_url": config.jira_url,
        "project_key": config.project_key,
        "credential_ref": workspace.credentials,
        "config": dump(
            {
                "username": config.username,
                "default_type": config.default_type,
                "task_type": config.task_type,
                "edition": config.edition,
            }
        ),
    }


def _workspace(row: Row) -> Workspace:
    from ticketr.adapters.sqlite.codec import load, moment
    from ticketr.domain.workspace import Edition, Workspace, WorkspaceConfig, WorkspaceStats

    id_, name, url, project, credentials, config, default, created, updated, counts = row
    by_status, settings = load(counts), load(config)
    edition = settings.pop("edition", None)
    return Workspace(
        id=id_,
        name=text(name),
        config=WorkspaceConfig(
            text(url), text(project), edition=Edition(edition) if edition else None, **settings
        ),
        credentials=credentials,
        is_default=bool(default),
        statistics=WorkspaceStats(
            total=sum(by_status.values()),
            new=by_status.get("new", 0),
            modified=by_status.get("modified", 0),
            conflict=by_status.get("conflict", 0),
        ),
        created_at=moment(created),
        updated_at=moment(updated),
    )


def _not_found(name: str) -> WorkspaceNotFound:
    from ticketr.errors import WorkspaceNotFound

    return WorkspaceNotFound(f'There is no workspace "{name}".', workspace=name)


def _duplicate(workspace: Workspace) -> WorkspaceDuplicate:
    from ticketr.errors import WorkspaceDuplicate

    message = f'There is a workspace "{workspace.name}" already.'
    return WorkspaceDuplicate(message, workspace=workspace.name)
