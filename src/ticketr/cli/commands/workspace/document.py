"""A workspace as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.domain.workspace import Edition

if TYPE_CHECKING:
    from ticketr.domain.workspace import Workspace


def as_document(workspace: Workspace) -> dict[str, object]:
    """The workspace as `--json` prints it; the login is not part of it."""
    config, stats = workspace.config, workspace.statistics
    return {
        "id": workspace.id,
        "name": workspace.name,
        "url": config.jira_url,
        "project": config.project_key,
        "edition": str(config.edition or Edition.CLOUD),
        "username": config.username,
        "default_type": config.default_type,
        "is_default": workspace.is_default,
        "tickets": {
            "total": stats.total,
            "new": stats.new,
            "modified": stats.modified,
            "conflict": stats.conflict,
        },
    }
