"""A file in which version control left a merge to be settled by hand is not sent with its marks."""

from __future__ import annotations

import pytest

from tests.helpers.place import counts, document, words
from tests.integration.sync.desk import Machine
from ticketr.errors import TicketValidation

TEXT = """\
# TICKET: One

## Description
First.

<<<<<<< HEAD
Mine.
=======
Theirs.
>>>>>>> branch

# TICKET: Two
"""


@pytest.fixture
def place(jira, tmp_path):
    place = Machine(jira, tmp_path)
    yield place
    place.close()


def told(place, *names):
    with pytest.raises(TicketValidation) as caught:
        place.push(*names)
    return [str(problem) for problem in caught.value.problems]


def test_a_ticket_with_conflict_marks_is_not_sent(place):
    place.write("b.md", TEXT)
    [mistake] = told(place, "b.md")
    assert mistake.endswith(
        "b.md:6:1: A merge is not settled here: it begins with `<<<<<<< HEAD`."
    )
    assert place.all_keys() == []
    assert counts(place.push("b.md", partial=True)) == {"created": 1}
    assert [place.remote(key)["summary"] for key in place.all_keys()] == ["Two"]
    place.write("b.md", place.read("b.md").replace("<<<<<<< HEAD\nMine.\n=======\n", ""))
    assert len(told(place, "b.md")) == 1
    place.edit("b.md", (">>>>>>> branch\n", ""))
    assert counts(place.push("b.md")) == {"created": 1, "skipped": 1}


def test_no_ticket_that_a_conflict_touches_comes_in(place):
    place.write("b.md", "# TICKET: One\n\n# TICKET: Two\n\n# TICKET: Three\n")
    place.push("b.md")
    text = place.read("b.md")
    ours = text.replace("Two", "Second")
    place.write("b.md", f"<<<<<<< HEAD\n{text}=======\n{ours}>>>>>>> branch\n")
    assert len(told(place)) >= 6
    place.pull()
    assert [place.remote(key)["summary"] for key in place.all_keys()] == ["One", "Two", "Three"]
    place.write("b.md", ours)
    assert counts(place.push()) == {"updated": 1}


def test_marks_in_a_fence_and_marks_that_somebody_wrote_in_jira_are_text(place):
    place.write("b.md", "# TICKET: One\n\n## Description\n```\n<<<<<<< HEAD\n>>>>>>> b\n```\n")
    place.push("b.md")
    place.change("PROJ-1", description=document("<<<<<<< HEAD"))
    place.pull()
    assert "\n<<<<<<< HEAD\n" in place.read("b.md")
    place.edit("b.md", ("One", "One, better"))
    assert counts(place.push("b.md")) == {"updated": 1}
    assert words(place.remote("PROJ-1")["description"]) == "<<<<<<< HEAD"
