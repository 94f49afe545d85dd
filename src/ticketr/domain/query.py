"""What to find and how much of it. On the hot path of `list`: plain slotted classes, no heavy imports."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any

SORT_FIELDS = ("created", "updated", "key", "title", "type", "status", "sync")
"""What `Pagination.sort_by` may name."""

DEFAULT_PAGE = 50


class TicketFilter:
    """Which tickets; every condition that is set must hold (specification, "TicketFilter").

    `status` are sync statuses (new, synced, modified, conflict) or Jira's own status names, in any case.
    `modified_after`: edited here, and not by a sync, at or after that time.
    `meaning` is what `jql` was understood as (`ticketr.jql.checked.Checked`); stores evaluate that.
    """

    __slots__ = (
        "jql",
        "meaning",
        "modified_after",
        "parent_id",
        "status",
        "type",
        "workspace_id",
    )

    def __init__(
        self,
        workspace_id: str | None = None,
        *,
        jql: str | None = None,
        status: Sequence[str] = (),
        type: Sequence[str] = (),  # noqa: A002 - the specification's name
        parent_id: str | None = None,
        modified_after: datetime | None = None,
    ) -> None:
        self.workspace_id = workspace_id
        self.jql = jql
        self.meaning: Any = None
        self.status = tuple(status)
        self.type = tuple(type)
        self.parent_id = parent_id
        self.modified_after = modified_after

    @property
    def everything(self) -> bool:
        """Whether every ticket of the workspace, or of all, is meant."""
        conditions = (self.jql, self.meaning, self.parent_id, self.modified_after)
        return conditions == (None,) * 4 and not self.status and not self.type


class Pagination:
    """Which page, and in which order.

    `order` is "asc" or "desc"; `limit` None means all. Without `sort_by` a query's own order holds, else that of
    creation. `after` is the `place` of the row that the page begins behind: a page costs the same wherever it is.
    """

    __slots__ = ("after", "limit", "offset", "order", "sort_by")

    def __init__(
        self,
        offset: int = 0,
        limit: int | None = DEFAULT_PAGE,
        sort_by: str = "",
        order: str = "asc",
        after: Sequence[Any] = (),
    ) -> None:
        self.offset = offset
        self.limit = limit
        self.sort_by = sort_by
        self.order = order
        self.after = tuple(after)


class TicketRow:
    """A ticket as a list shows it: a read model that costs nothing to make.

    `place` says where in its page's order it stands, for the page behind it.
    """

    __slots__ = (
        "fields",
        "id",
        "jira_id",
        "parent_id",
        "place",
        "sync_status",
        "title",
        "type",
        "updated_at",
    )

    def __init__(  # noqa: PLR0913, PLR0917 - one argument a column
        self,
        id: str,  # noqa: A002 - the column's name
        jira_id: str | None,
        type: str,  # noqa: A002 - the column's name
        title: str,
        sync_status: str,
        parent_id: str | None,
        fields: str,
        updated_at: str,
        place: tuple[Any, ...] = (),
    ) -> None:
        self.id = id
        self.jira_id = jira_id
        self.type = type
        self.title = title
        self.sync_status = sync_status
        self.parent_id = parent_id
        self.fields = fields
        self.updated_at = updated_at
        self.place = place


class TicketDetail(TicketRow):
    """A ticket as `show` shows it: a row with its texts, as Markdown, and how it stands to Jira.

    `last_synced` is a stamp of the store, None where it never was synced.
    """

    __slots__ = ("children", "criteria", "description", "last_synced", "version", "workspace_id")

    description: str | None
    criteria: str | None
    children: tuple[str, ...]
    last_synced: str | None
    version: int
    workspace_id: str


class WorkspaceRow:
    """A workspace as the hot path needs it."""

    __slots__ = ("id", "jira_url", "name", "project_key")

    def __init__(self, id: str, name: str, jira_url: str, project_key: str) -> None:  # noqa: A002
        self.id = id
        self.name = name
        self.jira_url = jira_url
        self.project_key = project_key
