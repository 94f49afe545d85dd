"""One JSON document, streamed."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ticketr.cli.console import Console
    from ticketr.cli.views import Listing, Record


def write(console: Console, listing: Listing) -> int:
    """Print the document."""
    count = 0

    def counted() -> Iterator[Record]:
        nonlocal count
        for record in listing.records():
            count += 1
            yield record

    console.document(listing.around(counted()))
    return count
