"""Which ticket of the store a block of a document is: by key, else by title and place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.domain.digest import canonical, same
from ticketr.domain.ticket import DESCRIPTION, TYPE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from ticketr.application.sync.reading import Entry
    from ticketr.domain.ticket import FieldValue, TicketID
    from ticketr.ports.records import ShownTicket

    Test = Callable[[Entry, ShownTicket], bool]


def match(
    entries: Sequence[Entry],
    shown: Sequence[ShownTicket],
    by_key: Callable[[str], TicketID | None],
) -> dict[int, TicketID]:
    """The ticket of each entry by ordinal; an entry that is missing is new here.

    A key decides. Blocks without one are compared with what the document showed before it had keys: same title
    under the same parent, then same title, then same place; each ticket is taken once. A block that says what a
    ticket did whose key is gone (`lost_keys`) is none that only stood at its place.
    """
    found = _by_key(entries, shown, by_key)
    gone = _gone(entries, shown)
    pool = [item for item in shown if item.key is None and item.ticket_id not in found.values()]
    loose = [entry for entry in entries if entry.block.key is None]
    for test in _tests(found, gone):
        _take(loose, pool, test, found)
    return found


def _gone(entries: Iterable[Entry], shown: Iterable[ShownTicket]) -> list[ShownTicket]:
    """What the document showed with keys that do not stand in it any more."""
    present = {entry.block.key for entry in entries if entry.block.key}
    return [item for item in shown if item.key and item.key not in present]


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


def _tests(found: dict[int, TicketID], gone: Sequence[ShownTicket]) -> tuple[Test, ...]:
    titles = {other.title for other in gone}

    def is_another(entry: Entry, item: ShownTicket) -> bool:
        texts = any(same_text(entry, other) for other in gone) and not same_text(entry, item)
        return entry.block.title in titles or texts

    def parent(entry: Entry) -> TicketID | None:
        return found.get(entry.parent.ordinal) if entry.parent else None

    return (
        lambda entry, item: entry.block.title == item.title and parent(entry) == item.parent_id,
        lambda entry, item: entry.block.title == item.title,
        lambda entry, item: (
            entry.ordinal == item.ordinal
            and parent(entry) == item.parent_id
            and not is_another(entry, item)
        ),
    )


def _take(
    loose: list[Entry], pool: list[ShownTicket], test: Test, found: dict[int, TicketID]
) -> None:
    for entry in [entry for entry in loose if entry.ordinal not in found]:
        item = next((item for item in pool if test(entry, item)), None)
        if item is not None:
            pool.remove(item)
            found[entry.ordinal] = item.ticket_id


def lost_keys(
    entries: Sequence[Entry],
    shown: Sequence[ShownTicket],
    found: Mapping[int, TicketID],
    elsewhere: Collection[str | None] = (),
) -> dict[int, ShownTicket]:
    """Entries without a key that are a ticket which had one here, by ordinal: its key was taken out.

    By title; then by place, for a block that says the same under another title, or stands among others whose
    keys are gone: so it is with a file that was put back as it was before the keys were written. Sending such a
    block would make the ticket a second time. `found` are the entries whose tickets are known, `elsewhere` the keys
    that stand in other documents: place alone says nothing of their tickets.
    """
    gone = _gone(entries, shown)
    loose = [e for e in entries if e.block.key is None and e.ordinal not in found] if gone else []
    who = dict(found)
    lost: dict[int, ShownTicket] = {}
    tests = (
        lambda entry, item: entry.block.title == item.title and _stands(entry, item, who),
        lambda entry, item: entry.block.title == item.title,
        same_text,
        lambda entry, item: (
            entry.ordinal == item.ordinal
            and item.key not in elsewhere
            and _stands(entry, item, who)
            and (bool(lost) or shares_lines(entry, item) or same_lines(entry, item))
        ),
    )
    for test in tests:
        for entry in [entry for entry in loose if entry.ordinal not in lost]:
            item = next((item for item in gone if test(entry, item)), None)
            if item is not None:
                gone.remove(item)
                lost[entry.ordinal] = item
                who[entry.ordinal] = item.ticket_id
    return lost


def _stands(entry: Entry, item: ShownTicket, who: Mapping[int, TicketID]) -> bool:
    parent = who.get(entry.parent.ordinal) if entry.parent else None
    return parent == item.parent_id


def same_text(entry: Entry, item: ShownTicket) -> bool:
    """Whether the two descriptions are the same, and there is one."""
    text = canonical(entry.values.get(DESCRIPTION))
    return text is not None and same(text, item.values.get(DESCRIPTION))


def shares_lines(entry: Entry, item: ShownTicket) -> bool:
    """Whether the two descriptions have a line in common that is not blank."""
    return common_lines(entry.values.get(DESCRIPTION), item.values.get(DESCRIPTION))


def common_lines(here: FieldValue, there: FieldValue) -> bool:
    """Whether two texts have a line in common that is not blank."""
    one, other = (
        {line.strip() for line in text.splitlines()} if isinstance(text, str) else set()
        for text in (here, there)
    )
    return bool(one & other - {""})


def same_lines(entry: Entry, item: ShownTicket) -> bool:
    """Whether the block states fields beside its type, all of them as the ticket did, and neither has a text."""
    texts = entry.values.get(DESCRIPTION) or item.values.get(DESCRIPTION)
    own = {name: value for name, value in entry.texts.items() if name in entry.own}
    told = {name: value for name, value in item.texts.items() if name in own}
    return not texts and own == told and bool(own.keys() - {TYPE})


def like_lines(entry: Entry, item: ShownTicket) -> bool:
    """Whether neither has a text, and what both state beside the type is the same, or of sets a part of it.

    That is enough for a block of the same title only.
    """
    texts = entry.values.get(DESCRIPTION) or item.values.get(DESCRIPTION)
    both = (entry.own & item.texts.keys()) - {TYPE}
    return not texts and bool(both) and all(_alike(entry, item, name) for name in both)


def _alike(entry: Entry, item: ShownTicket, name: str) -> bool:
    here, there = entry.values.get(name), item.values.get(name)
    if isinstance(here, tuple) and isinstance(there, tuple):
        return bool({*here} & {*there})
    return same(here, there)
