from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketr.cli.drawing import areas, bars, lines
from ticketr.cli.svg import Picture
from ticketr.cli.text import columns

BARS = [("To Do", 4, "4  10 pt"), ("Ärger", 0, "0   0 pt"), ("Done\x1b", 16, "16   3 pt")]


def test_bars():
    assert bars(BARS, 40) == [
        "  To Do     ████▎               4  10 pt",
        "  Ärger                         0   0 pt",
        "  Done<1b>  █████████████████  16   3 pt",
    ]
    assert bars(BARS[:1], 20, plain=True) == ["  To Do  ########  4  10 pt"]
    assert bars([], 40) == []


def test_a_line_goes_down_and_a_dotted_one_beside_it():
    assert lines([8, 6, 4, 0], [8, 4, 2, 0], 20, 3) == [
        "  8 ⠉⠳⠒⡦⠤⣄⣀⡀",
        "        ⠐ ⠄⢉⠙⠒⠲⢤⣀",
        "  0          ⠁⠈ ⠊⠹⠲⣤",
    ]
    assert lines([8, 4, 4, 0], [], 16, 4, plain=True) == [
        "  8 ***",
        "      *******",
        "            ***",
        "  0           **",
    ]


def test_a_line_ends_where_its_days_end():
    assert lines([4, 4], [4, 3, 2, 1], 16, 2, plain=True) == [
        "  4 ****  *",
        "  0          *",
    ]


def test_areas_stand_on_each_other():
    days = [(4, 0, 0), (2, 2, 0), (1, 1, 2), (0, 0, 4)]
    assert areas(days, 14, 4) == [
        "  4 ░░░░░░░░░█",
        "    ░░░░░░▒▒▒█",
        "    ░░░▒▒▒████",
        "  0 ░░░▒▒▒████",
    ]
    assert areas(days, 14, 4, plain=True)[1] == "    ......:::#"
    assert areas([], 20, 2) == lines([], [], 20, 2) == ["  1", "  0"]


numbers = st.lists(st.integers(0, 10_000).map(lambda n: n / 4), max_size=40)


@given(numbers, numbers, st.integers(12, 120), st.integers(2, 12), st.booleans())
def test_charts_keep_their_size(solid, dotted, width, height, plain):
    drawn = lines(solid, dotted, width, height, plain=plain)
    assert len(drawn) == height
    triples = [(x, y, x) for x, y in zip(solid, dotted, strict=False)]
    piled = areas(triples, width, height, plain=plain)
    assert len(piled) == height
    assert all(columns(line) <= max(width, 20) for line in (*drawn, *piled))
    if plain:
        assert all(line.isascii() for line in (*drawn, *piled))


NASTY = "a & b <script>\"'\x00\x1b[31m\ud800\ufffe \u202e"


def picture(text):
    made = Picture(text, text)
    made.beside((text, [(text, 3, text, "#000")]), ("empty", []))
    made.line(text, ["2026-01-01", "2026-01-02"], [3, 1], [3, 0], (text, "even pace"))
    made.line("nothing", [], [], [], ())
    made.areas(text, ["2026-01-01"], [(1, 2, 3)], (text, "b", "c"))
    made.foot(text)
    return made.text()


@pytest.mark.parametrize("text", ["plain", NASTY])
def test_a_picture_is_xml_and_its_texts_are_texts(text):
    root = ET.fromstring(picture(text))
    names = {element.tag.partition("}")[2] for element in root.iter()}
    assert names == {
        *("svg", "title", "defs", "pattern", "style", "rect", "text", "line"),
        *("polyline", "polygon"),
    }
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"


@given(st.text())
def test_any_text_can_stand_in_a_picture(text):
    root = ET.fromstring(picture(text))
    assert len(root.findall("{http://www.w3.org/2000/svg}text")) > 8


def test_a_picture_asks_nobody_and_runs_nothing():
    made = picture("x")
    assert "script" not in made
    assert "href" not in made
    assert made.count("http") == 1  # the name of SVG itself
