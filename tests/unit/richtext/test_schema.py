"""Atlassian's own schema as judge of what is made here, and as source of documents to render."""

import html
import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.richtext import documents as d
from ticketr.richtext.adf.exact import inexpressible, same
from ticketr.richtext.adf.parse import parse
from ticketr.richtext.adf.render import render

pytestmark = pytest.mark.oracle
LAW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@LAW
@given(markdown=d.MARKDOWN)
def test_any_markdown_becomes_valid_adf(complaints, markdown):
    assert complaints(parse(markdown)) == []


@LAW
@given(document=d.EXPRESSIBLE)
def test_the_documents_of_these_tests_are_valid_themselves(complaints, document):
    assert complaints(document) == []


@LAW
@given(data=st.data())
def test_a_document_out_of_the_schema_is_the_same_or_its_losses_have_names(
    out_of_schema, complaints, data
):
    document = data.draw(out_of_schema)
    assert complaints(document) == []
    markdown = render(document)
    back = parse(markdown)
    assert complaints(back) == []
    assert render(parse(render(back))) == render(back)
    names = inexpressible(document)
    assert (names == ()) == same(back, document)


@LAW
@given(data=st.data())
def test_every_word_of_a_document_is_in_its_markdown(out_of_schema, data):
    document = data.draw(out_of_schema)
    texts = re.findall(r'"type": "text", "text": "(word\d+)"', json.dumps(document))
    shown = html.unescape(render(document))
    assert [word for word in texts if word not in shown] == []


def test_recorded_descriptions_come_back(recorded):
    fields = recorded("jiratui/issue.json")["fields"]
    comment = fields["comment"]["comments"][0]["body"]
    assert inexpressible(fields["description"]) == ()
    assert (
        render(fields["description"])
        == "Create a logging system to store payment transaction metadata."
    )
    assert (render(comment), inexpressible(comment)) == ("hello world", ())


def test_a_recorded_document_names_what_it_holds(recorded):
    document = recorded("jira-cli/md.json")
    markdown = render(document)
    for line in ("# H1", "1\\. Some text\\", "2\\. Some more text<br>", "> Blockquote text", ":::panel info",
                 "[Person A]{mention 5fb82376aca10c006949f35b}", "~~Prefix: Strikethrough text~~", "[Link](https://ankit.pl)",
                 "    - Another", "      - New level", "3. Ordered list item 3", "| **Table Header 1** | **Table Header 2** | **Table Header 3** |", "| --- | --- | --- |", "```go"):  # fmt: skip
        assert line in markdown.split("\n"), line
    assert inexpressible(document) == ()
