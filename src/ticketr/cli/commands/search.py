"""`ticketr search WORDS`: tickets by what they say. On the hot path: nothing heavy is imported here."""

from __future__ import annotations

from ticketr.application.search import DEFAULT_HITS, SearchQuery
from ticketr.cli.columns import ticket_columns
from ticketr.cli.options import add_view, count
from ticketr.cli.rows import ticket
from ticketr.cli.text import plural, printable
from ticketr.cli.views import Listing, show
from ticketr.domain.search import RANKED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ticketr.cli.call import Call
    from ticketr.cli.columns import Column, TicketColumns
    from ticketr.cli.options import Parser
    from ticketr.domain.search import Found, Hit

DESCRIPTION = """\
Find tickets by key and by words: in titles, descriptions, acceptance criteria, labels, every field of text and
comments. The best come first, with what they say where the words stand. Where nothing is found, words that are
spelt nearly so are tried. Jira is not asked."""

EXAMPLES = """\
ticketr search payment timeout
ticketr search '"pay twice"'
ticketr search 'refund* NOT checkout' --limit 50
ticketr search PROJ-12
ticketr search 12
ticketr search login --all-workspaces --json"""


def options(parser: Parser) -> None:
    """What to look for."""
    add = parser.add_argument
    add(
        "words",
        metavar="WORDS",
        nargs="*",
        help='words that all stand in the ticket; "a phrase", pay*, OR, NOT; a key or its beginning',
    )
    add("--all-workspaces", action="store_true", help="in every workspace on this machine")
    add("--offset", type=count, default=0, metavar="N", help="leave out the first N")
    add(
        "--limit",
        type=count,
        default=DEFAULT_HITS,
        metavar="N",
        help=f"at most N tickets; 0 for all that are ranked (default: {DEFAULT_HITS})",
    )
    add_view(parser)


def run(call: Call) -> int:
    """Print what was found, and how much there is."""
    asked = call.options
    everywhere = asked.all_workspaces
    workspace = None if everywhere else call.workspace()
    words = " ".join(asked.words)
    limit = asked.limit or RANKED
    query = SearchQuery(
        words, workspace.id if workspace else None, limit=limit, offset=asked.offset
    )
    found = call.app.search.find(query)
    columns, entries = _entries(call, found, workspace.id if workspace else "")
    listing = Listing(
        columns,
        entries,
        record=_record,
        key=lambda hit: hit.row.jira_id,
        around=lambda records: _document(words, found, records),
        tell=lambda hits: _tell(call, list(hits), named=everywhere),
        chosen=bool(asked.columns),
    )
    show(call, listing)
    _conclude(call, words, found)
    return 0


def _entries(
    call: Call, found: Found, workspace_id: str
) -> tuple[list[Column], Iterator[tuple[Hit, tuple[object, ...]]]]:
    """The columns, and the hits with their values in them."""
    names = call.options.columns
    if workspace_id:
        columns = ticket_columns(call.app, workspace_id, names)
        return columns.columns, _read(found.hits, lambda _: columns)
    from ticketr.cli.everywhere import columns_everywhere, headings

    ids = {item.name: item.id for item in call.app.workspaces.list()}
    each = columns_everywhere(call, list(ids.values()))
    rows = _read(found.hits, lambda hit: each[ids[hit.workspace]])
    entries = ((hit, (hit.workspace, *values)) for hit, values in rows)
    return headings(each.values()), entries


def _read(
    hits: Iterable[Hit], columns_of: Callable[[Hit], TicketColumns]
) -> Iterator[tuple[Hit, tuple[object, ...]]]:
    for hit in hits:
        [(_, values)] = columns_of(hit).read([hit.row])
        yield hit, values


def _record(hit: Hit) -> dict[str, object]:
    """The hit of a JSON document; marks are from the first character to behind the last."""
    return {
        "workspace": hit.workspace,
        **ticket(hit.row),
        "title_marks": hit.title.marks,
        "found_in": hit.field or None,
        "excerpt": hit.excerpt.text if hit.excerpt else None,
        "excerpt_marks": hit.excerpt.marks if hit.excerpt else [],
    }


def _document(words: str, found: Found, records: Iterator[dict[str, object]]) -> dict[str, object]:
    return {
        "query": words,
        "total": found.total,
        "more": found.more,
        "instead": {word: list(others) for word, others in found.instead},
        "tickets": records,
    }


def _tell(call: Call, hits: list[Hit], *, named: bool) -> int:
    from ticketr.cli.hits import tell

    return tell(call.console, hits, named=named)


def _conclude(call: Call, words: str, found: Found) -> None:
    say = call.console.say
    for word, others in found.instead:
        shown = ", ".join(f'"{printable(other)}"' for other in others)
        say(f'note: no ticket holds "{printable(word)}"; looked for {shown}')
    if not found.total:
        say(f'No tickets hold "{printable(words)}".')
        return
    total = f"{RANKED:,}+ tickets" if found.more else plural(found.total, "ticket")
    count = len(found.hits)
    more = "; `--limit 0` shows all" if call.options.limit and not found.more else ""
    say(total if count == found.total else f"{count} of {total}{more}")
    if found.more:
        say(
            f"note: more than {RANKED:,} tickets hold that; of the newest those with it in the title come first."
            " Another word narrows it"
        )
