"""Keys alone, one a line."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ticketr.cli.console import Console
    from ticketr.cli.views import Listing


def write(console: Console, listing: Listing) -> int:
    """Print the keys; tickets that have none yet are told, not printed."""
    count = without = 0
    for row, _ in listing.entries:
        count += 1
        key = listing.key(row)
        if key is None:
            without += 1
        else:
            console.print(key)
        if not console.heard:
            break
    if without:
        from ticketr.cli.text import plural

        console.say(f"note: {plural(without, 'ticket has', 'tickets have')} no key yet")
    return count
