"""`ticketr list --all-workspaces`: one list over all workspaces, each asked by its own fields and values."""

from __future__ import annotations

from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING

from ticketr.application.queries import rank_alike
from ticketr.cli.columns import Column, ticket_columns
from ticketr.cli.rows import ticket
from ticketr.cli.text import plural, printable
from ticketr.cli.views import Listing, show
from ticketr.errors import AliasNotFound, QueryInvalid, Usage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from ticketr.application.queries import GetTicketsQuery
    from ticketr.cli.call import Call
    from ticketr.cli.columns import TicketColumns
    from ticketr.domain.query import TicketRow
    from ticketr.errors import TicketrError

    QueryFor = Callable[[Call, str], GetTicketsQuery]
    Row = tuple[str, TicketRow]
    Entry = tuple[Row, tuple[object, ...]]
    Placed = tuple[Any, Entry]


def list_everywhere(call: Call, query_for: QueryFor) -> int:
    """Print the tickets of all workspaces in one order.

    A query that one project does not understand is told and left out there; raises it where none does. A column
    that one project does not have is empty there; raises Usage where none has it.
    """
    _refuse(call)
    total = 0
    errors: dict[str, TicketrError] = {}
    asked: list[tuple[str, GetTicketsQuery]] = []
    names = [(item.name, item.id) for item in call.app.workspaces.list()]
    columns = columns_everywhere(call, [workspace_id for _, workspace_id in names])
    for name, workspace_id in names:
        try:
            query = _from_the_first(query_for(call, workspace_id))
            total += call.app.tickets.count(query)
        except (QueryInvalid, AliasNotFound) as error:
            errors[name] = error
            continue
        asked.append((name, query))
    if errors and len(errors) == len(names):
        raise next(iter(errors.values()))
    rank_alike([query for _, query in asked])
    streams = (_stream(call, name, query, columns[query.workspace_id]) for name, query in asked)
    found = _page(call, merge(*streams, key=lambda each: each[0]))
    _tell(call, headings(columns.values()), found, total, errors)
    return 0


def _from_the_first(query: GetTicketsQuery) -> GetTicketsQuery:
    """The same from its first ticket on: what is left out is known when all workspaces are merged."""
    page = query.pagination
    if page.limit is not None:
        page.limit += page.offset
    page.offset = 0
    return query


def _stream(
    call: Call, name: str, query: GetTicketsQuery, columns: TicketColumns
) -> Iterator[Placed]:
    """The tickets of one workspace, each with its place in the order of all."""
    standing = call.app.tickets.standing(query)
    for row, values in columns.read(call.app.tickets.stream(query)):
        yield standing(row), ((name, row), (name, *values))


def _page(call: Call, merged: Iterator[Placed]) -> Iterator[Entry]:
    asked = call.options
    end = asked.offset + asked.limit if asked.limit else None
    return (entry for _, entry in islice(merged, asked.offset, end))


def columns_everywhere(call: Call, workspaces: list[str]) -> dict[str, TicketColumns]:
    """The columns by workspace. Raises Usage for a name that none of them has."""
    asked: list[str] = call.options.columns
    missing: dict[str, list[Usage]] = {}
    found = {each: ticket_columns(call.app, each, asked, missing=missing) for each in workspaces}
    for errors in missing.values():
        if len(errors) == len(workspaces):
            raise errors[0]
    return found


def headings(each: Iterable[TicketColumns]) -> list[Column]:
    """The columns as the workspace shows them that knows most of them."""
    found: list[list[Column]] = [columns.columns for columns in each]
    best = max(found, key=lambda columns: sum(bool(one.kind) for one in columns), default=[])
    return [Column("workspace"), *best]


def _refuse(call: Call) -> None:
    asked = call.options
    for option, given in (
        ("--remote", asked.remote),
        ("--after", asked.after),
        ("--parent", asked.parent),
    ):
        if given:
            raise Usage(f"{option} works on one workspace, not on all.")


def _tell(
    call: Call,
    columns: list[Column],
    found: Iterator[Entry],
    total: int,
    errors: dict[str, TicketrError],
) -> None:
    listing = Listing(
        columns,
        found,
        record=lambda each: {"workspace": each[0], **ticket(each[1])},
        key=lambda each: each[1].jira_id,
        around=lambda records: {
            "total": total,
            "tickets": records,
            "errors": {name: error.as_dict() for name, error in errors.items()},
        },
        chosen=bool(call.options.columns),
    )
    count = show(call, listing)
    for name, error in errors.items():
        call.console.say(f'note: workspace "{name}" was left out: {printable(error.message)}')
    shown = plural(total, "ticket")
    more = "; `--limit 0` shows all" if call.options.limit else ""
    call.console.say(shown if count == total else f"{count} of {shown}{more}")
