"""A task whose parent changed goes to where the parent stands in the file, with every byte of it; or stays, and is told."""

from __future__ import annotations

import pytest

from tests.helpers.place import counts
from tests.integration.sync.desk import Machine

TASKS = """\
# TICKET: First

## Fields
- Priority: High
- Labels: a

## Tasks
- One
  Text of one.

  ## Fields
  - Due date: 2026-05-01
- Two

<!-- between -->

# TICKET: Second

## Fields
- Priority: Low
"""


@pytest.fixture
def place(jira, tmp_path):
    place = Machine(jira, tmp_path)
    place.write("b.md", TASKS)
    place.push("b.md")
    place.pull()
    yield place
    place.close()


def key(place, title):
    return next(key for key in place.all_keys() if place.remote(key)["summary"] == title)


def parent(place, title):
    return place.remote(key(place, title))["parent"]["key"]


def block(place, title):
    """The lines of a task in the file."""
    text = place.read("b.md")
    start = text.index(f"- [{key(place, title)}] {title}\n")
    ends = [text.find(mark, start + 1) for mark in ("\n- [", "\n\n#", "\n\n<!")]
    return text[start : min([end for end in ends if end > 0], default=len(text) - 1)] + "\n"


def set_parent(place, title, above):
    place.change(key(place, title), parent={"key": key(place, above)})


def test_it_moves_as_it_is_and_keeps_what_it_inherited(place):
    text, one = place.read("b.md"), block(place, "One")
    set_parent(place, "One", "Second")
    pulled = place.pull()
    assert (pulled.notes, pulled.documents) == ((), (str(place.folder / "b.md"),))
    assert place.read("b.md") == (
        text.replace(one, "", 1) + "\n## Tasks\n" + one + "  - Priority: High\n"
    )
    assert place.read("b.md").count("Labels") == 1
    for _ in range(2):
        before = place.read("b.md")
        assert counts(place.pull()) == {"skipped": 4}
        assert counts(place.push("b.md")) == {"skipped": 4}
        assert place.read("b.md") == before
    assert place.remote(key(place, "One"))["labels"] == ["a"]
    assert place.remote(key(place, "One"))["priority"]["name"] == "High"


def test_a_bulk_move_moves_blocks_and_undo_moves_them_back(place):
    text = place.read("b.md")
    keys = (key(place, "One"), key(place, "Two"))
    place.bulk(f"Parent={key(place, 'Second')}", keys=keys)
    after = place.read("b.md")
    assert after.index("[" + keys[0]) > after.index("Second") < after.index("[" + keys[1])
    assert parent(place, "Two") == key(place, "Second")
    place.undo()
    assert parent(place, "Two") == key(place, "First")
    back = place.read("b.md")
    assert back.index("[" + keys[0]) < back.index("Second") > back.index("[" + keys[1])
    assert sorted(back.split("\n")) == sorted(
        [
            *text.split("\n"),
            "",
            "## Tasks",
            "  ## Fields",
            "  - Priority: High",
            "  - Priority: High",
        ]
    )
    assert counts(place.push("b.md")) == {"skipped": 4}


def test_an_old_buffer_moves_nothing_back(place):
    old = place.read("b.md")
    for title in ("One", "Two"):
        set_parent(place, title, "Second")
    place.pull()
    new = place.read("b.md")
    place.write("b.md", old.replace("Text of one.", "Text of one, edited."))
    place.sent()
    pulled = place.pull()
    assert any("is an older copy of itself" in note for note in pulled.notes)
    assert counts(place.push("b.md")) == {"updated": 1, "skipped": 3}
    assert place.read("b.md") == new.replace("Text of one.", "Text of one, edited.")
    assert {parent(place, "One"), parent(place, "Two")} == {key(place, "Second")}


def test_one_place_that_is_back_is_asked_about(place):
    old = place.read("b.md")
    set_parent(place, "One", "Second")
    place.pull()
    new = place.read("b.md")
    place.write("b.md", old)
    [conflict] = place.push("b.md").conflicts
    assert (conflict.name, conflict.local, conflict.remote) == (
        "Parent",
        key(place, "First"),
        key(place, "Second"),
    )
    assert parent(place, "One") == key(place, "Second")
    place.resolve(strategy="remote-wins")
    assert sorted(place.read("b.md").split()) == sorted(new.split())
    assert counts(place.push("b.md")) == {"skipped": 4}


def test_a_block_that_is_moved_back_by_hand_later_is_an_edit(place):
    set_parent(place, "One", "Second")
    place.pull()
    text, one = place.read("b.md"), block(place, "One")
    edited = text.replace(one, "", 1).replace("- [", one.replace("One", "Won") + "- [", 1)
    place.write("b.md", edited.replace("Priority: Low", "Priority: Lowest"))
    place.push("b.md", strategy="local-wins")
    assert parent(place, "Won") == key(place, "First")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- Priority: Low\n", "- Priority: Low\n- Priority: High\n"),
        ("  Text of one.", "  Text of one.\n\n  ## Fields\n  - Parent: {first}"),
    ],
)
def test_what_cannot_be_moved_safely_stays_and_is_told(place, old, new):
    first, one = key(place, "First"), key(place, "One")
    text = place.read("b.md").replace(old, new.format(first=first), 1)
    place.write("b.md", text)
    set_parent(place, "One", "Second")
    notes = place.pull().notes
    assert any(f"{one} stands under {first} here, and under" in note for note in notes), notes
    assert place.read("b.md") == text


def test_a_parent_in_another_file_is_told(place):
    place.write("c.md", "# TICKET: Third\n")
    place.push("c.md")
    text = place.read("b.md")
    set_parent(place, "One", "Third")
    [note] = place.pull().notes
    assert "move its block there" in note
    assert place.read("b.md") == text
