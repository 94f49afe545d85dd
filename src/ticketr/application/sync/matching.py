"""Which ticket of the store a block of a document is: by key, else by title and place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ticketr.application.sync.reading import Entry
    from ticketr.domain.ticket import TicketID
    from ticketr.ports.records import ShownTicket

    Test = Callable[[Entry, ShownTicket], bool]


def match(
    entries: Sequence[Entry],
    shown: Sequence[ShownTicket],
    by_key: Callable[[str], TicketID | None],
) -> dict[int, TicketID]:
    """The ticket of each entry by ordinal; an entry that is missing is new here.

    A key decides. Blocks without one are compared with what the document showed before it had keys: same title
    under the same parent, then same title, then same place; each ticket is taken once.
    """
    found = _by_key(entries, shown, by_key)
    pool = [item for item in shown if item.key is None and item.ticket_id not in found.values()]
    loose = [entry for entry in entries if entry.block.key is None]
    for test in _tests(found):
        _take(loose, pool, test, found)
    return found


def _by_key(
    entries: Iterable[Entry],
    shown: Iterable[ShownTicket],
    by_key: Callable[[str], TicketID | None],
) -> dict[int, TicketID]:
    remembered = {item.key: item.ticket_id for item in shown if item.key}
    found: dict[int, TicketID] = {}
    for entry in entries:
        if entry.block.key:
            ticket_id = by_key(entry.block.key) or remembered.get(entry.block.key)
            if ticket_id:
                found[entry.ordinal] = ticket_id
    return found


def _tests(found: dict[int, TicketID]) -> tuple[Test, ...]:
    def parent(entry: Entry) -> TicketID | None:
        return found.get(entry.parent.ordinal) if entry.parent else None

    return (
        lambda entry, item: entry.block.title == item.title and parent(entry) == item.parent_id,
        lambda entry, item: entry.block.title == item.title,
        lambda entry, item: entry.ordinal == item.ordinal and parent(entry) == item.parent_id,
    )


def _take(
    loose: list[Entry], pool: list[ShownTicket], test: Test, found: dict[int, TicketID]
) -> None:
    for entry in [entry for entry in loose if entry.ordinal not in found]:
        item = next((item for item in pool if test(entry, item)), None)
        if item is not None:
            pool.remove(item)
            found[entry.ordinal] = item.ticket_id


def lost_keys(entries: Sequence[Entry], shown: Sequence[ShownTicket]) -> dict[int, str]:
    """Entries without a key that stand where a ticket with that title had one: ordinal to the key.

    Sending such a block would make the ticket a second time.
    """
    present = {entry.block.key for entry in entries if entry.block.key}
    gone = {item.title: item.key for item in shown if item.key and item.key not in present}
    return {
        entry.ordinal: key
        for entry in entries
        if entry.block.key is None and (key := gone.get(entry.block.title))
    }
