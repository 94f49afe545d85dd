"""Tickets that move to another project are followed by their number; other projects' tickets are left alone."""

from __future__ import annotations

import pytest

from tests.helpers.place import counts, on_both
from tests.integration.sync.desk import Machine
from ticketr.errors import TicketValidation

ONE = "# TICKET: One\n\n## Description\nText.\n\n## Fields\n- Type: Story\n- Priority: High\n"
TWO = ONE.replace("One", "Two")


@pytest.fixture
def place(jira, tmp_path):
    place = Machine(jira, tmp_path)
    place.write("b.md", ONE + "\n" + TWO)
    place.push("b.md")
    place.sent()
    yield place
    place.close()


def move(place, key):
    place.call("POST", "/_sandbox/move", {"issue": key, "project": "DEMO"})


@on_both
def test_a_moved_ticket_stops_nobody_and_goes_on_being_synced(place):
    move(place, "PROJ-1")
    place.edit("b.md", ("# TICKET: [PROJ-1] One", "# TICKET: [PROJ-1] One, better"))
    assert counts(place.push("b.md")) == {"updated": 1, "skipped": 1}
    assert place.read("b.md").startswith("# TICKET: [DEMO-1] One, better\n")
    place.edit("b.md", ("# TICKET: [PROJ-2] Two", "# TICKET: [PROJ-2] Two, better"))
    assert counts(place.push()) == {"updated": 1}
    place.edit("b.md", ("One, better", "One, best"))
    assert counts(place.push()) == {"updated": 1}
    assert place.remote("DEMO-1")["summary"] == "One, best"
    place.change("DEMO-1", summary="One, theirs")
    place.pull()
    assert place.read("b.md").startswith("# TICKET: [DEMO-1] One, theirs\n")
    assert counts(place.push("b.md")) == {"skipped": 2}
    assert len(place.app.store.tickets.find_by_workspace(place.workspace.id)) == 2


@on_both
def test_a_pull_follows_a_moved_ticket_that_nobody_edited(place):
    move(place, "PROJ-1")
    place.change("DEMO-1", summary="One, theirs")
    assert counts(place.pull()) == {"pulled": 1, "skipped": 1}
    assert place.read("b.md").startswith("# TICKET: [DEMO-1] One, theirs\n")
    assert counts(place.pull()) in ({}, {"skipped": 2})
    assert place.status().changed == ()


@on_both
def test_a_ticket_that_comes_back_is_the_same_ticket(place):
    move(place, "PROJ-1")
    place.pull()
    place.call("POST", "/_sandbox/move", {"issue": "DEMO-1", "project": "PROJ"})
    place.change("PROJ-1", summary="One, back")
    place.pull()
    assert "One, back" in place.read("b.md")
    assert len(place.app.store.tickets.find_by_workspace(place.workspace.id)) == 2
    assert counts(place.push("b.md")) == {"skipped": 2}


@on_both
def test_an_old_key_of_a_moved_ticket_is_the_ticket(place):
    old = place.read("b.md")
    move(place, "PROJ-1")
    place.pull()
    assert "[DEMO-1]" in place.read("b.md")
    place.write("b.md", old.replace("One", "One, better"))
    assert counts(place.push()) == {"updated": 1}
    assert place.remote("DEMO-1")["summary"] == "One, better"
    assert place.read("b.md").startswith("# TICKET: [DEMO-1] One, better\n")
    assert len(place.app.store.tickets.find_by_workspace(place.workspace.id)) == 2


@on_both
def test_a_ticket_that_moved_before_its_lost_create_was_found_is_not_made_again(place):
    place.write("c.md", ONE.replace("One", "Three"))
    place.jira.fault("drop_reply", "/issue/bulk$", count=1)
    place.jira.fault("status", "/search(/jql)?$", status=500, retry_after=None)
    assert counts(place.push("c.md")) == {"failed": 1}
    place.jira.calm()
    [key] = set(place.all_keys()) - {"PROJ-1", "PROJ-2"}
    move(place, key)
    assert counts(place.push("c.md")) == {"recovered": 1, "skipped": 1}
    assert place.read("c.md").startswith("# TICKET: [DEMO-1] Three\n")
    assert place.remote("DEMO-1")["summary"] == "Three"
    assert place.all_keys() == ["PROJ-1", "PROJ-2"]


def test_an_old_and_a_new_key_of_one_ticket_do_not_stand_together(place):
    move(place, "PROJ-1")
    place.pull()
    for name in ("b.md", "c.md"):
        text = place.read("b.md") if name == "b.md" else ""
        place.write(name, text + "\n# TICKET: [PROJ-1] One, again\n")
        with pytest.raises(TicketValidation) as caught:
            place.push("b.md", name)
        assert "PROJ-1 stands in" in str(caught.value.problems[0])
        place.write("b.md", place.read("b.md").replace("\n# TICKET: [PROJ-1] One, again\n", ""))


def test_a_block_of_another_project_is_left_alone_and_told(place):
    fields = {"project": {"key": "DEMO"}, "summary": "Theirs", "issuetype": {"name": "Story"}}
    key = place.call("POST", "/rest/api/3/issue", {"fields": fields})["key"]
    block = f"\n# TICKET: [{key}] Not theirs\n\n## Tasks\n- A new task\n"
    place.write("b.md", place.read("b.md").replace("High", "Low") + block)
    for result in (place.push("b.md"), place.push("b.md")):
        [note] = result.notes
        assert f"{key} is a ticket of another project than PROJ" in note
    assert place.remote(key)["summary"] == "Theirs"
    assert place.remote("PROJ-1")["priority"]["name"] == "Low"
    assert place.all_keys() == ["PROJ-1", "PROJ-2"]


def test_a_file_with_another_projects_tickets_alone_is_refused_where_it_is_named(place):
    place.write("c.md", "# TICKET: [DEMO-7] Theirs\n")
    with pytest.raises(TicketValidation, match="mistakes") as caught:
        place.push("c.md")
    assert "DEMO-7 is a ticket of another project" in str(caught.value.problems[0])


def test_a_file_that_was_read_in_the_wrong_workspace_stops_nobody_there(place):
    place.write("c.md", "# TICKET: Three\n")
    place.push("c.md", dry_run=True)
    here = place.workspace
    place.workspace = place.create("demo", "DEMO")
    assert counts(place.push("c.md")) == {"created": 1}
    place.workspace = here
    place.edit("b.md", ("[PROJ-1] One", "[PROJ-1] One, better"))
    assert counts(place.push()) == {"updated": 1}
    assert counts(place.push()) == {}
    assert place.all_keys() == ["PROJ-1", "PROJ-2"]
