"""The parser and the evaluator: any text is answered, or refused in one way."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jira_sandbox.jql.cursor import Cursor
from jira_sandbox.jql.meaning import search
from jira_sandbox.jql.parse import parse
from jira_sandbox.jql.tree import (
    And,
    Clause,
    Empty,
    Function,
    JqlError,
    Not,
    Or,
    Query,
    Several,
    Sort,
    Value,
)
from jira_sandbox.seed import build
from jira_sandbox.site import Site
from jira_sandbox.storage.store import Store

PIECES = st.sampled_from(
    [
        "project",
        "key",
        "parent",
        "status",
        "priority",
        "labels",
        "sprint",
        "created",
        "summary",
        "text",
        "cf[10020]",
        "assignee",
        "due",
        "comment",
        "=",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "~",
        "!~",
        "in",
        "not",
        "is",
        "was",
        "and",
        "or",
        "(",
        ")",
        ",",
        "[",
        "]",
        '"',
        "'",
        "\\",
        "empty",
        "null",
        "order",
        "by",
        "asc",
        "desc",
        "DEMO",
        "-15m",
        "2026-01-01",
        "currentUser()",
        "openSprints()",
        "startOfDay(-1)",
        "endOfMonth(999999)",
        "10000",
        "99999999999999999999",
        "é",
        "&&",
        "||",
        "!",
        "\n",
        "'Story",
        "Points'",
        "nope",
        "NaN",
        "1e999",
        "-99999999999w",
        "0001-01-01",
        "9999-12-31",
        "{}",
        "%",
        "é",
    ]
)
QUERIES = st.one_of(st.lists(PIECES, max_size=14).map(" ".join), st.text(max_size=60))


@pytest.fixture(scope="module")
def site():
    made = Site(build(), Store())
    yield made
    made.close()


@settings(max_examples=100, deadline=None)
@given(text=QUERIES)
def test_any_text_is_answered_or_refused(site, text):
    try:
        found = search(site, site.seed.account, text)
        Cursor(found, text).page(site.store.database, 10, "")
        site.store.issues.count(found.where, found.values)
    except JqlError as error:
        told = error.messages
    else:
        told = ["answered"]
    assert told
    assert all(told)


VALUES = st.sampled_from(["a", "b", "c"])
CLAUSES = st.builds(lambda op, v: f"labels {op} '{v}'", st.sampled_from(["=", "!="]), VALUES)
TREES = st.recursive(
    CLAUSES,
    lambda inner: st.one_of(
        st.builds("({} AND {})".format, inner, inner),
        st.builds("({} OR {})".format, inner, inner),
        st.builds("NOT ({})".format, inner),
    ),
    max_leaves=6,
)
LABELS = [set(), {"a"}, {"b"}, {"a", "b"}, {"c"}, {"a", "b", "c"}]


def _truth(node, labels: set[str], *, opposite: bool = False) -> bool:
    match node:
        case Not(part):
            return _truth(part, labels, opposite=not opposite)
        case And(parts) | Or(parts):
            both = isinstance(node, And) is not opposite
            return (all if both else any)(_truth(p, labels, opposite=opposite) for p in parts)
        case Clause(_, operator, Value(text)):
            equal = (operator == "=") is not opposite
            return bool(labels) and ((text in labels) is equal)
    raise AssertionError(node)


@pytest.fixture(scope="module")
def labelled():
    rows = [
        {"project": "DEMO", "type": "Task", "summary": "s", "labels": sorted(labels)}
        for labels in LABELS
    ]
    made = Site(build({"issues": rows}), Store())
    from jira_sandbox.planting import plant

    plant(made)
    yield made
    made.close()


@settings(max_examples=100, deadline=None)
@given(text=TREES)
def test_and_or_not_are_what_logic_says_with_empties_outside(labelled, text):
    found = search(labelled, labelled.seed.account, text)
    ids, _ = Cursor(found, text).page(labelled.store.database, 10, "")
    tree = parse(text).where
    assert sorted(ids) == [10000 + i for i, labels in enumerate(LABELS) if _truth(tree, labels)]


def test_trees():
    text = (
        "project = DEMO AND NOT (k in (1, 'x y', EMPTY) OR cf[10020] is not null)"
        ' OR moment > startOfDay("-1", x) order by key desc, b'
    )
    assert parse(text) == Query(
        Or(
            (
                And(
                    (
                        Clause("project", "=", Value("DEMO")),
                        Not(
                            Or(
                                (
                                    Clause(
                                        "k",
                                        "in",
                                        Several((Value("1", number=True), Value("x y"), Empty())),
                                    ),
                                    Clause("cf[10020]", "is not", Empty()),
                                )
                            )
                        ),
                    )
                ),
                Clause("moment", ">", Function("startOfDay", ("-1", "x"))),
            )
        ),
        (Sort("key", descending=True), Sort("b", descending=None)),
    )


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", Query(None, ())),
        ("ORDER BY k asc", Query(None, (Sort("k", descending=False),))),
        ("two words", Query(Clause("text", "~", Value("two words")), ())),
        ("'a\\'\\n\\u0041\\\\b' = \"x\"", Query(Clause("a'\nA\\b", "=", Value("x")), ())),
        ("k not in (b)", Query(Clause("k", "not in", Several((Value("b"),))), ())),
        ("! k = b", Query(Not(Clause("k", "=", Value("b"))), ())),
        ("k = f()", Query(Clause("k", "=", Function("f", ())), ())),
    ],
)
def test_small_trees(text, tree):
    assert parse(text) == tree


@pytest.mark.parametrize(
    "text",
    ["(" * 300 + "k = b" + ")" * 300, "NOT " * 300 + "k = b", "k is b", "k was", "k was not in b", "k changed after", "k was in b", "(k = b", "k = (b",
     "k = f(", "k = f(=)", "cf[x] = 1", "cf[1 = 1", "order", "order x", "a", "= 1", "k = ,", "k 'b' = c", "'a\\x' = b",
     "k = b order by", "k = b)", "k in", "k =\n\n ^"],
)  # fmt: skip
def test_what_is_no_query(text):
    if text == "a":
        assert parse(text).where == Clause("text", "~", Value("a"))
    else:
        with pytest.raises(JqlError):
            parse(text)


def test_the_place_of_an_error_counts_lines():
    with pytest.raises(JqlError) as caught:
        parse("k = b\n  AND ^")
    assert caught.value.messages[0].endswith("(line 2, character 7)")
