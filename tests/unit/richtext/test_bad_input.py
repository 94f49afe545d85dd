import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.richtext import documents as d
from tests.unit.richtext.edits import law
from tests.unit.richtext.exact import same
from ticketr.richtext.adf.parse import parse
from ticketr.richtext.adf.render import render
from ticketr.richtext.adf.splice import Spliced, splice

KINDS = ["doc", "paragraph", "heading", "text", "bulletList", "orderedList", "listItem", "codeBlock", "blockquote",
         "rule", "hardBreak", "panel", "mention", "date", "status", "media", "table", "taskItem", "future", "", 7, None]  # fmt: skip
KEYS = st.sampled_from(
    [
        "type",
        "attrs",
        "content",
        "marks",
        "text",
        "version",
        "level",
        "order",
        "language",
        "href",
        "timestamp",
        "x",
    ]
)
JUNK = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=3),
        st.sampled_from(KINDS),
        st.binary(max_size=2),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(KEYS, inner, max_size=4),
        st.builds(
            lambda kind, rest: {**rest, "type": kind},
            st.sampled_from(KINDS),
            st.dictionaries(KEYS, inner, max_size=4),
        ),
    ),
    max_leaves=10,
)


@law(100, share=5)
@given(JUNK)
def test_nothing_of_any_type_raises(junk):
    for value in (
        junk,
        {"type": "doc", "version": 1, "content": junk},
        {"type": "doc", "content": [junk]},
    ):
        assert isinstance(render(value), str)
        assert isinstance(splice(value, render(value)), Spliced)
        assert render(parse(render(parse(render(value))))) == render(parse(render(value)))


def nested(kind, depth):
    node = {"type": "paragraph", "content": [{"type": "text", "text": "bottom"}]}
    for _ in range(depth):
        node = {
            "type": kind,
            "content": [{"type": "listItem", "content": [node]}]
            if kind.endswith("List")
            else [node],
        }
    return {"type": "doc", "version": 1, "content": [node]}


@pytest.mark.parametrize(
    "kind", ["bulletList", "orderedList", "blockquote", "panel", "paragraph", "future", "doc"]
)
def test_five_thousand_levels_keep_their_words(kind):
    document = nested(kind, 5000)
    assert "bottom" in render(document)
    assert same(splice(document, render(document)).doc, document)
    assert same(document, nested(kind, 5000))
    assert not same(document, nested(kind, 4999))


def test_deep_attributes_are_compared_without_recursion():
    def deep(bottom):
        value = bottom
        for _ in range(5000):
            value = {"in": [value]}
        return {"type": "doc", "content": [{"type": "extension", "attrs": {"parameters": value}}]}

    assert same(deep(1), deep(1))
    assert not same(deep(1), deep(2))


@pytest.mark.parametrize(
    "opening",
    [
        "> ",
        "- ",
        "1. ",
        "* > ",
        "[",
        "![",
        "*",
        "_",
        "**a ",
        "[a](",
        "`",
        "<",
        "&#",
        "~~",
        "| ",
        ":::panel info\n",
        "- :::expand\n",
        "]{",
    ],
)
def test_five_thousand_openings_keep_their_words(opening):
    markdown = opening * 5000 + "bottom"
    document = parse(markdown)
    assert "bottom" in json.dumps(document)
    assert render(parse(render(document))) == render(document)
    assert same(parse(render(document)), document)


def test_deep_lists_keep_every_line():
    lines = [" " * (2 * depth) + f"- word{depth}" for depth in range(100)]
    shown = json.dumps(parse("\n".join([*lines, "", " " * 200 + "after"])))
    assert [
        line.strip("- ")
        for line in lines
        if f'{line.strip("- ")}"' not in shown and f"{line.strip('- ')}\\n" not in shown
    ] == []
    assert "after" in shown


WORDY = st.lists(
    st.one_of(
        st.integers(0, 99).map("word{} ".format),
        st.sampled_from(["# ", "> ", "- ", "1. ", "\n", "\n\n", "    ", "```", "~~~", "*", "**", "`", "[", "]", "](", ")", "![", "]: ",
                         "<", ">", "|", "---", "===", ' "', '" ', "\\", "&", "~~", "  \n", "| a |\n|---|\n", "| ", " |\n", "<br>", "- [x] "]),
    ),
    max_size=40,
).map("".join)  # fmt: skip


@law(150, share=5)
@given(WORDY)
def test_no_word_of_any_markdown_is_lost(markdown):
    shown = json.dumps(parse(markdown), ensure_ascii=False)
    again = render(parse(markdown))
    for word in set(markdown.replace("word", " word").split()):
        if word.startswith("word") and word[4:].isdigit():
            assert word in shown
            assert word in again


def test_the_same_is_not_fooled():
    text = {"type": "text", "text": "1"}
    base = d.doc([{"type": "paragraph", "content": [text]}])
    assert same(
        base,
        {
            "content": [
                {"content": [text], "marks": [], "attrs": {"localId": "x"}, "type": "paragraph"}
            ],
            "type": "doc",
            "version": 1,
        },
    )
    others: tuple[object, ...] = (
        d.doc([]),
        d.doc([{"type": "paragraph"}]),
        d.doc([text]),
        d.doc([{"type": "paragraph", "content": [{**text, "marks": [{"type": "em"}]}]}]),
        {**base, "version": 2},
        {**base, "extra": 0},
        d.doc([{"type": "paragraph", "content": [text], "attrs": {"x": True}}]),
        None,
        1,
        "1",
        [],
    )
    for other in others:
        assert not same(base, other)
        assert not same(other, base)
    assert not same(
        d.doc([{"type": "x", "attrs": {"a": 1}}]), d.doc([{"type": "x", "attrs": {"a": True}}])
    )
    assert same(
        d.doc([{"type": "x", "attrs": {"a": 1}}]), d.doc([{"type": "x", "attrs": {"a": 1.0}}])
    )
