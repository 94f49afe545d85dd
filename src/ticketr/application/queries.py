"""Questions about tickets (specification, "Application DTOs"). On the hot path of `list`: no heavy imports."""

from __future__ import annotations

from ticketr.domain.query import Pagination, TicketFilter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

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

    if "@" in wanted.jql:
        from ticketr.application.aliases import AliasService

        wanted.jql = AliasService(store).expand(query.workspace_id, wanted.jql)
    catalogue = store.tickets.catalogue(query.workspace_id)  # type: ignore[arg-type]
    wanted.meaning = check(parse(wanted.jql), wanted.jql, catalogue)
    query.notes = wanted.meaning.notes


def rank_alike(queries: Sequence[GetTicketsQuery]) -> None:
    """Give the orders of understood queries on several workspaces the same ranks, so that they can be merged.

    A name has the place that the first workspace gives it; those that it does not know come behind.
    """
    from ticketr.jql.checked import Checked, Column

    known = [query.filter for query in queries if query.filter.meaning is not None]
    ranks: dict[int, dict[str, None]] = {}
    for wanted in known:
        for at, (column, _) in enumerate(wanted.meaning.order):
            ranks.setdefault(at, {}).update(dict.fromkeys(column.ranks))
    for wanted in known:
        meant = wanted.meaning
        order = tuple(
            (Column(column.kind, column.id, tuple(ranks[at])), down)
            for at, (column, down) in enumerate(meant.order)
        )
        wanted.meaning = Checked(meant.where, order, meant.notes)


def cursor_of(place: tuple[Any, ...]) -> str:
    """Where a row stands in its order, as a text to go on from."""
    from base64 import urlsafe_b64encode
    from json import dumps

    text = dumps(place, separators=(",", ":"), default=lambda value: [value.hex()])
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def place_of(cursor: str) -> tuple[Any, ...]:
    """The place that `cursor_of` made a text of. Raises Usage."""
    from base64 import urlsafe_b64decode
    from json import loads

    from ticketr.errors import Usage

    try:
        found = loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if isinstance(found, list):
            return tuple(map(_value, found))
    except (ValueError, RecursionError):
        pass
    raise Usage(
        f'--after: "{cursor}" is not the end of a page.',
        hint="Give what `next` says in the JSON of the page before, with the same query and order.",
    )


def _value(value: Any) -> Any:
    """A value of a place: text, number, nothing; bytes stand in a list of their own. Raises ValueError."""
    if isinstance(value, list) and len(value) == 1:
        return bytes.fromhex(str(value[0]))
    if not isinstance(value, str | int | float | None) or (
        isinstance(value, int) and abs(value) >= 1 << 63
    ):
        raise ValueError(value)
    return value
