"""Tickets and files that go, move, or get another name: on real files, SQLite and HTTP, each told as a story."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.helpers.place import counts, document
from tests.integration.sync.desk import Machine
from ticketr.errors import TicketNotFound, TicketValidation

ONE = "# TICKET: One\n\n## Description\nText.\n\n## Fields\n- Type: Story\n- Priority: High\n"
WITH_PARTS = ONE + "\n## Tasks\n- First part\n- Second part\n"


@pytest.fixture
def place(jira, tmp_path):
    place = Machine(jira, tmp_path)
    jira.forget()
    yield place
    place.close()


def told(result):
    return [(x.kind, x.key, x.reason) for x in result.deletions]


def kept(place, key):
    """What the attic holds of the ticket: field, side, value."""
    found = place.app.store.attic.list(place.workspace.id)
    return {(x.field, x.side): x.value for x in found if x.key == key}


def test_a_ticket_is_deleted_only_by_name_and_with_its_values_kept(place):
    place.write("b.md", ONE + "\n# TICKET: Two\n")
    place.push("b.md")
    place.edit("b.md", ("Text.", "Text, not pushed."))
    assert told(place.delete("PROJ-1", dry_run=True)) == [("deleted", "PROJ-1", "")]
    assert place.all_keys() == ["PROJ-1", "PROJ-2"]
    result = place.delete("proj-1")
    assert told(result) == [("deleted", "PROJ-1", "")]
    assert [path.endswith("b.md") for path in result.deletions[0].places] == [True]
    assert place.all_keys() == ["PROJ-2"]
    found = kept(place, "PROJ-1")
    assert found["description", "local"] == "Text, not pushed."
    assert found["description", "remote"] == "Text."
    assert found["priority", "local"] == "High"
    assert "[PROJ-1] One" in place.read("b.md")
    assert [(x.kind, x.key) for x in place.status().changed] == [("gone", "PROJ-1")]
    assert counts(place.push()) == {"gone": 1}
    assert place.all_keys() == ["PROJ-2"]
    assert "Text, not pushed." in place.read("b.md")


def test_sub_tasks_go_only_when_told(place):
    place.write("b.md", WITH_PARTS)
    place.push("b.md")
    result = place.delete("PROJ-1")
    assert told(result) == [
        ("refused", "PROJ-1", "under it stand PROJ-2, PROJ-3; `--subtasks` deletes them, too")
    ]
    assert place.all_keys() == ["PROJ-1", "PROJ-2", "PROJ-3"]
    result = place.delete("PROJ-1", subtasks=True)
    assert [(x.kind, x.key, x.under) for x in result.deletions] == [
        ("deleted", "PROJ-2", "PROJ-1"),
        ("deleted", "PROJ-3", "PROJ-1"),
        ("deleted", "PROJ-1", ""),
    ]
    assert place.all_keys() == []
    assert kept(place, "PROJ-3")["title", "local"] == "Second part"


def test_sub_tasks_that_were_never_seen_here_stop_it(place):
    place.write("b.md", ONE)
    place.push("b.md")
    fields = {"project": {"key": "PROJ"}, "parent": {"key": "PROJ-1"}, "summary": "Theirs"}
    body = {"fields": {**fields, "issuetype": {"name": "Sub-task"}}}
    place.call("POST", "/rest/api/3/issue", body)
    [item] = place.delete("PROJ-1", subtasks=True).deletions
    assert (item.kind, "not here: PROJ-2; pull first" in item.reason) == ("refused", True)
    assert place.all_keys() == ["PROJ-1", "PROJ-2"]


def test_what_jira_changed_since_goes_only_by_force(place):
    place.write("b.md", ONE)
    place.push("b.md")
    place.change("PROJ-1", summary="Theirs")
    [item] = place.delete("PROJ-1").deletions
    assert (item.kind, "Jira has changed PROJ-1 since: Title" in item.reason) == ("refused", True)
    assert place.all_keys() == ["PROJ-1"]
    assert told(place.delete("PROJ-1", force=True)) == [("deleted", "PROJ-1", "")]
    assert kept(place, "PROJ-1")["title", "remote"] == "Theirs"


def test_what_jira_refuses_is_told_and_nothing_is_marked(place):
    place.write("b.md", ONE)
    place.push("b.md")
    place.jira.fault("status", "DELETE", status=403)
    place.jira.fault("status", "/issue/[0-9]+$", status=403)
    [item] = place.delete("PROJ-1").deletions
    assert item.kind == "failed"
    assert item.reason
    assert place.status().changed == ()


def test_a_ticket_that_is_gone_is_dropped_once_no_file_shows_it(place):
    place.write("b.md", ONE + "\n# TICKET: Two\n\n# TICKET: Three\n")
    place.push("b.md")
    place.call("DELETE", "/rest/api/3/issue/PROJ-1")
    place.pull()
    [item] = place.delete("PROJ-1").deletions
    assert (item.kind, "still stands in" in item.reason) == ("refused", True)
    place.write("b.md", place.read("b.md")[place.read("b.md").index("# TICKET: [PROJ-2]") :])
    assert [x.kind for x in place.status().changed] == ["gone"]
    assert told(place.delete("PROJ-1")) == [("dropped", "PROJ-1", "")]
    assert place.status().changed == ()
    assert kept(place, "PROJ-1")["description", "local"] == "Text."
    with pytest.raises(TicketNotFound):
        place.delete("PROJ-1")


def test_a_ticket_that_is_not_in_jira_is_not_deleted_there(place):
    place.write("b.md", ONE)
    place.push("b.md", dry_run=True)
    [ticket] = place.app.store.tickets.find_by_workspace(place.workspace.id)
    [item] = place.delete(ticket.id).deletions
    assert (item.kind, "it is not in Jira" in item.reason) == ("refused", True)


def test_what_was_deleted_cannot_be_brought_back_and_undo_says_so(place):
    place.write("b.md", ONE)
    place.push("b.md")
    place.delete("PROJ-1")
    [step] = place.undo().steps
    assert (step.kind, "see the attic" in step.reason) == ("left", True)


def test_taking_a_ticket_out_of_its_file_deletes_nothing(place):
    place.write("b.md", ONE + "\n# TICKET: Two\n")
    place.push("b.md")
    place.write("b.md", place.read("b.md")[place.read("b.md").index("# TICKET: [PROJ-2]") :])
    assert counts(place.push()) == {}
    assert set(counts(place.pull())) <= {"skipped"}
    assert place.all_keys() == ["PROJ-1", "PROJ-2"]
    assert len(place.app.store.tickets.find_by_workspace(place.workspace.id)) == 2


def test_removing_a_file_deletes_nothing_and_a_pull_does_not_bring_it_back(place):
    place.write("b.md", ONE)
    place.push("b.md")
    (place.folder / "b.md").unlink()
    assert counts(place.push()) == {}
    place.change("PROJ-1", summary="Theirs")
    assert counts(place.pull()) == {"pulled": 1}
    assert not (place.folder / "b.md").exists()
    assert place.all_keys() == ["PROJ-1"]
    assert place.status().documents == ()


def test_a_file_with_keys_is_renamed(place):
    place.write("b.md", ONE)
    place.push("b.md")
    (place.folder / "b.md").rename(place.folder / "c.md")
    place.edit("c.md", ("High", "Low"))
    assert counts(place.push("c.md")) == {"updated": 1}
    place.change("PROJ-1", summary="Theirs")
    place.pull()
    assert "[PROJ-1] Theirs" in place.read("c.md")
    assert not (place.folder / "b.md").exists()
    assert place.all_keys() == ["PROJ-1"]


def test_a_ticket_moves_from_file_to_file_with_an_edit(place):
    place.write("a.md", ONE + "\n# TICKET: Two\n")
    place.push("a.md")
    text = place.read("a.md")
    at = text.index("# TICKET: [PROJ-2]")
    place.write("a.md", text[:at])
    place.write("b.md", text[at:] + "\n## Description\nMoved.\n")
    assert counts(place.push("a.md", "b.md")) == {"updated": 1, "skipped": 1}
    place.change("PROJ-2", summary="Theirs")
    place.pull()
    assert "[PROJ-2] Theirs" in place.read("b.md")
    assert "PROJ-2" not in place.read("a.md")


def test_a_ticket_whose_key_jira_changed_is_followed(place):
    place.write("b.md", ONE)
    place.push("b.md")
    number = place.call("GET", "/rest/api/3/issue/PROJ-1")["id"]
    [ticket] = place.app.store.tickets.find_by_workspace(place.workspace.id)
    place.app.store.tickets.update(replace(ticket, jira_id="PROJ-77"))
    place.write("b.md", place.read("b.md").replace("PROJ-1", "PROJ-77"))
    place.change("PROJ-1", priority={"name": "Low"})
    place.pull()
    assert "# TICKET: [PROJ-1] One" in place.read("b.md")
    assert "Priority: Low" in place.read("b.md")
    [ticket] = place.app.store.tickets.find_by_workspace(place.workspace.id)
    assert (ticket.jira_id, ticket.remote_id) == ("PROJ-1", number)
    assert place.all_keys() == ["PROJ-1"]


def test_a_ticket_that_is_gone_is_made_anew_where_its_key_is_taken_out(place):
    place.write("b.md", ONE + "\n# TICKET: Two\n\n# TICKET: Three\n")
    place.push("b.md")
    place.call("DELETE", "/rest/api/3/issue/PROJ-1")
    place.pull()
    place.edit("b.md", ("[PROJ-1] ", ""))
    assert counts(place.push("b.md")) == {"created": 1, "skipped": 2}
    assert "# TICKET: [PROJ-4] One" in place.read("b.md")
    assert place.all_keys() == ["PROJ-2", "PROJ-3", "PROJ-4"]
    assert told(place.delete("PROJ-1")) == [("dropped", "PROJ-1", "")]
    assert set(counts(place.pull())) <= {"skipped"}
    assert place.status().changed == ()


def test_a_key_that_jira_still_has_is_not_taken_out(place):
    place.write("b.md", ONE)
    place.push("b.md")
    place.edit("b.md", ("[PROJ-1] ", ""))
    with pytest.raises(TicketValidation) as caught:
        place.push("b.md")
    assert "The key of" in str(caught.value.problems[0])
    assert place.all_keys() == ["PROJ-1"]


UNSENT = "# TICKET: One\n\n## Description\nText.\n\n## Tasks\n- Part\n"


def ids(place):
    found = place.app.store.tickets.find_by_workspace(place.workspace.id)
    return {ticket.title: ticket.id for ticket in found}


def test_a_ticket_whose_file_is_gone_before_it_was_sent_is_held_back(place):
    place.write("b.md", UNSENT)
    place.push("b.md", dry_run=True)
    (place.folder / "b.md").unlink()
    known = ids(place)
    for dry in (True, False):
        result = place.push(dry_run=dry)
        assert (counts(result), result.plan.actions) == ({}, ())
        [note] = result.notes
        assert note.startswith(str(place.folder / "b.md") + " is gone, so")
        assert f'"One" ({known["One"]})' in note
    assert place.all_keys() == []
    place.write("b.md", UNSENT)
    assert counts(place.push()) == {"created": 2}


def test_a_create_that_failed_and_whose_file_is_gone_stops_nobody(place):
    place.write("b.md", UNSENT)
    place.write("c.md", "# TICKET: Other\n")
    place.jira.fault("status", "/issue/bulk$", status=400, retry_after=None)
    assert counts(place.push("b.md")) == {"failed": 2}
    place.jira.calm()
    (place.folder / "b.md").unlink()
    assert counts(place.push("c.md")) == {"created": 1}
    place.edit("c.md", ("Other", "Other, better"))
    assert counts(place.push()) == {"updated": 1}


def test_a_ticket_that_was_never_sent_is_dropped_by_its_id(place):
    place.write("b.md", UNSENT)
    place.push("b.md", dry_run=True)
    [one] = place.delete(ids(place)["One"]).deletions
    assert (one.kind, one.reason) == (
        "refused",
        "it is not in Jira; take it out of its file instead",
    )
    (place.folder / "b.md").unlink()
    name = ids(place)["One"]
    for dry in (True, False):
        result = place.delete(name, dry_run=dry)
        assert [(x.kind, x.title, x.under) for x in result.deletions] == [
            ("dropped", "Part", '"One"'),
            ("dropped", "One", ""),
        ]
    assert ids(place) == {}
    assert kept(place, None)["description", "local"] == "Text."
    result = place.push()
    assert (counts(result), result.notes) == ({}, ())


def test_a_gone_ticket_is_told_for_as_long_as_a_file_shows_it(place):
    place.write("b.md", ONE)
    place.write("c.md", "# TICKET: Two\n")
    place.push("b.md", "c.md")
    place.edit("b.md", ("Text.", "Text, mine."))
    place.status()
    place.call("DELETE", "/rest/api/3/issue/PROJ-1")
    assert counts(place.push()) == {"gone": 1}
    assert counts(place.push()) == {"gone": 1}
    (place.folder / "b.md").unlink()
    assert counts(place.push()) == {}
    assert [item.kind for item in place.status().changed] == ["gone"]


def test_what_was_said_of_a_ticket_is_kept_when_it_is_deleted(place):
    place.write("b.md", ONE)
    place.push("b.md")
    place.call("POST", "/rest/api/3/issue/PROJ-1/comment", {"body": document("Never read here")})
    assert told(place.delete("PROJ-1", force=True)) == [("deleted", "PROJ-1", "")]
    assert kept(place, "PROJ-1")["comment", "remote"] == "Never read here"


def test_a_new_task_under_a_ticket_that_is_gone_is_told_and_not_sent(place):
    place.write("b.md", WITH_PARTS)
    place.push("b.md")
    place.call("DELETE", "/rest/api/3/issue/PROJ-1?deleteSubtasks=true")
    place.pull(allow_empty=True)
    place.write("b.md", place.read("b.md") + "- Third part\n")
    place.sent()
    result = place.push("b.md")
    [failed] = [item for item in result.results if item.kind == "failed"]
    assert '"Third part" was not sent, because its parent PROJ-1 is gone' in str(failed.error)
    assert [line for line in place.sent() if line.startswith("POST")] == []
    assert place.all_keys() == []


def test_a_ticket_that_goes_under_one_that_is_gone_is_told_and_not_sent(place):
    epics = "".join(
        f"# TICKET: {name}\n## Fields\n- Type: Epic\n## Tasks\n" for name in ("A", "B")
    )
    place.write("b.md", epics + "- Story\n  ## Fields\n  - Type: Story\n")
    place.push("b.md")
    place.call("DELETE", "/rest/api/3/issue/PROJ-1")
    place.pull(allow_empty=True)
    story = "- [PROJ-3] Story\n  ## Fields\n  - Type: Story\n"
    place.write("b.md", place.read("b.md").replace(story, ""))
    place.write("b.md", place.read("b.md").replace("## Tasks\n", f"## Tasks\n{story}", 1))
    place.sent()
    [failed] = [item for item in place.push("b.md").results if item.kind == "failed"]
    assert "PROJ-3 was not sent, because its new parent PROJ-1 is gone" in str(failed.error)
    assert [line for line in place.sent() if line.startswith("PUT")] == []
    assert place.remote("PROJ-3")["parent"]["key"] == "PROJ-2"
