"""Valid documents and markups broken at random: each gives a result or an error of ours, at any depth."""

import copy
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.richtext.catalogue import ALL, UNKNOWN
from tests.unit.richtext.edits import law
from tests.unit.richtext.wiki.markups import BLOCKS
from ticketr.errors import TicketrError
from ticketr.richtext.adf.parse import parse
from ticketr.richtext.adf.render import render
from ticketr.richtext.adf.splice import Spliced, splice
from ticketr.richtext.wiki.parse import parse as markup_of
from ticketr.richtext.wiki.render import render as markdown_of
from ticketr.richtext.wiki.splice import Spliced as SplicedMarkup
from ticketr.richtext.wiki.splice import splice as splice_markup

FUZZ = law(share=10)
JUNK: list[Any] = [None, True, 7, -1, 1e308, float("nan"), "", "x", "\ud800", "\0", [], {}, [[]], {"type": 7}, [None],
        {"type": "text"}, {"type": "doc", "content": {}}, "panel", "2024-99-99", "99999999999999999999"]  # fmt: skip
DEEP = 10_000
DEEPEST = 100_000


def places(value):
    """Every object and list in the value with each of its keys."""
    stack, found = [value], []
    while stack:
        top = stack.pop()
        keys = range(len(top)) if isinstance(top, list) else list(top)
        for key in keys:
            found.append((top, key))
            if isinstance(top[key], (dict, list)):
                stack.append(top[key])
    return found


def buried(value, kind, depth=DEEP):
    """The value in as many nodes of one kind as nobody has written."""
    for _ in range(depth):
        value = {"type": kind, "content": [value]}
    return value


def broken(document, seed):
    """The document with a few things wrong: other types, missing keys, nodes of elsewhere, depth."""
    chance = Random(seed)
    document = copy.deepcopy(document)
    for _ in range(chance.randint(1, 4)):
        found = places(document)
        if not found:
            break
        holder, key = chance.choice(found)
        other, at = chance.choice(found)
        how = chance.choice(["junk", "junk", "gone", "swap", "twice", "deep"])
        if how == "junk":
            holder[key] = copy.deepcopy(chance.choice(JUNK))
        elif how == "gone":
            del holder[key]
        elif how == "twice":
            holder[key] = copy.deepcopy(other[at])
        elif how == "deep" and chance.random() < 0.2:
            kind = chance.choice(["panel", "bulletList", "listItem", "table", "expand", "future"])
            return {"type": "doc", "version": 1, "content": [buried(document, kind)]}
        else:
            holder[key], other[at] = copy.deepcopy(other[at]), copy.deepcopy(holder[key])
    return document


def survives(work, *kinds):
    """The result, which is of one of the kinds; None where an error of ours is raised."""
    try:
        found = work()
    except TicketrError:
        return None
    assert isinstance(found, kinds)
    return found


def tried(document, chance):
    markdown = survives(lambda: render(document), str)
    if markdown is None:
        return
    survives(lambda: parse(markdown), dict)
    same = survives(lambda: splice(document, markdown), Spliced)
    assert same is None or same.lost == ()
    edited = markdown
    for _ in range(3):
        at = chance.randint(0, len(edited))
        edited = (
            edited[:at]
            + chance.choice(["", "x", "\n", ":::", "^", "|", "`"])
            + edited[at + chance.randint(0, 3) :]
        )
    found = survives(lambda: splice(document, edited), Spliced)
    if found is not None:
        survives(lambda: render(found.doc), str)


def nodes():
    return st.sampled_from([entry.block for entry in (*ALL, *UNKNOWN)])


@pytest.mark.no_cover
@FUZZ
@given(st.lists(nodes(), min_size=1, max_size=3), st.integers(0, 2**32))
def test_a_broken_document_is_read_or_refused(blocks, seed):
    document = broken({"type": "doc", "version": 1, "content": blocks}, seed)
    tried(document, Random(seed))


@pytest.mark.oracle
@pytest.mark.no_cover
@FUZZ
@given(data=st.data(), seed=st.integers(0, 2**32))
def test_a_broken_document_of_the_schema_is_read_or_refused(out_of_schema, data, seed):
    tried(broken(data.draw(out_of_schema), seed), Random(seed))


@pytest.mark.parametrize(
    "kind",
    [
        "panel",
        "bulletList",
        "listItem",
        "table",
        "tableCell",
        "expand",
        "layoutSection",
        "mediaSingle",
        "taskList",
        "future",
    ],
)
def test_ten_thousand_levels_are_read_or_refused(kind):
    bottom = {"type": "paragraph", "content": [{"type": "text", "text": "bottom"}]}
    tried({"type": "doc", "version": 1, "content": [buried(bottom, kind)]}, Random(kind))


@pytest.mark.slow
@pytest.mark.no_cover
@pytest.mark.parametrize("kind", ["panel", "future"])
def test_a_hundred_thousand_levels_are_read_or_refused(kind):
    bottom = {"type": "paragraph", "content": [{"type": "text", "text": "bottom"}]}
    document: Any = {"type": "doc", "version": 1, "content": [buried(bottom, kind, DEEPEST)]}
    markdown = survives(lambda: render(document), str)
    assert markdown is None or "bottom" in markdown
    spliced = survives(lambda: splice(document, f"{markdown}\n\nend"), Spliced)
    assert spliced is None or spliced.doc["content"][0] is document["content"][0]


def test_a_number_of_five_thousand_digits_is_a_number():
    parameters = {"number": 10**5000, "other": -(10**5000)}
    extension = {"type": "extension", "attrs": {"parameters": parameters}}
    document = {"type": "doc", "version": 1, "content": [extension]}
    assert splice(document, render(document)).doc is document
    assert splice(document, "text").doc["content"][0]["type"] == "paragraph"


def crushed(markup, seed):
    """The markup with pieces of it cut out, doubled and put elsewhere."""
    chance = Random(seed)
    for _ in range(chance.randint(1, 6)):
        start, end = sorted(chance.randint(0, len(markup)) for _ in range(2))
        end = min(end, start + chance.randint(0, 30))
        piece, rest = markup[start:end], markup[:start] + markup[end:]
        at = chance.randint(0, len(rest))
        markup = chance.choice(
            [
                rest,
                rest[:at] + piece + rest[at:],
                rest[:at] + piece * 3 + rest[at:],
                markup[:at] + chance.choice("{}|[]*\\!^~\0\n") + markup[at:],
            ]
        )
    return markup


@FUZZ
@given(st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=4), st.integers(0, 2**32))
def test_a_broken_markup_comes_back_and_takes_an_edit(blocks, seed):
    markup, chance = crushed("\n\n".join(blocks), seed), Random(seed)
    markdown = survives(lambda: markdown_of(markup), str)
    if markdown is None:
        return
    assert splice_markup(markup, markdown).doc == markup
    at = chance.randint(0, len(markdown))
    edited = (
        markdown[:at]
        + chance.choice(["x", "\n", ":::", "|", ""])
        + markdown[at + chance.randint(0, 3) :]
    )
    found = survives(lambda: splice_markup(markup, edited), SplicedMarkup)
    assert found is None or isinstance(markdown_of(found.doc), str)
    survives(lambda: markup_of(edited), str)


def test_the_breaking_breaks_something():
    whole = {"type": "doc", "version": 1, "content": [entry.block for entry in ALL[:3]]}
    assert len({render(broken(whole, seed)) for seed in range(20)}) > 5
    assert crushed(BLOCKS[0], 1) != BLOCKS[0]
