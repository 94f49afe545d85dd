# ruff: noqa: S608 - this file makes SQL of names that stand in it; values are parameters
"""Tickets that were found, with what they say where the words stand. Nothing but the page that is shown is read."""

from __future__ import annotations

from ticketr.adapters.sqlite.tickets import ROW_COLUMNS, row_of
from ticketr.domain.runs import has_runs
from ticketr.domain.search import CUT, FIRST, LAST, Hit, Marked, around, marked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticketr.adapters.sqlite.database import Database
    from ticketr.jql.text import Text

LENGTH = 16
"""Words of an excerpt."""
FIELDS = ("description", "acceptance_criteria", "others", "labels", "comments")
"""The columns of the index behind the title, in their order."""
_ROWS = """
SELECT {0}, (SELECT name FROM workspaces w WHERE w.id = workspace_id), seq FROM tickets WHERE seq IN ({1})
"""
_SNIPPETS = " ".join(
    f"WHEN {at} THEN CAST(snippet(tickets_fts, {at}, ?1, ?2, ?3, {LENGTH}) AS BLOB)"
    for at in range(1, len(FIELDS) + 1)
)
_EXCERPTS = f"""
SELECT tickets_fts.rowid, CAST(highlight(tickets_fts, 0, ?1, ?2) AS BLOB), ticketr_place(tickets_fts),
    CASE ticketr_place(tickets_fts) {_SNIPPETS} END
"""
"""An excerpt is made of one column alone: each is read twice for that."""
_SHOWN = f"""
{_EXCERPTS} FROM tickets_fts
WHERE tickets_fts MATCH ?4 AND rowid BETWEEN ?5 AND ?6 AND +rowid IN (SELECT value FROM json_each(?7))
"""
"""One walk for the whole page: to look up the words for each ticket anew takes longer, the more words there are."""
_SHOWN_EACH = f"""
{_EXCERPTS} FROM json_each(?5) page CROSS JOIN tickets_fts WHERE tickets_fts MATCH ?4 AND tickets_fts.rowid = page.value
"""
"""For a phrase: to find it in everything between the tickets takes longer than to look up its few words for each."""
_WHOLE = f"""
SELECT {", ".join(f"CAST({name} AS BLOB)" for name in FIELDS)} FROM tickets_text WHERE seq = ?
"""


def hits(
    db: Database,
    seqs: Sequence[int],
    text: Text | None = None,
    match: str = "",
    *,
    one_by_one: bool = False,
) -> list[Hit]:
    """The tickets of these numbers, in this order; with excerpts where it is said what was looked for.

    `one_by_one`: where that stands is looked up for each.
    """
    marks = ", ".join("?" * len(seqs))
    rows = db.query(_ROWS.format(ROW_COLUMNS, marks), tuple(seqs)) if seqs else []
    found = {}
    for row in rows:
        ticket = row_of(row[:-2])
        found[row[-1]] = Hit(ticket, str(row[-2]), Marked(ticket.title))
    if text is not None:
        words = _unspaced(text)
        _show(db, found, match, one_by_one=one_by_one)
        for seq, hit in found.items() if words else ():
            _show_runs(db, hit, seq, words)
    return [found[seq] for seq in seqs if seq in found]


def _show(db: Database, found: dict[int, Hit], match: str, *, one_by_one: bool) -> None:
    if not found:
        return
    wanted = f"[{', '.join(map(str, found))}]"
    between = () if one_by_one else (min(found), max(found))
    params = (FIRST, LAST, CUT, match, *between, wanted)
    for seq, title, place, snippet in db.query(_SHOWN_EACH if one_by_one else _SHOWN, params):
        hit = found[seq]
        hit.title = marked(_decoded(title))
        if place:
            hit.field, hit.excerpt = FIELDS[place - 1], marked(_decoded(snippet))


def _unspaced(text: Text) -> list[str]:
    """The words that are looked for and stand in scripts without spaces."""
    terms = [term.text for wanted, _ in text.groups for term in wanted if has_runs(term.text)]
    return [word for term in terms for word in term.split() if has_runs(word)]


def _show_runs(db: Database, hit: Hit, seq: int, words: Sequence[str]) -> None:
    """Such words are found character by character, in a column that nobody reads: they are marked in the texts."""
    title = hit.title.text
    at = [(title.find(word), len(word)) for word in words]
    marks = [(start, start + length) for start, length in at if start >= 0]
    hit.title = Marked(title, sorted({*hit.title.marks, *marks}))
    for field, value in zip(FIELDS, db.query(_WHOLE, (seq,))[0], strict=True):
        excerpt = None if hit.excerpt else around(_decoded(value), words)
        if excerpt is not None:
            hit.excerpt, hit.field = excerpt, field


def _decoded(value: bytes | None) -> str:
    return (value or b"").decode("utf-8", "replace")
