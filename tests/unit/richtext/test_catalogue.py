"""docs/rich-text.md says what these tests find. UPDATE_EXPECTED=1 writes its table anew."""

import json
import os
import re
from pathlib import Path

import pytest

from tests.unit.richtext.catalogue import (
    ALL,
    BLOCKS,
    DEFINITIONS,
    GROUPS,
    INLINE,
    MARKS,
    UNKNOWN,
    para,
    text,
)
from ticketr.richtext.adf.render import render
from ticketr.richtext.adf.splice import splice

PAGE = Path(__file__).parents[3] / "docs" / "rich-text.md"
MARK = "<!-- What follows is written by tests/unit/richtext/test_catalogue.py. -->\n"


def doc(*blocks):
    return {"type": "doc", "version": 1, "content": list(blocks)}


def beside(entry):
    """The document after an edit of the paragraph before the block and of the one after it."""
    document = doc(para(text("before")), entry.block, para(text("after")))
    markdown = render(document)
    return document, splice(
        document, markdown.replace("before", "Before").replace("after", "After")
    )


def of(entry):
    """The block before and after the edit, and what is lost."""
    document = doc(entry.block)
    markdown = render(document)
    assert markdown.count(entry.old) == 1, markdown
    return document, splice(document, markdown.replace(entry.old, entry.new))


@pytest.mark.parametrize("entry", [*ALL, *UNKNOWN], ids=lambda entry: entry.kind)
def test_an_edit_beside_leaves_the_very_node(entry):
    document, spliced = beside(entry)
    assert spliced.doc["content"][1] is document["content"][1]
    assert spliced.lost == ()


@pytest.mark.oracle
@pytest.mark.parametrize("entry", ALL, ids=lambda entry: entry.kind)
def test_an_edit_of_it_gives_a_valid_document(entry, complaints):
    document, spliced = of(entry)
    assert complaints(document) == []
    assert complaints(spliced.doc) == []


@pytest.mark.oracle
def test_each_type_of_the_schema_is_here(schema):
    types = {
        name: definition["properties"]["type"]["enum"][0]
        for name, definition in schema["definitions"].items()
        if "type" in definition.get("properties", {})
    }
    marks = {kind for name, kind in types.items() if name.endswith("_mark")}
    assert {entry.kind for entry in MARKS} == marks
    assert {entry.kind for entry in (*BLOCKS, *INLINE)} == set(types.values()) - marks - {"doc"}


@pytest.mark.oracle
def test_each_definition_of_the_schema_belongs_to_a_row(schema):
    definitions = schema["definitions"]
    told = {name: kind for kind, names in DEFINITIONS.items() for name in names.split()}
    assert {*told, *GROUPS.split()} == set(definitions)
    assert len(told) + len(GROUPS.split()) == len(definitions)
    assert {name: kind_of(definitions, name) for name in told} == told
    for name in GROUPS.split():
        assert refs(definitions[name]) <= set(definitions)
        assert kind_of(definitions, name) is None


def test_each_definition_that_is_told_has_its_row():
    assert set(DEFINITIONS) == {entry.kind for entry in ALL} | {"doc"}


def kind_of(definitions, name):
    """The type of the node or mark that a definition is about, None for a group."""
    definition = definitions[name]
    if "type" in definition.get("properties", {}):
        return definition["properties"]["type"]["enum"][0]
    bases = definition.get("allOf", ())
    return kind_of(definitions, bases[0]["$ref"].rpartition("/")[2]) if bases else None


def refs(value):
    """The names of the definitions that are referred to anywhere in the value."""
    if isinstance(value, dict):
        own = {value["$ref"].rpartition("/")[2]} if "$ref" in value else set()
        return own.union(*map(refs, value.values()))
    return set().union(*map(refs, value)) if isinstance(value, list) else set()


def leaves(value, path=()):
    if isinstance(value, dict) and value:
        for key in value:
            yield from leaves(value[key], (*path, key))
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))
    else:
        yield path, json.dumps(value)


def row(entry):
    before, spliced = of(entry)
    markdown = render(before)
    shown = "<br>".join(code(line) for line in markdown.split("\n"))
    was, now = dict(leaves(before)), dict(leaves(spliced.doc))
    changed = sorted({str(path[-1]) for path in was if now.get(path) != was[path]})
    added = sorted({str(path[-1]) for path in now if path not in was})
    name = entry.kind if " " in entry.kind else f"`{entry.kind}`"
    kept = f"all but {', '.join(f'`{key}`' for key in changed)}" if changed else "all"
    kept += f", and has `{', '.join(added)}`" if added else ""
    if spliced.lost:
        kept = f"all; the edit is refused: {spliced.lost[0]}"
    return f"| {name} | {shown} | all | {code(entry.old)} → {code(entry.new)}: {kept} |\n"


def code(line):
    """A line as code in a cell of a table."""
    ticks = "`" * (1 + max((len(run) for run in re.findall("`+", line)), default=0))
    space = " " if len(ticks) > 1 else ""
    return f"{ticks}{space}{line}{space}{ticks}".replace("|", "\\|") if line else ""


def table():
    parts = []
    for title, entries in (
        ("Blocks", BLOCKS),
        ("In a line", INLINE),
        ("Marks", MARKS),
        ("Anything else", UNKNOWN),
    ):
        parts.append(
            f"\n### {title}\n\n| | Markdown | an edit beside it keeps | an edit of it keeps |\n|---|---|---|---|\n"
        )
        parts += map(row, entries)
    return "".join([*parts, *definitions()])


def definitions():
    """Which definitions of the schema the rows stand for."""
    yield "\n### The schema's definitions\n\n"
    yield "Each definition of Atlassian's schema is about one of the rows above; variants differ in marks and content.\n\n"
    yield "| | definitions |\n|---|---|\n"
    for kind, names in DEFINITIONS.items():
        what = "`doc`: the text as a whole" if kind == "doc" else f"`{kind}`"
        yield f"| {what} | {', '.join(f'`{name}`' for name in names.split())} |\n"
    yield f"| what may stand where | {', '.join(f'`{name}`' for name in GROUPS.split())} |\n"


def test_the_page_says_so():
    written = PAGE.read_text(encoding="utf-8")
    expected = written[: written.index(MARK)] + MARK + table()
    if os.environ.get("UPDATE_EXPECTED"):
        PAGE.write_text(expected, encoding="utf-8")
        written = expected
    assert written == expected, "UPDATE_EXPECTED=1 writes the page anew"
