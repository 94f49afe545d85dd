"""Files and state of ticketr 2: what their first sync here does."""

from __future__ import annotations

import hashlib
import json

import pytest

from tests.helpers.place import counts, document, words
from ticketr.application.commands import ImportCommand
from ticketr.domain.merge import Outcome
from ticketr.errors import FileFormat, TicketValidation

OLD = """\
# TICKET: [PROJ-1] One

## Description
Plain text.

## Fields
Type: Story
Priority: High

## Acceptance Criteria
- It works

## Tasks
- [PROJ-2] A task

# TICKET: [PROJ-3] Three

## Fields
Type: Task
Priority: Low

# TICKET: Not sent yet
"""


def sha(*texts):
    return hashlib.sha256("".join(texts).encode()).hexdigest()


def criteria():
    """A list of one item."""
    item = {"type": "listItem", "content": document("It works")["content"]}
    return {"type": "doc", "version": 1, "content": [{"type": "bulletList", "content": [item]}]}


ONE = sha("One", "Plain text.", "It works", "PriorityHigh", "TypeStory", "A task")
THREE = sha("Three", "PriorityLow", "TypeTask")


@pytest.fixture
def old(place):
    """A file of ticketr 2, whose tickets somebody has sent with it, and its state."""
    fields = {"project": {"key": "PROJ"}, "description": document("Plain text.")}
    for name, kind, priority, more in (
        ("One", "Story", "High", {"customfield_10033": criteria()}),
        ("A task", "Sub-task", "High", {"parent": {"key": "PROJ-1"}}),
        ("Three", "Task", "Low", {}),
    ):
        values = more | {
            "issuetype": {"name": kind},
            "priority": {"name": priority},
            "summary": name,
        }
        place.call("POST", "/rest/api/3/issue", {"fields": {**fields, **values}})
    place.write("b.md", OLD)
    state = {
        key: {"local_hash": hash_, "remote_hash": hash_}
        for key, hash_ in (("PROJ-1", ONE), ("PROJ-3", THREE))
    }
    place.write(".ticketr.state", json.dumps(state))
    place.sent()
    return place


def take_in(place, *, state=True):
    path = str(place.folder / ".ticketr.state") if state else None
    command = ImportCommand(place.workspace.id, (str(place.folder / "b.md"),), path)
    return place.app.sync(place.told.append).take_in(command)


def planned(result):
    """What the next sync would do, by ticket and field."""
    return {
        (action.key, item.field): item.outcome
        for action in result.plan.actions
        for item in action.fields
        if item.outcome not in (Outcome.SKIP, Outcome.AGREE)
    }


def test_nothing_is_sent_and_no_file_is_changed(old):
    take_in(old)
    assert [
        line
        for line in old.sent()
        if not line.startswith(("GET", "POST /rest/api/3/issue/bulkfetch"))
    ] == []
    assert old.read("b.md") == OLD


def test_what_changed_in_jira_since_is_taken_where_the_file_was_not_edited(old):
    old.change("PROJ-1", summary="One, theirs", priority={"name": "Lowest"})
    take_in(old)
    assert counts(old.pull())["pulled"] >= 1
    text = old.read("b.md")
    assert "# TICKET: [PROJ-1] One, theirs" in text
    assert "Priority: Lowest" in text
    assert old.app.store.conflicts.list(old.workspace.id) == []


def test_what_was_edited_here_since_is_a_conflict_where_jira_differs(old):
    old.edit("b.md", ("Priority: Low", "Priority: Medium"))
    result = take_in(old)
    assert planned(result)["PROJ-3", "priority"] is Outcome.CONFLICT
    assert counts(old.push("b.md"))["conflict"] == 1
    assert old.remote("PROJ-3")["priority"]["name"] == "Low"


def test_without_a_state_nothing_is_taken_for_agreed_that_differs(old):
    old.change("PROJ-3", priority={"name": "Highest"})
    result = take_in(old, state=False)
    assert planned(result)["PROJ-3", "priority"] is Outcome.CONFLICT


def test_a_description_that_differs_is_never_overwritten(old):
    old.change("PROJ-1", description=document("Somebody wrote this in Jira."))
    take_in(old)
    old.push("b.md")
    old.pull()
    assert words(old.remote("PROJ-1")["description"]) == "Somebody wrote this in Jira."
    assert "Plain text." in old.read("b.md")
    assert [item.field for item in old.app.store.conflicts.list(old.workspace.id)] == [
        "description"
    ]


def test_the_first_sync_creates_what_was_new_and_a_second_does_nothing(old):
    take_in(old)
    old.pull()
    assert counts(old.push("b.md"))["created"] == 1
    assert len(old.all_keys()) == 4
    old.sent()
    assert set(counts(old.push("b.md"))) == {"skipped"}
    assert counts(old.pull()).keys() <= {"skipped"}
    assert [line for line in old.sent() if line.startswith("PUT")] == []


def test_importing_twice_changes_nothing(old):
    take_in(old)
    first = old.app.store.bases.get(
        old.app.store.tickets.find_by_jira_id(old.workspace.id, "PROJ-1").id
    )
    take_in(old)
    again = old.app.store.bases.get(
        old.app.store.tickets.find_by_jira_id(old.workspace.id, "PROJ-1").id
    )
    assert first == again


def test_a_key_that_jira_does_not_have_is_told(old):
    old.call("DELETE", "/rest/api/3/issue/PROJ-3")
    result = take_in(old)
    assert [str(action.kind) for action in result.plan.actions if action.key == "PROJ-3"] == [
        "gone"
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "This is no JSON"),
        ("[1]", "This is no state file"),
        ('{"PROJ-1": 1}', "This is no state file"),
    ],
)
def test_a_state_file_that_is_none(old, text, says):
    old.write(".ticketr.state", text)
    with pytest.raises(FileFormat) as caught:
        take_in(old)
    assert says in caught.value.problems[0].message


def test_mistakes_stop_it(old):
    old.edit("b.md", ("Priority: Low", "Priority: Nonsense"))
    with pytest.raises(TicketValidation):
        take_in(old)
