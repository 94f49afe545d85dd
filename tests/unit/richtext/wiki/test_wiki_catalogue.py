"""docs/rich-text.md says what these tests find of wiki markup. UPDATE_EXPECTED=1 writes its table anew."""

import difflib
import os
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.unit.richtext.test_catalogue import code
from ticketr.richtext.wiki.render import render
from ticketr.richtext.wiki.splice import splice

PAGE = Path(__file__).parents[4] / "docs" / "rich-text.md"
START = "<!-- What follows is written by tests/unit/richtext/wiki/test_wiki_catalogue.py. -->\n"
END = "<!-- Here it ends. -->\n"


class Entry(NamedTuple):
    """A notation, a markup with it, and what is replaced by what in its Markdown."""

    name: str
    markup: str
    old: str
    new: str


BLOCKS = [
    Entry("paragraph", "one -- word", "word", "more"),
    Entry("lines, `\\\\`", "one\ntwo\\\\ three", "three", "3"),
    Entry("heading", "h2. Title", "Title", "Name"),
    Entry("rule", "----", "---", "***"),
    Entry("quote", "{quote}\none\n\ntwo\n{quote}", "two", "2"),
    Entry("short quote", "bq. one", "one", "1"),
    Entry("bullets", "* one\n** two", "two", "2"),
    Entry("dashes", "- one\n- two", "two", "2"),
    Entry("numbers, mixed", "# one\n#* two", "two", "2"),
    Entry("item with a macro", "* one\n{code}\na = 1\n{code}\n* two", "two", "2"),
    Entry("tasks", "* [ ] one\n* [x] two", "[ ]", "[x]"),
    Entry("code", "{code:python|title=a.py}\na = 1\n{code}", "a = 1", "a = 2"),
    Entry("preformatted", "{noformat}\na = 1\n{noformat}", "a = 1", "a = 2"),
    Entry("table", "||A||B||\n| one | two |", "two", "2"),
    Entry("lines in a cell", "|one\ntwo|3|", "two", "2"),
    Entry("blocks in a cell", "|* one\n* two|3|", "two", "2"),
    Entry("panel", "{panel}\none\n{panel}", "one", "1"),
    Entry("panel in Jira's colors", "{panel:bgColor=#fffae6}\none\n{panel}", "warning", "error"),
    Entry("panel with a title", "{panel:title=More}\none\n{panel}", "More", "Less"),
    Entry("panel with more", "{panel:title=T|borderStyle=dashed}\none\n{panel}", "one", "1"),
    Entry("colored blocks", "{color:red}\none\n\ntwo\n{color}", "two", "2"),
    Entry("any other macro", "{chart:type=pie}\n|a|1|\n{chart}", "[extension", "[macro"),
]

INLINE = [
    Entry("strong, emphasis", "a *word* _b_", "word", "more"),
    Entry("inside a word", "a{*}b{*}c d", "d", "e"),
    Entry("deleted, inserted", "-word- +b+", "word", "more"),
    Entry("superscript, subscript", "^word^ ~b~", "word", "more"),
    Entry("citation", "??word??", "word", "more"),
    Entry("monospaced", "{{word}}", "word", "more"),
    Entry("color", "{color:#ff5630}word{color}", "#ff5630", "#36b37e"),
    Entry("color by name", "{color:red}word{color}", "word", "more"),
    Entry("link", "[word|https://a.b|tip]", "word", "more"),
    Entry("address in brackets", "[https://a.b]", "a.b", "a.c"),
    Entry("address", "https://a.b word", "word", "more"),
    Entry("key", "ABC-2 word", "word", "more"),
    Entry("mention", "[~ann] word", "word", "more"),
    Entry("attachment", "[^a.pdf] word", "word", "more"),
    Entry("image", "!a.png|width=300! word", "[a.png]", "[map]"),
    Entry("emoticon", ":) (/) word", "word", "more"),
    Entry("dashes", "one -- two --- word", "word", "more"),
    Entry("macro in a line", "{anchor:top}word", "word", "more"),
    Entry("text", "1. # \\*word\\* a_b &copy;", "word", "more"),
]
ALL = [*BLOCKS, *INLINE]


@pytest.mark.parametrize("entry", ALL, ids=lambda entry: entry.name)
def test_an_edit_beside_leaves_the_very_characters(entry):
    markup = f"before\n\n{entry.markup}\n\nafter"
    edited = render(markup).replace("before", "Before").replace("after", "After")
    assert splice(markup, edited).doc == f"Before\n\n{entry.markup}\n\nAfter"


def row(entry):
    markdown = render(entry.markup)
    assert markdown.count(entry.old) == 1, markdown
    spliced = splice(entry.markup, markdown.replace(entry.old, entry.new))
    lost = "; ".join(map(str, spliced.lost)).replace("|", "\\|")
    then = f"refused: {lost}" if lost else shown(changed(entry.markup, spliced.doc))
    return f"| {entry.name} | {shown(entry.markup)} | {shown(markdown)} | {code(entry.old)} → {code(entry.new)} | {then} |\n"


def changed(before, after):
    """The lines that are new."""
    old, new = before.split("\n"), after.split("\n")
    found = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return "\n".join(
        line for tag, _, _, start, end in found if tag != "equal" for line in new[start:end]
    )


def shown(text):
    return "<br>".join(map(code, text.split("\n")))


def table():
    parts = []
    for title, entries in (("Wiki markup: blocks", BLOCKS), ("Wiki markup: in a line", INLINE)):
        parts.append(
            f"\n### {title}\n\n| | wiki markup | Markdown | an edit | the line then |\n|---|---|---|---|---|\n"
        )
        parts += map(row, entries)
    return "".join(parts) + "\n"


def test_the_page_says_so():
    written = PAGE.read_text(encoding="utf-8")
    start, end = written.index(START), written.index(END)
    expected = written[:start] + START + table() + written[end:]
    if os.environ.get("UPDATE_EXPECTED"):
        PAGE.write_text(expected, encoding="utf-8")
        written = expected
    assert written == expected, "UPDATE_EXPECTED=1 writes the page anew"
