import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ticketr.errors import QueryInvalid
from ticketr.jql.meaning import check
from ticketr.jql.parse import DEEPEST, parse
from ticketr.jql.tree import (
    Call,
    Clause,
    Empty,
    Every,
    Field,
    Items,
    Not,
    Predicate,
    Query,
    Some,
    Sort,
    Value,
)
from ticketr.jql.words import LONGEST_QUERY, RESERVED
from ticketr.jql.write import write

from .known import Known

names = st.one_of(
    st.text(string.ascii_letters + "_-. ", min_size=1, max_size=12).filter(str.strip),
    st.integers(0, 10**6).map("cf[{}]".format),
    st.sampled_from(sorted(RESERVED)),
    st.text(min_size=1, max_size=6).filter(str.strip),
)
values = st.one_of(
    st.text(max_size=8), st.sampled_from(["EMPTY", "null", "3", "a b", '"', "\\", "@x"])
).map(Value)
calls = st.builds(
    Call, names.filter(lambda n: not n.startswith("cf[")), st.lists(values, max_size=3).map(tuple)
)
singles = st.one_of(values, calls, st.just(Empty()))
items = st.lists(singles, min_size=1, max_size=3).map(lambda found: Items(tuple(found)))
predicates = st.lists(
    st.builds(
        Predicate,
        st.sampled_from(["after", "before", "on", "during", "by", "from", "to"]),
        st.one_of(singles, items),
    ),
    max_size=2,
).map(tuple)
fields = names.map(Field)
clauses = st.one_of(
    st.builds(
        Clause,
        fields,
        st.sampled_from(["=", "!=", "<", "<=", ">", ">=", "~", "!~"]),
        st.one_of(singles, items),
    ),
    st.builds(Clause, fields, st.sampled_from(["in", "not in"]), st.one_of(items, calls)),
    st.builds(Clause, fields, st.sampled_from(["is", "is not"]), st.just(Empty())),
    st.builds(Clause, fields, st.sampled_from(["was", "was not"]), singles, predicates),
    st.builds(
        Clause,
        fields,
        st.sampled_from(["was in", "was not in"]),
        st.one_of(items, calls),
        predicates,
    ),
    st.builds(Clause, fields, st.just("changed"), st.none(), predicates),
)
conditions = st.recursive(
    clauses,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Every(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Some(tuple(parts))),
        inner.map(Not),
    ),
    max_leaves=8,
)
sorts = st.lists(st.builds(Sort, fields, st.sampled_from([None, True, False])), max_size=3).map(
    tuple
)
queries = st.builds(Query, st.one_of(st.none(), conditions), sorts)


@given(query=queries)
def test_what_is_written_parses_to_the_same(query):
    assert parse(write(query)) == query


WORDS = st.sampled_from(
    [
        "status",
        "=",
        "!=",
        "~",
        "!~",
        "<",
        ">=",
        "(",
        ")",
        ",",
        "AND",
        "or",
        "not",
        "IN",
        "is",
        "was",
        "CHANGED",
        "empty",
        "NULL",
        "order",
        "by",
        "desc",
        '"To',
        'Do"',
        "'x",
        "cf[1]",
        "cf[",
        "cf",
        "currentUser()",
        "startOfDay(",
        "-1w",
        "\\",
        "\\u00",
        "@mine",
        "*",
        ";",
        "created",
        "priority",
        "key",
        "PROJ-1",
        "summary",
        "text",
        "&&",
        "|",
        "!",
        "sprint",
        "3",
    ]
)


@example("(" * 5000)
@example("NOT " * 5000)
@example("a = (" * 5000)
@example("a = \ud800")
@given(text=st.one_of(st.text(), st.lists(WORDS).map(" ".join), st.lists(WORDS).map("".join)))
def test_any_text_is_a_query_or_a_query_error(text):
    error = mistake_in(text)
    if error is None:
        return
    assert error.hint
    picture = error.picture()
    if picture is not None:
        line, caret = picture
        assert caret.strip() == "^"
        assert len(caret) <= len(line) + 1


def mistake_in(text):
    """The error of a query; any other kind of exception is a mistake of ours."""
    try:
        check(parse(text), text, Known())
    except QueryInvalid as error:
        return error
    return None


@pytest.mark.parametrize(
    ("text", "message", "column", "hint"),
    [
        ("statsu", 'An operator is missing behind "statsu".', 7, 'text ~ "statsu"'),
        ("status =", "A value is missing at the end.", 9, ""),
        ("status = )", "A value is missing before `)`.", 10, ""),
        ("status lik Done", '"lik" is not an operator.', 8, "JQL has = !="),
        ("status iss Done", '"iss" is not an operator.', 8, "Did you mean IS?"),
        ("a in b", "IN needs a list in parentheses, or a function.", 6, 'Write IN ("b").'),
        ("a in (b", "This list is not closed.", 6, "Close it with )."),
        ("a in (b c)", 'In a list, a comma comes here, not "c".', 9, ""),
        ('a = "x', "A text begins here and does not end.", 5, 'Close it with "'),
        ("a = 'x", "A text begins here and does not end.", 5, "Close it with '"),
        ("a = b c = d", 'Behind a condition come AND, OR or ORDER BY, not "c".', 7, "quotes"),
        (
            "a = b ad c = d",
            'Behind a condition come AND, OR or ORDER BY, not "ad".',
            7,
            "Did you mean AND?",
        ),
        ("a = b)", "This parenthesis closes nothing.", 6, "Take it out"),
        ("(a = b", "This parenthesis is not closed.", 1, "Close it"),
        ("(a = b c", 'Behind a condition come AND, OR or ORDER BY, not "c".', 8, ""),
        ("a = select", "`select` is a word that JQL keeps for itself.", 5, '"select"'),
        ("select = a", "`select` is a word that JQL keeps for itself.", 1, '"select"'),
        ("a = f(select)", "`select` is a word that JQL keeps for itself.", 7, '"select"'),
        ("a = f(x", "This parenthesis is not closed.", 6, "Close it"),
        ("a = f(x,", "An argument of f() is missing.", 9, ""),
        ("a = f(x y)", "This parenthesis is not closed.", 6, ""),
        ("a = b AND", "A condition is missing at the end.", 10, "Write one"),
        ("= b", "A field's name is missing before `=`.", 1, ""),
        ('"" = b', "A field's name cannot be empty.", 1, ""),
        ("a is b", "IS compares with EMPTY or NULL only.", 6, "= or !="),
        ("a is not b", "IS NOT compares with EMPTY or NULL only.", 10, "= or !="),
        ("order by", "ORDER BY names no field.", 9, "created DESC"),
        ("order by a dsc", 'ORDER BY cannot go on with "dsc".', 12, "Did you mean DESC?"),
        ("a = b order by c d", 'ORDER BY cannot go on with "d".', 18, ""),
        ("a = b*", "`*` can only stand in quotes.", 6, "quotes"),
        ("a = @", "`@` can only stand in quotes.", 5, "@mine"),
        ("a = \x07", "The character U+0007 can only stand in quotes.", 5, "quotes"),
        ("a = \\q", "`\\q` means nothing in JQL.", 5, "backslash"),
        ('a = "\\u12"', "`\\u` means nothing in JQL.", 6, "backslash"),
        ("cf[x] = 3", "A custom field is named by its number in brackets.", 3, "cf[10016]"),
        ("cf[1 = 3", "A custom field is named by its number in brackets.", 3, "cf[10016]"),
        ("not", "A condition is missing at the end.", 4, ""),
        ("a not b", '"not" is not an operator.', 3, "Did you mean"),
    ],
)
def test_mistakes_have_a_place_and_a_hint(text, message, column, hint):
    with pytest.raises(QueryInvalid) as caught:
        parse(text)
    assert (caught.value.message, caught.value.context["column"]) == (message, column)
    assert hint in caught.value.hint


def test_the_place_is_drawn():
    with pytest.raises(QueryInvalid) as caught:
        parse("status = Done\n  AND lables @ x")
    assert caught.value.context["line"] == 2
    assert caught.value.picture() == ("  AND lables @ x", "             ^")
    with pytest.raises(QueryInvalid) as caught:
        parse("a" * 300 + " =")
    line, caret = caught.value.picture() or ("", "")
    assert (line[-2:], caret.index("^"), len(line)) == (" =", 50, 50)
    assert QueryInvalid("Too long.").picture() is None


def test_too_deep_and_too_long():
    deep = "(" * DEEPEST + "a = b" + ")" * DEEPEST
    assert parse(deep) == parse("a = b")
    with pytest.raises(QueryInvalid, match="stand inside each other"):
        parse(f"({deep})")
    with pytest.raises(QueryInvalid, match="lists stand inside"):
        parse("a in " + "(" * (DEEPEST + 1))
    with pytest.raises(QueryInvalid, match="longer than 100,000"):
        parse("a" * (LONGEST_QUERY + 1))


def test_ways_of_saying_the_same():
    assert parse("a=b&&c=d||e=f") == parse("A = b and c = d or e = f".replace("A", "a"))
    assert parse("!a = b") == parse("not a = b") == Query(Not(Clause(Field("a"), "=", Value("b"))))
    assert parse("a = b & c = d | e = f") == parse("(a = b AND c = d) OR e = f")
    assert parse("a = NULL") == parse("a = empty")
    assert parse("a = 'x y'") == parse('a = "x y"') == parse("a = x\\ y")
    assert parse('a = "\\u0041\\t"') == parse("a = A\\t")
    assert parse("cf[ 12 ] = 3") == parse('"cf[12]" = 3')
    assert parse("cfg = 3") == Query(Clause(Field("cfg"), "=", Value("3")))
    assert parse("a IS NOT null") == Query(Clause(Field("a"), "is not", Empty()))


def test_nodes_are_values():
    one, two = parse("a = b order by c"), parse(" a=b  order  by c ")
    assert one == two
    assert hash(one) == hash(two)
    assert one != parse("a = c order by c")
    assert one != "a = b"
    assert repr(one.where) == "Clause(Field('a',), Value('b',), '=', ())"
    with pytest.raises(AttributeError):
        one.where = None
