# ruff: noqa: S608 - this file makes SQL of names that stand in it; values are parameters
"""Checked queries as SQL. Every value is a parameter; the text is made of names that stand in this file."""

from __future__ import annotations

from ticketr.adapters.sqlite.orders import UPDATED
from ticketr.adapters.sqlite.surrogates import marks, replaced
from ticketr.jql.checked import (
    AllOf,
    Always,
    Among,
    AnyOf,
    Changed,
    Compare,
    Has,
    InSprint,
    KeyCompare,
    Opposite,
    Recorded,
    Says,
    Under,
    Updated,
    Was,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from ticketr.adapters.sqlite.narrowing import Index
    from ticketr.jql.checked import Column, Meant

    Sql = tuple[str, tuple[Any, ...]]

MOST_PARAMETERS = 30_000
"""SQLite takes 32,766."""
PROJECT = "substr(jira_id, 1, instr(jira_id, '-'))"
NUMBER = "CAST(substr(jira_id, instr(jira_id, '-') + 1) AS INTEGER)"
OWN_PROJECT = "(SELECT project_key FROM workspaces w WHERE w.id = workspace_id)"
COLUMNS = {
    "title": "title",
    "description": "description",
    "type": "issue_type",
    "created": "coalesce(jira_created, created_at)",
    "updated": UPDATED,
    "resolved": "resolved_at",
    "creator": "creator",
    "key": "jira_id",
    "project": f"coalesce(rtrim({PROJECT}, '-'), {OWN_PROJECT})",
    "status": "json_extract(fields, '$.status')",
    "assignee": "json_extract(fields, '$.assignee')",
    "reporter": "json_extract(fields, '$.reporter')",
    "duedate": "json_extract(fields, '$.duedate')",
}
BODY = (
    "(coalesce(description, '')"
    " || iif(coalesce(acceptance_criteria, '[]') IN ('[]', '"
    "'), '', acceptance_criteria))"
)
"""All that Jira calls the description: the criteria are a part of it."""
ORPHAN = "json_extract(fields, '$.parent')"
"""The key of a parent that is not here."""
RECORDED = "(jira_id IS NULL OR history_at IS coalesce(jira_updated, ''))"
"""Jira's history of the ticket is all here; a ticket that Jira does not have has none."""
HAS_COMMENTS = "EXISTS (SELECT 1 FROM comments c WHERE c.ticket_id = tickets.id AND c.body <> '')"
OPERATORS = frozenset({"<", "<=", ">", ">=", "="})
NEVER: Sql = ("FALSE", ())


def condition(meant: Meant, workspace_id: str, index: Index) -> Sql:
    """The condition on a row of `tickets`, with its parameters. Raises QueryInvalid for one that is too long."""
    sql, params = _Conditions(workspace_id, index).of(meant)
    if len(params) > MOST_PARAMETERS:
        from ticketr.errors import QueryInvalid

        raise QueryInvalid(
            "The query names too many values.", hint="Ask in several queries, or by a range."
        )
    return sql, params


def expression(column: Column) -> Sql:
    """The value of a field as SQL."""
    known = COLUMNS.get(column.id)
    if known is not None:
        return known, ()
    if column.kind == "rank":
        return "rank", ()
    if column.kind == "time":
        return "ticketr_utc(CAST(fields ->> ? AS BLOB))", (path(column),)
    return "(fields ->> ?)", (path(column),)


def path(column: Column) -> str:
    """The place of a field in the JSON of fields."""
    return f'$."{column.id}"'


def joined(word: str, parts: Sequence[Sql]) -> Sql:
    """The parts with AND or OR between them, as a tree that is no deeper than it must be."""
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    left, right = joined(word, parts[:middle]), joined(word, parts[middle:])
    return f"({left[0]} {word} {right[0]})", left[1] + right[1]


def one_of(what: Sql, values: Iterable[Any]) -> Sql:
    """The expression is one of the values."""
    values = tuple(values)
    return f"{what[0]} IN ({marks(values)})", what[1] + values


def named(what: Sql, names: Iterable[Any]) -> Sql:
    """The expression is one of the names, in any case. SQLite folds ASCII by itself."""
    names = [str(name) for name in names]
    plain = [name for name in names if name.isascii()]
    rest = [replaced(name).casefold() for name in names if not name.isascii()]
    sql, params = what
    parts = [one_of((f"{sql} COLLATE NOCASE", params), plain)] if plain else []
    parts += [one_of((f"ticketr_fold(CAST({sql} AS BLOB))", params), rest)] if rest else []
    return joined("OR", parts) if parts else NEVER


class _Conditions:
    def __init__(self, workspace_id: str, index: Index) -> None:
        self._workspace = workspace_id
        self._index = index

    def of(self, meant: Meant) -> Sql:
        makers: dict[type, Callable[[Any], Sql]] = {
            Always: self._always,
            AllOf: lambda each: joined("AND", [self.of(part) for part in each.parts]),
            AnyOf: self._any,
            Opposite: self._opposite,
            Has: self._has,
            Among: self._among,
            Compare: self._compare,
            KeyCompare: self._key_compare,
            Under: self._under,
            InSprint: self._in_sprint,
            Says: self._says,
            Recorded: lambda _: (RECORDED, ()),
            **dict.fromkeys((Was, Changed, Updated), self._past),
        }
        return makers[type(meant)](meant)

    def _always(self, meant: Always) -> Sql:
        return ("TRUE" if meant.true else "FALSE"), ()

    def _any(self, meant: AnyOf) -> Sql:
        def make() -> Sql:
            return joined("OR", [self.of(part) for part in meant.parts])

        return make() if len(meant.parts) == 1 else self._index.loosely(make)

    def _opposite(self, meant: Opposite) -> Sql:
        sql, params = self._index.loosely(lambda: self.of(meant.part), barred=True)
        return f"(({sql}) IS NOT TRUE)", params

    def _has(self, meant: Has) -> Sql:
        column = meant.column
        match column.kind:
            case "set" | "users":
                sql = "EXISTS (SELECT 1 FROM json_each(fields, ?) WHERE value IS NOT NULL)"
                return sql, (path(column),)
            case "parent":
                return "(parent_id IS NOT NULL OR fields ->> '$.parent' IS NOT NULL)", ()
            case "sprint":
                return "((fields ->> ?) IS NOT NULL OR sprints <> '[]')", (path(column),)
            case "text" if column.id == "description":
                return f"({BODY} <> '')", ()
            case "said":
                return HAS_COMMENTS, ()
        sql, params = expression(column)
        return (f"{sql} <> ''" if column.kind == "text" else f"{sql} IS NOT NULL"), params

    def _among(self, meant: Among) -> Sql:
        if not meant.values:
            return NEVER
        each = self._each_among(meant.column, meant.values)
        can = self._index.among(meant.column, meant.values, each)
        return self._index.narrowed(each, can)

    def _each_among(self, column: Column, values: Sequence[Any]) -> Sql:
        match column.kind:
            case "key":
                return self._keys("tickets", values)
            case "set" | "users":
                among = named if column.kind == "set" else one_of
                inner, params = among(("value", ()), values)
                sql = f"EXISTS (SELECT 1 FROM json_each(fields, ?) WHERE {inner})"
                return sql, (path(column), *params)
            case "choice" | "ranked" | "project":
                return named(expression(column), values)
        return one_of(expression(column), values)

    def _keys(self, table: str, values: Sequence[Any]) -> Sql:
        """Tickets by key, or by Jira's number where the text is one."""
        numbers = [value for value in values if value.isdigit()]
        names = [value for value in values if not value.isdigit()]
        parts = [one_of((f"{table}.jira_id", ()), names)] if names else []
        parts += [one_of((f"{table}.remote_id", ()), numbers)] if numbers else []
        return joined("OR", parts)

    def _compare(self, meant: Compare) -> Sql:
        sql, params = expression(meant.column)
        each = f"{sql} {_operator(meant.operator)} ?", (*params, meant.value)
        return self._index.narrowed(each, self._index.compared(meant.column, each))

    def _key_compare(self, meant: KeyCompare) -> Sql:
        sql = (
            f"((jira_id IS NULL) = 0 AND {PROJECT} = ? AND {NUMBER} {_operator(meant.operator)} ?)"
        )
        return sql, (f"{meant.project}-", meant.number)

    def _under(self, meant: Under) -> Sql:
        parents, params = self._parents(meant)
        if meant.deep:
            sql = (
                f"id IN (WITH RECURSIVE below(id) AS (SELECT c.id FROM tickets c WHERE c.parent_id IN ({parents})"
                " UNION SELECT c.id FROM tickets c JOIN below ON c.parent_id = below.id) SELECT id FROM below)"
            )
            return sql, params
        named_only = (
            one_of((ORPHAN, ()), meant.keys) if meant.keys else (f"{ORPHAN} IS NOT NULL", ())
        )
        sql = (
            f"seq IN (SELECT c.seq FROM tickets c WHERE c.parent_id IN ({parents}) UNION ALL"
            " SELECT seq FROM tickets WHERE workspace_id = ? AND parent_id IS NULL"
            f" AND {ORPHAN} IS NOT NULL AND {named_only[0]})"
        )
        return sql, (*params, self._workspace, *named_only[1])

    def _parents(self, meant: Under) -> Sql:
        terms: list[Sql] = [("p.workspace_id = ?", (self._workspace,))]
        terms += [self._keys("p", meant.keys)] if meant.keys else []
        terms += [one_of(("p.issue_type", ()), meant.epics)] if meant.epics else []
        sql, params = joined("AND", terms)
        return f"SELECT p.id FROM tickets p WHERE {sql}", params

    def _in_sprint(self, meant: InSprint) -> Sql:
        """By number where the ticket is as Jira has it, else by the name that it states."""
        stated = ("(fields ->> ?)", (path(meant.column),))
        by_name = named(stated, meant.names)
        closed, either = _numbered(meant.closed), _numbered((*meant.open, *meant.closed))
        each = (
            f"iif(sync_status = 'synced' AND (sprints <> '[]' OR {stated[0]} IS NULL),"
            f" {either[0]}, {closed[0]} OR {by_name[0]})"
        )
        params = (*stated[1], *either[1], *closed[1], *by_name[1])
        return self._index.narrowed((each, params), self._index.in_sprint(meant))

    def _past(self, meant: Was | Changed | Updated) -> Sql:
        from ticketr.adapters.sqlite import pasts

        if isinstance(meant, Was):
            return pasts.was(meant, self.of(meant.now), self._workspace)
        make = pasts.changed if isinstance(meant, Changed) else pasts.updated
        return make(meant, self._workspace)  # type: ignore[arg-type]

    def _says(self, meant: Says) -> Sql:
        from ticketr.adapters.sqlite.saying import says

        return says(meant, self._workspace, self._index.hidden)


def _numbered(sprints: Sequence[str]) -> Sql:
    if not sprints:
        return NEVER
    inner, params = one_of(("value", ()), sprints)
    return f"EXISTS (SELECT 1 FROM json_each(sprints) WHERE {inner})", params


def _operator(operator: str) -> str:
    if operator not in OPERATORS:
        from ticketr.errors import QueryInvalid

        raise QueryInvalid(f"The store does not compare with {operator}.")
    return operator
