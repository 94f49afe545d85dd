"""Sums over tickets, in memory."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from tests.fakes.history import _updated, _whole
from tests.fakes.tickets import _matching
from ticketr.domain.merge import Absent
from ticketr.ports.counts import Group, Span, Step

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.fakes.state import Memory


class MemoryCounts:
    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def groups(self, filter, points):  # noqa: A002
        rows = [
            ((t.fields.get("status"), str(t.type), t.fields.get("assignee")), _points(t, points))
            for t in self._found(filter)
        ]
        return [Group(*key, *sums) for key, sums in _summed(rows)]

    def sizes(self, filter, points):  # noqa: A002
        found = Counter(
            None if (size := t.fields.get(points)) is None else float(size)
            for t in self._found(filter)
        )
        return sorted(found.items(), key=lambda item: (item[0] is None, item[0] or 0))

    def steps(self, filter, points, since):  # noqa: A002
        rows: list[Any] = []
        with self._memory.reading() as state:
            for ticket in _matching(state, filter):
                known = ticket.jira_id is None or _whole(state, ticket.id)
                moves = list((_moves if known else _noticed)(state, ticket))
                if not known and not moves:
                    continue
                born = (_minute(_born(state, ticket), since), None, _first(ticket, moves))
                own = [born, *((_minute(at, since), one, two) for at, one, two in moves)]
                rows += [(row, _points(ticket, points)) for row in own]
        return [Step(*key, *sums) for key, sums in _summed(rows)]

    def spans(self, filter, points, since):  # noqa: A002
        rows = []
        with self._memory.reading() as state:
            for ticket in _matching(state, filter):
                known = ticket.jira_id is None or _whole(state, ticket.id)
                if not known and not list(_noticed(state, ticket)):
                    stamps = state.stamps.get(ticket.id)
                    resolved = stamps.resolved if stamps else None
                    moved = resolved or _updated(state, ticket.id) or ticket.updated_at
                    status = ("", ticket.fields.get("status") or "")
                    key = (_minute(_born(state, ticket), since), _minute(moved, since), status)
                    rows.append((key, _points(ticket, points)))
        return [Span(*key, *sums) for key, sums in _summed(rows)]

    def _found(self, filter):  # noqa: A002
        with self._memory.reading() as state:
            return list(_matching(state, filter))


def _summed(rows: Iterable[tuple[Any, float]]):
    sums: dict[Any, list[float]] = defaultdict(list)
    for key, points in rows:
        sums[key].append(points)
    return [(key, (len(points), float(sum(points)))) for key, points in sums.items()]


def _points(ticket, field):
    size = ticket.fields.get(field) if field else None
    return float(size) if isinstance(size, int | float) else 0.0


def _born(state, ticket):
    stamps = state.stamps.get(ticket.id)
    return (stamps and stamps.created) or ticket.created_at


def _minute(moment, since):
    return max(moment, since).replace(second=0, microsecond=0)


def _moves(state, ticket):
    own = [entry for (owner, _), entry in state.changelog.items() if owner == ticket.id]
    for entry in sorted(own, key=lambda x: (x.created_at, int(x.id) if x.id.isdigit() else 0)):
        for item in entry.items:
            if (item.field or item.name.lower()) == "status":
                before, after = (item.before_id, item.before), (item.after_id, item.after)
                yield entry.created_at, before, after


def _noticed(state, ticket):
    """What changed here, of a ticket that is not resolved."""
    stamps = state.stamps.get(ticket.id)
    for change in state.changes if not (stamps and stamps.resolved) else ():
        if (change.ticket_id, change.field, change.side) == (ticket.id, "status", "local"):
            yield change.changed_at, *(("", _name(x)) for x in (change.before, change.after))


def _name(value):
    return "" if isinstance(value, Absent) or value is None else value


def _first(ticket, moves):
    return moves[0][1] if moves else ("", ticket.fields.get("status") or "")
