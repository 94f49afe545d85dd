"""The jira_schema_cache table: what each project allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import apsw

from ticketr.adapters.sqlite.codec import dump, load, moment, stamp
from ticketr.adapters.sqlite.searched import Searched
from ticketr.domain.schema import schema_data, schema_from
from ticketr.errors import WorkspaceNotFound

if TYPE_CHECKING:
    from datetime import datetime

    from ticketr.adapters.sqlite.database import Database
    from ticketr.domain.schema import JiraSchema
    from ticketr.domain.workspace import WorkspaceID

_PUT = """
INSERT INTO jira_schema_cache (workspace_id, project_key, fields, issue_types, cached_at, expires_at)
VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (workspace_id) DO UPDATE SET project_key = excluded.project_key, fields = excluded.fields,
    issue_types = excluded.issue_types, cached_at = excluded.cached_at, expires_at = excluded.expires_at
"""


class SqliteSchemas:
    """SchemaCache on SQLite."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._last: tuple[tuple[str, str, str], JiraSchema] | None = None

    def get(self, workspace_id: WorkspaceID) -> tuple[JiraSchema, datetime] | None:
        """The cached schema and when it expires."""
        row = self._db.one(
            "SELECT project_key, fields, issue_types, expires_at FROM jira_schema_cache"
            " WHERE workspace_id = ?",
            (workspace_id,),
        )
        if row is None:
            return None
        project_key, fields, types, expires = row
        return self._schema((project_key, fields, types)), moment(expires)

    def _schema(self, texts: tuple[str, str, str]) -> JiraSchema:
        """The schema of these texts; those of last time are not read again."""
        if self._last is None or self._last[0] != texts:
            project_key, fields, types = texts
            self._last = texts, schema_from(project_key, load(fields), load(types))
        return self._last[1]

    def put(
        self,
        workspace_id: WorkspaceID,
        schema: JiraSchema,
        cached_at: datetime,
        expires_at: datetime,
    ) -> None:
        """Cache it. Raises WorkspaceNotFound."""
        fields, types = schema_data(schema)
        times = (stamp(cached_at), stamp(expires_at))
        row = (workspace_id, schema.project_key, dump(fields), dump(types), *times)
        with self._db.transaction():
            try:
                self._db.run(_PUT, row)
            except apsw.ConstraintError as error:
                message = "The workspace of the schema is not here."
                raise WorkspaceNotFound(message, workspace=workspace_id) from error
            Searched(self._db, workspace_id).follow(schema)
