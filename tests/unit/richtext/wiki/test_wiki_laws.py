from hypothesis import example, given
from hypothesis import strategies as st

from tests.unit.richtext.edits import law
from tests.unit.richtext.wiki.markups import DOCUMENT, MARKUP, NEWLINES, TEXT
from ticketr.richtext.adf.render import render as from_adf
from ticketr.richtext.wiki.parse import parse
from ticketr.richtext.wiki.render import render
from ticketr.richtext.wiki.splice import splice


def text(source):
    return {"type": "text", "text": source}


def paragraph(source):
    return {"type": "paragraph", "content": [text(source)]}


def item(*content):
    return {"type": "listItem", "content": list(content)}


def row(kind, *cells):
    return {"type": "tableRow", "content": [{"type": kind, "content": [cell]} for cell in cells]}


HOLDERS = {
    "paragraph": paragraph,
    "heading": lambda s: {"type": "heading", "attrs": {"level": 2}, "content": [text(s)]},
    "item": lambda s: {"type": "bulletList", "content": [item(paragraph(s)), item(paragraph("x")), item(paragraph(s))]},
    "deep item": lambda s: {
        "type": "orderedList",
        "content": [item(paragraph("x"), {"type": "bulletList", "content": [item(paragraph(s))]})],
    },
    "cell": lambda s: {
        "type": "table",
        "content": [row("tableHeader", paragraph(s), paragraph("x")), row("tableCell", paragraph("x"), paragraph(s))],
    },
    "quote": lambda s: {"type": "blockquote", "content": [paragraph(s), paragraph(s)]},
    "task": lambda s: {"type": "taskList", "content": [{"type": "taskItem", "attrs": {"state": "TODO"}, "content": [text(s)]}]},
}  # fmt: skip


@law(300, share=5)
@given(st.one_of(MARKUP, TEXT, st.text()))
def test_a_markup_comes_back_as_it_was(markup):
    spliced = splice(markup, render(markup))
    assert spliced.doc == markup
    assert spliced.lost == ()


@law(100, share=5)
@given(DOCUMENT, NEWLINES)
def test_a_document_comes_back_as_it_was(blocks, newline):
    markup = newline.join(["\n\n".join(blocks), ""]).replace("\n", newline)
    assert splice(markup, render(markup)).doc == markup


@law(200, share=5)
@given(st.one_of(MARKUP, TEXT))
@example("# )1. | {*}{foo:a}--{code}\t# \u00a0&#10;\\`\x00`[&#10;||{*}")
@example("|# _~<br>{_}|\n|---|")
def test_a_second_pass_changes_nothing(markdown):
    once = render(parse(markdown))
    assert render(parse(once)) == once


@law(150, share=5)
@given(st.sampled_from(sorted(HOLDERS)), TEXT)
def test_text_is_never_markup_by_accident(kind, source):
    markdown = from_adf({"type": "doc", "version": 1, "content": [HOLDERS[kind](source)]})
    assert render(parse(markdown)) == markdown


@law(100, share=5)
@given(DOCUMENT, st.integers(0, 7), NEWLINES)
def test_an_edit_of_a_block_leaves_the_others_as_they_are(blocks, at, newline):
    at %= len(blocks)
    before, after = "\n\n".join(blocks[:at]), "\n\n".join(blocks[at + 1 :])
    markup = "\n\n".join(filter(None, (before, "middle word", after))).replace("\n", newline)
    spliced = splice(markup, render(markup).replace("middle word", "another *word*"))
    assert spliced.doc == markup.replace("middle word", "another _word_")
