# ruff: noqa: S608 - this file makes SQL of names that stand in it; values are parameters
"""The table changelog_items: filled from Jira's history, and asked by WAS, CHANGED and updatedBy().

Every condition is a set of tickets, found by an index, and not a question to each ticket in turn.
"""

from __future__ import annotations

from ticketr.adapters.sqlite.conditions import NEVER, joined, named, one_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ticketr.jql.checked import Changed, Held, Updated, Was, When

    Sql = tuple[str, tuple[Any, ...]]

LONGEST = 1000
"""Characters of both values together; longer ones are texts, whose past nobody asks for."""
FORGET = "DELETE FROM changelog_items WHERE ticket = (SELECT seq FROM tickets WHERE id = ?)"
_FIELD = (
    "CASE WHEN i.value ->> 0 <> '' THEN i.value ->> 0"
    " WHEN lower(i.value ->> 1) = 'fix version' THEN 'fixVersions' ELSE lower(i.value ->> 1) END"
)
"""The id of the field; older Jiras say its name alone."""
_ORDER = "c.created_at, CAST(c.entry_id AS INTEGER), c.entry_id, i.key"
FOREVER = "9999-12-31T23:59:59.999Z"
_BORN = "coalesce({0}jira_created, {0}created_at)"


def items_of(which: str) -> str:
    """SQL that fills the table from the changelogs `c` that the condition names."""
    return (
        f"INSERT INTO changelog_items SELECT t.seq, {_FIELD}, row_number() OVER w, c.workspace_id,"
        " coalesce(i.value ->> 4, ''), i.value ->> 2, coalesce(i.value ->> 5, ''), i.value ->> 3,"
        " c.author, c.created_at, lead(c.created_at) OVER w"
        " FROM changelog c JOIN tickets t ON t.id = c.ticket_id, json_each(c.items) i"
        f" WHERE {which} AND length(i.value ->> 2) + length(i.value ->> 3) <= {LONGEST}"
        f" WINDOW w AS (PARTITION BY t.seq, {_FIELD} ORDER BY {_ORDER})"
    )


def was(meant: Was, now: Sql, workspace_id: str) -> Sql:
    """The tickets whose field held one of the values: after a change, before the first one, or all the time.

    `now` is the condition on a ticket that it holds one of them today.
    """
    field, kind = meant.column.id, meant.column.kind
    scope: Sql = ("h.workspace_id = ? AND h.field = ?", (workspace_id, field))
    after = _all(
        scope,
        _value("h.to", meant.values, workspace_id, kind),
        *_when(meant.when, ("h.author", "h.created_at", f"coalesce(h.until, '{FOREVER}')")),
    )
    before = _all(
        scope,
        ("h.n = 1", ()),
        _value("h.from", meant.values, workspace_id, kind),
        *_when(meant.when, ("t.creator", _BORN.format("t."), "h.created_at")),
    )
    always = _all(
        ("workspace_id = ?", (workspace_id,)),
        joined("OR", [now, _base(meant)]),
        (
            "NOT EXISTS (SELECT 1 FROM changelog_items h WHERE h.ticket = tickets.seq AND h.field = ?)",
            (field,),
        ),
        *_when(meant.when, ("creator", _BORN.format(""), f"'{FOREVER}'")),
    )
    return _among(
        ("SELECT h.ticket FROM changelog_items h WHERE", after),
        (
            "SELECT h.ticket FROM changelog_items h JOIN tickets t ON t.seq = h.ticket WHERE",
            before,
        ),
        ("SELECT seq FROM tickets WHERE", always),
    )


def changed(meant: Changed, workspace_id: str) -> Sql:
    """The tickets whose field changed like that."""
    terms: list[Sql] = [("h.workspace_id = ? AND h.field = ?", (workspace_id, meant.column.id))]
    for end, values in (("h.from", meant.before), ("h.to", meant.after)):
        if values is not None:
            terms.append(_value(end, values, workspace_id, meant.column.kind))
    terms += _when(meant.when, ("h.author", "h.created_at", ""), instant=True)
    return _among(("SELECT h.ticket FROM changelog_items h WHERE", _all(*terms)))


def updated(meant: Updated, workspace_id: str) -> Sql:
    """The tickets that one of the accounts created, changed or commented on."""
    marks = ", ".join("?" * len(meant.accounts))
    given = (workspace_id, *meant.accounts, meant.first, meant.last)
    saved = f"workspace_id = ? AND author IN ({marks}) AND created_at BETWEEN ? AND ?"
    born = f"workspace_id = ? AND creator IN ({marks}) AND {_BORN.format('')} BETWEEN ? AND ?"
    said = f"author IN ({marks}) AND updated_at BETWEEN ? AND ?"
    sql = (
        f"id IN (SELECT ticket_id FROM changelog WHERE {saved}"
        f" UNION ALL SELECT id FROM tickets WHERE {born}"
        f" UNION ALL SELECT ticket_id FROM comments WHERE {said})"
    )
    return sql, (*given, *given, *given[1:])


def _among(*selects: tuple[str, Sql]) -> Sql:
    sql = " UNION ALL ".join(f"{head} {term}" for head, (term, _) in selects)
    return f"seq IN ({sql})", tuple(value for _, (_, params) in selects for value in params)


def _all(*terms: Sql) -> Sql:
    return " AND ".join(sql for sql, _ in terms), tuple(x for _, given in terms for x in given)


def _value(end: str, values: Held, workspace_id: str, kind: str) -> Sql:
    """One end of a change is one of the values: by id, or by name where its id is none that is known here."""
    terms: list[Sql] = []
    if values.empty:
        terms.append((f"({end}_id = '' AND {end}_text = '')", ()))
    if kind == "set":
        terms += [_member(f"{end}_id", one) for one in values.ids]
        bare = f"{end}_id = '' AND " if values.ids else ""
        terms += [_all((f"{bare}TRUE", ()), _member(f"{end}_text", one)) for one in values.names]
        return joined("OR", terms) if terms else NEVER
    if values.ids:
        terms.append(one_of((f"{end}_id", ()), values.ids))
    if values.names:
        by_name = named((f"{end}_text", ()), values.names)
        terms.append(_all(_unknown(end, values, workspace_id, kind), by_name))
    return joined("OR", terms) if terms else NEVER


def _unknown(end: str, values: Held, workspace_id: str, kind: str) -> Sql:
    if kind == "user":
        accounts = "SELECT account FROM users WHERE workspace_id = ?"
        return f"{end}_id NOT IN ({accounts})", (workspace_id,)
    return (f"{end}_id = ''" if values.ids else "TRUE"), ()


def _member(what: str, value: str) -> Sql:
    """One of the values that an entry names with commas between them."""
    return f"instr(', ' || {what} || ',', ', ' || ? || ',') > 0", (value,)


def _base(meant: Was) -> Sql:
    """What Jira holds where it is something else here: an edit that was not pushed is no past of Jira's."""
    values = meant.values
    kept = values.ids if meant.column.kind == "user" else values.names
    terms: list[Sql] = [named(("v.value", ()), kept)] if kept else []
    if values.empty:
        terms.append(("v.value IS NULL", ()))
    found, params = joined("OR", terms) if terms else NEVER
    sql = (
        "(sync_status <> 'synced' AND EXISTS (SELECT 1 FROM ticket_bases b,"
        f" json_each(ticketr_base(b.fields, ?)) v WHERE b.ticket_id = tickets.id AND ({found})))"
    )
    return sql, (meant.column.id, *params)


def _when(when: When, columns: tuple[str, str, str], *, instant: bool = False) -> list[Sql]:
    """By whom and when, by the columns of the author, the start and the end; an instant has a start alone."""
    author, start, until = columns
    terms: list[Sql] = []
    if when.authors is not None:
        terms.append(one_of((author, ()), when.authors))
    later = f"{start} >= ?" if instant else f"{until} > ?"
    for word, *stamps in when.edges:
        if word != "before":
            terms.append((later, (stamps[0],)))
        if word != "after":
            terms.append((f"{start} < ?", (stamps[-1],)))
    return terms
