"""A streamed document is the text that `json.dumps` gives."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from ticketr.cli.stream import pieces

LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
PLAIN = st.recursive(
    LEAVES, lambda x: st.lists(x, max_size=3) | st.dictionaries(st.text(max_size=3), x, max_size=3)
)
DOCUMENTS = st.dictionaries(
    st.text(max_size=3), PLAIN | st.dictionaries(st.text(max_size=3), PLAIN, max_size=3)
)


def streamed(value):
    """Lists in dictionaries as iterators."""
    if isinstance(value, dict):
        return {name: streamed(item) for name, item in value.items()}
    return iter(value) if isinstance(value, list) else value


@given(value=DOCUMENTS)
def test_it_is_the_same_text(value):
    expected = json.dumps(value, indent=2)
    assert "".join(pieces(value)) == expected
    assert "".join(pieces(streamed(value))) == expected


def test_a_function_is_asked_when_all_before_it_is_written():
    counted = []

    def items():
        for number in range(3):
            counted.append(number)
            yield {"n": number}

    found = {"items": items(), "count": lambda: len(counted), "none": lambda: None}
    told = {"items": [{"n": 0}, {"n": 1}, {"n": 2}], "count": 3, "none": None}
    assert "".join(pieces(found)) == json.dumps(told, indent=2)


@given(value=st.dictionaries(st.none() | st.booleans() | st.integers() | st.floats(), LEAVES))
def test_names_that_are_no_texts_are_written_as_json_writes_them(value):
    assert "".join(pieces(iter([value]))) == json.dumps([value], indent=2)


def test_it_never_asks_for_more_than_it_writes():
    def endless():
        yield 1
        yield 2
        raise AssertionError

    text = ""
    for piece in pieces({"a": {"b": endless()}}):
        text += piece
        if text.endswith("2"):
            break
    assert text == '{\n  "a": {\n    "b": [\n      1,\n      2'
