"""Columns of tickets by the names people give them. On the hot path of `list`: nothing heavy is imported."""

from __future__ import annotations

from ticketr.cli.rows import status_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ticketr.app import App
    from ticketr.domain.query import TicketRow
    from ticketr.errors import Usage
    from ticketr.jql.checked import Column as Field
    from ticketr.ports.repositories import TicketRepository

DEFAULT = ("key", "type", "status", "title", "sync")
OWN = frozenset({*DEFAULT, "id"})
"""What a row has without being asked for."""

WIDE = frozenset({"title", "description", "acceptance_criteria", "environment"})
"""Columns that give way where a line is too narrow."""

PIECE = 100
"""Rows whose values are asked for together."""


class Column:
    """A column of a listing.

    `name` heads it, in capitals in a table; `kind` says how its values are shown (`time`: by the machine's clock
    in a table; anything else as it is); a `wide` one is cut first.
    """

    __slots__ = ("kind", "name", "wide")

    def __init__(self, name: str, kind: str = "", *, wide: bool = False) -> None:
        self.name = name
        self.kind = kind
        self.wide = wide


class TicketColumns:
    """Chosen columns of the tickets of one workspace. `read` gives what rows have in them."""

    __slots__ = ("_tickets", "columns", "fields")

    def __init__(
        self, named: Sequence[tuple[str, Field | str]], tickets: TicketRepository | None = None
    ) -> None:
        self._tickets = tickets
        self.fields = [field for _, field in named]
        self.columns = [_column(name, field) for name, field in named]

    def read(self, rows: Iterable[TicketRow]) -> Iterator[tuple[TicketRow, tuple[object, ...]]]:
        """Each row with its values: text, number, list of texts, None for nothing."""
        from itertools import islice

        asked = [field for field in self.fields if not isinstance(field, str)]
        rows = iter(rows)
        while piece := list(islice(rows, PIECE)):
            found = self._ask(piece, asked)
            for row in piece:
                more = iter(found.get(row.id, (None,) * len(asked)))
                yield (
                    row,
                    tuple(_own(row, x) if isinstance(x, str) else next(more) for x in self.fields),
                )

    def _ask(self, rows: list[TicketRow], fields: list[Field]) -> dict[str, tuple[object, ...]]:
        if not fields or self._tickets is None:
            return {}
        return self._tickets.values([row.id for row in rows], fields)


def _column(name: str, field: Field | str) -> Column:
    id_, kind = (field, "") if isinstance(field, str) else (field.id, field.kind)
    return Column(name, kind, wide=id_ in WIDE)


def _own(row: TicketRow, name: str) -> object:
    match name:
        case "key":
            return row.jira_id
        case "":
            return None
        case "status":
            return status_in(row.fields) or None
        case "sync":
            return row.sync_status
        case _:
            return getattr(row, name)


def ticket_columns(
    app: App,
    workspace_id: str,
    names: Sequence[str],
    missing: dict[str, list[Usage]] | None = None,
) -> TicketColumns:
    """The columns of these names, the default ones where none is given.

    Raises Usage for a name that nothing has; where `missing` is given the error goes there, by the name, and the
    column is empty.
    """
    chosen = names or DEFAULT
    own = [(name, name.lower()) for name in chosen]
    if OWN.issuperset(id_ for _, id_ in own):
        return TicketColumns(own)
    from ticketr.cli.naming import fields_named

    tickets = app.store.tickets
    catalogue = tickets.catalogue(workspace_id)  # type: ignore[arg-type]
    return TicketColumns(fields_named(chosen, catalogue, missing), tickets)
