"""JSON Lines: one object a line, in ASCII."""

from __future__ import annotations

from json import dumps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ticketr.cli.console import Console
    from ticketr.cli.views import Listing


def write(console: Console, listing: Listing) -> int:
    """Print a line a row."""
    count = 0
    for record in listing.records():
        console.print(dumps(record, separators=(", ", ": ")))
        count += 1
        if not console.heard:
            break
    return count
