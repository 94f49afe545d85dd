from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.richtext.edits import law
from ticketr.richtext.adf.longest import longest

KEYS = st.lists(st.sampled_from("abcd"), max_size=14)


def most(old, new):
    """How many places two rows have in common, by the table of all their beginnings."""
    above = [0] * (len(new) + 1)
    for key in old:
        row = [0]
        for at, other in enumerate(new):
            row.append(above[at] + 1 if key == other else max(above[at + 1], row[at]))
        above = row
    return above[-1]


def rising(found):
    return all(a < c and b < d for (a, b), (c, d) in pairwise(found))


@law(share=4)
@given(KEYS, KEYS)
def test_no_more_can_be_in_common(old, new):
    found = longest(old, new)
    assert [old[at] for at, _ in found] == [new[to] for _, to in found]
    assert rising(found)
    assert len(found) == most(old, new)


@law(share=4)
@given(st.lists(st.sampled_from("ab"), max_size=40), st.lists(st.sampled_from("ab"), max_size=40))
def test_where_the_search_is_cut_short_the_places_are_still_equal_and_rising(old, new):
    found = longest(old, new, most_edits=3)
    assert [old[at] for at, _ in found] == [new[to] for _, to in found]
    assert rising(found)
    assert bool(found) == bool(set(old) & set(new))


def test_thousands_of_alike_keys_in_another_order_still_have_much_in_common():
    old = [f"k{at % 7}" for at in range(3000)]
    new = ["x", *old[:1000], *old[1500:], *old[1000:1500], "x"]
    assert len(longest(old, new)) >= 2400


@pytest.mark.parametrize("most_edits", range(1, 12))
def test_a_search_that_is_cut_short_anywhere_gives_what_it_found(most_edits):
    old, new = list("abcdefgh"), list("xabydcghz")
    found = longest(old, new, most_edits=most_edits)
    assert [old[at] for at, _ in found] == [new[to] for _, to in found]
    assert rising(found)
    assert found
