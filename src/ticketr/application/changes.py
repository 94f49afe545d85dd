"""What changed is written down with the change itself: before and after, per ticket and field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.domain.digest import same
from ticketr.domain.merge import ABSENT, Absent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from ticketr.domain.plan import FieldAction
    from ticketr.domain.ticket import FieldValue, Ticket, View
    from ticketr.ports.history import ChangeRecord
    from ticketr.ports.repositories import Store


class Scribe:
    """Writes down what one command changes of tickets. `operation` is its number, None for edits by hand."""

    def __init__(self, store: Store, now: datetime, operation: int | None = None) -> None:
        self._store = store
        self._now = now
        self._operation = operation

    def edited(self, ticket: Ticket, before: View, after: View, names: Iterable[str]) -> None:
        """These fields of the local view were edited."""
        self._add(
            self._record(
                ticket, "local", name, (before.get(name, ABSENT), after.get(name, ABSENT))
            )
            for name in dict.fromkeys(names)
        )

    def taken(self, ticket: Ticket, items: Iterable[FieldAction], after: View) -> None:
        """The local view took these values, or what both sides agree on moved; `after` is the new base."""
        self._add(
            self._record(
                ticket,
                "local",
                item.field,
                (item.local, item.value),
                (item.base, after.get(item.field, ABSENT)),
            )
            for item in items
        )

    def sent(self, ticket: Ticket, items: Iterable[FieldAction]) -> None:
        """Jira took these values."""
        self._add(
            self._record(
                ticket,
                "remote",
                item.field,
                (item.base if isinstance(item.remote, Absent) else item.remote, item.value),
                (item.base, item.value),
            )
            for item in items
        )

    def whole(self, ticket: Ticket, before: str | None, after: str | None) -> None:
        """The ticket came to be in Jira (`after` is its key), or went (`before` is)."""
        from ticketr.ports.history import WHOLE

        self._add([self._record(ticket, "remote", WHOLE, (before, after))])

    def _record(
        self,
        ticket: Ticket,
        side: str,
        field: str,
        values: tuple[FieldValue | Absent, FieldValue | Absent],
        bases: tuple[FieldValue | Absent, FieldValue | Absent] = (ABSENT, ABSENT),
    ) -> ChangeRecord:
        from ticketr.ports.history import ChangeRecord

        return ChangeRecord(
            ticket.workspace_id,
            ticket.id,
            ticket.jira_id,
            self._operation,
            side,
            field,
            *values,
            self._now,
            *bases,
        )

    def _add(self, records: Iterable[ChangeRecord]) -> None:
        found = [record for record in records if _says_something(record)]
        if found:
            self._store.changes.add(found)


def _says_something(record: ChangeRecord) -> bool:
    """Whether anything moved; a field that was unknown before has nothing to go back to."""
    moved = (record.before, record.after), (record.base_before, record.base_after)
    return any(_differ(before, after) for before, after in moved)


def _differ(before: FieldValue | Absent, after: FieldValue | Absent) -> bool:
    if isinstance(before, Absent) or isinstance(after, Absent):
        return isinstance(before, Absent) != isinstance(after, Absent)
    return not same(before, after)
