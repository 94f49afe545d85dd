"""Questions about tickets (specification, "Application DTOs"). On the hot path of `list`: no heavy imports."""

from __future__ import annotations

from ticketr.domain.query import Pagination, TicketFilter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ticketr.ports.repositories import Store


class GetTicketsQuery:
    """Which tickets of a workspace, and which page of them.

    `notes` is what is worth telling of the query once it was understood: values that no ticket has, and the like.
    """

    __slots__ = ("filter", "notes", "pagination", "workspace_id")

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
        self.notes: tuple[str, ...] = ()


def understand(store: Store, query: GetTicketsQuery) -> None:
    """Make a condition of the query's JQL, once. Raises QueryInvalid, QueryOffline, the errors of aliases."""
    wanted = query.filter
    if wanted.jql is None or wanted.meaning is not None:
        return
    from ticketr.jql.meaning import check
    from ticketr.jql.parse import parse

    catalogue = store.tickets.catalogue(query.workspace_id)  # type: ignore[arg-type]
    wanted.meaning = check(parse(wanted.jql), wanted.jql, catalogue)
    query.notes = wanted.meaning.notes
