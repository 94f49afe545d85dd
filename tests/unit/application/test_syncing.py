"""Push and pull on a machine in memory: the turns that are taken seldom."""

from __future__ import annotations

import pytest

from tests.fakes.desktop import Desktop
from tests.fakes.jira import TOKEN
from ticketr.application.sync.session import Room
from ticketr.domain.plan import Strategy
from ticketr.domain.workspace import Credentials
from ticketr.errors import (
    JiraConnection,
    JiraNotFound,
    TicketHierarchy,
    TicketNotFound,
    TicketValidation,
)
from ticketr.ports.external import JiraIssue

ONE = "# TICKET: One\n## Description\nText.\n## Fields\n- Type: Story\n- Priority: High\n"
TWO = "# TICKET: Two\n## Fields\n- Type: Story\n"


@pytest.fixture
def desktop():
    return Desktop()


def kept(desktop):
    return [(x.field, x.value) for x in desktop.store.attic.list(desktop.workspace.id)]


def test_only_the_named_keys_are_sent(desktop):
    desktop.write("b.md", f"{ONE}\n{TWO}")
    desktop.push("b.md")
    text = desktop.read("b.md").replace("One", "First").replace("Two", "Second")
    desktop.write("b.md", text)
    assert desktop.push(only=("PROJ-2",)).counts() == {"updated": 1}
    assert desktop.titles() == ["One", "Second"]
    with pytest.raises(TicketNotFound, match="PROJ-9 is not here"):
        desktop.push(only=("PROJ-9",))


def test_a_block_that_left_a_document_which_is_not_read_now_is_followed(desktop):
    desktop.write("a.md", f"{ONE}\n{TWO}")
    desktop.push("a.md", dry_run=True)
    desktop.write("a.md", ONE)
    desktop.write("b.md", TWO)
    desktop.push("b.md")
    desktop.push()
    assert desktop.titles() == ["One", "Two"]
    assert kept(desktop) == []


def test_a_block_whose_old_document_cannot_be_read_is_another_ticket(desktop):
    desktop.write("a.md", TWO)
    desktop.push("a.md", dry_run=True)
    desktop.documents.put("a.md", b"\xff")
    desktop.write("b.md", TWO)
    assert desktop.push("b.md").counts() == {"created": 1}
    assert desktop.pull().notes[0].startswith("/documents/a.md was not read")


def test_a_document_that_is_gone_lets_go_of_what_stands_elsewhere(desktop):
    desktop.write("a.md", f"{ONE}\n{TWO}\n# TICKET: Three\n")
    desktop.push("a.md")
    three = desktop.read("a.md").partition("\n# TICKET: [PROJ-3]")
    del desktop.documents.files["/documents/a.md"]
    desktop.write("b.md", three[1][1:] + three[2])
    desktop.push("b.md")
    records = {x.path: x for x in desktop.store.documents.list(desktop.workspace.id)}
    shown = {path: len(desktop.store.documents.shown(x.id)) for path, x in records.items()}
    assert shown == {"/documents/a.md": 2, "/documents/b.md": 1}
    assert desktop.pull().notes == ()


def test_a_planned_pull_changes_nothing(desktop):
    desktop.write("b.md", ONE)
    desktop.push("b.md")
    desktop.jira.edit("PROJ-1", title="Theirs")
    desktop.jira.create_issue(JiraIssue({"title": "New", "type": "Task"}), "PROJ")
    before = desktop.read("b.md")
    result = desktop.pull(dry_run=True)
    assert [str(action.kind) for action in result.plan.actions] == ["pull", "pull"]
    assert result.counts() == {"pulled": 2}
    assert desktop.read("b.md") == before
    assert len(desktop.store.tickets.find_by_workspace(desktop.workspace.id)) == 1


def test_a_narrow_pull_marks_nothing_as_gone(desktop):
    desktop.write("b.md", ONE)
    desktop.push("b.md")
    assert desktop.pull(jql='key in ("PROJ-9") ORDER BY key').counts() == {}
    assert desktop.status_kinds() == []


def test_a_query_that_jira_refuses_is_the_users_mistake_or_a_lost_project(desktop):
    desktop.write("b.md", ONE)
    desktop.push("b.md")
    desktop.jira.fail("search_all", TicketValidation("No such thing."), 2)
    with pytest.raises(TicketValidation):
        desktop.pull(jql="nonsense")
    with pytest.raises(JiraNotFound, match='"PROJ" does not exist any more'):
        desktop.pull()


def test_a_pull_says_the_same_text_and_agrees(desktop):
    desktop.write("b.md", ONE)
    desktop.push("b.md")
    desktop.jira.edit("PROJ-1", priority="Low")
    desktop.write("b.md", desktop.read("b.md").replace("High", "Low"))
    assert desktop.pull().counts() == {"agreed": 1}
    assert desktop.status_kinds() == []


def test_local_wins_in_a_pull_keeps_theirs_in_the_attic_and_sends_ours_later(desktop):
    desktop.write("b.md", ONE)
    desktop.push("b.md")
    desktop.jira.edit("PROJ-1", priority="Lowest")
    desktop.write("b.md", desktop.read("b.md").replace("High", "Low"))
    assert desktop.pull(strategy=Strategy.LOCAL_WINS).counts() == {"skipped": 1}
    assert kept(desktop) == [("priority", "Lowest")]
    desktop.push()
    assert desktop.jira.get_issue("PROJ-1").fields["priority"] == "Low"


def test_a_document_that_disagrees_with_an_edit_made_here_wins_and_the_edit_is_kept(desktop):
    desktop.write("b.md", ONE)
    desktop.push("b.md")
    tickets = desktop.tickets()
    [ticket] = desktop.store.tickets.find_by_workspace(desktop.workspace.id)
    tickets.update(ticket.id, {"priority": "Lowest", "labels": ("mine",)})
    desktop.write("b.md", desktop.read("b.md").replace("High", "Low"))
    desktop.push()
    assert kept(desktop) == [("priority", "Lowest")]
    fields = desktop.jira.get_issue("PROJ-1").fields
    assert (fields["priority"], fields["labels"]) == ("Low", ("mine",))


def test_texts_that_were_edited_here_and_in_the_document_merge(desktop):
    desktop.write("b.md", ONE.replace("Text.", "First.\n\nLast."))
    desktop.push("b.md")
    [ticket] = desktop.store.tickets.find_by_workspace(desktop.workspace.id)
    desktop.tickets().update(ticket.id, {"description": "First.\n\nLast, here."})
    desktop.write("b.md", desktop.read("b.md").replace("First.", "First, there."))
    desktop.push()
    text = desktop.jira.get_issue("PROJ-1").fields["description"]
    assert text == "First, there.\n\nLast, here."
    assert "First, there.\n\nLast, here." in desktop.read("b.md")
    assert kept(desktop) == []
    assert desktop.push("b.md").counts() == {"skipped": 1}
    assert desktop.jira.get_issue("PROJ-1").fields["description"] == text


def test_a_parent_named_in_a_file_may_stand_in_the_store_or_nowhere(desktop):
    desktop.write("b.md", "# TICKET: Epic\n## Fields\n- Type: Epic\n")
    desktop.push("b.md")
    desktop.write("c.md", TWO + "- Parent: PROJ-1\n")
    assert desktop.push("c.md").counts() == {"created": 1}
    desktop.write("d.md", "# TICKET: Below\n## Fields\n- Type: Epic\n- Parent: PROJ-1\n")
    with pytest.raises(TicketHierarchy):
        desktop.push("d.md")
    desktop.write("d.md", TWO.replace("Two", "Three") + "- Parent: PROJ-77\n")
    with pytest.raises(TicketHierarchy):
        desktop.push("d.md")


def test_a_field_that_the_project_does_not_have_is_named_with_the_nearest(desktop):
    desktop.write("b.md", TWO + "- Prioriti: High\n")
    with pytest.raises(TicketValidation) as caught:
        desktop.push("b.md")
    assert 'Did you mean "Priority"?' in caught.value.problems[0].hint


def test_a_person_that_several_have_the_name_of_is_not_guessed(desktop):
    desktop.write("b.md", TWO + "- Assignee: example.com\n")
    with pytest.raises(TicketValidation) as caught:
        desktop.push("b.md")
    assert "may mean" in caught.value.problems[0].message
    desktop.write("b.md", TWO + "- Assignee: ada@example.com\n")
    assert desktop.push("b.md").counts() == {"created": 1}


def unreadable():
    return JiraConnection("What Jira sends of PROJ-2 cannot be read.")


@pytest.fixture
def three(desktop):
    desktop.write("a.md", "# TICKET: One\n\n# TICKET: Two\n\n# TICKET: Three\n")
    desktop.push("a.md")
    return desktop


def test_a_ticket_that_cannot_be_read_fails_alone_and_is_tried_again(three):
    for key in ("PROJ-1", "PROJ-2", "PROJ-3"):
        three.jira.edit(key, title=f"{key} changed")
    three.jira.spoil("PROJ-2", unreadable())
    for _ in range(2):
        result = three.pull()
        assert result.counts()["failed"] == 1
        assert [(item.key, item.error["code"]) for item in result.failures] == [("PROJ-2", "4002")]
    assert "[PROJ-3] PROJ-3 changed" in three.read("a.md")
    assert "[PROJ-2] Two" in three.read("a.md")
    three.jira.spoil("PROJ-2", None)
    assert three.pull().counts() == {"pulled": 1, "skipped": 2}
    assert "[PROJ-2] PROJ-2 changed" in three.read("a.md")


def test_a_ticket_that_could_not_be_read_and_is_gone_now_is_forgotten(three):
    three.jira.spoil("PROJ-2", unreadable())
    three.pull()
    assert three.store.cursors.get("w").retry == ("10002",)
    three.jira.remove("PROJ-2")
    assert three.pull().counts() == {"skipped": 2, "gone": 1}
    assert three.store.cursors.get("w").retry == ()


def test_a_push_of_many_is_not_stopped_by_one_that_cannot_be_read(three):
    three.write("a.md", three.read("a.md").replace("] ", "] New "))
    three.jira.spoil("PROJ-2", unreadable())
    result = three.push("a.md")
    assert result.counts() == {"updated": 2, "failed": 1}
    three.jira.spoil("PROJ-2", None)
    assert three.push("a.md").counts() == {"updated": 1, "skipped": 2}


@pytest.mark.parametrize("time", ["", "yesterday", "2026-01-01T00:00:00"])
def test_without_a_clock_of_jiras_everything_is_read_each_time(three, time):
    three.jira.time = time
    for _ in range(2):
        result = three.pull()
        assert (result.counts(), result.since) == ({"skipped": 3}, None)
    assert three.store.cursors.get("w") is None
    three.jira.remove("PROJ-3")
    assert three.pull().counts() == {"skipped": 2, "gone": 1}


def theirs(desktop, *texts):
    for number, text in enumerate(texts, 1):
        fields = {"title": f"T{number}", "type": "Story", "description": text}
        desktop.jira.authenticate(Credentials("robin@example.com", TOKEN))
        desktop.jira.create_issue(JiraIssue(fields), "PROJ")


def test_more_than_fits_into_one_document_goes_into_the_next_ones(desktop):
    theirs(desktop, *["Text."] * 7)
    desktop.room = Room(tickets=3)
    desktop.write("new-3.md", "Notes of my own.\n")
    assert desktop.pull(output="new.md").documents == (
        "/documents/new.md",
        "/documents/new-2.md",
        "/documents/new-4.md",
    )
    names = ("new.md", "new-2.md", "new-4.md")
    assert [desktop.read(name).count("# TICKET: [") for name in names] == [3, 3, 1]
    assert desktop.read("new-3.md") == "Notes of my own.\n"
    theirs(desktop, "One more.")
    assert desktop.pull(output="new.md").documents == ("/documents/new-4.md",)
    assert desktop.read("new-4.md").count("# TICKET: [") == 2
    assert desktop.push(*names).counts() == {"skipped": 8}


def test_long_texts_fill_a_document_sooner(desktop):
    theirs(desktop, "Twelve signs", "Twelve signs", "x", "y")
    desktop.room = Room(text=10)
    found = desktop.pull(output="new").documents
    assert found == ("/documents/new", "/documents/new-2", "/documents/new-3")


def written_elsewhere(desktop, name="b.md"):
    """Jira has a ticket that another machine wrote, and changed one of its fields; its file is here. Gives that machine."""
    other = Desktop()
    other.jira = desktop.jira
    other.write("a.md", ONE)
    other.push("a.md")
    desktop.write(name, other.read("a.md"))
    desktop.jira.edit("PROJ-1", priority="Low")
    return other


def test_what_a_file_of_another_machine_says_otherwise_stays_in_conflict_whatever_comes_next(
    desktop,
):
    written_elsewhere(desktop)
    for _ in range(2):
        assert desktop.push("b.md").counts() == {"conflict": 1}
        assert desktop.pull().counts() == {"conflict": 1}
    [conflict] = desktop.sync().conflicts(desktop.workspace.id)
    sides = (conflict.name, conflict.no_base, conflict.local, conflict.remote)
    assert sides == ("Priority", True, "High", "Low")
    assert desktop.jira.get_issue("PROJ-1").fields["priority"] == "Low"
