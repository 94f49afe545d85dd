"""What was done, taken back and lost, as users see it; whole outputs."""

import json
import sys

import pytest

from tests.e2e.test_resolve import compare
from tests.helpers.terminal import Terminal

TEXT = """\
# TICKET: One

## Description
First paragraph.

## Fields
- Type: Story
- Priority: High
"""


@pytest.fixture
def worked(desk):
    """A desk at which a ticket was created, edited, pulled, disputed, settled and pushed."""
    desk.write("b.md", TEXT)
    assert desk.run("push", "b.md").code == 0
    desk.write("b.md", desk.read("b.md").replace("High", "Low"))
    assert desk.run("push").code == 0
    desk.change("PROJ-1", summary="Two", priority={"name": "Highest"})
    desk.write("b.md", desk.read("b.md").replace("Low", "Medium"))
    assert desk.run("pull").code == 3
    assert desk.run("resolve", "PROJ-1", "--strategy", "local-wins").code == 0
    assert desk.run("push").code == 0
    return desk


def test_a_session(worked):
    session = []
    for typed in (
        "log",
        "history PROJ-1",
        "attic",
        "attic --show 1",
        "undo --dry-run",
        "undo --json",
        "undo",
        "undo 2",
        "log --json --limit 2",
        "undo 1",
        "undo 1 --delete",
        "status",
        "log",
        "history --limit 3",
    ):
        done = worked.run(*typed.split())
        session.append(f"$ ticketr {typed}\n{done!r}")
    compare("history-session", "\n".join(session))
    assert worked.all_keys() == []
    assert "# TICKET: [PROJ-1] " in worked.read("b.md")


def test_jiras_own_history_is_there_when_it_is_asked_for(worked):
    done = worked.run("history", "PROJ-1", "--refresh", "--json")
    told = json.loads(done.out)
    assert (told["jira_known"], told["jira_complete"]) == (True, True)
    saves = [item for item in told["happenings"] if item["what"] == "jira"]
    assert {item["who"] for item in saves} == {"Robin Sander"}
    moves = [(x["name"], x["before"], x["after"]) for item in saves for x in item["fields"]]
    assert ("Priority", "Low", "Highest") in moves
    assert ("Title", "One", "Two") in moves
    assert "in Jira, by Robin Sander" in worked.run("history", "PROJ-1").out


def test_nothing_yet(desk):
    assert desk.run("log").err == "nothing was done yet\n"
    assert desk.run("attic").err == "the attic is empty\n"
    assert desk.run("undo").code == 2
    assert desk.run("attic", "--show", "1").code == 2
    assert desk.run("history", "--since", "never").code == 2
    assert desk.run("history", "PROJ-1").code == 1
    desk.write("b.md", TEXT)
    desk.run("push", "b.md", "--dry-run")
    [ticket] = json.loads(desk.run("list", "--json").out)["tickets"]
    assert desk.run("history", ticket["id"], "--refresh").code == 1
    events = json.loads(desk.run("history", "--json").out)["events"]
    assert [x["type"] for x in events] == ["WorkspaceChangedEvent", "TicketCreatedEvent"]
    assert desk.run("log").err == "nothing was done yet\n"


def test_an_undo_that_cannot_reach_jira_changes_nothing(worked):
    before = worked.read("b.md")
    worked.jira.fault("status", "bulkfetch", status=500, retry_after=None)
    done = worked.run("undo")
    assert done.code == 5, done
    assert worked.read("b.md") == before
    worked.jira.calm()
    assert json.loads(worked.run("undo", "--json").out)["undoes"]["number"] == 5


def test_a_deletion_is_shown_asked_about_and_done(desk):
    text = TEXT + "\n## Tasks\n- A part\n"
    desk.write("b.md", text)
    assert desk.run("push", "b.md").code == 0
    session = []
    for typed in (
        "delete",
        "delete PROJ-1",
        "delete PROJ-1 --dry-run",
        "delete PROJ-1 --subtasks",
        "delete PROJ-2 --dry-run --json",
        "delete PROJ-1 --subtasks --yes",
        "status",
        "delete PROJ-1 --yes",
        "undo",
    ):
        done = desk.run(*typed.split())
        session.append(f"$ ticketr {typed}\n{done!r}")
    compare("delete-session", "\n".join(session))
    assert desk.all_keys() == []


def test_a_deletion_is_asked_about_at_a_terminal(desk):
    desk.write("b.md", TEXT)
    desk.run("push", "b.md")
    command = [sys.executable, "-m", "ticketr", "delete", "PROJ-1"]
    terminal = Terminal(command, desk.environ, desk.folder)
    terminal.answer("Delete 1 ticket? [y/N]", "n")
    assert terminal.end() == 0
    assert desk.all_keys() == ["PROJ-1"]
    terminal = Terminal(command, desk.environ, desk.folder)
    terminal.answer("Delete 1 ticket? [y/N]", "y")
    assert terminal.end() == 0
    assert desk.all_keys() == []
