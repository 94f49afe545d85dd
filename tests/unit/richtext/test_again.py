"""What is read again where it was edited is what reading all of it gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.richtext.edits import edited_lines, law
from ticketr.richtext.adf.again import Known
from ticketr.richtext.adf.blocks import Writer
from ticketr.richtext.adf.parse import read
from ticketr.richtext.adf.render import written


def known(document):
    writer = Writer()
    text = written(document, writer)
    return Known(text, writer.starts), text


@pytest.mark.oracle
@law()
@given(data=st.data(), seed=st.integers(0, 2**32))
def test_any_edit_reads_as_all_of_it_does(out_of_schema, data, seed):
    parts = [data.draw(out_of_schema)["content"] for _ in range(3)]
    document = {"type": "doc", "version": 1, "content": [one for part in parts for one in part]}
    before, text = known(document)
    edited = edited_lines(text, "x\n[a]: b\n\n```\n~~~\n:::", seed)
    assert before.again(edited, worth=0) == read(edited)
    assert before.again(text, worth=0) == read(text)


WORDS = [{"type": "paragraph", "content": [{"type": "text", "text": f"w{at}"}]} for at in range(9)]
TEXT = {"type": "doc", "version": 1, "content": WORDS}


def test_only_the_blocks_around_an_edit_are_read():
    before, text = known(TEXT)
    found = before.again(text.replace("w4", "new"), worth=0)
    assert [one is other for one, other in zip(found, before.blocks, strict=True)] == [
        *[True] * 3, *[False] * 3, *[True] * 3]  # fmt: skip
    assert before.again(text.replace("w4", "new")) == found


@pytest.mark.parametrize(
    "new", ["```", "- a", "[w0]: b", ":::panel info", "~~~\n\nw5", "> q", "", "===", "    x"]
)
def test_what_reaches_further_is_read_as_a_whole(new):
    before, text = known(TEXT)
    for edited in (text.replace("w4", new), text.replace("w4\n\n", f"{new}\n"), text + f"\n{new}"):
        assert before.again(edited, worth=0) == read(edited)
