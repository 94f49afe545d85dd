"""`ticketr list --all-workspaces`: one list over all workspaces, each asked by its own fields and values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.cli.columns import Column, ticket_columns
from ticketr.cli.rows import ticket
from ticketr.cli.text import plural, printable
from ticketr.cli.views import Listing, show
from ticketr.errors import AliasNotFound, QueryInvalid, Usage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ticketr.application.queries import GetTicketsQuery
    from ticketr.cli.call import Call
    from ticketr.cli.columns import TicketColumns
    from ticketr.domain.query import TicketRow
    from ticketr.errors import TicketrError

    QueryFor = Callable[[Call, str], GetTicketsQuery]
    Row = tuple[str, TicketRow]
    Entry = tuple[Row, tuple[object, ...]]


def list_everywhere(call: Call, query_for: QueryFor) -> int:
    """Print the tickets of all workspaces, one workspace behind the other.

    A query that one project does not understand is told and left out there; raises it where none does. A column
    that one project does not have is empty there; raises Usage where none has it.
    """
    _refuse(call)
    found: list[Entry] = []
    total = 0
    errors: dict[str, TicketrError] = {}
    names = [(item.name, item.id) for item in call.app.workspaces.list()]
    columns = columns_everywhere(call, [workspace_id for _, workspace_id in names])
    for name, workspace_id in names:
        try:
            query = query_for(call, workspace_id)
            count = call.app.tickets.count(query)
        except (QueryInvalid, AliasNotFound) as error:
            errors[name] = error
            continue
        _narrow(query, total, len(found))
        rows = columns[workspace_id].read(call.app.tickets.rows(query))
        found += [((name, row), (name, *values)) for row, values in rows]
        total += count
    if errors and len(errors) == len(names):
        raise next(iter(errors.values()))
    _tell(call, headings(columns.values()), found, total, errors)
    return 0


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


def _narrow(query: GetTicketsQuery, before: int, shown: int) -> None:
    """The part of the page that falls into this workspace, `before` tickets having come before it."""
    page = query.pagination
    page.offset = max(0, page.offset - before)
    if page.limit is not None:
        page.limit = max(0, page.limit - shown)


def _tell(
    call: Call,
    columns: list[Column],
    found: list[Entry],
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
    show(call, listing)
    for name, error in errors.items():
        call.console.say(f'note: workspace "{name}" was left out: {printable(error.message)}')
    shown = plural(total, "ticket")
    call.console.say(shown if len(found) == total else f"{len(found)} of {shown}")
