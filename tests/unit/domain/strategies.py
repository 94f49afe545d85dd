"""Values as users and Jira write them, for Hypothesis."""

from __future__ import annotations

from datetime import UTC

from hypothesis import strategies as st

# Letters with several normal forms, line ends of three systems, spaces of several kinds, an emoji, a NUL.
ALPHABET = (
    "aAbé\u0301\u00e9e\u00f6o\u0308\u212b\u00c5 \t\r\n\u00a0\u2028\x0b1-*+[]x#\U0001f600\x00"
)

texts = st.text(ALPHABET, max_size=20) | st.text(max_size=10)
names = st.text(ALPHABET, max_size=4)
name_sets = st.lists(names, max_size=5).map(tuple)
numbers = st.integers(-3, 3) | st.floats() | st.integers()
values = st.none() | st.booleans() | numbers | texts | name_sets
field_ids = st.sampled_from(["title", "labels", "priority", "customfield_10016"])
views = st.dictionaries(field_ids, values)
lines = st.lists(st.sampled_from(["", "a", "b", "c", "d ", "  e"]), max_size=8).map("\n".join)
moments = st.datetimes(timezones=st.just(UTC))
