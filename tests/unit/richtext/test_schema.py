"""Atlassian's own schema as judge of what is made here, and as source of documents to render."""

import html
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.richtext import documents as d
from tests.unit.richtext.edits import law
from tests.unit.richtext.exact import same
from ticketr.richtext.adf import places
from ticketr.richtext.adf.parse import parse
from ticketr.richtext.adf.render import render

pytestmark = pytest.mark.oracle
LAW = law(40)
WRITTEN = law(40, share=10)


@WRITTEN
@given(markdown=d.MARKDOWN)
def test_any_markdown_becomes_valid_adf(complaints, markdown):
    assert complaints(parse(markdown)) == []


@WRITTEN
@given(document=d.EXPRESSIBLE)
def test_the_documents_of_these_tests_are_valid_themselves(complaints, document):
    assert complaints(document) == []


@LAW
@given(data=st.data())
def test_any_document_reads_as_valid_adf_and_settles_after_one_pass(
    out_of_schema, complaints, data
):
    document = data.draw(out_of_schema)
    assert complaints(document) == []
    back = parse(render(document))
    assert complaints(back) == []
    assert render(parse(render(back))) == render(back)


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
    assert same(parse(render(fields["description"])), fields["description"])
    assert (
        render(fields["description"])
        == "Create a logging system to store payment transaction metadata."
    )
    assert (render(comment), same(parse(render(comment)), comment)) == ("hello world", True)


def test_a_recorded_document_names_what_it_holds(recorded):
    document = recorded("jira-cli/md.json")
    markdown = render(document)
    for line in ("# H1", "1\\. Some text\\", "2\\. Some more text<br>", "> Blockquote text", ":::panel info",
                 "[Person A]{mention 5fb82376aca10c006949f35b}", "~~Prefix: Strikethrough text~~", "[Link](https://ankit.pl)",
                 "    - Another", "      - New level", "3. Ordered list item 3", "| **Table Header 1** | **Table Header 2** | **Table Header 3** |", "| --- | --- | --- |", "```go"):  # fmt: skip
        assert line in markdown.split("\n"), line
    assert same(parse(markdown), document)


def kinds_allowed(schema, rule, seen=()):
    """The node types that a rule of the schema leads to."""
    if "$ref" in rule:
        name = rule["$ref"].rpartition("/")[2]
        return kinds_allowed(schema, schema["definitions"][name]) if name not in seen else set()
    kind = rule.get("properties", {}).get("type", {}).get("enum")
    if kind:
        return set(kind)
    found = set()
    for part in (*rule.get("anyOf", ()), *rule.get("allOf", ())):
        found |= kinds_allowed(schema, part)
    return found


def test_what_may_stand_where_is_what_the_schema_says(schema):
    allowed: dict[str, set[str]] = {}
    for definition in schema["definitions"].values():
        for part in (definition, *definition.get("allOf", ())):
            name = kinds_allowed(schema, definition)
            content = part.get("properties", {}).get("content")
            if content is None or len(name) != 1:
                continue
            while "$ref" in content:
                content = schema["definitions"][content["$ref"].rpartition("/")[2]]
            items = content.get("items", {})
            for item in items if isinstance(items, list) else [items]:
                allowed.setdefault(min(name), set()).update(kinds_allowed(schema, item))
    assert allowed == {kind: set(children) for kind, children in places.ALLOWED.items()}
