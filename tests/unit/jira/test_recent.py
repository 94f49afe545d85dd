"""The ids that searches are told of: the last ones, each once, no more than Jira takes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ticketr.adapters.jira.recent import MOST_RECONCILED, Recent

IDS = st.one_of(st.integers(1, 80).map(str), st.sampled_from(["", "PROJ-1", "²", "-1", "1.0"]))


@given(st.lists(st.lists(IDS, max_size=70), max_size=5))
def test_the_last_fifty_are_told_the_last_one_last(written):
    recent = Recent()
    for ids in written:
        recent.note(ids)
    numbers = [int(name) for ids in written for name in ids if name.isascii() and name.isdigit()]
    last = list(dict.fromkeys(reversed(numbers)))[:MOST_RECONCILED]
    assert recent.ids() == last[::-1]
