import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketr.domain.alias import BUILT_IN, check_name, expand, names_in, split_order
from ticketr.errors import AliasInvalid, AliasNotFound
from ticketr.jql.parse import parse

ALIASES = {
    "a": "x = 1 OR y = 2",
    "b": "@a AND z = 3 ORDER BY key",
    "sorted": "x = 1 ORDER BY created DESC",
    "order": "ORDER BY key",
    "me": "@me",
    "ping": "@pong",
    "pong": "@ping OR x = 1",
}


def expanded(text, aliases=ALIASES):
    return expand(text, aliases.get, aliases)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("x = 1", "x = 1"),
        ("@a", "x = 1 OR y = 2"),
        (" @a ", "x = 1 OR y = 2"),
        ("@a AND w = 1", "(x = 1 OR y = 2) AND w = 1"),
        ("NOT @a", "NOT (x = 1 OR y = 2)"),
        ("@b", "(x = 1 OR y = 2) AND z = 3 ORDER BY key"),
        ("@b OR @a", "((x = 1 OR y = 2) AND z = 3) OR (x = 1 OR y = 2)"),
        ("@sorted", "x = 1 ORDER BY created DESC"),
        ("@sorted ORDER BY key", "(x = 1) ORDER BY key"),
        ("@order", "ORDER BY key"),
        ("x = \"@a\" AND y = '@a'", "x = \"@a\" AND y = '@a'"),
        ('x = "\\"@a" AND @a', 'x = "\\"@a" AND (x = 1 OR y = 2)'),
        ("x = \\@a", "x = \\@a"),
        ("x = @ a", "x = @ a"),
        ('x = "order by" order by y', 'x = "order by" order by y'),
    ],
)
def test_expansion(text, result):
    assert expanded(text) == result


@pytest.mark.parametrize("name", ["me", "ping", "pong"])
def test_circles(name):
    with pytest.raises(AliasInvalid, match="in a circle") as caught:
        expanded(f"x = 1 AND @{name}")
    assert caught.value.code == "8004"


def test_a_circle_is_told_in_order():
    with pytest.raises(AliasInvalid, match="@ping → @pong → @ping"):
        expanded("@ping")


def test_unknown_names():
    with pytest.raises(AliasNotFound) as caught:
        expanded("@sortd")
    assert "Did you mean @sorted?" in caught.value.hint
    with pytest.raises(AliasNotFound) as caught:
        expanded("@qqqq")
    assert caught.value.hint == "`ticketr alias list` shows the names."


def test_an_order_is_no_condition():
    with pytest.raises(AliasInvalid, match="is an order and no condition"):
        expanded("@order AND x = 1")


def test_aliases_do_not_grow_beyond_all_bounds():
    laughs = {"a0": "x = 1"} | {f"a{n}": " OR ".join([f"@a{n - 1}"] * 10) for n in range(1, 9)}
    with pytest.raises(AliasInvalid, match="longer than"):
        expanded("@a8", laughs)
    deep = {"a0": "x = 1"} | {f"a{n}": f"@a{n - 1}" for n in range(1, 40)}
    assert expanded("@a19", deep) == "x = 1"
    with pytest.raises(AliasInvalid, match="More than 20"):
        expanded("@a39", deep)


@pytest.mark.parametrize("name", ["mine", "my-urgent", "a.b_c", "1st", "_x", "a" * 64])
def test_names(name):
    check_name(name)
    assert names_in(f"@{name} AND x = 1") == [name]


@pytest.mark.parametrize("name", ["", "-a", ".a", "a b", "ä", "@a", "a" * 65])
def test_no_names(name):
    with pytest.raises(AliasInvalid):
        check_name(name)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ("", "")),
        ("a = b", ("a = b", "")),
        ("a = b ORDER BY c", ("a = b", "ORDER BY c")),
        ("order  by c", ("", "order  by c")),
        ("a = border by", ("a = border by", "")),
        ("a = x\\order by c", ("a = x\\order by c", "")),
        ("reorder by c", ("reorder by c", "")),
        ("order = 3", ("order = 3", "")),
        ("a = order", ("a = order", "")),
        ("a = 'x", ("a = 'x", "")),
        ("a\\", ("a\\", "")),
    ],
)
def test_the_order_of_a_query(text, parts):
    assert split_order(text) == parts


def test_what_is_built_in_is_a_query():
    for query in BUILT_IN.values():
        parse(query)


@given(text=st.text("@ab'\"\\ =orde by().-", max_size=30))
def test_any_text_expands_or_is_refused(text):
    try:
        expanded(text)
    except (AliasInvalid, AliasNotFound):
        return
