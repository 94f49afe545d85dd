"""What a command lists, in the form it is asked for. On the hot path: only that form is imported."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from typing import Any

    from ticketr.cli.call import Call
    from ticketr.cli.columns import Column

    Entry = tuple[Any, tuple[object, ...]]
    Record = dict[str, object]


class Listing:
    """Rows to show, and how each is shown.

    `entries` are the rows, each with its values in `columns`; they may be a stream. `record` gives a row in full
    as JSON has it, `key` the row's key, None where it has none; `around` makes the document of `--json` of the
    records, which it may pass on as a stream. `tell` prints the rows for people, and gives how many there were,
    where that is no table; it is not asked where columns were chosen. `chosen`: the columns were named.
    """

    __slots__ = ("around", "chosen", "columns", "entries", "key", "record", "tell")

    def __init__(  # noqa: PLR0913 - each is one way to see the rows
        self,
        columns: Sequence[Column],
        entries: Iterable[Entry],
        *,
        record: Callable[[Any], Record],
        key: Callable[[Any], str | None],
        around: Callable[[Iterator[Record]], object],
        tell: Callable[[Iterable[Any]], int] | None = None,
        chosen: bool = False,
    ) -> None:
        self.columns = columns
        self.entries = entries
        self.record = record
        self.key = key
        self.around = around
        self.tell = tell
        self.chosen = chosen

    def records(self) -> Iterator[Record]:
        """The rows as JSON has them: in full, or their chosen columns."""
        names = [column.name for column in self.columns]
        for row, values in self.entries:
            yield dict(zip(names, values, strict=True)) if self.chosen else self.record(row)


def form_of(call: Call) -> str:
    """The form that the options ask for. Raises Usage where they ask for two."""
    form: str | None = call.options.format
    if call.options.json and form not in (None, "json"):
        from ticketr.errors import Usage

        raise Usage(f"--json and --format {form} exclude each other.")
    return "json" if call.options.json else form or "table"


def show(call: Call, listing: Listing) -> int:
    """Print the listing; gives how many rows were printed. Raises Usage."""
    form = form_of(call)
    name = f"ticketr.cli.forms.{form}"
    __import__(name)  # importlib would be imported for this alone
    import sys

    listing.entries = _begun(listing.entries)
    with paged(call, form):
        return int(sys.modules[name].write(call.console, listing))


def _begun(entries: Iterable[Entry]) -> Iterable[Entry]:
    """The same rows, the first of them read already: where that fails nothing was printed."""
    from itertools import chain, islice

    rows = iter(entries)
    return chain(list(islice(rows, 1)), rows)


def paged(call: Call, form: str = "table") -> AbstractContextManager[None]:
    """Everything printed meanwhile goes through a pager where a terminal is too small for it."""
    if form == "json" or call.options.no_pager or not call.console.to_terminal():
        return Straight()
    from ticketr.cli.pager import Pager

    return Pager(call.console)


class Straight:
    """No pager. contextlib would be imported for its `nullcontext` alone."""

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, *error: object) -> None:
        """Nothing to end."""
