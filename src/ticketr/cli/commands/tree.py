"""`ticketr tree`: tickets with what stands under them."""

from __future__ import annotations

from itertools import tee

from ticketr.application.queries import GetTicketsQuery
from ticketr.application.tickets import DEEPEST
from ticketr.cli.asked import asked_jql
from ticketr.cli.branches import LINES, PLAIN, branches, each_tree
from ticketr.cli.columns import Column, ticket_columns
from ticketr.cli.forms.values import shown
from ticketr.cli.options import add_view, count
from ticketr.cli.rows import ticket
from ticketr.cli.text import plural, printable
from ticketr.cli.views import Listing, form_of, show
from ticketr.domain.query import DEFAULT_PAGE, Pagination, TicketFilter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ticketr.cli.call import Call
    from ticketr.cli.columns import TicketColumns
    from ticketr.cli.options import Parser
    from ticketr.domain.query import TicketRow, WorkspaceRow

    Placed = tuple[int, TicketRow]
    Line = tuple[int, tuple[TicketRow, tuple[object, ...]]]
    Entry = tuple[Placed, tuple[object, ...]]

DESCRIPTION = """\
Show a ticket, or the tickets that a query finds, each with all that stands under it; without either, all tickets
that stand under none. Jira is not asked."""

EXAMPLES = """\
ticketr tree PROJ-1
ticketr tree --jql "type = Epic AND statusCategory != Done"
ticketr tree --alias mine --depth 1
ticketr tree PROJ-1 --columns key,title,assignee --format csv"""


def options(parser: Parser) -> None:
    """Which tickets, and how deep."""
    add = parser.add_argument
    add("key", metavar="KEY", nargs="?", help="a ticket's key, or its local id")
    add("--jql", metavar="QUERY", help="what this query finds, in its order")
    add("--alias", metavar="NAME", help="what the query of that name finds")
    add("--depth", type=count, metavar="N", help="at most N levels below (default: all)")
    add("--offset", type=count, default=0, metavar="N", help="leave out the first N")
    add(
        "--limit",
        type=count,
        default=DEFAULT_PAGE,
        metavar="N",
        help=f"at most N tickets with what is under them; 0 for all (default: {DEFAULT_PAGE})",
    )
    add_view(parser)


def run(call: Call) -> int:
    """Print the tree, and how many tickets it has. Raises Usage, TicketNotFound."""
    asked = call.options
    if asked.key and (asked.jql is not None or asked.alias):
        from ticketr.errors import Usage

        raise Usage("A tree begins with a ticket or with a query, not with both.")
    workspace = call.workspace()
    query = GetTicketsQuery(
        workspace.id,
        TicketFilter(workspace.id, jql=asked_jql(call, workspace.id)),
        Pagination(asked.offset, asked.limit or None),
    )
    depth = DEEPEST if asked.depth is None else asked.depth
    found = call.app.tickets.tree(query, asked.key or "", depth)
    many = show(call, _listing(call, workspace, found))
    for note in query.notes:
        call.console.say(f"note: {printable(note)}")
    call.console.say(plural(many, "ticket") if many else "No tickets match.")
    return 0


def _listing(call: Call, workspace: WorkspaceRow, found: Iterable[Placed]) -> Listing:
    """Branches in a table stand in front of the first column; in other forms the depth has one of its own."""
    columns = ticket_columns(call.app, workspace.id, call.options.columns)
    in_table = form_of(call) == "table"
    entries = _read(columns, found)
    return Listing(
        columns.columns if in_table else [Column("depth"), *columns.columns],
        _with_branches(entries, call.console.mark) if in_table else _with_depth(entries),
        record=lambda placed: {"depth": placed[0], **ticket(placed[1])},
        key=lambda placed: placed[1].jira_id,
        around=lambda records: {"workspace": workspace.name, "tickets": records},
        chosen=bool(call.options.columns),
    )


def _read(columns: TicketColumns, found: Iterable[Placed]) -> Iterator[Line]:
    """Each ticket with its depth and its values."""
    depths, rows = tee(found)
    values = columns.read(row for _, row in rows)
    for (depth, _), (row, cells) in zip(depths, values, strict=True):
        yield depth, (row, cells)


def _with_depth(lines: Iterable[Line]) -> Iterator[Entry]:
    for depth, (row, cells) in lines:
        yield (depth, row), (depth, *cells)


def _with_branches(lines: Iterable[Line], mark: str) -> Iterator[Entry]:
    signs = LINES if mark == "…" else PLAIN
    for tree in each_tree(lines):
        fronts = branches([depth for depth, _ in tree], signs)
        for front, (depth, (row, cells)) in zip(fronts, tree, strict=True):
            first = "-" if cells[0] is None else shown(cells[0])
            yield (depth, row), (f"{front}{first}", *cells[1:])
