from hypothesis import given

from tests.unit.richtext import documents as d
from tests.unit.richtext.edits import law
from tests.unit.richtext.exact import same
from ticketr.richtext.adf.parse import parse
from ticketr.richtext.adf.render import render

LAW = law(share=8)


@LAW
@given(d.EXPRESSIBLE)
def test_what_markdown_can_say_comes_back_the_same(document):
    markdown = render(document)
    assert same(parse(markdown), document), markdown


@LAW
@given(d.ANY_TEXT)
def test_any_text_is_itself_as_paragraph_heading_and_item(text):
    leaf = [{"type": "text", "text": text}]
    paragraph = {"type": "paragraph", "content": leaf}
    item = {"type": "bulletList", "content": [{"type": "listItem", "content": [paragraph]}]}
    heading = {"type": "heading", "attrs": {"level": 2}, "content": leaf}
    document = d.doc([paragraph, heading, item, {"type": "blockquote", "content": [paragraph]}])
    assert parse(render(document)) == document


@LAW
@given(d.MARKDOWN)
def test_any_markdown_is_stable_after_one_pass(markdown):
    once = render(parse(markdown))
    assert render(parse(once)) == once
    assert same(parse(once), parse(markdown))
