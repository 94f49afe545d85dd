"""Documents that were put back as they were before ticketr wrote into them: an old buffer, or another branch.

What comes back with such a copy is no edit of anybody's. One value that is back may be one, though: somebody may want
it as it was. So a copy is known by what it lacks: it shows nothing of what the last writes changed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ticketr.application.sync.nesting import place, with_parent
from ticketr.application.sync.settle import keep
from ticketr.domain.digest import same
from ticketr.domain.merge import MergeKind, undoes
from ticketr.domain.ticket import PARENT
from ticketr.ports.records import BY_HAND, BaseField

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ticketr.application.sync.reading import Entry
    from ticketr.application.sync.session import Session
    from ticketr.application.sync.snapshot import Reading
    from ticketr.domain.plan import Policy
    from ticketr.domain.ticket import FieldValue
    from ticketr.ports.records import ShownTicket, Written

REASON = "an older copy of its document was put back"
SET_BACK = "its document was set back to what it showed before"


class Old(NamedTuple):
    """A field of an older copy: what it showed before the writes that the copy lacks, and what it shows."""

    item: ShownTicket
    entry: Entry
    name: str
    value: FieldValue
    now: FieldValue
    by_hand: bool = False
    """Whether somebody had replaced the value before the write: others may have stood beside it by then."""

    @property
    def is_whole(self) -> bool:
        """Whether the block shows just that value, and no edit beside it."""
        return same(self.now, self.value)


def look_back(session: Session, reading: Reading, entries: Sequence[Entry]) -> None:
    """Compare the entries of an older copy with what it showed then, instead of with what was written since.

    What is as it was then is no edit and is written again; what else was edited in it merges by three sides. Where
    one value alone is back, nothing tells the copy from an edit: it is a conflict with what it would overwrite.
    """
    policy = session.policy(None)
    fields = list(_written(session, reading, entries))
    found = _older(policy, fields) if fields else None
    if found is None:
        _keep_what_goes(session, policy, fields)
        return
    old, back = found
    sure = back > 1 or reading.keyless
    if sure:
        old += _replaced_by_hand(fields, old)
    for item in {each.item.ticket_id: each.item for each in old}.values():
        own = [each for each in old if each.item is item]
        reading.put_before(_as_it_was(session, policy, own, sure=sure))
    _tell(session, reading, [each for each in old if each.is_whole], sure=sure)


class _Field(NamedTuple):
    """A field that an entry mentions and that was another at some time: what the entry says, and what was before."""

    item: ShownTicket
    entry: Entry
    name: str
    now: FieldValue
    past: tuple[Written, ...]
    """What it was before writes of ticketr."""
    hands: tuple[Written, ...]
    """What it was before edits in the document since."""


def _written(session: Session, reading: Reading, entries: Iterable[Entry]) -> Iterator[_Field]:
    """These fields; a task's place in the document is its parent."""
    for entry in entries:
        ticket_id = reading.tickets.get(entry.ordinal)
        item = reading.before(ticket_id) if ticket_id is not None else None
        shown = with_parent(session, item) if item is not None and item.past else None
        if item is None or shown is None:
            continue
        said = dict(entry.values)
        above = place(session, reading, entry)
        if above is not None:
            said[PARENT] = above
        for name, all_ in item.past.items():
            past = tuple(each for each in all_ if each.number != BY_HAND)
            if name in said and name in shown.values:
                yield _Field(shown, entry, name, said[name], past, all_[len(past) :])


def _keep_what_goes(session: Session, policy: Policy, fields: Iterable[_Field]) -> None:
    """What is set back in a copy that shows other writes is an edit, and may be none: two old copies look like it."""
    for field in fields:
        shown = field.item.values[field.name]
        kind = policy.kind(field.name)
        if field.name != PARENT and any(
            undoes(kind, each.value, shown, field.now) for each in field.past
        ):
            ticket = session.store.tickets.get(field.item.ticket_id)
            keep(session, ticket, field.name, ("remote", shown), SET_BACK)


def _older(policy: Policy, fields: Sequence[_Field]) -> tuple[list[Old], int] | None:
    """The write that the copy is older than, what the fields that changed since showed, and what is surely back."""
    for number in sorted({each.number for field in fields for each in field.past}):
        found = (_before(policy, field, number) for field in fields)
        old = [each for each in found if each is not None]
        if any(_is_kept(each) for each in old):
            continue
        back = [each for each in old if _is_back(policy, each)]
        if back:
            return old, sum(not each.by_hand for each in back)
    return None


def _before(policy: Policy, field: _Field, number: int) -> Old | None:
    """What the field showed before its first write from that number on: of several values, what the copy shows."""
    later = [each for each in field.past if each.number >= number]
    values = [each.value for each in reversed(later) if each.number == later[0].number]
    if not values:
        return None
    kind, shown, now = policy.kind(field.name), field.item.values[field.name], field.now
    value = min(values, key=lambda x: (not same(x, now), not undoes(kind, x, shown, now)))
    by_hand = not same(value, values[0])
    return Old(field.item, field.entry, field.name, value, now, by_hand)


def _replaced_by_hand(fields: Sequence[_Field], old: Sequence[Old]) -> list[Old]:
    """What else the copy shows as it was before somebody replaced it in the document."""
    items = {each.item.ticket_id for each in old}
    known = {(each.item.ticket_id, each.name) for each in old}
    return [
        Old(field.item, field.entry, field.name, field.now, field.now, by_hand=True)
        for field in fields
        if field.item.ticket_id in items
        and (field.item.ticket_id, field.name) not in known
        and any(same(each.value, field.now) for each in field.hands)
    ]


def _is_kept(old: Old) -> bool:
    return same(old.now, old.item.values[old.name])


def _is_back(policy: Policy, old: Old) -> bool:
    return undoes(policy.kind(old.name), old.value, old.item.values[old.name], old.now)


def _as_it_was(session: Session, policy: Policy, old: Sequence[Old], *, sure: bool) -> ShownTicket:
    """What the document showed of the ticket then.

    What it showed besides is remembered, for another copy may have it; not of a field that is asked about.
    """
    item = old[0].item
    values, texts, past = dict(item.values), dict(item.texts), dict(item.past)
    for each in old:
        name = each.name
        if not sure and (each.is_whole or policy.kind(name) is MergeKind.SET):
            _dispute(session, policy, each)
            past.pop(name)
            continue
        values[name] = each.value
        texts.pop(name, None)
        if each.is_whole:
            texts |= {name: each.entry.texts[name]} if name in each.entry.texts else {}
            keep(
                session,
                session.store.tickets.get(item.ticket_id),
                name,
                ("local", each.value),
                REASON,
            )
    above = session.parent_id(values.pop(PARENT)) if _stood(item, values) else item.parent_id
    return replace(item, values=values, texts=texts, past=past, parent_id=above)


def _stood(item: ShownTicket, values: Mapping[str, FieldValue]) -> bool:
    """Whether the document showed the ticket's parent by its place."""
    return item.parent_id is not None and PARENT in values


def _dispute(session: Session, policy: Policy, old: Old) -> None:
    """The value that is back and Jira's have no base in common; of a set, what it overwrites is kept.

    So it is where the set gains other members besides: who takes one off may well put another one on.
    """
    ticket = session.store.tickets.get(old.item.ticket_id)
    base = session.store.bases.get(ticket.id).get(old.name)
    local = session.view(ticket).get(old.name)
    if base is None or not same(base.value, local):
        keep(session, ticket, old.name, ("local", local), REASON)
    elif policy.kind(old.name) is MergeKind.SET:
        keep(session, ticket, old.name, ("remote", local), REASON)
    else:
        session.store.bases.put(ticket.id, {old.name: BaseField(None, None)})


def _tell(session: Session, reading: Reading, back: Sequence[Old], *, sure: bool) -> None:
    path = session.world.path_name(reading.text.path)
    if sure and back:
        session.notes.append(
            f"{path} is an older copy of itself: {len(back)} values are as they were before ticketr wrote others. "
            "They are no edits: the newer ones are written again, and these are in the attic."
        )
    for each in [] if sure else back:
        key, name = each.item.key or each.item.title, session.book.label(each.name)
        session.notes.append(
            f"{path}: {name} of {key} is what it was before it was changed in Jira."
        )
