import re
from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.richtext.catalogue import ALL, UNKNOWN
from tests.unit.richtext.edits import edited_lines, law
from tests.unit.richtext.wiki.markups import BLOCKS, MARKUP
from ticketr.richtext.adf.render import render as from_adf
from ticketr.richtext.wiki.parse import parse
from ticketr.richtext.wiki.read import read
from ticketr.richtext.wiki.render import render
from ticketr.richtext.wiki.splice import splice


@pytest.mark.parametrize("entry", [*ALL, *UNKNOWN], ids=lambda entry: entry.kind)
def test_no_word_of_a_form_is_lost(entry):
    markdown = from_adf({"type": "doc", "version": 1, "content": [entry.block]})
    markup = parse(markdown)
    shown = render(markup)
    assert render(parse(shown)) == shown
    for word in set(re.findall("one|two|word|both|plan.png|In progress", markdown)):
        assert word in markup


MIXED = st.one_of(
    MARKUP, st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=5).map("\n\n".join)
)


@law(150, share=8)
@given(MIXED, MIXED, st.integers(0, 2**32))
def test_any_edit_gives_a_text_that_is_spliced_without_loss(markup, other, seed):
    edited = edited_lines(render(markup), render(other), seed)
    spliced = splice(markup, edited).doc
    assert splice(spliced, render(spliced)).doc == spliced


def blocks_of(markup):
    source = read(markup)
    return [markup[place.start : place.end] for place in map(source.place, source.blocks) if place]


def words(markup):
    """What a block says; a line break that was written anew may be of the other sort."""
    return tuple(re.findall(r"\w+", render(markup)))


@law(150, share=4)
@given(st.lists(st.sampled_from(BLOCKS), min_size=2, max_size=6), st.integers(0, 2**32))
def test_blocks_may_be_moved_copied_and_deleted(blocks, seed):
    chance = Random(seed)
    markup = "\n\n".join(blocks)
    shown = [render(block) for block in blocks]
    order = [chance.randrange(len(blocks)) for _ in range(chance.randint(1, len(blocks) + 2))]
    spliced = splice(markup, "\n\nbetween\n\n".join(shown[at] for at in order))
    parts = [blocks_of(block) for block in blocks]
    wanted = ["between"] * (len(order) - 1) + [one for at in order for one in parts[at]]
    got = blocks_of(spliced.doc)
    assert Counter(map(words, got)) == Counter(map(words, wanted))
    # What is in more places than before may be another block edited to read so; the rest is as it was.
    before, after, kept = (
        Counter(one for part in parts for one in part),
        Counter(wanted),
        Counter(got),
    )
    assert [one for one in before if kept[one] < min(before[one], after[one])] == []
