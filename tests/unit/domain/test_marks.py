from hypothesis import given

from tests.unit.domain.strategies import lines
from ticketr.domain.digest import unix_lines
from ticketr.domain.marks import BASE, HERE, MIDDLE, THERE, leftovers, marked
from ticketr.domain.merge import merge_text


def test_what_cannot_be_merged_stands_between_marks():
    text = marked("a\nold\nc", "a\nmine\nc", "a\ntheirs\nc\nd")
    assert text.split("\n") == ["a", HERE, "mine", BASE, "old", MIDDLE, "theirs", THERE, "c", "d"]


def test_lines_that_are_marks_still_are_found_and_a_text_may_have_such_lines():
    text = f"Heading\n{MIDDLE}\n{HERE}\nmine\n{THERE}  "
    assert leftovers(text) == (2, 3, 5)
    assert leftovers(text, "x", f"Heading\n{MIDDLE}\n") == (3, 5)
    assert leftovers("a\r\nb\r\n") == ()


@given(lines, lines, lines)
def test_there_are_marks_exactly_where_the_merge_fails(base, local, remote):
    merged = merge_text(*map(unix_lines, (base, local, remote)))
    text = marked(base, local, remote)
    assert (leftovers(text) == ()) == (merged is not None)
    assert merged is None or text == merged


@given(lines, lines, lines)
def test_every_pair_of_marks_holds_three_sides_that_differ(base, local, remote):
    text = marked(base, local, remote)
    blocks = text.split(HERE)[1:]
    assert [text.count(mark) for mark in (BASE, MIDDLE, THERE)] == [len(blocks)] * 3
    for block in blocks:
        here, rest = block.split(BASE)
        was, rest = rest.split(MIDDLE)
        there = rest.split(THERE)[0]
        assert len({here, was, there}) == 3
