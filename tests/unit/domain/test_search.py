import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketr.domain.search import AROUND, FIRST, LAST, around, key_part, marked
from ticketr.domain.spelling import distance, edits


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("12", ("", "12")),
        (" proj-12 ", ("PROJ", "12")),
        ("AB_2-", ("AB_2", "")),
        ("utf-8", ("UTF", "8")),
        ("PROJ", None),
        ("-12", None),
        ("2A-1", None),
        ("A B-1", None),
        ("A-1b", None),
        ("Ä-1", None),
        ("A-²", None),
        ("²", None),
        ("", None),
    ],
)
def test_what_may_be_a_key(text, part):
    found = key_part(text)
    assert (found and (found.project, found.number)) == part


@pytest.mark.parametrize(
    ("text", "shown", "marks"),
    [
        ("", "", ()),
        ("a\n b", "a b", ()),
        (
            f"pay {FIRST}twice{LAST}\nand {FIRST}again{LAST}",
            "pay twice and again",
            ((4, 9), (14, 19)),
        ),
        (f"{FIRST}x", "x", ()),
    ],
)
def test_marks_are_read(text, shown, marks):
    found = marked(text)
    assert (found.text, found.marks) == (shown, marks)


@given(
    st.text(alphabet="日本語 ab\n", max_size=150),
    st.text(alphabet="日本a", min_size=1, max_size=2),
)
def test_an_excerpt_shows_what_was_looked_for(text, word):
    found = around(text, [word, "zzz"])
    if word not in " ".join(text.split()):
        assert found is None
        return
    assert found is not None
    [(start, end)] = found.marks
    assert found.text[start:end] == word
    assert len(found.text) <= 2 * AROUND + len(word) + 2
    assert found.text.strip("…") in " ".join(text.split())


def test_an_excerpt_of_a_text_whose_length_depends_on_case():
    assert around("İ 日本", ["日本"]) is None


WORDS = st.text(alphabet="abc", max_size=6)


@given(WORDS, WORDS)
def test_distance_is_the_same_both_ways(one, other):
    assert distance(one, other, 9) == distance(other, one, 9)
    assert (distance(one, other, 9) == 0) is (one == other)


@given(WORDS, WORDS, st.integers(0, 3))
def test_a_bound_cuts_what_is_above_it(one, other, most):
    exact = distance(one, other, 9)
    found = distance(one, other, most)
    assert found == exact if exact <= most else found > most


@given(st.text(alphabet="abc", min_size=1, max_size=6), WORDS)
def test_edits_are_what_is_one_mistake_away(word, other):
    if other:
        assert (other in edits(word)) is (distance(word, other, 1) == 1)


def test_letters_are_those_of_the_words_script():
    assert "привет" in edits("првиет")
    assert "привет" in edits("привт")
    assert "größe" in edits("gröse") | edits("größ")
    assert "naïve" in edits("naïe")
