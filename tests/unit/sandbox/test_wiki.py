"""Wiki markup to documents and back: always valid, stable where markup can say it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jira_sandbox import adf, rich
from jira_sandbox.dialect import Dialect
from jira_sandbox.wiki.html import to_html
from jira_sandbox.wiki.read import to_adf
from jira_sandbox.wiki.write import from_adf

OLD, NEW = Dialect("cloud", 2, "http://x"), Dialect("cloud", 3, "http://x")
STABLE = [
    "Plain words.",
    "Two\nlines",
    "One\n\nTwo",
    "h1. Title",
    "h6. Deep with *bold*",
    "*strong* _em_ -gone- +new+ ^up^ ~down~ {{code}}",
    "[words|https://a.example/b?c=d]",
    "[https://a.example|https://a.example]",
    "* one\n* two\n** deeper\n*** deepest\n* three",
    "# one\n## two\n#* mixed",
    "||Name||Size||\n|a|1|\n|b|2|",
    "{code:python}\nx = [1]\n\ny *= 2\n{code}",
    "{code}\nplain\n{code}",
    "{quote}\nsaid\n{quote}",
    "{panel}\nseen\n{panel}",
    "one\n\n----\n\ntwo",
    "not \\*bold\\* and \\{not\\} a macro",
    "snake\\_case and 5-3 and a - b",
    "mail [~accountid:712020:x] now",
]
PIECES = st.sampled_from(
    ["*", "_", "-", "+", "^", "~", "{", "}", "{{", "}}", "[", "]", "|", "||", "h1. ", "* ", "# ", "** ", "{code}", "{quote}", "{panel}", "{noformat}", "----", "bq. ", "\n", "\n\n", "\\", " ", "a", "word", "https://a.example", "{color:red}", "{color}", "é", "\r\n"]
)  # fmt: skip


@pytest.mark.parametrize("text", STABLE)
def test_what_markup_can_say_comes_back_as_it_was(text):
    document = to_adf(text)
    assert adf._valid()(document)
    assert from_adf(document) == text


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_any_text_becomes_a_valid_document(text):
    document = to_adf(text)
    assert adf._valid()(document)
    again = to_adf(from_adf(document))
    assert adf._valid()(again)
    assert isinstance(to_html(document), str)


def test_blocks_that_markup_has_no_place_for_keep_their_words():
    document = to_adf("{quote}\nh1. Big\n* item\n{quote}")
    assert [block["type"] for block in document["content"][0]["content"]] == [
        "paragraph",
        "bulletList",
    ]
    assert adf.plain(document) == "Big\nitem"


def test_documents_that_markup_can_only_hint_at():
    def node(kind, *content, **attrs):
        return {"type": kind, "attrs": attrs, "content": list(content)}

    words = {"type": "text", "text": "words"}
    document = node(
        "doc",
        node("taskList", node("taskItem", words, state="DONE"), node("taskItem", words, state="TODO")),
        node("expand", node("paragraph", words), title="More"),
        node("paragraph", {"type": "emoji", "attrs": {"shortName": ":x:"}}, {"type": "hardBreak"}, {"type": "inlineCard", "attrs": {"url": "https://a.example"}}),
        node("paragraph", {"type": "status", "attrs": {"text": "OK"}}, {"type": "text", "text": "red", "marks": [{"type": "textColor", "attrs": {"color": "#f00"}}]}),
        node("table", node("tableRow", node("tableCell", node("paragraph")))),
    )  # fmt: skip
    assert from_adf(document) == (
        "* (/) words\n* (x) words\n\nwords\n\n:x:\n[https://a.example]\n\n"
        "OK{color:#f00}red{color}\n\n| |"
    )


def test_what_was_written_as_markup_is_read_as_it_was_written():
    text = "odd   *bold\n\n\n\n* list"
    stored = rich.accept(OLD, "description", f"{text}\n")
    assert rich.show(OLD, stored) == text
    assert "wiki" not in rich.show(NEW, stored)
    assert rich.accept(OLD, "description", text, stored) == stored
    assert rich.show(NEW, None) is None


def test_html():
    document = to_adf("h2. A & B\n\n[*x*|https://a.example?a=1&b=2]\n\n* i\n\n----\n\n{{c}}\nd")
    assert to_html(document) == (
        '<h2>A &amp; B</h2><p><a href="https://a.example?a=1&amp;b=2">*x*</a></p>'
        "<ul><li><p>i</p></li></ul><hr/><p><tt>c</tt><br/>d</p>"
    )
