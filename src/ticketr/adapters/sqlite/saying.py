"""`~` as SQL: the full-text index answers, and where it finds too much, the texts are looked at themselves.

It finds too much where a phrase is to stand exactly, where a prefix is longer than a stem, and where it holds several
fields as one.
"""

from __future__ import annotations

from ticketr.adapters.sqlite.conditions import expression
from ticketr.adapters.sqlite.functions import BEGINNING, EXACTLY, FORMS
from ticketr.adapters.sqlite.matching import Columns, match_of, quoted
from ticketr.domain.runs import apart, has_runs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ticketr.adapters.sqlite.matching import Spell
    from ticketr.jql.checked import Column, Says
    from ticketr.jql.text import Term, Text

    Sql = tuple[str, tuple[Any, ...]]

TITLE = Columns("title", "cjk")
BODIES = Columns("description acceptance_criteria", "cjk")
OTHERS = Columns("others", "others")
COMMENTS = Columns("comments", "comments")
PLACES = {"title": TITLE, "description": BODIES, "comment": COMMENTS}
"""Where the index holds a field; all others share one column."""
CHANGED_ENDS = ("e", "i", "bl")
"""How stems end that are not the beginning of their words (hope: hoping)."""
FOUND = "SELECT rowid FROM tickets_fts WHERE tickets_fts MATCH ?"
LOOKED_AT = "SELECT seq FROM tickets WHERE +workspace_id = ? AND seq IN ({0}) AND ({1})"
BODY = """(
    SELECT coalesce(v.description, '') || char(10) || coalesce(v.acceptance_criteria, '')
    FROM tickets_text v WHERE v.seq = tickets.seq
)"""
"""All that Jira calls the description: the criteria are a part of it."""
IN_COMMENTS = """EXISTS (
    SELECT 1 FROM comments c WHERE c.ticket_id = tickets.id AND ticketr_says(CAST(c.body AS BLOB), ?)
)"""


def says(meant: Says, workspace_id: str, hidden: Spell) -> Sql:
    """One of the fields says it. `hidden`: the words that begin with a prefix although their stems do not."""
    text, hidden = meant.text, _once(hidden)
    columns: dict[Columns, list[Column]] = {}
    for column in meant.columns:
        columns.setdefault(PLACES.get(column.id, OTHERS), []).append(column)
    whole = len(meant.columns) > 1
    sure = [place for place in columns if _is_sure(place, text, hidden, whole=whole)]
    rest = {place: fields for place, fields in columns.items() if place not in sure}
    parts: list[Sql] = []
    if sure:
        parts.append((FOUND, (_joined(text, sure, hidden),)))
    if rest:
        parts.append(_looked_at(text, rest, workspace_id, hidden))
    sql = " UNION ALL ".join(part[0] for part in parts)
    return f"seq IN ({sql})", tuple(param for part in parts for param in part[1])


def _once(hidden: Spell) -> Spell:
    """The same, each prefix looked up once."""
    known: dict[str, Sequence[str]] = {}

    def found(prefix: str) -> Sequence[str]:
        if prefix not in known:
            known[prefix] = hidden(prefix)
        return known[prefix]

    return found


def _joined(text: Text, places: Sequence[Columns], spell: Spell, *, barred: bool = True) -> str:
    found = (match_of(text, place, _native(spell), barred=barred) for place in places)
    return " OR ".join(f"({match})" for match in found)


def _native(hidden: Spell) -> Spell:
    """The index finds the prefix itself, and the hidden words beside it."""
    return lambda prefix: [f"{prefix}*", *hidden(prefix)]


def _is_sure(place: Columns, text: Text, hidden: Spell, *, whole: bool) -> bool:
    """Whether what the index finds in the column is what the text asks of each field in it."""
    terms = [term for wanted, barred in text.groups for term in (*wanted, *barred)]
    if not all(_is_plain(term, hidden) for term in terms):
        return False
    if place in (TITLE, BODIES):
        return True
    single = all(len(wanted) == 1 and not barred for wanted, barred in text.groups)
    return single and (whole or place is COMMENTS)


def _is_plain(term: Term, hidden: Spell) -> bool:
    if term.exact or has_runs(term.text):
        return False
    return not term.prefix or not (
        term.text.casefold().endswith(CHANGED_ENDS) or hidden(term.text)
    )


def _looked_at(
    text: Text, columns: dict[Columns, list[Column]], workspace_id: str, hidden: Spell
) -> Sql:
    match = _joined(text, list(columns), hidden, barred=False)
    pattern = pattern_of(text)
    checks = [_check(column, pattern) for fields in columns.values() for column in fields]
    sql = LOOKED_AT.format(FOUND, " OR ".join(check[0] for check in checks))
    params = tuple(param for check in checks for param in check[1])
    return sql, (workspace_id, match, *params)


def _check(column: Column, pattern: str) -> Sql:
    if column.id == "comment":
        return IN_COMMENTS, (pattern,)
    sql, params = (BODY, ()) if column.id == "description" else expression(column)
    return f"ticketr_says(CAST({sql} AS BLOB), ?)", (*params, pattern)


def pattern_of(text: Text) -> str:
    """The text as `ticketr_says` takes it."""
    from json import dumps

    return dumps(
        [[list(map(_held, wanted)), list(map(_held, barred))] for wanted, barred in text.groups]
    )


def _held(term: Term) -> tuple[str, int]:
    match = quoted(apart(term.text))
    if term.prefix:
        return f"{match}*", BEGINNING
    return match, EXACTLY if term.exact or has_runs(term.text) else FORMS
