"""Others read what we write of wiki markup as they read what it was written from: pandoc, and the sandbox."""

from __future__ import annotations

import json
import subprocess

import pytest

from jira_sandbox.wiki.read import to_adf
from tests.unit.richtext.wiki.markups import BLOCKS
from ticketr.richtext.wiki.parse import parse
from ticketr.richtext.wiki.read import read
from ticketr.richtext.wiki.sources import Source
from ticketr.richtext.wiki.write import Writer

pytestmark = [pytest.mark.oracle, pytest.mark.slow]

PANDOC = {
    "2^nd^": "reads no backslash after a letter; Jira does",
    "{{a|b}}": "parts cells at a bar in code; Jira keeps what is in a macro or a phrase together",
    "{panel}in{panel}": "reads no macro in a line; the panel is written in lines of its own",
    "{info:title=T}": "does not know the macro; its lines are text",
    "text {code}": "drops a line with a macro in it",
}
SANDBOX = {
    "-- dash": "knows no dashes",
    "{{a|b}}": "parts cells at any bar",
    "{panel}in{panel}": "reads no row of several lines",
    "{info:title=T}": "does not know the macro; its lines are text",
    "text {code}": "reads macros only where a line begins",
}
MARKDOWN = [
    "# Title\n\nSome *em*, **strong**, `code` and [a link](http://a.b).",
    "- one\n  - two\n\n    ```python\n    x = 1\n    ```\n- three",
    "1. one\n2. two\n   - three",
    "> quoted **text**\n>\n> - item",
    "| A | B |\n|---|---|\n| 1 | *2* |",
    "~~gone~~ and a \\* star, {braces}, [brackets\\] and a | bar",
    "---",
    "x**y**z",
]
"""What both notations can say, in GitHub's Markdown."""


@pytest.fixture(scope="session")
def pandoc(foreign_python):
    """Reads a text in one of pandoc's formats; gives its blocks."""
    ask = "import pypandoc; print(pypandoc.get_pandoc_path())"
    told = subprocess.run([foreign_python, "-c", ask], capture_output=True, text=True, check=False)
    if told.returncode:
        pytest.skip("pandoc is not installed: `make oracles` does it")

    def blocks(source, form):
        command = [told.stdout.strip(), "-f", form, "-t", "json"]
        done = subprocess.run(command, input=source, capture_output=True, text=True, check=True)
        return json.loads(done.stdout)["blocks"]

    return blocks


def anew(markup):
    """The markup with none of its characters kept."""
    return Writer(Source("")).document(read(markup).blocks)


def expected(markup, deviations):
    return next((why for part, why in deviations.items() if part in markup), "")


@pytest.mark.parametrize("markup", BLOCKS)
def test_pandoc_reads_the_same(pandoc, markup):
    same = pandoc(anew(markup), "jira") == pandoc(markup, "jira")
    assert same != bool(expected(markup, PANDOC))


@pytest.mark.parametrize("markup", BLOCKS)
def test_the_sandbox_reads_the_same(markup):
    same = to_adf(anew(markup)) == to_adf(markup)
    assert same != bool(expected(markup, SANDBOX))


SHARED = {
    "Header": lambda inner: [inner[0], plain(inner[2])],
    "CodeBlock": lambda inner: [inner[0][1], inner[1].rstrip("\n")],
    "Code": lambda inner: inner[1],
    "Link": lambda inner: [plain(inner[1]), inner[2]],
    "OrderedList": lambda inner: plain(inner[1]),
    "Table": lambda inner: list(filter(None, _words(inner))),
}
"""What both notations can say of a node."""


def plain(value):
    """Pandoc's blocks without what the two notations cannot share: ids, tight lists, empty columns."""
    if isinstance(value, list):
        return [plain(one) for one in value]
    if not isinstance(value, dict):
        return value
    kind = "Para" if value.get("t") == "Plain" else value.get("t")
    return [kind, SHARED.get(kind, plain)(value.get("c"))]


def _words(value):
    found = [value["c"]] if isinstance(value, dict) and value.get("t") == "Str" else []
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return found + [word for one in inner for word in _words(one)]


@pytest.mark.parametrize("markdown", MARKDOWN)
def test_pandoc_reads_markdown_and_its_markup_alike(pandoc, markdown):
    assert plain(pandoc(parse(markdown), "jira")) == plain(pandoc(markdown, "gfm"))
