"""Operations taken back: on real files, SQLite and HTTP, each told as a story."""

from __future__ import annotations

import pytest

from tests.helpers.place import counts, document, words
from tests.integration.sync.desk import Machine
from ticketr.application.commands import Choice, UndoCommand
from ticketr.domain.plan import Strategy
from ticketr.errors import Usage

ONE = "# TICKET: One\n\n## Description\nText.\n\n## Fields\n- Type: Story\n- Priority: High\n"


@pytest.fixture
def place(jira, tmp_path):
    place = Machine(jira, tmp_path)
    jira.forget()
    yield place
    place.close()


def told(result):
    return [(x.kind, x.key, x.name, x.now, x.back) for x in result.steps]


def operations(place):
    return [x.operation for x in place.app.store.operations.list(place.workspace.id)][::-1]


def pushed(place, *changes):
    """A ticket that was created, then edited and pushed."""
    place.write("b.md", ONE)
    place.push("b.md")
    place.edit("b.md", *changes)
    assert counts(place.push()) == {"updated": 1}


def all_agree(place):
    """Nothing is to be sent, taken or told on either side."""
    assert place.status().changed == ()
    place.sent()
    assert counts(place.push()) == {}
    assert set(counts(place.pull())) <= {"skipped"}
    assert [x for x in place.sent() if x.startswith(("PUT", "POST /rest/api/3/issue/bulk$"))] == []


def test_a_push_is_taken_back_in_jira_here_and_in_the_file(place):
    pushed(place, ("High", "Low"), ("Text.", "Another text."))
    result = place.undo()
    assert sorted(told(result)) == [
        ("back", "PROJ-1", "Description", "Another text.", "Text."),
        ("back", "PROJ-1", "Priority", "Low", "High"),
    ]
    remote = place.remote("PROJ-1")
    assert (remote["priority"]["name"], words(remote["description"])) == ("High", "Text.")
    text = place.read("b.md")
    assert text == ONE.replace("TICKET: One", "TICKET: [PROJ-1] One")
    assert operations(place) == ["push", "push", "undo"]
    all_agree(place)


def test_an_undo_is_undone(place):
    pushed(place, ("High", "Low"))
    place.undo()
    [undo, *_] = place.app.store.operations.list(place.workspace.id)
    result = place.undo(undo.id)
    assert told(result) == [("back", "PROJ-1", "Priority", "High", "Low")]
    assert place.remote("PROJ-1")["priority"]["name"] == "Low"
    assert "Priority: Low" in place.read("b.md")
    all_agree(place)
    again = place.undo()
    assert again.operation.id == 2
    assert place.remote("PROJ-1")["priority"]["name"] == "High"


def test_undo_goes_back_step_by_step(place):
    pushed(place, ("High", "Low"))
    place.edit("b.md", ("Low", "Lowest"))
    place.push()
    assert told(place.undo()) == [("back", "PROJ-1", "Priority", "Lowest", "Low")]
    assert told(place.undo()) == [("back", "PROJ-1", "Priority", "Low", "High")]
    assert [x.kind for x in place.undo().steps] == ["created"]
    assert place.remote("PROJ-1")["priority"]["name"] == "High"


def test_what_jira_changed_since_is_left_and_told(place):
    pushed(place, ("High", "Low"), ("Text.", "Another text."))
    place.change("PROJ-1", priority={"name": "Highest"})
    result = place.undo()
    left = [(x.name, x.now, x.back, x.reason) for x in result.of("left")]
    assert left == [("Priority", "Highest", "High", "Jira has another value by now")]
    remote = place.remote("PROJ-1")
    assert (remote["priority"]["name"], words(remote["description"])) == ("Highest", "Text.")
    place.pull()
    assert "Priority: Highest" in place.read("b.md")
    all_agree(place)


def test_an_edit_made_here_since_stays(place):
    pushed(place, ("High", "Low"))
    place.edit("b.md", ("Low", "Medium"))
    result = place.undo()
    assert [(x.kind, x.reason) for x in result.steps] == [
        ("back", "the edit made here since stays")
    ]
    assert place.remote("PROJ-1")["priority"]["name"] == "High"
    assert "Priority: Medium" in place.read("b.md")
    assert counts(place.push()) == {"updated": 1}
    assert place.remote("PROJ-1")["priority"]["name"] == "Medium"


def test_a_dry_run_changes_nothing(place):
    pushed(place, ("High", "Low"))
    place.sent()
    before = place.stored()
    result = place.undo(dry_run=True)
    assert told(result) == [("back", "PROJ-1", "Priority", "Low", "High")]
    assert place.stored() == before
    assert place.remote("PROJ-1")["priority"]["name"] == "Low"
    assert operations(place) == ["push", "push"]
    assert not [line for line in place.sent() if line.startswith("PUT")]


def test_a_merge_goes_back_to_what_jira_had_and_the_edit_is_not_lost(place):
    place.write("b.md", ONE + "- Labels: one\n")
    place.push("b.md")
    place.edit("b.md", ("Labels: one", "Labels: one, mine"))
    place.change("PROJ-1", labels=["one", "theirs"])
    place.push()
    assert sorted(place.remote("PROJ-1")["labels"]) == ["mine", "one", "theirs"]
    place.undo()
    assert sorted(place.remote("PROJ-1")["labels"]) == ["one", "theirs"]
    all_agree(place)
    done = place.app.store.operations.list(place.workspace.id)
    place.undo(next(item.id for item in done if item.operation == "undo"))
    assert sorted(place.remote("PROJ-1")["labels"]) == ["mine", "one", "theirs"]


def test_a_step_of_the_workflow_is_taken_back(place):
    pushed(place, ("- Priority: High", "- Priority: High\n- Status: In Progress"))
    place.undo()
    assert place.remote("PROJ-1")["status"]["name"] == "To Do"
    all_agree(place)


def test_a_step_that_the_workflow_does_not_lead_back_is_told(place):
    place.write("b.md", ONE + "- Status: In Progress\n")
    place.push("b.md")
    place.edit("b.md", ("Status: In Progress", "Status: Done"))
    place.push()
    result = place.undo()
    assert [x.kind for x in result.steps] in (["back"], ["failed"])
    if result.steps[0].kind == "failed":
        assert "cannot go to" in result.steps[0].reason
        assert place.remote("PROJ-1")["status"]["name"] == "Done"


def test_what_was_created_stays_unless_its_deletion_is_asked_for(place):
    place.write("b.md", ONE + "\n## Tasks\n- A part\n")
    place.push("b.md")
    result = place.undo()
    assert [(x.kind, x.key) for x in result.steps] == [
        ("created", "PROJ-2"),
        ("created", "PROJ-1"),
    ]
    assert place.all_keys() == ["PROJ-1", "PROJ-2"]
    result = place.undo(1, delete=True)
    assert [(x.kind, x.key) for x in result.steps] == [
        ("deleted", "PROJ-2"),
        ("deleted", "PROJ-1"),
    ]
    assert place.all_keys() == []
    assert "[PROJ-1] One" in place.read("b.md")
    assert [x.kind for x in place.status().changed] == ["gone", "gone"]
    assert counts(place.push()) == {}
    assert place.all_keys() == []
    kept = {(x.key, x.field): x.value for x in place.app.store.attic.list(place.workspace.id)}
    assert kept["PROJ-1", "description"] == "Text."


def test_a_pull_is_taken_back_here_alone(place):
    place.write("b.md", ONE)
    place.push("b.md")
    place.change("PROJ-1", priority={"name": "Low"}, description=document("Theirs."))
    place.pull()
    assert "Priority: Low" in place.read("b.md")
    place.sent()
    result = place.undo()
    assert place.sent() == []
    assert sorted(told(result)) == [
        ("back", "PROJ-1", "Description", "Theirs.", "Text."),
        ("back", "PROJ-1", "Priority", "Low", "High"),
    ]
    assert "Priority: High" in place.read("b.md")
    assert "Text." in place.read("b.md")
    assert counts(place.push()) == {}
    assert place.remote("PROJ-1")["priority"]["name"] == "Low"
    assert counts(place.pull()) == {"pulled": 1}
    assert "Priority: Low" in place.read("b.md")


def test_the_edit_that_a_pull_overwrote_comes_back_as_a_conflict(place):
    place.write("b.md", ONE)
    place.push("b.md")
    place.edit("b.md", ("High", "Low"))
    place.change("PROJ-1", priority={"name": "Highest"})
    place.pull(strategy=Strategy.REMOTE_WINS)
    assert "Priority: Highest" in place.read("b.md")
    place.undo()
    assert "Priority: Low" in place.read("b.md")
    [conflict] = place.status().conflicts
    assert (conflict.base, conflict.local, conflict.remote) == ("High", "Low", "Highest")
    assert counts(place.push()) == {"conflict": 1}
    assert place.remote("PROJ-1")["priority"]["name"] == "Highest"


def test_what_was_edited_or_synced_since_a_pull_is_left(place):
    place.write("b.md", ONE)
    place.push("b.md")
    place.change("PROJ-1", priority={"name": "Low"}, description=document("Theirs."))
    place.pull()
    [pull, *_] = place.app.store.operations.list(place.workspace.id)
    place.edit("b.md", ("Theirs.", "Mine."))
    place.change("PROJ-1", priority={"name": "Medium"})
    place.pull()
    place.change("PROJ-1", priority={"name": "Low"})
    result = place.undo(pull.id)
    assert sorted((x.kind, x.name, x.reason) for x in result.steps) == [
        ("left", "Description", "it was changed here since"),
        ("left", "Priority", "it was changed here since"),
    ]
    assert "Mine." in place.read("b.md")
    assert "Priority: Medium" in place.read("b.md")


def test_a_resolution_is_taken_back_and_the_conflict_is_there_again(place):
    for strategy, text in ((Strategy.LOCAL_WINS, "Low"), (Strategy.REMOTE_WINS, "Highest")):
        place.write("b.md", ONE)
        if strategy is Strategy.LOCAL_WINS:
            place.push("b.md")
            place.edit("b.md", ("High", "Low"))
            place.change("PROJ-1", priority={"name": "Highest"})
            place.pull()
        else:
            place.write("b.md", ONE.replace("One", "[PROJ-1] One").replace("High", "Low"))
        place.resolve(strategy=strategy)
        assert f"Priority: {text}" in place.read("b.md")
        assert place.status().conflicts == ()
        place.undo()
        [conflict] = place.status().conflicts
        assert (conflict.base, conflict.local, conflict.remote) == ("High", "Low", "Highest")
        assert "Priority: Low" in place.read("b.md")


def test_a_resolution_that_was_pushed_is_left_until_the_push_is_undone(place):
    place.write("b.md", ONE)
    place.push("b.md")
    place.edit("b.md", ("High", "Low"))
    place.change("PROJ-1", priority={"name": "Highest"})
    place.pull()
    place.resolve(choices=(Choice("PROJ-1", "Priority", "local"),))
    [resolve, *_] = place.app.store.operations.list(place.workspace.id)
    place.push()
    assert [x.reason for x in place.undo(resolve.id).steps] == [
        "it was synced since; undo that first"
    ]
    assert [x.operation.operation for x in [place.undo()]] == ["push"]
    assert place.remote("PROJ-1")["priority"]["name"] == "Highest"


def test_a_ticket_that_is_gone_in_jira(place):
    pushed(place, ("High", "Low"))
    place.call("DELETE", "/rest/api/3/issue/PROJ-1")
    result = place.undo()
    assert [(x.kind, x.reason) for x in result.steps] == [("left", "the ticket is gone in Jira")]


def test_there_may_be_nothing_to_undo(place):
    with pytest.raises(Usage, match="There is nothing to undo"):
        place.undo()
    with pytest.raises(Usage, match="There is no operation 7"):
        place.undo(7)
    place.write("b.md", ONE)
    place.push("b.md")
    place.push("b.md")
    assert place.undo(2).steps == ()


class Killed(BaseException):
    """The process dies."""


@pytest.mark.parametrize("after", range(5))
def test_a_death_at_any_moment_leaves_three_views_that_agree_after_the_next_sync(place, after):
    text = "".join(f"# TICKET: T{n}\n\n## Fields\n- Priority: High\n\n" for n in range(3))
    place.write("b.md", text)
    place.push("b.md")
    place.write("b.md", place.read("b.md").replace("High", "Low"))
    place.push()
    left = [after]

    def told(_):
        left[0] -= 1
        if left[0] < 0:
            raise Killed

    try:
        place.app.sync(told).undo(UndoCommand(place.workspace.id))
    except Killed:
        place.restart()
    place.pull()
    place.push()
    place.undo(2)
    assert {place.remote(key)["priority"]["name"] for key in place.all_keys()} == {"High"}
    place.pull()
    assert place.read("b.md").count("Priority: High") == 3
    all_agree(place)


def test_a_lost_connection_half_way_is_finished_by_the_next_command(place):
    pushed(place, ("High", "Low"))
    place.jira.fault("drop_reply", "PUT", count=1)
    place.jira.fault("drop_reply", "/issue/PROJ-1$", count=1)
    result = place.undo()
    place.jira.calm()
    assert [x.kind for x in result.steps] in (["failed"], ["back"])
    place.pull()
    assert "Priority: High" in place.read("b.md")
    all_agree(place)


def test_an_undo_that_took_nothing_back_undid_nothing(place):
    pushed(place, ("High", "Low"))
    place.change("PROJ-1", priority={"name": "Highest"})
    assert [x.kind for x in place.undo().steps] == ["left"]
    place.change("PROJ-1", priority={"name": "Low"})
    assert told(place.undo()) == [("back", "PROJ-1", "Priority", "Low", "High")]
