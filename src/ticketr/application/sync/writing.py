"""Which edits bring one block of a document to what the store says, and what the block shows afterwards."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ticketr.application.fields import VIEW_IDS
from ticketr.application.values import BadValue
from ticketr.domain.digest import same
from ticketr.domain.ticket import CRITERIA, DESCRIPTION, PARENT, TITLE
from ticketr.markdown.patch import SetField, SetKey, SetSection, SetTitle
from ticketr.ports.records import BY_HAND, ShownTicket, Written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Literal

    from ticketr.application.sync.reading import Entry
    from ticketr.application.sync.session import Session
    from ticketr.domain.ticket import FieldValue, Ticket, View
    from ticketr.markdown.patch import Edit

SECTIONS: Mapping[str, Literal["description", "criteria"]] = {
    DESCRIPTION: "description",
    CRITERIA: "criteria",
}

REMEMBERED = 20
"""Operations whose writes are remembered of a field."""
BY_HAND_FIRST, BY_HAND_LAST = 1, 2
"""Values that are remembered of those that somebody wrote over since: the first, and the last."""


class Writer:
    """Compares one block with its ticket.

    A field that was edited in the document since it was last read is left for the next reading, which merges.
    """

    def __init__(
        self,
        session: Session,
        entry: Entry,
        item: ShownTicket,
        above: ShownTicket | None,
        changed: frozenset[str],
    ) -> None:
        self._session = session
        self._entry = entry
        self._item = item
        self._above = above
        self._ticket = session.store.tickets.get(item.ticket_id)
        self._view: View = session.view(self._ticket)
        self._added = [name for name in SECTIONS if self._is_new(name, changed)]

    def _is_new(self, name: str, changed: frozenset[str]) -> bool:
        """Whether a pull changed a section that the block does not have yet."""
        mentioned = name in self._item.values or name in self._entry.values
        return name in changed and not mentioned and bool(self._view.get(name))

    def edits(self) -> Iterator[Edit]:
        """What is to be written."""
        ticket: Ticket = self._ticket
        if ticket.jira_id and self._entry.block.key != ticket.jira_id:
            yield SetKey(self._entry.block, ticket.jira_id)
        for name in [*self._item.values, *self._added]:
            if self._differs(name) and not self._edited_there(name):
                yield from self._edit(name, self._view.get(name))

    def _differs(self, name: str) -> bool:
        if self._is_inherited(name):
            above = self._above.values.get(name) if self._above else None
            return not same(above, self._view.get(name))
        return name in self._added or not same(self._item.values[name], self._view.get(name))

    def _is_inherited(self, name: str) -> bool:
        return name in self._entry.texts and name not in self._entry.own

    def _edited_there(self, name: str) -> bool:
        item, entry = self._item, self._entry
        if name in self._added or self._is_inherited(name):
            return False
        if name not in entry.values:
            return True
        if name in item.texts and name in entry.texts:
            return item.texts[name] != entry.texts[name]
        return not same(item.values[name], entry.values[name])

    def _edit(self, name: str, value: FieldValue) -> Iterator[Edit]:
        block = self._entry.block
        if name == TITLE:
            yield SetTitle(block, str(value or block.title))
        elif name in SECTIONS:
            yield SetSection(block, SECTIONS[name], str(value or ""))
        elif name != PARENT or self._entry.parent is None:
            yield SetField(block, self._label(name), self._session.book.text(name, value))

    def shown(self, edits: list[Edit]) -> ShownTicket:
        """What the block shows once the edits are made."""
        item = self._item
        names = [*item.values, *self._added]
        values = {name: self._value_after(name) for name in names}
        title = str(values.get(TITLE) or item.title)
        return ShownTicket(
            item.ticket_id,
            self._entry.ordinal,
            title,
            self._ticket.jira_id,
            item.parent_id,
            values,
            self._texts_after(edits),
            self._past_after(),
        )

    def _past_after(self) -> dict[str, tuple[Written, ...]]:
        """What the block showed before ticketr wrote into it, this time too; of one operation, the first is kept.

        Where the block says the value already, as a name that became an account, nothing is written over.
        """
        said, view = self._entry.values, self._view
        own = [name for name in self._item.values if not self._is_inherited(name)]
        written = [name for name in own if self._differs(name) and not self._edited_there(name)]
        values = {
            name: self._item.values[name]
            for name in written
            if not same(said[name], view.get(name))
        }
        return written_before(self._session, self._item, values)

    def _value_after(self, name: str) -> FieldValue:
        return self._item.values[name] if self._edited_there(name) else self._view.get(name)

    def _texts_after(self, edits: list[Edit]) -> dict[str, str]:
        texts = dict(self._item.texts)
        above = self._above.texts if self._above is not None else {}
        texts |= {name: text for name, text in above.items() if self._is_inherited(name)}
        for edit in edits:
            if isinstance(edit, SetField):
                texts[self._view_id(edit.name)] = edit.value
        return texts

    def _label(self, name: str) -> str:
        """What the block, or the one above it, calls the field; else the field's own name."""
        at: Entry | None = self._entry
        while at is not None:
            for line in at.block.fields:
                if self._means(line.name, name):
                    return line.name
            at = at.parent
        return self._session.book.label(name)

    def _means(self, label: str, name: str) -> bool:
        try:
            return self._view_id(label) == name
        except BadValue:
            return False

    def _view_id(self, label: str) -> str:
        found = self._session.book.find(label)
        return VIEW_IDS.get(found.id, found.id)


def written_before(
    session: Session, item: ShownTicket, values: View
) -> dict[str, tuple[Written, ...]]:
    """What was shown before ticketr wrote, these values now among it; of one operation, the first is kept."""
    past, number = dict(item.past), session.operation or 0
    for name, value in values.items():
        known = past.get(name, ())
        if not known or known[-1].number != number:
            known = tuple(replace(x, number=number) if x.number == BY_HAND else x for x in known)
            kept = sorted({number, *(x.number for x in known)})[-REMEMBERED:]
            past[name] = (*(x for x in known if x.number in kept), Written(number, value))
    return past


def edited_before(item: ShownTicket, values: View) -> dict[str, tuple[Written, ...]]:
    """What was shown before somebody wrote into the document, these values now among it."""
    past = dict(item.past)
    for name, value in values.items():
        known = past.get(name, ())
        writes = [each for each in known if each.number != BY_HAND]
        hands = [*known[len(writes) :], Written(BY_HAND, value)]
        first, later = hands[:BY_HAND_FIRST], hands[BY_HAND_FIRST:]
        past[name] = (*writes, *first, *later[-BY_HAND_LAST:])
    return past
