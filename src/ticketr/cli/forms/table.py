"""A table that fits the width."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ticketr.cli.columns import Column
    from ticketr.cli.console import Console
    from ticketr.cli.views import Listing


def write(console: Console, listing: Listing) -> int:
    """Print the rows, the first hundred of which decide the columns' widths; nothing where there are none."""
    if listing.tell is not None and not listing.chosen:
        return listing.tell(row for row, _ in listing.entries)
    header = tuple(column.name.upper() for column in listing.columns)
    return console.table(header, _cells(listing), flexible=_flexible(listing.columns))


def _flexible(columns: Sequence[Column]) -> int:
    wide = (at for at, column in enumerate(columns) if column.wide)
    return next(wide, len(columns) - 1)


def _cells(listing: Listing) -> Iterator[tuple[str, ...]]:
    kinds = [column.kind for column in listing.columns]
    for _, values in listing.entries:
        yield tuple(
            value if type(value) is str and kind != "time" else _cell(value, kind)
            for value, kind in zip(values, kinds, strict=True)
        )


def _cell(value: object, kind: str) -> str:
    if value is None:
        return "-"
    from ticketr.cli.forms.values import at_the_clock, shown

    return at_the_clock(str(value)) if kind == "time" else shown(value)
