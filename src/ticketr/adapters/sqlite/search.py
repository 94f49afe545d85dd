# ruff: noqa: S608 - this file makes SQL of names that stand in it; values are parameters
"""Search on FTS5, bounded at any size. On the hot path of `search`: no heavy imports.

At most RANKED + 1 tickets are taken from the index, from the newest on, and only those are ranked: to rank every
ticket that holds a common word takes longer the more tickets there are.
"""

from __future__ import annotations

from ticketr.adapters.sqlite.database import text as readable
from ticketr.adapters.sqlite.excerpts import hits
from ticketr.adapters.sqlite.matching import EVERYWHERE, match_of, quoted
from ticketr.adapters.sqlite.words import beginning
from ticketr.domain.runs import has_runs
from ticketr.domain.search import RANKED, Found

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticketr.adapters.sqlite.database import Database
    from ticketr.domain.search import Hit, KeyPart
    from ticketr.jql.text import Text

MOST_WORDS = 100
"""Words that a prefix stands for; with more, the most frequent."""
LONGEST_NUMBER = 15
NEWEST = "SELECT rowid FROM tickets_fts WHERE tickets_fts MATCH ? ORDER BY rowid DESC LIMIT ?"
TITLED = """
SELECT rowid FROM tickets_fts WHERE tickets_fts MATCH ? AND rowid BETWEEN ? AND ? LIMIT 100000
"""
"""Of all workspaces: to ask for one takes seven times as long; the bound is for words in all titles of a large one."""
IN_TITLE = """
SELECT rowid, ticketr_in_title(tickets_fts) FROM tickets_fts WHERE tickets_fts MATCH ? ORDER BY rowid DESC LIMIT ?
"""
WEIGHTS = "10.0, 2.0, 2.0, 1.5, 3.0, 1.0, 4.0, 0.0"
"""What a word counts in each column of the index, in their order; the workspace's own word counts nothing."""
BEST = f"""
SELECT rowid FROM tickets_fts WHERE tickets_fts MATCH ? AND rowid BETWEEN ? AND ? {{}}
ORDER BY bm25(tickets_fts, {WEIGHTS}), rowid DESC
"""
"""Without the workspace's word: to weigh a word, FTS5 counts all tickets that hold it."""
AMONG = "AND +rowid IN (SELECT value FROM json_each(?))"
WEIGHED = f"""
SELECT rowid, ticketr_weight(tickets_fts, {WEIGHTS}), ticketr_in_title(tickets_fts) FROM tickets_fts
WHERE tickets_fts MATCH ? ORDER BY rowid DESC LIMIT ?
"""
"""For a phrase: to find where its words stand next to each other is what takes long, so it is done once."""
OTHERS = """
SELECT 1 FROM workspaces
WHERE id <> ? AND EXISTS (SELECT 1 FROM tickets WHERE workspace_id = workspaces.id) LIMIT 1
"""
KEYS = """
SELECT seq FROM tickets WHERE workspace_id = ? AND (jira_id IS NULL) = 0
    AND substr(jira_id, 1, instr(jira_id, '-')) = ?
    AND CAST(substr(jira_id, instr(jira_id, '-') + 1) AS INTEGER) BETWEEN ? AND ?
ORDER BY CAST(substr(jira_id, instr(jira_id, '-') + 1) AS INTEGER) LIMIT ?
"""
FORMER = """
SELECT t.seq FROM former_keys f JOIN tickets t ON t.id = f.ticket_id WHERE f.workspace_id = ? AND f.jira_id = ?
"""


class SqliteSearch:
    """SearchIndex on SQLite."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def keys(self, part: KeyPart, workspace_id: str | None, limit: int) -> list[Hit]:
        """The ticket with that key, then those whose keys begin so, by number; without a project, in each one's."""
        if len(part.number) > LONGEST_NUMBER:
            return []
        found: list[int] = []
        places = [(w, f"{part.project or key}-") for w, key in self._projects(workspace_id)]
        for least, most in _numbers(part.number):
            for workspace, start in places:
                left = max(limit - len(found), 0)
                found += self._seqs(KEYS, (workspace, start, least, most, left))
                if least == most and not found:
                    found += self._seqs(FORMER, (workspace, f"{start}{least}"))
        return hits(self._db, list(dict.fromkeys(found)))

    def _projects(self, workspace_id: str | None) -> list[tuple[str, str]]:
        sql = "SELECT id, project_key FROM workspaces WHERE ?1 IS NULL OR id = ?1 ORDER BY name"
        return [(row[0], readable(row[1])) for row in self._db.query(sql, (workspace_id,))]

    def find(
        self,
        text: Text,
        workspace_id: str | None,
        *,
        limit: int,
        offset: int = 0,
        without: Sequence[str] = (),
    ) -> Found:
        """A page of the tickets that say it, best first, and of equals the newest."""
        match = match_of(text, EVERYWHERE, self._spell)
        inside = self._inside(workspace_id)
        phrase = text.phrase and not has_runs(match)
        order = self._phrase_order if phrase else self._order
        ordered, more = order(text, inside, match)
        if left_out := self._named(without):
            ordered = [seq for seq in ordered if seq not in left_out]
        page = ordered[offset : offset + limit]
        shown = hits(self._db, page, text, match, one_by_one=phrase)
        return Found(shown, len(ordered), more=more)

    def _order(self, text: Text, inside: str, match: str) -> tuple[list[int], bool]:
        """The newest RANKED tickets that match, in the order in which they are shown; whether there are more."""
        newest = self._seqs(NEWEST, (f"{inside}({match})", RANKED + 1))
        if len(newest) > RANKED:
            return self._titles_first(text, inside, match, newest[:RANKED]), True
        found = self._best_first(match, newest, among=bool(inside)) if newest else []
        return found, False

    def _phrase_order(self, _: Text, inside: str, match: str) -> tuple[list[int], bool]:
        """The same for a phrase."""
        rows = self._db.query(WEIGHED, (f"{inside}({match})", RANKED + 1))
        more = len(rows) > RANKED
        ordered = sorted(rows[:RANKED], key=lambda row: -row[2 if more else 1])
        return [row[0] for row in ordered], more

    def _best_first(self, match: str, newest: list[int], *, among: bool) -> list[int]:
        """The same tickets, best first; `among`: others that match stand between them."""
        within = (match, newest[-1], newest[0])
        if not among:
            return self._seqs(BEST.format(""), within)
        return self._seqs(BEST.format(AMONG), (*within, f"[{', '.join(map(str, newest))}]"))

    def _titles_first(self, text: Text, inside: str, match: str, newest: list[int]) -> list[int]:
        """The same tickets, those that say more of it in the title first. Of a single term the index knows at once."""
        if text.single:
            within = (f"{{title}} : ({match})", newest[-1], newest[0])
            titled = set(self._seqs(TITLED, within))
            return [*filter(titled.__contains__, newest), *(x for x in newest if x not in titled)]
        rows = self._db.query(IN_TITLE, (f"{inside}({match})", RANKED))
        said: dict[int, int] = dict(rows)
        return sorted(newest, key=lambda seq: -said.get(seq, 0))

    def _spell(self, prefix: str) -> list[str]:
        return beginning(self._db, prefix, MOST_WORDS)

    def _inside(self, workspace_id: str | None) -> str:
        """What narrows a match to one workspace, where others have tickets, too."""
        if workspace_id is None or not self._db.query(OTHERS, (workspace_id,)):
            return ""
        return f"{{workspace}} : {quoted(workspace_id)} AND "

    def _seqs(self, sql: str, params: tuple[object, ...]) -> list[int]:
        return [row[0] for row in self._db.query(sql, params)]

    def _named(self, ids: Sequence[str]) -> set[int]:
        marks = ", ".join("?" * len(ids))
        sql = f"SELECT seq FROM tickets WHERE id IN ({marks})"
        return set(self._seqs(sql, tuple(ids))) if ids else set()

    def near(self, word: str) -> tuple[str, ...]:
        """The words of tickets that the word may have meant, nearest first; the word itself, where tickets hold it."""
        from ticketr.adapters.sqlite.near import near

        return near(self._db, word)


def _numbers(digits: str) -> list[tuple[int, int]]:
    """The ranges of numbers that begin with these digits: the number itself, then with one digit more, and so on."""
    if not digits:
        return [(0, 10**LONGEST_NUMBER)]
    number = int(digits)
    powers = [10**more for more in range(10)] if number else [1]
    return [(number * power, (number + 1) * power - 1) for power in powers]
