"""Where a ticket stands is edited here by moving its block, and there by its parent; neither undoes the other."""

from __future__ import annotations

import pytest

from tests.helpers.place import EPIC_LINK, counts, on_both
from tests.integration.sync.desk import Machine
from ticketr.errors import TicketHierarchy

EPICS = """\
# TICKET: First

## Fields
- Type: Epic

## Tasks
- Kid
  ## Fields
  - Type: Story

# TICKET: Second

## Fields
- Type: Epic

## Tasks
- Other
  ## Fields
  - Type: Story
"""
TASKS = "# TICKET: First\n\n## Tasks\n- Part\n\n# TICKET: Second\n\n## Tasks\n- Other\n"


@pytest.fixture
def place(jira, tmp_path):
    place = Machine(jira, tmp_path)
    jira.forget()
    yield place
    place.close()


def key(place, title):
    return next(key for key in place.all_keys() if place.remote(key)["summary"] == title)


def set_parent(place, child, parent):
    """Somebody gives the ticket another parent in Jira."""
    if place.jira.edition == "cloud":
        place.change(child, parent=parent and {"key": parent})
    else:
        place.change(child, **{EPIC_LINK: parent})


def parent(place, child):
    return (place.remote(child).get("parent") or {}).get("key")


def sync(place, **more):
    """What `ticketr sync` does."""
    return place.pull(**more), place.push(**more)


def moved(place, title, under=None):
    """The task's lines go to the end of another ticket's tasks, or to the end of the file as a ticket."""
    text = place.read("b.md")
    start = text.index(f"- [{key(place, title)}] {title}\n")
    end = start + text[start:].index("\n#" if "\n#" in text[start:] else "\n", 1) + 1
    while text[end:].startswith("  "):
        end += text[end:].index("\n") + 1
    block, rest = text[start:end], text[:start] + text[end:]
    if under is None:
        lines = [line.removeprefix("  ") for line in block.splitlines()]
        return rest + "\n# TICKET: " + "\n".join(lines).removeprefix("- ") + "\n"
    at = rest.index("## Tasks\n", rest.index(under)) + len("## Tasks\n")
    return rest[:at] + block.rstrip("\n") + "\n" + rest[at:]


@pytest.fixture
def epics(place):
    place.write("b.md", EPICS)
    place.push("b.md")
    return key(place, "First"), key(place, "Second"), key(place, "Kid")


@on_both
def test_a_parent_that_was_changed_in_jira_stays_changed(place, epics):
    _, second, kid = epics
    set_parent(place, kid, second)
    text = place.read("b.md")
    pulled, _ = sync(place)
    assert parent(place, kid) == second
    assert (pulled.notes, pulled.documents) == ((), (str(place.folder / "b.md"),))
    block = f"- [{kid}] Kid\n  ## Fields\n  - Type: Story\n"
    assert place.read("b.md") == text.replace(block, "", 1) + block
    assert counts(place.push("b.md")) == {"skipped": 4}
    assert parent(place, kid) == second


@on_both
def test_a_parent_that_was_cleared_in_jira_stays_cleared(place, epics):
    _, _, kid = epics
    set_parent(place, kid, None)
    sync(place)
    place.push("b.md")
    assert parent(place, kid) is None


def test_a_sub_task_that_was_moved_in_jira_stays_there(place):
    place.write("b.md", TASKS)
    place.push("b.md")
    part, second = key(place, "Part"), key(place, "Second")
    place.change(part, parent={"key": second})
    sync(place)
    assert parent(place, part) == second


@on_both
def test_a_block_that_follows_a_change_in_jira_sends_nothing(place, epics):
    _, second, kid = epics
    set_parent(place, kid, second)
    place.write("b.md", moved(place, "Kid", "Second"))
    pulled, pushed = sync(place)
    assert (pulled.notes, counts(pushed)) == ((), {})
    assert parent(place, kid) == second


@on_both
def test_a_block_that_moves_to_another_parent_moves_in_jira(place, epics):
    _, second, kid = epics
    place.write("b.md", moved(place, "Kid", "Second"))
    assert counts(place.push("b.md")) == {"updated": 1, "skipped": 3}
    assert parent(place, kid) == second
    place.push("b.md")
    assert place.status().changed == ()


@on_both
def test_both_give_the_ticket_another_parent(place, epics):
    _, second, kid = epics
    place.write("c.md", "# TICKET: Third\n## Fields\n- Type: Epic\n")
    place.push("c.md")
    third = key(place, "Third")
    place.write("b.md", moved(place, "Kid", "Second"))
    set_parent(place, kid, third)
    _, pushed = sync(place)
    assert [(x.field, x.base, x.local, x.remote) for x in pushed.conflicts] == [
        ("parent", epics[0], second, third)
    ]
    assert parent(place, kid) == third
    place.resolve(strategy="remote-wins")
    for _ in range(2):
        sync(place)
        assert parent(place, kid) == third


@on_both
def test_a_pulled_parent_and_a_move_here_are_a_conflict(place, epics):
    first, second, kid = epics
    place.write("c.md", "# TICKET: Third\n## Fields\n- Type: Epic\n")
    place.push("c.md")
    set_parent(place, kid, key(place, "Third"))
    pulled = place.pull()
    assert pulled.conflicts == ()
    old = moved(place, "Kid", "Second")
    place.write("b.md", old)
    result = place.push("b.md")
    assert [(x.field, x.base, x.local) for x in result.conflicts] == [("parent", first, second)]


@on_both
def test_a_task_that_moves_to_the_top_has_no_parent(place, epics):
    _, _, kid = epics
    place.write("b.md", moved(place, "Kid"))
    assert counts(place.push("b.md", dry_run=True))["skipped"] == 3
    assert counts(place.push("b.md")) == {"updated": 1, "skipped": 3}
    assert parent(place, kid) is None
    assert counts(place.push("b.md")) == {"skipped": 4}


def test_a_task_that_moves_to_another_file_has_no_parent(place, epics):
    _, _, kid = epics
    text = moved(place, "Kid")
    at = text.index(f"# TICKET: [{kid}]")
    place.write("b.md", text[:at])
    place.write("c.md", text[at:])
    assert counts(place.push("b.md", "c.md")) == {"updated": 1, "skipped": 3}
    assert parent(place, kid) is None


def test_a_task_that_moves_to_the_top_and_names_its_parent_keeps_it(place, epics):
    first, _, kid = epics
    place.write("b.md", moved(place, "Kid"))
    text = place.read("b.md")
    place.write("b.md", text.rstrip("\n") + f"\n- Parent: {first}\n")
    assert counts(place.push("b.md")) == {"skipped": 4}
    assert parent(place, kid) == first


def test_a_sub_task_that_moves_to_the_top_is_a_mistake(place):
    place.write("b.md", TASKS)
    place.push("b.md")
    place.write("b.md", moved(place, "Part"))
    with pytest.raises(TicketHierarchy) as caught:
        place.push("b.md")
    assert "needs a parent" in str(caught.value.problems[0])
    assert parent(place, key(place, "Part")) == key(place, "First")
