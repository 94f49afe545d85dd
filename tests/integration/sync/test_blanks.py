"""Jira answers without texts: a few are taken, most are not, and nothing is blanked before that is known."""

from __future__ import annotations

import pytest

from tests.helpers.place import counts, on_both
from ticketr.errors import SyncStopped

SIX = "".join(f"# TICKET: T{n}\n\n## Description\nText {n}.\n\n" for n in range(6))


@pytest.fixture
def six(place):
    place.write("b.md", SIX + "# TICKET: Bare\n\n# TICKET: Bare too\n")
    place.push("b.md")
    place.pull()
    return place


def blank(place, count):
    for number in range(1, count + 1):
        place.change(f"PROJ-{number}", description=None)


@on_both
@pytest.mark.parametrize(
    "more", [{}, {"full": True}, {"jql": "type is not EMPTY"}, {"dry_run": True}]
)
def test_an_answer_that_would_blank_most_of_it_stops(six, more):
    blank(six, 4)
    six.change("PROJ-6", summary="T5, edited there")
    text = six.read("b.md")
    for _ in range(2):
        with pytest.raises(SyncStopped) as stopped:
            six.pull(**more)
        assert stopped.value.message == (
            "Jira shows no text any more for 4 of the 6 tickets that have one here."
        )
        assert stopped.value.context == {"blank": 4, "here": 6}
        assert six.read("b.md") == text
    assert [item.key for item in six.status().changed] == []


@on_both
def test_it_is_taken_when_it_is_meant(six):
    blank(six, 6)
    with pytest.raises(SyncStopped):
        six.pull()
    assert counts(six.pull(allow_empty=True))["pulled"] == 6
    assert "Text" not in six.read("b.md")
    assert counts(six.push("b.md")) == {"skipped": 8}


@on_both
def test_a_few_are_taken_and_the_cursor_goes_on(six):
    blank(six, 3)
    result = six.pull()
    assert counts(result)["pulled"] == 3
    assert [number for number in range(6) if f"Text {number}" in six.read("b.md")] == [3, 4, 5]
    six.sent()
    assert "pulled" not in counts(six.pull())
    assert [line for line in six.sent() if "bulkfetch" in line] == []


def test_texts_that_come_back_before_the_next_pull_were_never_gone(six):
    text = six.read("b.md")
    said = {key: six.remote(key)["description"] for key in six.all_keys()[:6]}
    blank(six, 6)
    with pytest.raises(SyncStopped):
        six.pull()
    for key, description in said.items():
        six.change(key, description=description)
    six.pull()
    assert six.read("b.md") == text
    assert counts(six.push("b.md")) == {"skipped": 8}


def test_an_edit_here_is_a_conflict_as_ever_and_no_blank(six):
    six.edit("b.md", ("Text 0.", "Text zero."))
    blank(six, 1)
    assert counts(six.pull())["conflict"] == 1
    assert "Text zero." in six.read("b.md")
