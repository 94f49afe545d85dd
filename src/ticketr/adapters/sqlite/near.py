# ruff: noqa: S608 - this file makes SQL of names that stand in it; values are parameters
"""Words that a misspelt one may have meant.

One letter is wrong, missing, too many or in its neighbour's place; in long words two; or they begin so.
"""

from __future__ import annotations

from ticketr.adapters.sqlite.matching import quoted
from ticketr.adapters.sqlite.words import LAST, beginning, tokens
from ticketr.domain.runs import has_runs
from ticketr.domain.spelling import distance, edits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ticketr.adapters.sqlite.database import Database

SHORTEST_START, SHORTEST, LONG = 3, 4, 8
"""Letters of a word that may be the beginning of another, that may be misspelt, that may be misspelt twice."""
MOST = 8
"""Words that are tried in the place of one."""
MOST_COMPARED = 3000
_HELD = "SELECT 1 FROM tickets_fts WHERE tickets_fts MATCH ? LIMIT 1"
_LIKE = """
SELECT word FROM words WHERE word >= ?1 AND word < ?1 || ?2 AND length(word) BETWEEN ?3 - 2 AND ?3 + 2
ORDER BY hits DESC, word LIMIT ?4
"""


def near(db: Database, text: str) -> tuple[str, ...]:
    """The words the text may have meant, nearest first; of a phrase the nearest of each word; itself where it is held.

    Empty where there are none.
    """
    words = tokens(text)
    if has_runs(text) or _is_held(db, text):
        return (text,)
    if len(words) == 1:
        return tuple(_near(db, words[0]))
    best = [_near(db, word)[:1] if not _is_held(db, word) else [word] for word in words]
    return (" ".join(word for found in best for word in found),) if best and all(best) else ()


def _is_held(db: Database, text: str) -> bool:
    return bool(db.query(_HELD, (quoted(text),)))


def _near(db: Database, word: str) -> list[str]:
    """A number is what it is: none is nearly another."""
    if not any(map(str.isalpha, word)):
        return []
    found = _one_away(db, word) if len(word) >= SHORTEST else []
    if not found and len(word) >= LONG:
        found = _two_away(db, word)
    longer = beginning(db, word, MOST) if len(word) >= SHORTEST_START else []
    return list(dict.fromkeys([*found, *longer]))[:MOST]


def _one_away(db: Database, word: str) -> list[str]:
    tried = sorted(edits(word))
    sql = f"SELECT word, hits FROM words WHERE word IN ({', '.join('?' * len(tried))})"
    found = db.query(sql, tuple(tried))
    found.sort(key=lambda row: (row[0][:1] != word[:1], -row[1], row[0]))
    return [row[0] for row in found]


def _two_away(db: Database, word: str) -> list[str]:
    start = word[:SHORTEST_START]
    rows = db.query(_LIKE, (start, LAST, len(word), MOST_COMPARED))
    return [other for (other,) in rows if distance(word, other, 2) <= 2]
