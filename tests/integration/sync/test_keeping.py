"""What once could be lost, made twice or overwritten, each told as a story."""

from __future__ import annotations

import pytest

from tests.helpers.place import counts, document, on_both, words
from tests.integration.sync.desk import Machine
from ticketr.domain.ticket import TicketID
from ticketr.errors import TicketValidation

CRITERIA_FIELD = "customfield_10033"
ONE = "# TICKET: One\n\n## Description\nText.\n\n## Fields\n- Type: Story\n- Priority: High\n"
BOTH = ONE + "\n## Acceptance Criteria\n- Mine\n"


@pytest.fixture
def place(jira, tmp_path):
    place = Machine(jira, tmp_path)
    jira.forget()
    yield place
    place.close()


def kept(place):
    """What the attic holds, by field."""
    return {item.field: item.value for item in place.app.store.attic.list(place.workspace.id)}


@on_both
def test_a_change_between_the_look_and_the_write_is_not_overwritten_by_the_next_push(place):
    place.write("b.md", ONE)
    place.push("b.md")
    place.edit("b.md", ("High", "Low"))
    with place.meddling(lambda _: place.change("PROJ-1", summary="Theirs, just now")):
        assert counts(place.push("b.md")) == {"updated": 1}
    assert counts(place.push("b.md")) == {"skipped": 1}
    assert place.remote("PROJ-1")["summary"] == "Theirs, just now"
    assert counts(place.pull()) == {"pulled": 1}
    assert "# TICKET: [PROJ-1] Theirs, just now" in place.read("b.md")


def test_what_was_changed_in_jira_before_a_lost_create_was_found_again_stays(place):
    place.write("b.md", ONE)
    place.jira.fault("drop_reply", "/issue/bulk$", count=1)
    place.jira.fault("status", "/search/jql", status=500, retry_after=None)
    assert counts(place.push("b.md")) == {"failed": 1}
    place.jira.calm()
    place.change("PROJ-1", summary="Renamed there", priority={"name": "Lowest"})
    assert counts(place.push("b.md")) == {"recovered": 1, "skipped": 1}
    remote = place.remote("PROJ-1")
    assert (remote["summary"], remote["priority"]["name"]) == ("Renamed there", "Lowest")
    place.pull()
    assert "# TICKET: [PROJ-1] Renamed there" in place.read("b.md")
    assert "Priority: Lowest" in place.read("b.md")
    assert place.all_keys() == ["PROJ-1"]


@on_both
def test_a_new_description_leaves_the_criteria_that_jira_changed(place):
    place.write("b.md", BOTH)
    place.push("b.md")
    place.change("PROJ-1", **{CRITERIA_FIELD: document("Theirs")})
    place.edit("b.md", ("Text.", "Text, mine."))
    assert counts(place.push("b.md")) == {"updated": 1}
    remote = place.remote("PROJ-1")
    assert words(remote[CRITERIA_FIELD]) == "Theirs"
    assert words(remote["description"]) == "Text, mine."
    place.pull()
    assert "## Acceptance Criteria\nTheirs\n" in place.read("b.md")


@on_both
def test_force_does_not_empty_criteria_that_the_file_never_mentioned(place):
    fields = {"project": {"key": "PROJ"}, "summary": "One", "issuetype": {"name": "Story"}}
    fields |= {"description": document("Theirs"), CRITERIA_FIELD: document("Keep me")}
    place.call("POST", "/rest/api/3/issue", {"fields": fields})
    place.write("b.md", "# TICKET: [PROJ-1] One\n## Description\nMine\n## Fields\n- Type: Story\n")
    assert counts(place.push("b.md", force=True)) == {"updated": 1}
    remote = place.remote("PROJ-1")
    assert words(remote["description"]) == "Mine"
    assert words(remote[CRITERIA_FIELD]) == "Keep me"
    assert kept(place) == {"description": "Theirs"}


def test_an_unsent_ticket_that_is_taken_out_is_kept_with_all_its_fields(place):
    place.write("b.md", "# TICKET: Other\n\n" + BOTH)
    place.push("b.md", dry_run=True)
    place.write("b.md", "# TICKET: Other\n")
    place.status()
    assert kept(place) == {
        "title": "One",
        "type": "Story",
        "priority": "High",
        "description": "Text.",
        "acceptance_criteria": "- Mine",
    }


def test_a_file_that_is_renamed_before_its_tickets_are_sent_makes_each_once(place):
    place.write("a.md", ONE)
    place.push("a.md", dry_run=True)
    (place.folder / "a.md").rename(place.folder / "c.md")
    place.status()
    assert counts(place.push("c.md")) == {"created": 1}
    assert counts(place.push()) == {}
    assert place.all_keys() == ["PROJ-1"]
    assert place.status().documents == (str(place.folder / "c.md"),)


def test_a_ticket_whose_create_was_lost_is_found_in_the_file_it_moved_to(place):
    place.write("a.md", ONE)
    place.jira.fault("drop_reply", "/issue/bulk$", count=1)
    place.jira.fault("status", "/search/jql", status=500, retry_after=None)
    assert counts(place.push("a.md")) == {"failed": 1}
    place.jira.calm()
    place.write("a.md", "")
    place.write("b.md", ONE)
    assert counts(place.push("b.md")) == {"recovered": 1, "skipped": 1}
    assert place.all_keys() == ["PROJ-1"]
    assert place.read("b.md").startswith("# TICKET: [PROJ-1] One\n")


def test_a_copy_of_an_unsent_ticket_is_another_ticket(place):
    place.write("a.md", ONE)
    place.push("a.md", dry_run=True)
    place.write("b.md", ONE)
    assert counts(place.push("a.md", "b.md")) == {"created": 2}


def test_a_moved_ticket_is_compared_with_what_its_old_file_showed(place):
    place.write("a.md", ONE)
    place.push("a.md")
    place.change("PROJ-1", priority={"name": "Low"}, summary="Renamed there")
    text = place.read("a.md").replace("Text.", "Text, mine.")
    place.write("a.md", "")
    place.write("b.md", text)
    assert counts(place.push("b.md")) == {"updated": 1}
    assert place.remote("PROJ-1")["priority"]["name"] == "Low"
    place.pull()
    assert "[PROJ-1] Renamed there" in place.read("b.md")
    assert "Priority: Low" in place.read("b.md")


def test_an_old_copy_of_a_file_does_not_turn_jira_back(place):
    place.write("a.md", ONE)
    place.push("a.md")
    old = place.read("a.md")
    place.change("PROJ-1", priority={"name": "Low"})
    place.pull()
    place.write("a.md", "")
    place.push()
    place.write("b.md", old)
    result = place.push("b.md")
    assert [(item.name, item.local, item.remote) for item in result.conflicts] == [
        ("Priority", "High", "Low")
    ]
    assert place.remote("PROJ-1")["priority"]["name"] == "Low"


def test_a_new_line_in_a_known_file_is_an_edit(place):
    place.write("a.md", "# TICKET: One\n\n## Fields\n- Type: Story\n")
    place.push("a.md")
    place.write("a.md", place.read("a.md") + "- Priority: Low\n")
    assert counts(place.push()) == {"updated": 1}
    assert place.remote("PROJ-1")["priority"]["name"] == "Low"


def test_what_is_saved_while_a_push_runs_goes_with_the_next_one(place):
    place.write("b.md", ONE)
    saved: list[None] = []

    def told(_):
        if not saved:
            saved.append(place.edit("b.md", ("Text.", "Text, saved meanwhile.")))

    place.heard(told, ["b.md"])
    assert "# TICKET: [PROJ-1] One\n\n## Description\nText, saved meanwhile." in place.read("b.md")
    assert counts(place.push()) == {"updated": 1}
    assert words(place.remote("PROJ-1")["description"]) == "Text, saved meanwhile."


def test_a_first_status_that_cannot_be_reached_is_told(place):
    place.write("b.md", ONE + "- Status: In Review\n")
    result = place.push("b.md")
    assert counts(result) == {"failed": 1}
    assert 'cannot go to "In Review"' in str(result.failures[0].error)
    assert place.read("b.md").startswith("# TICKET: [PROJ-1] One")
    assert place.all_keys() == ["PROJ-1"]


def test_a_ticket_that_was_deleted_here_does_not_stop_the_recovery(place):
    place.write("b.md", ONE)
    place.jira.fault("drop_reply", "/issue/bulk$", count=1)
    place.jira.fault("status", "/search/jql", status=500, retry_after=None)
    place.push("b.md")
    place.jira.calm()
    [ticket] = place.app.store.tickets.find_by_workspace(place.workspace.id)
    place.app.tickets.delete(TicketID(ticket.id))
    (place.folder / "b.md").unlink()
    assert counts(place.pull()) == {"pulled": 1}
    assert counts(place.push()) == {}
    assert place.all_keys() == ["PROJ-1"]


def test_a_ticket_that_was_left_out_is_named_again_by_the_next_push(place):
    place.write("b.md", "# TICKET: Good\n\n# TICKET: Bad\n## Fields\n- Priority: Hihg\n")
    assert counts(place.push("b.md", partial=True)) == {"created": 1}
    with pytest.raises(TicketValidation) as caught:
        place.push()
    assert 'Priority cannot be "Hihg"' in str(caught.value.problems[0])


def test_an_output_file_that_is_not_known_yet_is_read_before_it_is_written(place):
    place.write("a.md", ONE)
    place.push("a.md")
    place.write("o.md", "# TICKET: Mine, new\n")
    fields = {"project": {"key": "PROJ"}, "summary": "Theirs", "issuetype": {"name": "Task"}}
    place.call("POST", "/rest/api/3/issue", {"fields": fields})
    place.pull(output="o.md")
    assert place.read("o.md").startswith("# TICKET: Mine, new\n\n---\n\n# TICKET: [PROJ-2] ")
    assert counts(place.push()) == {"created": 1}
    assert place.read("o.md").startswith("# TICKET: [PROJ-3] Mine, new\n")


def test_a_conflict_stays_a_conflict_when_another_field_is_edited(place):
    place.write("b.md", ONE)
    place.push("b.md")
    place.edit("b.md", ("High", "Low"))
    place.change("PROJ-1", priority={"name": "Highest"})
    place.pull()
    place.edit("b.md", ("Text.", "Text, mine."))
    assert [item.kind for item in place.status().changed] == ["conflict"]
    assert counts(place.push()) == {"conflict": 1}
    assert [item.kind for item in place.status().changed] == ["conflict"]
    assert words(place.remote("PROJ-1")["description"]) == "Text, mine."


def test_a_conflict_stays_one_when_a_command_or_a_name_changes_another_field(place):
    place.write("b.md", ONE)
    place.push("b.md")
    place.edit("b.md", ("High", "Low"))
    place.change("PROJ-1", priority={"name": "Highest"})
    place.pull()
    [ticket] = place.app.store.tickets.find_by_workspace(place.workspace.id)
    place.app.tickets.update(ticket.id, {"title": "One, by a command"})
    assert [item.kind for item in place.status().changed] == ["conflict"]
    people = place.call("GET", "/rest/api/3/user/assignable/search?project=PROJ&query=")
    place.write("b.md", place.read("b.md") + f"- Assignee: {people[0]['displayName']}\n")
    assert counts(place.push()) == {"conflict": 1}
    assert [item.kind for item in place.status().changed] == ["conflict"]
    place.resolve(strategy="local-wins")
    place.push()
    assert (place.status().changed, place.status().conflicts) == ((), ())
    assert place.remote("PROJ-1")["priority"]["name"] == "Low"


def test_a_reply_that_is_lost_when_a_create_is_checked_stops_nobody(place):
    place.write("b.md", ONE)
    place.jira.fault("status", "/bulkfetch", status=500, retry_after=None)
    assert counts(place.push("b.md")) == {"created": 1}
    place.jira.calm()
    assert counts(place.push("b.md")) == {"skipped": 1}
    assert place.read("b.md").startswith("# TICKET: [PROJ-1] One")
    assert place.status().changed == ()


def test_a_conflict_of_a_ticket_that_jira_deletes_is_over(place):
    place.write("b.md", ONE + "\n# TICKET: Two\n\n# TICKET: Three\n")
    place.push("b.md")
    place.edit("b.md", ("High", "Low"))
    place.change("PROJ-1", priority={"name": "Highest"})
    assert len(place.pull().conflicts) == 1
    place.call("DELETE", "/rest/api/3/issue/PROJ-1")
    result = place.pull()
    assert (counts(result), result.conflicts) == ({"gone": 1, "skipped": 2}, ())
    assert "Priority: Low" in place.read("b.md")
    assert kept(place) == {"priority": "Highest"}


@on_both
def test_labels_that_no_file_showed_stay_when_a_file_names_others(place):
    place.write("b.md", ONE)
    place.push("b.md")
    place.change("PROJ-1", labels=["theirs"])
    place.pull()
    assert "theirs" not in place.read("b.md")
    place.edit("b.md", ("- Priority: High\n", "- Priority: High\n- Labels: mine\n"))
    assert counts(place.push("b.md")) == {"updated": 1}
    assert sorted(place.remote("PROJ-1")["labels"]) == ["mine", "theirs"]
    assert "- Labels: theirs, mine\n" in place.read("b.md")
    place.edit("b.md", ("- Labels: theirs, mine\n", "- Labels: mine\n"))
    assert counts(place.push("b.md")) == {"updated": 1}
    assert place.remote("PROJ-1")["labels"] == ["mine"]


def test_an_empty_line_shows_labels_that_no_file_showed_before_it_takes_them_off(place):
    place.write("b.md", ONE)
    place.push("b.md")
    place.change("PROJ-1", labels=["theirs"])
    place.pull()
    place.edit("b.md", ("- Priority: High\n", "- Priority: High\n- Labels:\n"))
    assert counts(place.push("b.md")) == {"skipped": 1}
    place.edit("b.md", ("- Labels: theirs\n", "- Labels:\n"))
    assert counts(place.push("b.md")) == {"updated": 1}
    assert place.remote("PROJ-1")["labels"] == []


@on_both
def test_a_text_that_no_file_showed_is_not_overwritten_by_a_new_section(place):
    fields = {"project": {"key": "PROJ"}, "summary": "One", "issuetype": {"name": "Story"}}
    place.call(
        "POST", "/rest/api/3/issue", {"fields": {**fields, "description": document("Theirs")}}
    )
    place.pull()
    place.write("b.md", "# TICKET: [PROJ-1] One\n")
    assert counts(place.push("b.md")) == {"skipped": 1}
    place.edit("b.md", ("One\n", "One\n\n## Description\nMine\n"))
    result = place.push("b.md")
    assert [(x.name, x.local, x.remote) for x in result.conflicts] == [
        ("Description", "Mine", "Theirs")
    ]
    assert words(place.remote("PROJ-1")["description"]) == "Theirs"
    place.resolve(strategy="local-wins")
    place.push()
    assert words(place.remote("PROJ-1")["description"]) == "Mine"
    assert kept(place) == {"description": "Theirs"}
