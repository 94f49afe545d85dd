"""The hashes of ticketr 2, against a plain reading of how it made them."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from ticketr.domain.predecessor import Part, fingerprints

PAIRS = st.lists(st.tuples(st.text(), st.text()), unique_by=lambda pair: pair[0], max_size=4)
PARTS = st.builds(Part, st.text(), st.text(), st.tuples(st.text()), PAIRS.map(tuple))


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_ticket_of_every_part():
    ticket = Part("T", "D", ("a", "b"), (("Type", "Story"), ("Priority", "High")))
    task = Part("t", "d", ("c",), (("Type", "Sub-task"),))
    assert fingerprints(ticket, [task]) == {
        sha("TDabPriorityHighTypeStorytdcTypeSub-task"),
        sha("TDabTypeStoryPriorityHightdcTypeSub-task"),
        sha("TDab- PriorityHigh- TypeStorytdc- TypeSub-task"),
        sha("TDab- TypeStory- PriorityHightdc- TypeSub-task"),
    }


@given(PARTS, st.lists(PARTS, max_size=2), st.text(min_size=1))
def test_another_title_has_no_hash_in_common(part, tasks, more):
    other = Part(part.title + more, part.description, part.criteria, part.fields)
    whole = [part.title, part.description, *part.criteria]
    if "".join(whole) + more != "".join([other.title, *whole[1:]]):
        assert not fingerprints(part, tasks) & fingerprints(other, tasks)
