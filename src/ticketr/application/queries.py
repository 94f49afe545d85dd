"""Questions about tickets (specification, "Application DTOs"). On the hot path of `list`: no heavy imports."""

from __future__ import annotations

from ticketr.domain.query import Pagination, TicketFilter


class GetTicketsQuery:
    """Which tickets of a workspace, and which page of them."""

    __slots__ = ("filter", "pagination", "workspace_id")

    def __init__(
        self,
        workspace_id: str,
        filter: TicketFilter | None = None,  # noqa: A002 - the specification's name
        pagination: Pagination | None = None,
    ) -> None:
        self.workspace_id = workspace_id
        self.filter = filter or TicketFilter(workspace_id)
        self.filter.workspace_id = workspace_id
        self.pagination = pagination or Pagination()
