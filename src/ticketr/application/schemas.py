"""What projects allow, as far as it is known on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from ticketr.domain.schema import JiraSchema
from ticketr.limits import MAX_CACHE_AGE

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from ticketr.domain.workspace import WorkspaceID
    from ticketr.ports.external import JiraClient
    from ticketr.ports.repositories import Store


@dataclass(frozen=True, slots=True)
class SchemaReport:
    """What a project allows, since when that is known, and whether it is older than MaxCacheAge."""

    schema: JiraSchema
    cached_at: datetime
    stale: bool


class Schemas:
    """The cached schemas of workspaces."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    def get(self, workspace_id: WorkspaceID) -> SchemaReport | None:
        """What is cached, None where nothing is."""
        found = self._store.schemas.get(workspace_id)
        if found is None:
            return None
        schema, expires_at = found
        age = timedelta(seconds=MAX_CACHE_AGE)
        return SchemaReport(schema, expires_at - age, self._now() >= expires_at)

    def put(self, workspace_id: WorkspaceID, schema: JiraSchema) -> SchemaReport:
        """Cache what Jira just said."""
        now = self._now()
        self._store.schemas.put(workspace_id, schema, now, now + timedelta(seconds=MAX_CACHE_AGE))
        return SchemaReport(schema, now, stale=False)


def ask_schema(client: JiraClient, project_key: str) -> JiraSchema:
    """What the project allows, as Jira says it now."""
    return JiraSchema(
        project_key, tuple(client.get_fields()), tuple(client.get_issue_types(project_key))
    )
