"""Description and acceptance criteria in one document: cut and joined without losing anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.jira.samples import texts
from tests.unit.richtext.edits import edited_lines, law
from ticketr.adapters.jira.body import cut, document, join, split
from ticketr.adapters.jira.texts import WIKI
from ticketr.domain.digest import same
from ticketr.richtext.adf.parse import parse
from ticketr.richtext.adf.render import render

HEADING = {"type": "heading", "content": [{"type": "text", "text": "Acceptance Criteria"}]}
headings = st.builds(
    lambda level, text: {
        "type": "heading",
        "attrs": {"level": level, "localId": f"h{level}"},
        "content": [{"type": "text", "text": text}],
    },
    st.integers(1, 6),
    st.sampled_from(["Acceptance Criteria", " acceptance  criteria: ", "Notes", "Criteria"]),
)
paragraphs = st.sampled_from("abc").map(
    lambda text: {"type": "paragraph", "content": [{"type": "text", "text": text}]}
)
odd = st.sampled_from(
    [
        {"type": "panel", "attrs": {"panelType": "info"}, "content": []},
        {"type": "heading", "attrs": {"level": 2}},
        {"type": "heading", "attrs": {"level": 2}, "content": [{"type": "emoji", "attrs": {}}]},
        {"type": "rule"},
        {"type": "codeBlock", "content": [{"type": "text", "text": "## Acceptance Criteria"}]},
    ]
)
documents = st.lists(st.one_of(headings, paragraphs, odd), max_size=7).map(document)


@given(doc=documents)
def test_nothing_changed_gives_the_same_document(doc):
    description, criteria = split(doc)
    joined = join(description, criteria, doc, [])
    assert joined == doc or (joined is None and description is None and criteria is None)


@given(doc=documents)
def test_every_block_is_in_one_part(doc):
    before, heading, after = cut(doc)
    assert [*before, *([heading] if heading else []), *after] == doc["content"]
    assert heading is not None or not after


@given(doc=documents, text=texts)
def test_a_new_half_leaves_the_other_as_it_is(doc, text):
    before, heading, _ = cut(doc)
    joined = join(split(doc)[0], text, doc, [])
    content = joined["content"] if joined else []
    kept = before if split(doc)[0] is not None else []
    assert content[: len(kept)] == kept
    if text and heading is not None:
        assert content[len(kept)] == heading


@given(description=texts, criteria=texts)
def test_two_texts_come_back(description, criteria):
    doc = join(description, criteria, None, [])
    found = split(doc)
    assert same(found[0], description)
    assert same(found[1], criteria)


@pytest.mark.oracle
@law(share=4)
@given(data=st.data(), chance=st.integers(0, 2**32))
def test_the_joined_document_is_one_that_jira_takes(out_of_schema, complaints, data, chance):
    doc = data.draw(out_of_schema)
    if chance % 2:
        heading = {**HEADING, "attrs": {"level": chance % 6 + 1}}
        doc["content"].insert(chance % (len(doc["content"]) + 1), heading)
    others = render(data.draw(out_of_schema))
    description, criteria = (
        edited_lines(half or "", others, chance + at) for at, half in enumerate(split(doc))
    )
    joined = join(description, criteria, doc, [])
    assert joined is None or complaints(joined) == []
    anew = join(description, criteria, None, [])
    assert anew is None or complaints(anew) == []


@given(description=texts, criteria=texts)
def test_every_word_is_in_the_document(description, criteria):
    doc = join(description, criteria, None, [])
    shown = render(doc).split()
    for text in (description, criteria):
        assert set((text or "").replace("#", "").split()) <= set(shown) | {"-"}


def test_a_new_section_is_a_heading_of_level_two():
    assert (
        render(join("Text", "- a\n- b", None, [])) == "Text\n\n## Acceptance Criteria\n\n- a\n- b"
    )
    assert render(join(None, "- a", None, [])) == "## Acceptance Criteria\n\n- a"
    assert join("", "  ", None, []) is None


def test_an_open_fence_does_not_swallow_the_criteria():
    assert split(join("```\ncode", "- a", None, [])) == ("```\ncode\n```", "- a")


def test_what_follows_the_criteria_stays_with_them():
    doc = parse("Text\n\n# Acceptance Criteria\n\n- a\n\n# Notes\n\nMore")
    assert split(doc) == ("Text", "- a\n\n# Notes\n\nMore")


def test_the_last_heading_counts():
    doc = parse("## Acceptance Criteria\n\nold\n\n### ACCEPTANCE CRITERIA\n\nnew")
    assert split(doc) == ("## Acceptance Criteria\n\nold", "new")


def test_an_empty_section_keeps_its_heading():
    doc = parse("Text\n\n### Acceptance Criteria")
    assert split(doc) == ("Text", None)
    joined = join("Other", None, doc, [])
    assert joined is not None
    assert joined["content"][1] == doc["content"][1]


def test_what_is_no_document():
    assert split(None) == (None, None)
    assert split({"type": "doc"}) == (None, None)
    assert split("wiki text") == ("wiki text", None)


markups = st.lists(
    st.sampled_from(
        [
            "h2. Acceptance Criteria",
            "h3. *acceptance criteria*:",
            "h1. Notes",
            "{code}\nh2. Acceptance Criteria\n{code}",
            "text",
            "* a\n* b",
            "",
        ]
    ),
    max_size=6,
)


@given(lines=markups, newline=st.sampled_from(["\n", "\r\n"]))
def test_markup_that_is_not_changed_is_the_same_markup(lines, newline):
    markup = newline.join(lines).replace("\r\n", "\n").replace("\n", newline)
    found = cut(markup, WIKI)
    assert found.before + (found.heading or "") + found.after == markup
    description, criteria = split(markup, WIKI)
    lost: list[str] = []
    joined = join(description, criteria, markup, lost, WIKI)
    kept = (found.before if description else "") + (found.heading or "")  # blank lines may go
    assert joined == kept + (found.after if criteria else "") or not (description or criteria)
    assert lost == []


def test_criteria_in_markup():
    markup = "One\n\n{code}\nh2. Acceptance Criteria\n{code}\n\nh2. Acceptance Criteria\n* a"
    assert split(markup, WIKI)[1] == "- a"
    assert join("Text", "- a", None, [], WIKI) == "Text\n\nh2. Acceptance Criteria\n* a"
    edited = join(split(markup, WIKI)[0], "- b", markup, [], WIKI)
    assert edited == markup.replace("* a", "* b")
    assert join(None, "- a", markup, [], WIKI) == "h2. Acceptance Criteria\n* a"
    assert join(None, None, markup, [], WIKI) is None


def test_a_file_that_goes_from_markup_is_told():
    lost: list[str] = []
    assert join("Text", None, "Text\n\n!photo.png!", lost, WIKI) == "Text"
    assert len(lost) == 1
