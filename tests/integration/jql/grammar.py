"""Queries out of the grammar, over fields and values that the site has."""

from __future__ import annotations

from hypothesis import strategies as st

from ticketr.jql.tree import (
    Call,
    Clause,
    Empty,
    Every,
    Field,
    Items,
    Not,
    Query,
    Some,
    Sort,
    Value,
)

NAMED = {
    "status": ["To Do", "in progress", "Done", "In Review"],
    "type": ["Bug", "Story", "epic", "Task", "Sub-task"],
    "resolution": ["Done", "Unresolved"],
    "labels": ["auth", "ops", "OPS", "nonesuch"],
    "component": ["Backend", "api", "Mobile"],
    "fixVersion": ["1.0.0", "2.0.0"],
    "assignee": ["Ada Moreau", "robin@example.com"],
    "reporter": ["Ada Moreau", "Robin Sander"],
    "Team": ["Platform", "platform"],
    "Platforms": ["iOS", "Android", "Web"],
    "sprint": ["Sprint 9", "Sprint 10", "10"],
    "parent": ["PROJ-1", "PROJ-5"],
}
NEVER_EMPTY = {"status", "type"}
ORDERED = {
    "Story Points": ["0", "1", "2", "3", "5", "2.5"],
    "key": ["PROJ-3", "PROJ-17", "PROJ-40"],
    "priority": ["High", "low", "Medium"],
    "created": ["-52w", "2026-02-03", "-30d", "2026-06-05 10:00"],
    "updated": ["-1d", "2026-01-01"],
    "resolved": ["-26w", "2026-03-01"],
    "due": ["-1w", "4w", "2026-08-01"],
    "Start date": ["-4w", "2026-01-01"],
}
TEXTS = {
    "summary": ["login", "Fix", "log*", "checkout OR export", "fix -login"],
    "text": ["login", "refund", "pay", '"pay twice"', "configurat* hoping", "universit*"],
    "comment": ["certificate", "certif* renewed", "expired -renewed"],
    "description": ["hoping", "generali*", "sensib*", "pay -twice"],
    "Customer": ["acme", "corp*"],
}
SORTS = ["priority", "created", "due", "resolved", "Story Points", "summary", "assignee"]
FUNCTIONS = {
    "assignee": ["currentUser"],
    "sprint": ["openSprints", "closedSprints", "futureSprints"],
    "fixVersion": ["releasedVersions", "unreleasedVersions"],
    "type": ["standardIssueTypes", "subTaskIssueTypes"],
}


def _values(name, known):
    return st.sampled_from(known).map(Value)


def _named(item):
    name, known = item
    field, values = Field(name), _values(name, known)
    lists = st.lists(values, min_size=1, max_size=3).map(lambda found: Items(tuple(found)))
    kinds = [
        st.builds(Clause, st.just(field), st.sampled_from(["=", "!="]), values),
        st.builds(Clause, st.just(field), st.sampled_from(["in", "not in"]), lists),
    ]
    if name in FUNCTIONS:
        calls = st.sampled_from(FUNCTIONS[name]).map(Call)
        operators = ["=", "!="] if name == "assignee" else ["in", "not in"]
        kinds.append(st.builds(Clause, st.just(field), st.sampled_from(operators), calls))
    if name not in NEVER_EMPTY:
        kinds.append(
            st.builds(Clause, st.just(field), st.sampled_from(["is", "is not"]), st.just(Empty()))
        )
    return st.one_of(kinds)


def _ordered(item):
    name, known = item
    operators = ["=", "!=", "<", "<=", ">", ">="]
    return st.builds(
        Clause, st.just(Field(name)), st.sampled_from(operators), _values(name, known)
    )


def _text(item):
    name, known = item
    return st.builds(
        Clause, st.just(Field(name)), st.sampled_from(["~", "!~"]), _values(name, known)
    )


clauses = st.one_of(
    st.sampled_from(sorted(NAMED.items())).flatmap(_named),
    st.sampled_from(sorted(ORDERED.items())).flatmap(_ordered),
    st.sampled_from(sorted(TEXTS.items())).flatmap(_text),
)
conditions = st.recursive(
    clauses,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Every(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Some(tuple(parts))),
        inner.map(Not),
    ),
    max_leaves=5,
)
orders = st.lists(
    st.builds(Sort, st.sampled_from(SORTS).map(Field), st.sampled_from([True, False, None])),
    max_size=2,
    unique_by=lambda sort: sort.field.name,
).map(lambda sorts: (*sorts, Sort(Field("key"))))
queries = st.builds(Query, conditions, orders)
