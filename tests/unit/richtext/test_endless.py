"""Values that no JSON can be: they hold themselves, or one thing a thousand times."""

import sys

import pytest

from tests.unit.richtext.catalogue import node, para, text
from ticketr.errors import TicketValidation
from ticketr.richtext.adf.endless import Endless, inside_itself
from ticketr.richtext.adf.lost import gone
from ticketr.richtext.adf.parse import parse
from ticketr.richtext.adf.render import render
from ticketr.richtext.adf.size import length
from ticketr.richtext.adf.splice import splice


def doc(*blocks):
    return {"type": "doc", "version": 1, "content": list(blocks)}


def looped(kind, key="content"):
    found = {"type": kind, key: []}
    found[key].append(found)
    return found


def quoted():
    """A quote that holds itself below fifty others."""
    inner = looped("blockquote")
    for _ in range(50):
        inner = node("blockquote", inner)
    return inner


def limit(monkeypatch, most):
    for module in ("blocks", "canon", "nodes", "size", "lost"):
        monkeypatch.setattr(f"ticketr.richtext.adf.{module}.MOST", most)


ENDLESS = [
    (looped("blockquote"), ".content[1].content[0]"),
    (looped("panel"), ".content[1].content[0]"),
    (looped("future"), ".content[1].content[0]"),
    ({"type": "extension", "attrs": {"parameters": looped("x")}}, ".content[1].attrs.parameters.content[0]"),
    (quoted(), ".content[1]" + ".content[0]" * 51),
]  # fmt: skip


@pytest.mark.parametrize(("block", "place"), ENDLESS)
def test_what_holds_itself_is_refused_by_its_place(block, place, monkeypatch):
    limit(monkeypatch, 5000)
    document = doc(para(text("a")), block)
    with pytest.raises(TicketValidation, match="holds itself at ") as caught:
        render(document)
    assert place in str(caught.value)
    with pytest.raises(TicketValidation, match="holds itself at "):
        splice(document, "a")


def test_one_node_in_many_places_is_no_loop():
    one = para(text("a"))
    document = doc(one, one, node("blockquote", one, one))
    assert render(document) == "a\n\na\n\n> a\n>\n> a"
    assert inside_itself(document) == ""
    assert splice(document, render(document)).doc is document


def test_a_document_that_is_small_in_memory_only_is_refused(monkeypatch):
    limit(monkeypatch, 500)
    found = node("panel", para(text("a")))
    for _ in range(30):
        found = node("panel", found, found)
    with pytest.raises(TicketValidation, match="more than 1,000,000 parts"):
        render(doc(found))


def test_counting_ends_too(monkeypatch):
    limit(monkeypatch, 500)
    loop = looped("panel")
    for walk in (length, lambda value: gone([value], [])):
        with pytest.raises(Endless):
            walk(loop)


OPENINGS = ["> ", "- ", "1. ", "[", "![", "*", "**a ", "[a](", "`", "<", "&#1;", "| ", "\\", "@a ", ":::panel info\n",
            "- :::expand\n", "]{", "[x]{status blue} ", "[a]{underline}", "[a]{comment x}[", "word\n", "word\n\n", "- word\n",
            "[a]: b\n", "a*b_c ", "``a` ", "# a\n", "- [ ] a\n", "> a\n- ", "| a | b |\n|---|---|\n| c | d |\n\n"]  # fmt: skip


def calls(work):
    """How many functions are called, Python's own included: a measure that no other process disturbs."""
    count = 0

    def note(_frame, _event, _arg):
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("opening", OPENINGS)
def test_twice_the_text_is_twice_the_work(opening):
    markdown = opening * 60
    documents = parse(markdown), parse(markdown * 2)
    work = [
        (lambda: parse(markdown), lambda: parse(markdown * 2)),
        (lambda: render(documents[0]), lambda: render(documents[1])),
        (lambda: splice(documents[0], markdown + "x"), lambda: splice(documents[1], markdown * 2 + "x")),
    ]  # fmt: skip
    for once, twice in work:
        assert calls(twice) < 2.5 * calls(once) + 500
