from __future__ import annotations

import math
import unicodedata
from typing import TYPE_CHECKING

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.unit.domain.strategies import name_sets, texts, values, views
from ticketr.domain.digest import canonical, digest, same, unix_lines

if TYPE_CHECKING:
    from ticketr.domain.ticket import FieldValue


@given(values)
def test_canonical_twice_is_canonical_once(value):
    once = canonical(value)
    assert same(canonical(once), once)
    assert type(canonical(once)) is type(once)


@given(values)
def test_a_value_means_the_same_as_itself_and_as_its_canonical_form(value):
    assert same(value, value)
    assert same(value, canonical(value))


@given(values, values)
def test_sameness_has_no_direction(one, other):
    assert same(one, other) == same(other, one)


@given(st.lists(values, min_size=3, max_size=3))
def test_sameness_is_transitive(three):
    one, two, other = three
    if same(one, two) and same(two, other):
        assert same(one, other)


@given(values, values)
def test_the_digest_tells_apart_exactly_what_is_not_the_same(one, other):
    assert (digest({"f": one}) == digest({"f": other})) == same(one, other)


@given(views)
def test_the_order_of_fields_is_without_meaning(view):
    assert digest(dict(reversed(view.items()))) == digest(view)


@given(texts, st.sampled_from(["NFC", "NFD"]))
def test_the_unicode_normal_form_is_without_meaning(text, form):
    other = unicodedata.normalize(form, text)
    assert digest({"f": other}) == digest({"f": text})
    assert digest({"f": (other,)}) == digest({"f": (text,)})


@given(st.lists(st.text("ab é", max_size=5)), st.sampled_from(["\r\n", "\r", "\n"]))
def test_the_line_ending_is_without_meaning(lines, ending):
    assert digest({"f": ending.join(lines)}) == digest({"f": "\n".join(lines)})


@given(name_sets, st.randoms(use_true_random=False))
def test_a_set_has_neither_order_nor_repeats(names, random):
    shuffled = [*names, *names]
    random.shuffle(shuffled)
    assert same(tuple(shuffled), names)


@given(views)
def test_absent_is_not_set_to_nothing(view):
    assume("status" not in view)
    assert digest({**view, "status": None}) != digest(view)


@given(texts)
def test_blank_lines_and_spaces_at_the_edges_are_without_meaning(text):
    assert same("\n  \r\n" + text + " \n\n", text)


@given(texts)
def test_unix_lines_keep_every_line_that_says_something(text):
    kept = unix_lines(text).split("\n")
    every = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert [line.rstrip() for line in kept if line.strip()] == [
        line.rstrip() for line in every if line.strip()
    ]


def test_what_is_told_apart():
    apart: list[FieldValue] = [
        True,
        1,
        "1",
        ("1",),
        1.5,
        "True",
        None,
        False,
        0,
        "a",
        "A",
        " a",
        "a b",
        math.inf,
    ]
    assert len({digest({"f": value}) for value in apart}) == len(apart)
    assert [same(one, other) for one in apart for other in apart if one is not other].count(
        True
    ) == 0


def test_what_is_the_same():
    assert same("", None)
    assert same((), None)
    assert same("", ())
    assert same(" \n", None)
    assert same(3.0, 3)
    assert same(-0.0, 0)
    assert same(math.nan, math.nan)
    assert not same(math.nan, 0.5)
    assert not same(math.nan, None)


def test_indentation_of_the_first_line_has_meaning():
    assert canonical("\n \n    code\n") == "    code"


def test_the_digest_is_a_sha_256_of_canonical_json():
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    assert digest({"b": 1.0, "a": " x\r\n"}) == digest({"a": " x", "b": 1})
