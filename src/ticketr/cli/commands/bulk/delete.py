"""`ticketr bulk delete`: many tickets go from Jira, because somebody said so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.application.queries import GetTicketsQuery
from ticketr.cli.commands import delete
from ticketr.cli.commands.bulk.choosing import add_choice, chosen
from ticketr.domain.query import Pagination, TicketFilter
from ticketr.errors import Usage

if TYPE_CHECKING:
    from ticketr.cli.call import Call
    from ticketr.cli.options import Parser

DESCRIPTION = delete.DESCRIPTION.replace("Delete tickets in Jira.", "Delete many tickets in Jira.")

EXAMPLES = """\
ticketr bulk delete --jql "labels = scratch" --dry-run
ticketr bulk delete --keys PROJ-12,PROJ-13 --subtasks --yes"""


def options(parser: Parser) -> None:
    """Which tickets, and how far it goes."""
    add_choice(parser)
    delete.add_course(parser)


def run(call: Call) -> int:
    """Find, show, ask, delete."""
    keys, jql = chosen(call)
    names = dict.fromkeys([*keys, *(_found(call, jql) if jql else ())])
    if not names:
        raise Usage("The query finds no ticket here.", hint="`ticketr pull` fetches tickets.")
    return delete.carry_out(call, tuple(names))


def _found(call: Call, jql: str) -> list[str]:
    """The keys, or local ids, of the tickets on this machine that the query finds."""
    query = GetTicketsQuery(call.workspace().id, TicketFilter(jql=jql), Pagination(limit=None))
    return [row.jira_id or row.id for row in call.app.tickets.stream(query)]
