# ruff: noqa: S608 - this file makes SQL of names that stand in it; values are parameters
"""Tickets with all that stands under them, by the index of parents."""

from __future__ import annotations

from ticketr.adapters.sqlite.orders import NUMBER, PROJECT
from ticketr.adapters.sqlite.tickets import ROW_COLUMNS, row_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ticketr.adapters.sqlite.database import Database
    from ticketr.domain.query import TicketRow

PIECE = 100
"""Tops whose trees are read together."""

_TOPS = f"""
SELECT id FROM tickets WHERE workspace_id = ? AND parent_id IS NULL
ORDER BY jira_id IS NULL, {PROJECT}, {NUMBER}, seq LIMIT ? OFFSET ?
"""

_NESTED = """
WITH RECURSIVE up(top, above) AS (
    SELECT t.id, t.parent_id FROM json_each(?1) r CROSS JOIN tickets t ON t.id = r.value
    UNION
    SELECT up.top, t.parent_id FROM up CROSS JOIN tickets t ON t.id = up.above
)
SELECT DISTINCT top FROM up WHERE above IN (SELECT value FROM json_each(?1)) AND above <> top
"""

_BELOW = """
WITH RECURSIVE tree(id, depth, place, keyless, project, number, seq, path) AS (
    SELECT t.id, 0, r.key, FALSE, '', 0, t.seq, '/' || t.seq || '/'
    FROM json_each(?1) r CROSS JOIN tickets t ON t.id = r.value
    UNION ALL
    SELECT c.id, tree.depth + 1, tree.place, c.jira_id IS NULL, {project}, {number}, c.seq,
        tree.path || c.seq || '/'
    FROM tree CROSS JOIN tickets c ON c.parent_id = tree.id
    WHERE tree.depth < ?2 AND instr(tree.path, '/' || c.seq || '/') = 0
    ORDER BY 2 DESC, 3, 4, 5, 6, 7
)
SELECT tree.depth, {columns} FROM tree CROSS JOIN tickets t ON t.id = tree.id
"""
"""Depth first: of what waits, the deepest is taken first. Circles end where they come back to themselves."""


def tops(db: Database, workspace_id: str, limit: int | None, offset: int) -> list[str]:
    """The ids of tickets without a parent here, by key."""
    rows = db.query(_TOPS, (workspace_id, -1 if limit is None else limit, offset))
    return [row[0] for row in rows]


def below(db: Database, ids: Sequence[str], depth: int) -> Iterator[tuple[int, TicketRow]]:
    """These tickets, each followed by what stands under it."""
    from json import dumps

    sql = _BELOW.format(
        project=PROJECT.replace("jira_id", "c.jira_id"),
        number=NUMBER.replace("jira_id", "c.jira_id"),
        columns=", ".join(f"t.{name}" for name in ROW_COLUMNS.split(", ")),
    )
    nested = {row[0] for row in db.query(_NESTED, (dumps(list(ids)),))}
    first = [each for each in dict.fromkeys(ids) if each not in nested] or list(ids)
    for at in range(0, len(first), PIECE):
        piece = dumps(first[at : at + PIECE])
        for row in db.query(sql, (piece, depth)):
            yield row[0], row_of(row[1:])
