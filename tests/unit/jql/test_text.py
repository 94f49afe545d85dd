import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketr.jql.text import NeedsIndex, NotText, Term, Text, text_of


def group(*wanted, barred=()):
    return (tuple(wanted), tuple(barred))


@pytest.mark.parametrize(
    ("pattern", "groups"),
    [
        ("login", [group(Term("login"))]),
        ("fix login", [group(Term("fix"), Term("login"))]),
        ("fix AND login", [group(Term("fix"), Term("login"))]),
        ("fix && login", [group(Term("fix"), Term("login"))]),
        ("fix OR login", [group(Term("fix")), group(Term("login"))]),
        ("fix || login out", [group(Term("fix")), group(Term("login"), Term("out"))]),
        ("log*", [group(Term("log", prefix=True))]),
        ('"pay twice"', [group(Term("pay twice", exact=True))]),
        ('"pay twice" now', [group(Term("pay twice", exact=True), Term("now"))]),
        ('un"quoted', [group(Term("un"), Term("quoted", exact=True))]),
        ("+login -fix", [group(Term("login"), barred=[Term("fix")])]),
        ("login NOT fix", [group(Term("login"), barred=[Term("fix")])]),
        ("login ! fix", [group(Term("login"), barred=[Term("fix")])]),
        ('login -"fix it"', [group(Term("login"), Term("fix it", exact=True))]),
        ("login~ fix^4", [group(Term("login"), Term("fix"))]),
        ("(fix login)", [group(Term("fix"), Term("login"))]),
        ("re-open", [group(Term("re-open"))]),
        ("a OR -b", [group(Term("a"))]),
        ("\\+a b\\-c", [group(Term("a"), Term("bc"))]),
        ("a\\b", [group(Term("ab"))]),
        ("a\\", [group(Term("a\\"))]),
    ],
)
def test_patterns(pattern, groups):
    assert text_of(pattern) == Text(tuple(groups))


@pytest.mark.parametrize("pattern", ["", "  ", "OR", "-fix", "NOT fix", "***", "+ -", '""', "!!!"])
def test_nothing_to_look_for(pattern):
    with pytest.raises(NotText):
        text_of(pattern)


@pytest.mark.parametrize("pattern", ["te?t", "te*t", "*test", "?est", '"te*t"'])
def test_wildcards_inside_words(pattern):
    with pytest.raises(NeedsIndex):
        text_of(pattern)


@given(pattern=st.text())
def test_any_pattern_is_a_text_or_none(pattern):
    try:
        found = text_of(pattern)
    except NotText:
        return
    assert all(wanted for wanted, _ in found.groups)


@pytest.mark.parametrize(
    ("pattern", "single"),
    [
        *((each, True) for each in ("pay", '"pay twice"', "pay*")),
        *((each, False) for each in ("pay twice", "pay OR twice", "pay -twice")),
    ],
)
def test_a_single_term_is_told_from_several(pattern, single):
    assert text_of(pattern).single is single


@pytest.mark.parametrize(
    ("pattern", "phrase"),
    [
        ('"pay twice"', True),
        *((each, False) for each in ("pay", '"pay"', "pay*", "pay twice", '"pay twice" now')),
    ],
)
def test_a_phrase_that_is_all_there_is(pattern, phrase):
    assert text_of(pattern).phrase is phrase
