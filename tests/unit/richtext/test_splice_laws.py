"""The laws of splicing, over documents out of Atlassian's schema itself and over recorded ones."""

import copy
import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.unit.richtext.edits import (
    at,
    damaged,
    edited_lines,
    law,
    local_ids,
    one_mark_of_a_type,
    sayable,
    strangers_to,
    text_paths,
    with_text,
)
from tests.unit.richtext.exact import same
from tests.unit.richtext.test_bad_input import JUNK
from ticketr.richtext.adf.parse import parse
from ticketr.richtext.adf.render import render
from ticketr.richtext.adf.splice import Spliced, splice

pytestmark = [pytest.mark.oracle, pytest.mark.no_cover]


@law(150)
@given(data=st.data())
def test_an_unedited_text_gives_the_document_exactly(out_of_schema, data):
    document = data.draw(out_of_schema)
    before = copy.deepcopy(document)
    assert splice(document, render(document)) == Spliced(before, ())
    assert document == before


def test_recorded_documents_come_back_exactly(recorded_documents):
    assert len(recorded_documents) > 3
    for document in recorded_documents:
        assert splice(document, render(document)) == Spliced(document, ())


@law(100, share=5)
@given(JUNK)
def test_an_unedited_text_gives_anything_exactly(junk):
    document = {"type": "doc", "version": 1, "content": [junk, {"type": "paragraph"}, junk]}
    spliced = splice(document, render(document))
    assert repr(spliced.doc) == repr(document)
    assert spliced.lost == ()
    assert isinstance(splice(junk, "a\n\n" + render(document)), Spliced)


@law(150, share=2)
@given(data=st.data())
def test_a_damaged_document_comes_back_exactly_and_never_raises(out_of_schema, data):
    document = damaged(data.draw(out_of_schema), data.draw(st.integers(0, 2**32)))
    markdown = render(document)
    spliced = splice(document, markdown)
    if document.get("type") == "doc":
        assert spliced == Spliced(document, ())
    edited = splice(document, edited_lines(markdown, "x", data.draw(st.integers(0, 2**32))))
    assert isinstance(render(edited.doc), str)


@law(100)
@given(data=st.data())
def test_an_edit_inside_one_text_leaves_all_others_the_same_nodes(out_of_schema, data):
    document = one_mark_of_a_type(data.draw(out_of_schema))
    paths = list(text_paths(document))
    assume(paths)
    path = data.draw(st.sampled_from(paths))
    # Half of the new texts are others of the document: then a block may come to read like another.
    texts = [at(document, other)["text"] for other in paths]
    new = data.draw(st.sampled_from(["edited", "two words", "*"]) | st.sampled_from(texts))
    assume(sayable(document, path, new))
    edited = with_text(document, path, new)
    spliced = splice(document, render(edited))
    assert same(spliced.doc, edited)
    assert strangers_to(path, document, spliced.doc) == []
    assert spliced.lost == ()


@law(60)
@given(data=st.data())
def test_blocks_may_move_and_be_copied_and_deleted(out_of_schema, data):
    document = data.draw(out_of_schema)
    content = document["content"]
    alone = {render({**document, "content": [block]}) for block in content}
    assume(len(content) > 1 and len(alone) == len(content))
    here, there = (data.draw(st.integers(0, len(content) - 1)) for _ in range(2))
    without = content[:here] + content[here + 1 :]
    moved = {**document, "content": [*without[:there], content[here], *without[there:]]}
    copied = {**document, "content": [*content[:there], content[here], *content[there:]]}
    deleted = {**document, "content": without}
    assert splice(document, render(moved)) == Spliced(moved, ())
    doubled = splice(document, render(copied))
    assert same(doubled.doc, copied)
    assert doubled.lost == ()
    before, after = local_ids(document), local_ids(doubled.doc)
    assert all(after[one] <= max(before[one], 1) for one in after)
    assert splice(document, render(deleted)).doc == deleted


@law(150, share=2)
@given(data=st.data())
def test_whatever_is_edited_the_document_is_valid(out_of_schema, complaints, data):
    document, other = data.draw(out_of_schema), data.draw(out_of_schema)
    markdown = edited_lines(render(document), render(other), data.draw(st.integers(0, 2**32)))
    spliced = splice(document, markdown)
    assert complaints(spliced.doc) == []
    assert splice(spliced.doc, render(spliced.doc)) == Spliced(spliced.doc, ())
    read = parse(markdown)
    assert complaints(read) == []
    assert render(parse(render(read))) == render(read)


@law(60)
@given(data=st.data())
def test_no_medium_and_no_unknown_node_goes_without_a_word(out_of_schema, data):
    document = data.draw(out_of_schema)
    dear = json.dumps(document).count('"type": "media')
    assert bool(splice(document, "").lost) == (
        '"type": "media"' in json.dumps(document)
        or '"type": "mediaInline"' in json.dumps(document)
    ), dear
