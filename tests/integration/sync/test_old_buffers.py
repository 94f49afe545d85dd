"""An editor, or a version control system, puts back what a file was before ticketr wrote into it."""

from __future__ import annotations

import pytest

from tests.helpers.place import counts
from tests.integration.sync.desk import Machine
from ticketr.errors import TicketValidation

ONE = "# TICKET: One\n\n## Description\nText.\n\n## Fields\n- Type: Story\n- Priority: High\n"


@pytest.fixture
def place(jira, tmp_path):
    place = Machine(jira, tmp_path)
    jira.forget()
    yield place
    place.close()


LOOKS = {
    "status": lambda place: place.status(),
    "pull": lambda place: place.pull(),
    "partial push": lambda place: place.push(partial=True),
    "dry run": lambda place: place.push(partial=True, dry_run=True),
    "resolve": lambda place: place.resolve(),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_key_that_was_taken_out_stays_taken_out_whoever_reads_the_file_first(place, look):
    place.write("b.md", ONE)
    place.push("b.md")
    place.write("b.md", ONE)
    for _ in range(2):
        look(place)
        with pytest.raises(TicketValidation, match="mistakes") as caught:
            place.push()
        assert "was taken out: it is PROJ-1" in str(caught.value.problems[0])
    assert place.all_keys() == ["PROJ-1"]


def test_a_key_that_is_put_back_is_the_ticket_again(place):
    place.write("b.md", ONE)
    place.push("b.md")
    place.write("b.md", ONE)
    place.status()
    place.write("b.md", ONE.replace("One", "[PROJ-1] One").replace("High", "Low"))
    assert counts(place.push()) == {"updated": 1}
    assert place.remote("PROJ-1")["priority"]["name"] == "Low"


def test_a_block_with_another_title_and_text_is_another_ticket(place):
    place.write("b.md", ONE)
    place.push("b.md")
    place.write("b.md", ONE)
    place.status()
    place.write("b.md", ONE.replace("One", "Two").replace("Text.", "Of something else."))
    assert counts(place.push()) == {"created": 1}
    assert place.all_keys() == ["PROJ-1", "PROJ-2"]


def test_an_old_buffer_whose_title_was_edited_makes_nothing_twice(place):
    place.write("b.md", ONE)
    place.push("b.md")
    place.write("b.md", ONE.replace("One", "One, better"))
    for _ in range(2):
        place.status()
        with pytest.raises(TicketValidation) as caught:
            place.push()
        told = str(caught.value.problems[0])
        assert 'The key of "One, better" was taken out: it is PROJ-1, "One"' in told
    assert place.all_keys() == ["PROJ-1"]


def test_an_old_buffer_of_several_tickets_makes_nothing_twice_whatever_was_edited_in_it(place):
    old = "# TICKET: One\n\n# TICKET: Two\n\nText.\n\n## Tasks\n- Part\n- Other part\n"
    place.write("b.md", old)
    place.push("b.md")
    keys = place.all_keys()
    for new in (
        old.replace("Two", "Second"),
        old.replace("One", "First").replace("- Part", "- Piece"),
        old.replace("Other part", "Piece").replace("Text.", "Text, edited."),
    ):
        place.write("b.md", new)
        place.pull()
        place.push(partial=True)
        with pytest.raises(TicketValidation):
            place.push()
        assert place.all_keys() == keys


def test_a_ticket_that_takes_the_place_of_one_that_was_taken_out_is_new(place):
    place.write("b.md", "# TICKET: One\n\n# TICKET: Two\n")
    place.push("b.md")
    place.write("b.md", "# TICKET: [PROJ-1] One\n\n# TICKET: Three\n")
    assert counts(place.push()) == {"created": 1}
    assert place.remote("PROJ-3")["summary"] == "Three"
