"""Jira's own history of tickets, as pulls bring it: on real SQLite and HTTP."""

from __future__ import annotations

import pytest

from tests.helpers.place import counts
from tests.integration.sync.desk import Machine

TEXT = "".join(f"# TICKET: T{number}\n\n## Fields\n- Priority: High\n\n" for number in range(3))


@pytest.fixture
def place(jira, tmp_path):
    place = Machine(jira, tmp_path)
    place.write("b.md", TEXT)
    place.push("b.md")
    place.pull()
    jira.forget()
    yield place
    place.close()


def told(place, key):
    """What is known of a ticket's past in Jira: (name, before, after) by save, and whether it is all."""
    ticket = place.app.store.tickets.find_by_jira_id(place.workspace.id, key)
    entries, read = place.app.store.changelogs.get(ticket.id)
    saves = [[(x.name, x.before, x.after) for x in entry.items] for entry in entries]
    return saves, None if read is None else read.complete


def asked(place):
    """The requests for histories."""
    return [line for line in place.sent() if "changelog" in line]


def test_a_pull_brings_the_history_of_what_changed_with_one_request(place):
    place.change("PROJ-1", priority={"name": "Low"})
    place.change("PROJ-1", summary="Renamed", priority={"name": "Lowest"})
    place.change("PROJ-2", priority={"name": "Low"})
    assert counts(place.pull()) == {"pulled": 2, "skipped": 1}
    assert asked(place) == ["POST /rest/api/3/changelog/bulkfetch"]
    saves, complete = told(place, "PROJ-1")
    assert complete
    assert [("priority", "High", "Low")] in saves
    assert ("priority", "Low", "Lowest") in saves[-1]
    assert told(place, "PROJ-3") == ([], None)
    assert told(place, "PROJ-2")[1]


def test_a_pull_without_changes_asks_for_none(place):
    assert set(counts(place.pull())) <= {"skipped"}
    assert asked(place) == []


def test_a_first_pull_asks_for_none(place):
    other = place.create("other", place.project)
    place.workspace = other
    assert counts(place.pull()) == {"pulled": 3}
    assert asked(place) == []


def test_a_parent_is_called_as_files_call_it(place):
    fields = {"project": {"key": "PROJ"}, "summary": "Epic", "issuetype": {"name": "Epic"}}
    epic = place.call("POST", "/rest/api/3/issue", {"fields": fields})["key"]
    place.change("PROJ-1", parent={"key": epic})
    place.pull()
    ticket = place.app.store.tickets.find_by_jira_id(place.workspace.id, "PROJ-1")
    history = place.app.history.ticket(ticket, place.app.book(place.workspace.id))
    names = {moved.name for item in history.happenings for moved in item.moved}
    assert "Parent" in names
    assert "IssueParentAssociation" not in names


def test_the_settings_switch_it_off(place):
    place.app.settings.history = "never"
    place.change("PROJ-1", priority={"name": "Low"})
    assert counts(place.pull()) == {"pulled": 1, "skipped": 2}
    assert asked(place) == []
    assert told(place, "PROJ-1") == ([], None)


def test_a_history_that_jira_does_not_give_stops_no_pull(place):
    place.jira.fault("status", "changelog/bulkfetch", status=403)
    place.change("PROJ-1", priority={"name": "Low"})
    assert counts(place.pull()) == {"pulled": 1, "skipped": 2}
    assert "Priority: Low" in place.read("b.md")
    place.jira.calm()
    ticket = place.app.store.tickets.find_by_jira_id(place.workspace.id, "PROJ-1")
    place.app.sync(place.told.append).fetch_history(place.workspace.id, ticket.id)
    assert told(place, "PROJ-1") == ([[("priority", "High", "Low")]], True)


def missing(place):
    return [name for name, _ in place.app.store.changelogs.missing(place.workspace.id)]


def test_all_histories_come_where_the_user_asks(place):
    place.change("PROJ-1", priority={"name": "Low"})
    place.pull(histories=True)
    assert len(asked(place)) == 2  # of what changed, and of the rest
    assert told(place, "PROJ-1") == ([[("priority", "High", "Low")]], True)
    assert told(place, "PROJ-3") == ([], True)
    assert missing(place) == []
    place.pull(histories=True)
    assert asked(place) == []


def test_the_settings_bring_them_all(place):
    place.app.settings.history = "all"
    place.pull()
    assert asked(place) == ["POST /rest/api/3/changelog/bulkfetch"]
    assert missing(place) == []


def test_a_dry_run_reads_no_history(place):
    place.pull(histories=True, dry_run=True)
    assert asked(place) == []


def test_a_history_that_was_all_here_goes_on_after_a_push_from_here(place):
    place.pull(histories=True)
    place.edit(
        "b.md",
        (
            "# TICKET: [PROJ-1] T0\n\n## Fields\n- Priority: High",
            "# TICKET: [PROJ-1] T0\n\n## Fields\n- Priority: Low",
        ),
    )
    place.push("b.md")
    place.sent()
    assert set(counts(place.pull())) <= {"skipped"}
    assert asked(place) == ["POST /rest/api/3/changelog/bulkfetch"]
    assert told(place, "PROJ-1") == ([[("priority", "High", "Low")]], True)
    assert missing(place) == []


def test_histories_that_jira_does_not_give_are_told(place):
    place.jira.fault("status", "changelog/bulkfetch", status=403)
    done = place.pull(histories=True)
    assert [note for note in done.notes if "did not give all histories" in note]
    assert len(missing(place)) == 3


def test_a_dry_run_brings_none(place):
    place.change("PROJ-1", priority={"name": "Low"})
    place.pull(dry_run=True)
    assert asked(place) == []
