"""An editor, or a version control system, puts back what a file was before ticketr wrote into it."""

from __future__ import annotations

import pytest

from tests.helpers.place import counts, on_both
from tests.integration.sync.desk import Machine, as_document, paragraphs
from ticketr.application.commands import Choice
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


@pytest.mark.parametrize("look", [None, *LOOKS.values()], ids=["none", *LOOKS])
def test_a_block_that_lost_its_key_and_went_to_another_file_is_not_made_again(place, look):
    place.write("b.md", ONE.replace("One", "Other"))
    place.write("c.md", ONE)
    place.push("b.md", "c.md")
    place.write("b.md", place.read("b.md") + "\n" + ONE)
    place.write("c.md", "")
    if look:
        look(place)
    for names in (["b.md"], []):
        with pytest.raises(TicketValidation) as caught:
            place.push(*names)
        assert 'The key of "One" was taken out: it is PROJ-2' in str(caught.value.problems[0])
    assert place.all_keys() == ["PROJ-1", "PROJ-2"]
    place.write("b.md", place.read("b.md").replace("TICKET: One", "TICKET: [PROJ-2] One"))
    assert counts(place.push("b.md")) == {"skipped": 2}
    assert place.all_keys() == ["PROJ-1", "PROJ-2"]


@pytest.mark.parametrize("look", [None, LOOKS["status"]], ids=["none", "status"])
def test_a_block_that_lost_its_key_is_not_the_new_one_that_stood_at_its_place(place, look):
    old = ONE + "\n## Tasks\n- Part\n"
    place.write("b.md", old)
    place.push("b.md")
    place.edit("b.md", ("## Tasks\n", "## Tasks\n- Not sent yet\n"))
    place.status()
    place.write("b.md", place.read("b.md").replace("- Not sent yet\n- [PROJ-2] Part", "- Part"))
    if look:
        look(place)
    with pytest.raises(TicketValidation) as caught:
        place.push("b.md")
    assert 'The key of "Part" was taken out: it is PROJ-2' in str(caught.value.problems[0])
    assert place.all_keys() == ["PROJ-1", "PROJ-2"]


@pytest.mark.parametrize("changed", [False, True], ids=["", "changed in Jira"])
def test_a_block_of_fields_alone_that_lost_its_key_and_its_file_is_not_made_again(place, changed):
    bare = "# TICKET: One\n\n## Fields\n- Type: Story\n- Priority: High\n"
    place.write("b.md", "# TICKET: Other\n")
    place.write("c.md", bare)
    place.push("b.md", "c.md")
    place.write("c.md", "")
    place.status()
    if changed:
        place.change("PROJ-2", priority={"name": "Low"})
        place.change("PROJ-2", labels=["theirs"])
    place.pull()
    place.write("b.md", place.read("b.md") + "\n" + bare)
    with pytest.raises(TicketValidation) as caught:
        place.push("b.md")
    assert 'The key of "One" was taken out: it is PROJ-2' in str(caught.value.problems[0])


def test_a_ticket_made_of_the_same_pattern_as_one_of_jiras_is_another(place):
    fields = {"project": {"key": "PROJ"}, "summary": "One", "issuetype": {"name": "Story"}}
    text = as_document(["Text."])
    place.call("POST", "/rest/api/3/issue", {"fields": {**fields, "description": text}})
    place.pull()
    place.write("b.md", ONE)
    assert counts(place.push("b.md")) == {"created": 1}
    assert place.all_keys() == ["PROJ-1", "PROJ-2"]


@pytest.mark.parametrize("first", [{}, {"dry_run": True}], ids=["push", "dry run"])
def test_a_block_that_moves_before_its_key_could_be_written_is_the_ticket(place, first):
    epic = "# TICKET: Big\n\n## Fields\n- Type: Epic\n\n## Tasks\n- Small\n  ## Fields\n  - Type: Story\n"
    rest = "# TICKET: Rest\n"
    place.write("b.md", f"{epic}\n{rest}")
    place.write("c.md", ONE)
    path = place.folder / "b.md"
    path.chmod(0o444)
    try:
        assert len(place.push("b.md", "c.md").unwritten) == 1
    finally:
        path.chmod(0o644)
    place.write("b.md", rest)
    place.write("c.md", place.read("c.md") + "\n" + epic)
    place.push("b.md", **first)
    assert counts(place.push("c.md")) == {"skipped": 3}
    assert "# TICKET: [PROJ-1] Big" in place.read("c.md")
    assert "- [PROJ-4] Small" in place.read("c.md")
    assert place.all_keys() == ["PROJ-1", "PROJ-2", "PROJ-3", "PROJ-4"]
    place.write("b.md", "# TICKET: Of something else\n\n" + place.read("b.md"))
    assert counts(place.push()) == {"created": 1}


def test_a_task_that_lost_its_key_and_its_file_and_changed_is_known_by_the_ticket_above_it(place):
    epic = "# TICKET: Big\n\n## Fields\n- Type: Epic\n- Labels: mine\n\n## Tasks\n- Small\n"
    epic += "  ## Fields\n  - Type: Story\n"
    place.write("b.md", f"# TICKET: Rest\n\n{epic}")
    place.write("c.md", ONE)
    place.push("b.md", "c.md")
    place.write("b.md", "# TICKET: [PROJ-1] Rest\n")
    changed = epic.replace("Story", "Bug").replace("Labels: mine", "Labels: mine, more")
    place.write("c.md", place.read("c.md") + "\n" + changed)
    with pytest.raises(TicketValidation) as caught:
        place.push("b.md", "c.md")
    assert [str(each).partition(": ")[2] for each in caught.value.problems] == [
        'The key of "Big" was taken out: it is PROJ-2 in Jira.',
        'The key of "Small" was taken out: it is PROJ-4 in Jira.',
    ]
    place.edit("c.md", ("TICKET: Big", "TICKET: [PROJ-2] Big"))
    with pytest.raises(TicketValidation, match="mistake"):
        place.push("b.md", "c.md")
    place.edit("c.md", ("- Small", "- [PROJ-4] Small"))
    assert counts(place.push("b.md", "c.md"))["updated"] == 2
    assert len(place.all_keys()) == 4


def test_a_copy_of_a_block_without_its_key_is_another_ticket(place):
    place.write("b.md", ONE)
    place.push("b.md")
    place.write("c.md", ONE)
    assert counts(place.push("c.md")) == {"created": 1}
    assert place.all_keys() == ["PROJ-1", "PROJ-2"]


def test_a_ticket_of_the_same_title_as_one_that_left_its_file_is_new(place):
    place.write("b.md", ONE)
    place.push("b.md")
    place.write("b.md", "")
    place.write("c.md", ONE.replace("Text.", "Of something else.").replace("High", "Low"))
    assert counts(place.push("c.md")) == {"created": 1}
    assert place.all_keys() == ["PROJ-1", "PROJ-2"]


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


def test_a_block_without_its_key_and_with_half_its_text_is_still_the_ticket(place):
    old = ONE.replace("Text.", "First.\n\nSecond.")
    place.write("b.md", old)
    place.push("b.md")
    place.write("b.md", old.replace("First.", "First, better.").replace("One", "Another title"))
    with pytest.raises(TicketValidation):
        place.push("b.md")
    place.write("b.md", "# TICKET: Another\n\n## Description\nAltogether.\n")
    assert counts(place.push("b.md")) == {"created": 1}


def test_a_new_block_in_the_place_of_one_that_moved_is_not_taken_for_it(place):
    place.write("b.md", "# TICKET: One\n\n# TICKET: Two\n")
    place.push("b.md")
    place.write("b.md", "# TICKET: One\n\n# TICKET: Three\n")
    place.write("c.md", "# TICKET: [PROJ-2] Two\n")
    with pytest.raises(TicketValidation) as caught:
        place.push("b.md", "c.md")
    assert ["PROJ-1" in str(problem) for problem in caught.value.problems] == [True]


def test_a_ticket_that_takes_the_place_of_one_that_was_taken_out_is_new(place):
    place.write("b.md", "# TICKET: One\n\n# TICKET: Two\n")
    place.push("b.md")
    place.write("b.md", "# TICKET: [PROJ-1] One\n\n# TICKET: Three\n")
    assert counts(place.push()) == {"created": 1}
    assert place.remote("PROJ-3")["summary"] == "Three"


def notes_of(result, word="older copy"):
    return [note for note in result.notes if word in note]


@pytest.fixture
def two(place):
    """Two tickets in a file, two fields of which somebody else changed, and a pull wrote into it; the file before it."""
    lines = "Text.\n\nMore.\n\nEnd."
    place.write("b.md", ONE.replace("Text.", lines) + "\n# TICKET: Two\n")
    place.push("b.md")
    before = place.read("b.md")
    place.change("PROJ-1", priority={"name": "Low"}, summary="One, theirs")
    place.pull()
    place.sent()
    return before


def kept(place):
    return {item.field: item.value for item in place.app.store.attic.list(place.workspace.id)}


@pytest.mark.parametrize("look", [*LOOKS.values(), lambda _: None], ids=[*LOOKS, "nothing"])
def test_an_older_copy_of_a_file_turns_nothing_back(place, two, look):
    place.write("b.md", two)
    look(place)
    place.push("b.md")
    remote = place.remote("PROJ-1")
    assert (remote["summary"], remote["priority"]["name"]) == ("One, theirs", "Low")
    assert "[PROJ-1] One, theirs" in place.read("b.md")
    assert "- Priority: Low" in place.read("b.md")
    assert kept(place) == {"title": "One", "priority": "High"}
    assert place.status().changed == ()
    assert [line for line in place.sent() if line.startswith("PUT")] == []


def test_an_edit_in_an_older_copy_is_an_edit(place, two):
    place.write("b.md", two.replace("More.", "More, mine.").replace("] Two", "] Second"))
    result = place.push("b.md")
    assert counts(result) == {"updated": 2}
    assert len(notes_of(result)) == 1
    remote = place.remote("PROJ-1")
    assert (remote["summary"], remote["priority"]["name"]) == ("One, theirs", "Low")
    assert "More, mine." in place.read("b.md")
    assert place.remote("PROJ-2")["summary"] == "Second"
    assert "[PROJ-1] One, theirs" in place.read("b.md")


def test_a_text_of_an_older_copy_merges_with_what_was_written_since(place):
    place.write("b.md", ONE.replace("Text.", "First.\n\nSecond.\n\nThird."))
    place.push("b.md")
    old = place.read("b.md")
    texts = ["First, theirs.", "Second.", "Third."]
    place.change("PROJ-1", description=as_document(texts))
    place.pull()
    place.write("b.md", old.replace("Third.", "Third, mine."))
    assert counts(place.push("b.md")) == {"updated": 1}
    texts[2] = "Third, mine."
    assert paragraphs(place.remote("PROJ-1")["description"]) == texts
    place.pull()
    assert "First, theirs.\n\nSecond.\n\nThird, mine." in place.read("b.md")


def test_one_value_that_is_back_is_a_conflict(place):
    place.write("b.md", ONE)
    place.push("b.md")
    old = place.read("b.md")
    place.change("PROJ-1", priority={"name": "Low"})
    place.pull()
    place.write("b.md", old)
    for _ in range(2):
        result = place.push("b.md")
        assert [(x.name, x.local, x.remote) for x in result.conflicts] == [
            ("Priority", "High", "Low")
        ]
    place.resolve(strategy="local-wins")
    assert counts(place.push()) == {"updated": 1}
    assert place.remote("PROJ-1")["priority"]["name"] == "High"
    place.edit("b.md", ("High", "Medium"))
    place.push("b.md")
    place.edit("b.md", ("Medium", "High"))
    assert counts(place.push("b.md")) == {"updated": 1}


def in_dispute(place):
    """Both give the ticket of b.md another title; gives what the file was before."""
    place.write("b.md", ONE)
    place.push("b.md")
    old = place.read("b.md")
    place.edit("b.md", ("] One", "] One, mine"))
    place.change("PROJ-1", summary="One, theirs")
    place.pull()
    return old


@on_both
def test_a_buffer_that_is_older_than_an_edit_by_hand_takes_nothing_back_in_jira(place):
    old = in_dispute(place)
    place.resolve(strategy="remote-wins")
    assert "One, theirs" in place.read("b.md")
    place.write("b.md", old)
    result = place.push("b.md")
    assert [(x.name, x.local, x.remote) for x in result.conflicts] == [
        ("Title", "One", "One, theirs")
    ]
    assert place.remote("PROJ-1")["summary"] == "One, theirs"
    assert kept(place) == {"title": "One, mine"}


def test_a_value_of_ones_own_is_kept_when_a_buffer_older_than_an_edit_by_hand_comes_back(place):
    old = in_dispute(place)
    place.resolve(choices=(Choice("PROJ-1", "title", "value", "One, ours"),))
    place.write("b.md", old)
    place.push("b.md")
    entries = place.app.store.attic.list(place.workspace.id)
    assert {entry.value for entry in entries} == {"One, mine", "One, theirs", "One, ours"}


def test_who_thinks_better_of_it_has_no_conflict(place):
    place.write("b.md", ONE)
    place.push("b.md")
    for new, old in (("Low", "High"), ("Medium", "Low"), ("High", "Medium"), ("Low", "High")):
        place.edit("b.md", (old, new))
        assert counts(place.push("b.md")) == {"updated": 1}
        place.pull()
    for new, old in (("Medium", "Low"), ("Low", "Medium")):
        place.edit("b.md", (old, new))
        place.status()
    assert counts(place.push("b.md")) == {"skipped": 1}
    assert place.app.store.conflicts.list(place.workspace.id) == []
    assert kept(place) == {}


def test_one_of_two_values_that_is_set_back_by_hand_is_an_edit(place, two):
    place.edit("b.md", ("- Priority: Low", "- Priority: High"))
    assert counts(place.push("b.md"))["updated"] == 1
    remote = place.remote("PROJ-1")
    assert (remote["summary"], remote["priority"]["name"]) == ("One, theirs", "High")


def test_a_label_that_is_taken_off_again_goes_and_is_kept(place):
    place.write("b.md", ONE + "- Labels: mine\n")
    place.push("b.md")
    old = place.read("b.md")
    place.change("PROJ-1", labels=["mine", "theirs"])
    place.pull()
    place.write("b.md", old)
    assert counts(place.push("b.md")) == {"updated": 1}
    assert place.remote("PROJ-1")["labels"] == ["mine"]
    assert kept(place) == {"labels": ("mine", "theirs")}


def test_a_copy_that_is_older_than_several_pulls_turns_none_of_them_back(place, two):
    place.change("PROJ-1", summary="One, theirs again")
    place.change("PROJ-2", summary="Two, theirs")
    place.pull()
    place.write("b.md", two)
    place.push("b.md")
    titles = [place.remote(key)["summary"] for key in place.all_keys()]
    assert titles == ["One, theirs again", "Two, theirs"]
    assert "[PROJ-1] One, theirs again" in place.read("b.md")
    assert "[PROJ-2] Two, theirs" in place.read("b.md")


def test_a_file_that_is_switched_forth_and_back_is_what_it_was(place, two):
    new = place.read("b.md")
    for _ in range(2):
        place.write("b.md", two)
        place.status()
        place.write("b.md", new)
        assert counts(place.push("b.md")) == {"skipped": 2}
    assert place.read("b.md") == new
    assert place.remote("PROJ-1")["summary"] == "One, theirs"


def test_what_a_second_old_copy_takes_off_is_kept(place):
    """The first copy made ticketr write both values at once; the second has one of them, so it may be an edit."""
    place.write("b.md", ONE + "- Labels: a\n")
    place.push("b.md")
    first = place.read("b.md")
    place.change("PROJ-1", summary="One, theirs")
    place.pull()
    second = place.read("b.md")
    place.change("PROJ-1", labels=["a", "theirs"])
    place.pull()
    place.write("b.md", first)
    place.pull()
    assert "One, theirs" in place.read("b.md")
    assert "- Labels: a, theirs" in place.read("b.md")
    place.write("b.md", second)
    place.push()
    place.pull()
    assert place.remote("PROJ-1")["labels"] == ["a"]
    kept = [x.value for x in place.app.history.attic(place.workspace.id) if x.field == "labels"]
    assert ("a", "theirs") in kept


def test_a_label_that_is_taken_off_while_another_is_put_on_goes_and_is_kept(place):
    place.write("b.md", ONE + "- Labels: mine\n")
    place.push("b.md")
    place.change("PROJ-1", labels=["mine", "theirs"])
    place.pull()
    place.edit("b.md", ("mine, theirs", "mine, another"))
    assert counts(place.push("b.md")) == {"updated": 1}
    assert sorted(place.remote("PROJ-1")["labels"]) == ["another", "mine"]
    assert kept(place) == {"labels": ("mine", "theirs")}


def test_a_name_that_became_an_account_is_no_write_of_ours(place):
    place.write("b.md", ONE + "- Assignee:\n")
    place.push("b.md")
    for new, old in (("Kim Nguyen", ""), ("Robin Sander", "Kim Nguyen"), ("", "Robin Sander")):
        place.edit("b.md", (f"Assignee: {old}".strip(), f"Assignee: {new}".strip()))
        assert counts(place.push("b.md")) == {"updated": 1}
    assert place.remote("PROJ-1")["assignee"] is None
    assert kept(place) == {}


def test_many_edits_by_hand_push_no_write_of_ours_out_of_memory(place):
    place.write("b.md", ONE)
    place.push("b.md")
    old = place.read("b.md")
    place.change("PROJ-1", description=as_document(["Theirs."]), priority={"name": "Low"})
    place.pull()
    for number in range(25):
        text = f"Number {number}." if number else "Theirs."
        place.edit(
            "b.md",
            (text, f"Number {number + 1}."),
            ("Priority: Low", "Priority: Medium")[:: 1 if number % 2 == 0 else -1],
        )
        place.status()
    place.push()
    place.write("b.md", old)
    place.push("b.md")
    assert place.remote("PROJ-1")["priority"]["name"] == "Medium"
    assert paragraphs(place.remote("PROJ-1")["description"]) == ["Number 25."]


def test_a_line_that_was_cut_and_is_pasted_again_is_known(place):
    place.write("b.md", ONE + "- Labels: a, b\n")
    place.push("b.md")
    for field, cut, pasted in (
        ("Labels", "- Labels: a, b\n", "- Labels: a\n"),
        ("Description", "## Description\nText.\n", "## Description\nText, mine.\n"),
    ):
        whole = place.read("b.md")
        place.write("b.md", whole.replace(cut, ""))
        place.status()
        place.write("b.md", whole.replace(cut, pasted))
        result = place.push("b.md")
        assert (counts(result), result.results[0].fields) == ({"updated": 1}, (field,))
    assert place.remote("PROJ-1")["labels"] == ["a"]


@pytest.mark.parametrize("more", [{}, {"priority": {"name": "Low"}}], ids=["alone", "and more"])
def test_an_older_buffer_takes_back_no_label_that_was_put_on_by_hand_since(place, more):
    place.write("b.md", ONE + "- Labels: a\n")
    place.push("b.md")
    old = place.read("b.md")
    place.edit("b.md", ("Labels: a", "Labels: a, b"))
    place.push("b.md")
    place.change("PROJ-1", labels=["a", "b", "c"], **more)
    place.pull()
    place.write("b.md", old)
    place.push("b.md")
    place.push("b.md")
    there = set(place.remote("PROJ-1")["labels"])
    assert there == {"a", "b", "c"} or kept(place)["labels"] == ("a", "b", "c")


def test_an_older_buffer_takes_back_no_paragraph_that_was_edited_by_hand_since(place):
    place.write("b.md", ONE.replace("Text.", "One.\n\nTwo.\n\nThree."))
    place.push("b.md")
    old = place.read("b.md")
    place.edit("b.md", ("One.", "One, mine."))
    place.push("b.md")
    place.change("PROJ-1", description=as_document(["One, mine.", "Two.", "Three, theirs."]))
    place.pull()
    place.write("b.md", old)
    assert [x.name for x in place.push("b.md").conflicts] == ["Description"]
    there = paragraphs(place.remote("PROJ-1")["description"])
    assert there == ["One, mine.", "Two.", "Three, theirs."]


def test_an_older_copy_is_known_when_it_comes_a_second_time(place):
    place.write("b.md", ONE)
    place.push("b.md")
    old = place.read("b.md")
    place.change("PROJ-1", summary="One, theirs", priority={"name": "Low"})
    place.pull()
    new = place.read("b.md")
    for text in (old, new, old):
        place.write("b.md", text)
        place.status()
    place.push("b.md")
    remote = place.remote("PROJ-1")
    assert (remote["summary"], remote["priority"]["name"]) == ("One, theirs", "Low")


def test_an_older_copy_takes_no_title_back_that_was_written_by_hand_since(place):
    place.write("b.md", ONE)
    place.push("b.md")
    old = place.read("b.md")
    place.edit("b.md", ("] One", "] One by hand"))
    place.push("b.md")
    place.change("PROJ-1", description=as_document(["Theirs."]), priority={"name": "Low"})
    place.pull()
    place.write("b.md", old)
    place.push("b.md")
    place.push("b.md")
    assert place.remote("PROJ-1")["summary"] == "One by hand"


def test_two_values_that_never_stood_together_are_no_older_copy(place):
    place.write("b.md", ONE)
    place.push("b.md")
    place.edit("b.md", ("] One", "] Two"))
    place.push("b.md")
    place.edit("b.md", ("High", "Medium"))
    place.push("b.md")
    place.change("PROJ-1", summary="Three", priority={"name": "Low"})
    place.pull()
    place.edit("b.md", ("] Three", "] One"), ("Low", "Medium"))
    assert [x.name for x in place.push("b.md").conflicts] == ["Title", "Priority"]


def test_a_task_named_as_one_that_no_file_showed_or_with_another_text_is_new(place):
    place.write("b.md", ONE + "\n## Tasks\n- Tests\n  ## Description\n  For part one.\n")
    place.push("b.md")
    place.edit("b.md", ("- [PROJ-2] Tests\n  ## Description\n  For part one.\n", ""))
    place.push("b.md")
    fields = {"summary": "Docs", "issuetype": {"name": "Sub-task"}, "parent": {"key": "PROJ-1"}}
    place.call("POST", "/rest/api/3/issue", {"fields": {"project": {"key": "PROJ"}, **fields}})
    place.pull()
    tasks = "- Tests\n  ## Description\n  Of part two, wholly other.\n- Docs\n"
    place.edit("b.md", ("## Tasks\n", f"## Tasks\n{tasks}"))
    assert counts(place.push("b.md")) == {"created": 2, "skipped": 1}


def test_a_block_that_says_what_a_ticket_said_before_it_had_a_text_is_another(place):
    bare = "# TICKET: One\n\n## Fields\n- Type: Story\n- Priority: Low\n"
    place.write("b.md", bare)
    place.push("b.md")
    place.edit("b.md", ("\n## Fields", "\n## Description\nText.\n\n## Fields"))
    place.push("b.md")
    place.write("b.md", "")
    place.status()
    place.write("c.md", bare)
    assert counts(place.push("c.md")) == {"created": 1}
