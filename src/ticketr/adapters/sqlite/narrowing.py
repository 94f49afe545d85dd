# ruff: noqa: S608 - this file makes SQL of names that stand in it; values are parameters
"""Conditions that an index can narrow to few tickets before they are looked at one by one.

A condition on a row is exact. Where the index says that only few rows can meet it, those are looked up first;
where many can, a page fills soon without that, and a list of them would cost more than it saves.
"""

from __future__ import annotations

from ticketr.adapters.sqlite.orders import UPDATED
from ticketr.adapters.sqlite.surrogates import marks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from ticketr.adapters.sqlite.database import Database
    from ticketr.adapters.sqlite.orders import Term
    from ticketr.jql.checked import Column, InSprint

    Sql = tuple[str, tuple[Any, ...]]

FEW = 5_000
"""Tickets that are looked up one by one."""
MOST_NAMES = 100
"""Values that are looked up in an index; more are not worth it."""
LONGEST = 60
"""Characters of a custom field's value that `ticket_members` holds."""
SPRINTS = "$sprints"
"""The name under which `ticket_members` holds the numbers of sprints."""
INDEXED = frozenset({"type", "status", "assignee", "reporter"})
"""Columns whose values have an index of their own; SQLite may prefer the index of the order to it."""
WALKED = {"assignee": frozenset({"seq", UPDATED})}
"""Orders in which an index holds the tickets with one value of a column."""
RANGES = frozenset({"created", "updated", "duedate"})
"""Columns whose ranges have one."""

MEMBERS = "SELECT ticket_seq FROM ticket_members WHERE field = ? AND value IN ({0})"
NONE: Sql = ("SELECT NULL WHERE FALSE", ())
KNOWN = """
WITH RECURSIVE known(name) AS (
    SELECT (SELECT min(value) FROM ticket_members WHERE field = ?1)
    UNION ALL
    SELECT (SELECT value FROM ticket_members WHERE field = ?1 AND value > known.name ORDER BY value LIMIT 1)
    FROM known WHERE known.name IS NOT NULL
)
SELECT name FROM known WHERE name IS NOT NULL
"""
"""The different values of a field, one step in the index each."""


class Index:
    """What the indexes of one database say of conditions; `few` tickets are worth a look-up.

    `needed` says whether a look-up was put in front of something that every ticket found must meet: then no other
    index is worth walking. `walked` says that something was left to an index that holds the tickets in the `order`
    asked for. `counting`: the tickets are counted, in no order.
    """

    def __init__(
        self,
        db: Database,
        workspace_id: str,
        few: int = FEW,
        *,
        counting: bool = False,
        order: Sequence[Term] = (),
    ) -> None:
        self._db = db
        self._workspace = workspace_id
        self._few = few
        self._counting = counting
        self._order = order[0].sql if order else ""
        self._loose = 0
        self._barred = 0
        self.needed = False
        self.walked = False

    def loosely(self, make: Callable[[], Sql], *, barred: bool = False) -> Sql:
        """A condition of several of which one must hold; `barred`: of what must not hold."""
        self._loose += 1
        self._barred += barred
        try:
            return make()
        finally:
            self._loose -= 1
            self._barred -= barred

    def narrowed(self, each: Sql, seqs: Sql | None) -> Sql:
        """The condition, behind a look-up of the tickets that can meet it where those are few."""
        if seqs is None or self._barred or not self.rare(seqs):
            return each
        self.needed = self.needed or not self._loose
        return f"(seq IN ({seqs[0]}) AND {each[0]})", (*seqs[1], *each[1])

    def rare(self, seqs: Sql) -> bool:
        """Whether it gives few tickets."""
        sql, params = seqs
        row = self._db.one(f"SELECT count(*) FROM ({sql} LIMIT ?)", (*params, self._few + 1))
        return row is not None and row[0] <= self._few

    def hidden(self, prefix: str) -> list[str]:
        """The words that begin so although their stems do not."""
        from ticketr.adapters.sqlite.words import hidden

        return hidden(self._db, prefix)

    def among(self, column: Column, values: Sequence[Any], what: Sql) -> Sql | None:
        """The tickets that can have one of the values; None where no index tells. `what` is the condition itself."""
        if len(values) > MOST_NAMES:
            return None
        if column.id in INDEXED or (column.kind == "key" and len(values) > 1):
            return None if self._left or self._walk(column, values) else self.tickets(what)
        if column.kind in ("set", "users"):
            return self._members(column.id, list(map(str, values)))
        if column.kind in ("choice", "ranked") and column.id.startswith("customfield_"):
            return self._scalars(column.id, list(map(str, values)))
        return None

    def compared(self, column: Column, what: Sql) -> Sql | None:
        """The same for a comparison."""
        return self.tickets(what) if column.id in RANGES and not self._left else None

    @property
    def _left(self) -> bool:
        """Whether SQLite chooses among the tickets' indexes: where nothing is sorted, it takes one that serves."""
        return self._counting and not self._loose

    def _walk(self, column: Column, values: Sequence[Any]) -> bool:
        """Whether an index gives the tickets with that value as they are to be shown: none need be gathered first."""
        walks = len(values) == 1 and not self._loose and self._order in WALKED.get(column.id, ())
        self.walked = self.walked or walks
        return walks

    def tickets(self, what: Sql) -> Sql:
        """The tickets of the workspace that meet a condition on a column with an index."""
        sql = f"SELECT seq FROM tickets WHERE workspace_id = ? AND {what[0]}"
        return sql, (self._workspace, *what[1])

    def in_sprint(self, meant: InSprint) -> Sql | None:
        """The tickets that can be in one of the sprints, by number or by the name that they state."""
        numbers = (*meant.open, *meant.closed)
        names = self._scalars(meant.column.id, list(meant.names))
        if len(numbers) + len(meant.names) > MOST_NAMES or names is None:
            return None
        found, params = self._members(SPRINTS, list(numbers))
        return f"{found} UNION {names[0]}", (*params, *names[1])

    def _scalars(self, field: str, names: list[str]) -> Sql | None:
        fits = field.startswith("customfield_") and all(len(name) <= LONGEST for name in names)
        return self._members(field, names) if fits else None

    def _members(self, field: str, names: list[str]) -> Sql:
        """SQLite folds ASCII by itself; of other names, the spellings that are here are looked for first."""
        plain = [name for name in names if name.isascii()]
        if len(plain) < len(names):
            wanted = {name.casefold() for name in names}
            known = (str(row[0]) for row in self._db.query(KNOWN, (field,)))
            plain = [name for name in known if name.casefold() in wanted]
        if not plain:
            return NONE
        return MEMBERS.format(marks(plain)), (field, *plain)
