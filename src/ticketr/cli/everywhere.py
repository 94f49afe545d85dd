"""`ticketr list --all-workspaces`: one list over all workspaces, each asked by its own fields and values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.cli.rows import HEADER, TITLE_COLUMN, cells, ticket
from ticketr.cli.text import plural, printable
from ticketr.errors import AliasNotFound, QueryInvalid, Usage

if TYPE_CHECKING:
    from collections.abc import Callable

    from ticketr.application.queries import GetTicketsQuery
    from ticketr.cli.call import Call
    from ticketr.domain.query import TicketRow
    from ticketr.errors import TicketrError

    QueryFor = Callable[[Call, str], GetTicketsQuery]
    Found = list[tuple[str, TicketRow]]


def list_everywhere(call: Call, query_for: QueryFor) -> int:
    """Print the tickets of all workspaces, one workspace behind the other.

    A query that one project does not understand is told and left out there; raises it where none does.
    """
    _refuse(call)
    found: Found = []
    total = 0
    errors: dict[str, TicketrError] = {}
    names = [(item.name, item.id) for item in call.app.workspaces.list()]
    for name, workspace_id in names:
        try:
            query = query_for(call, workspace_id)
            count = call.app.tickets.count(query)
        except (QueryInvalid, AliasNotFound) as error:
            errors[name] = error
            continue
        _narrow(query, total, len(found))
        found += [(name, row) for row in call.app.tickets.rows(query)]
        total += count
    if errors and len(errors) == len(names):
        raise next(iter(errors.values()))
    _tell(call, found, total, errors)
    return 0


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


def _tell(call: Call, found: Found, total: int, errors: dict[str, TicketrError]) -> None:
    if call.console.json:
        call.console.document(
            {
                "total": total,
                "tickets": [{"workspace": name, **ticket(row)} for name, row in found],
                "errors": {name: error.as_dict() for name, error in errors.items()},
            }
        )
        return
    if found:
        rows = ((name, *cells(row)) for name, row in found)
        call.console.table(("WORKSPACE", *HEADER), rows, flexible=TITLE_COLUMN + 1)
    for name, error in errors.items():
        call.console.say(f'note: workspace "{name}" was left out: {printable(error.message)}')
    shown = plural(total, "ticket")
    call.console.say(shown if len(found) == total else f"{len(found)} of {shown}")
