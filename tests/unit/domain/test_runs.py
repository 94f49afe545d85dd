"""Words of scripts without spaces are found by any part of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketr.domain.runs import BETWEEN, apart, has_runs, runs

ALPHABET = "日本語テスト한국어ab ö-\n"
LETTERS = st.text(alphabet=ALPHABET, max_size=20)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        (None, ""),
        ("plain and Größe", ""),
        ("日本語", "日 本 語"),
        ("API日本2", "API 日 本 2"),
        ("日本 and 語。テスト", f"日 本 {BETWEEN} 語 {BETWEEN} テ ス ト"),
    ],
)
def test_runs_are_set_apart(text, held):
    assert runs(text) == held


def test_texts_do_not_run_into_each_other():
    assert runs("日", "x", "本") == f"日 {BETWEEN} 本"


@given(LETTERS)
def test_setting_apart_adds_spaces_alone(text):
    assert apart(text).replace(" ", "") == text.replace(" ", "")
    assert (apart(text) == text) is not has_runs(text)


@given(st.text(alphabet="ab ö-", max_size=8))
def test_other_texts_stay_as_they_are(text):
    assert apart(text) == text
    assert runs(text) == ""
