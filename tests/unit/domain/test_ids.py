"""A set of ids is a set."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketr.domain.ids import IdSet

NAMES = st.one_of(
    st.integers(0, 3000).map(str),
    st.integers(0, 10**25).map(str),
    st.text(max_size=3),
    st.sampled_from(["", "0", "007", "7", "\u0667", "-1", "1.0", "1023", "1024"]),
)


@given(names=st.lists(NAMES), others=st.lists(NAMES))
def test_it_holds_what_was_put_into_it(names, others):
    ids, model = IdSet(), set()
    for name in names:
        assert ids.add(name) is (name not in model)
        model.add(name)
    assert len(ids) == len(model)
    assert all((name in ids) is (name in model) for name in [*names, *others])


@pytest.mark.no_cover
def test_a_million_neighbours_take_little():
    tracemalloc.start()
    ids = IdSet()
    for number in range(10_000, 1_010_000):
        ids.add(str(number))
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(ids) == 1_000_000
    assert size < 500_000
