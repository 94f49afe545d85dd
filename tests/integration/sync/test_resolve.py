"""Conflicts settled: on real files, SQLite and HTTP, each told as a story."""

from __future__ import annotations

import pytest

from tests.helpers.place import counts, document, words
from tests.integration.sync.desk import Machine, as_document
from ticketr.application.commands import Choice
from ticketr.domain.events import ConflictResolvedEvent
from ticketr.domain.plan import Strategy
from ticketr.errors import JiraConnection, TicketNotFound, TicketValidation, Usage

ONE = "# TICKET: One\n\n## Description\nText.\n\n## Fields\n- Type: Story\n- Priority: High\n"
LOCAL, REMOTE = Strategy.LOCAL_WINS, Strategy.REMOTE_WINS


@pytest.fixture
def place(jira, tmp_path):
    place = Machine(jira, tmp_path)
    jira.forget()
    yield place
    place.close()


def kept(place):
    """What the attic holds: field, side, value."""
    return [(x.field, x.side, x.value) for x in place.app.store.attic.list(place.workspace.id)]


def disputed(place):
    """A ticket whose priority and text are in conflict, and whose title changed in Jira alone."""
    place.write("b.md", ONE)
    place.push("b.md")
    place.edit("b.md", ("High", "Low"), ("Text.", "Mine."))
    place.change("PROJ-1", priority={"name": "Highest"}, description=document("Theirs."))
    assert counts(place.pull()) == {"conflict": 1}
    return place


def told(result):
    return sorted((x.name, x.how, x.value, x.kept) for x in result.settled)


def left(result):
    return [(x.name, x.base, x.local, x.remote) for x in result.conflicts]


def test_what_is_here_wins_and_goes_with_the_next_push(place):
    disputed(place)
    result = place.resolve("PROJ-1", strategy=LOCAL)
    assert told(result) == [
        ("Description", "local", "Mine.", ("Theirs.",)),
        ("Priority", "local", "Low", ("Highest",)),
    ]
    assert left(result) == []
    assert sorted(kept(place)) == [
        ("description", "remote", "Theirs."),
        ("priority", "remote", "Highest"),
    ]
    assert place.remote("PROJ-1")["priority"]["name"] == "Highest"
    assert [x.kind for x in place.status().changed] == ["modified"]
    assert counts(place.push()) == {"updated": 1}
    assert place.remote("PROJ-1")["priority"]["name"] == "Low"
    assert words(place.remote("PROJ-1")["description"]) == "Mine."
    assert counts(place.pull()) == {"skipped": 1}


@pytest.mark.parametrize("strategy", [LOCAL, REMOTE, Strategy.MERGE])
def test_a_dry_run_tells_what_would_be_settled_and_settles_nothing(place, strategy):
    disputed(place)
    before, text = place.stored(), place.read("b.md")
    operations = len(place.app.store.operations.list(place.workspace.id))
    dry = place.resolve("PROJ-1", strategy=strategy, dry_run=True)
    assert (place.stored(), place.read("b.md"), dry.documents) == (before, text, ())
    assert len(place.app.store.operations.list(place.workspace.id)) == operations
    done = place.resolve("PROJ-1", strategy=strategy)
    assert (told(dry), left(dry)) == (told(done), left(done))


def test_a_dry_run_marks_nothing_as_gone(place):
    disputed(place)
    place.call("DELETE", "/rest/api/3/issue/PROJ-1")
    before = place.stored()
    assert [x.kind for x in place.resolve(strategy=LOCAL, dry_run=True).results] == ["gone"]
    assert place.stored() == before
    assert place.app.store.tombstones.list(place.workspace.id) == []


def test_jira_wins_and_the_file_says_so(place):
    disputed(place)
    result = place.resolve("PROJ-1", strategy=REMOTE)
    assert [x.how for x in result.settled] == ["remote", "remote"]
    assert result.documents == ("b.md",) or result.documents[0].endswith("b.md")
    text = place.read("b.md")
    assert "- Priority: Highest\n" in text
    assert "## Description\nTheirs.\n" in text
    assert sorted(kept(place)) == [("description", "local", "Mine."), ("priority", "local", "Low")]
    assert place.status().changed == ()
    place.sent()
    assert counts(place.push()) == {}
    assert [line for line in place.sent() if not line.startswith("GET")] == []


def test_field_by_field(place):
    disputed(place)
    one = Choice("PROJ-1", "priority", "local", seen="Highest")
    other = Choice("proj-1", "Description", "value", "Ours.")
    result = place.resolve("PROJ-1", choices=(one, other))
    assert told(result) == [
        ("Description", "value", "Ours.", ("Mine.", "Theirs.")),
        ("Priority", "local", "Low", ("Highest",)),
    ]
    assert "## Description\nOurs.\n" in place.read("b.md")
    assert counts(place.push()) == {"updated": 1}
    assert words(place.remote("PROJ-1")["description"]) == "Ours."
    assert sorted(kept(place)) == [
        ("description", "local", "Mine."),
        ("description", "remote", "Theirs."),
        ("priority", "remote", "Highest"),
    ]


def test_one_field_is_settled_and_the_other_stays(place):
    disputed(place)
    result = place.resolve("PROJ-1", choices=(Choice("PROJ-1", "Priority", "remote"),))
    assert told(result) == [("Priority", "remote", "Highest", ("Low",))]
    assert left(result) == [("Description", "Text.", "Mine.", "Theirs.")]
    assert [x.kind for x in place.status().changed] == ["conflict"]
    assert "Priority: Highest" in place.read("b.md")
    assert "Mine." in place.read("b.md")


def test_ask_changes_nothing(place):
    disputed(place)
    before = place.stored()
    text = place.read("b.md")
    result = place.resolve("PROJ-1", strategy=Strategy.ASK)
    assert result.settled == ()
    assert len(left(result)) == 2
    assert (place.stored().count("Mine."), place.read("b.md")) == (before.count("Mine."), text)
    assert place.app.store.operations.list(place.workspace.id)[0].operation == "pull"


def test_what_jira_changed_again_is_seen_before_anything_is_settled(place):
    disputed(place)
    place.change("PROJ-1", priority={"name": "Lowest"})
    choice = Choice("PROJ-1", "Priority", "local", seen="Highest")
    result = place.resolve("PROJ-1", choices=(choice,))
    assert result.settled == ()
    assert [(x.name, x.remote) for x in result.stale] == [("Priority", "Lowest")]
    assert ("Priority", "High", "Low", "Lowest") in left(result)
    result = place.resolve("PROJ-1", strategy=LOCAL)
    assert ("Priority", "local", "Low", ("Lowest",)) in told(result)
    assert [x.moved for x in result.settled] == [False, False]


def test_a_strategy_takes_the_newest_value_and_says_that_it_moved(place):
    disputed(place)
    place.change("PROJ-1", priority={"name": "Lowest"})
    result = place.resolve("PROJ-1", strategy=REMOTE)
    assert sorted((x.name, x.value, x.moved) for x in result.settled) == [
        ("Description", "Theirs.", False),
        ("Priority", "Lowest", True),
    ]


def test_a_conflict_that_is_over_is_closed(place):
    disputed(place)
    place.change("PROJ-1", priority={"name": "Low"}, description=document("Text."))
    result = place.resolve("PROJ-1", strategy=Strategy.ASK)
    assert sorted((x.name, x.how, x.kept) for x in result.settled) == [
        ("Description", "over", ()),
        ("Priority", "over", ()),
    ]
    assert left(result) == []
    assert counts(place.push()) == {"updated": 1}
    assert words(place.remote("PROJ-1")["description"]) == "Mine."


def test_texts_that_can_be_merged_by_now_are_merged(place):
    place.write("b.md", ONE.replace("Text.", "One.\n\nTwo.\n\nThree."))
    place.push("b.md")
    place.edit("b.md", ("One.", "Mine."))
    place.change("PROJ-1", description=as_document(["Theirs.", "Two.", "Three."]))
    assert counts(place.pull()) == {"conflict": 1}
    place.change("PROJ-1", description=as_document(["One.", "Two.", "Theirs."]))
    result = place.resolve(strategy=Strategy.MERGE)
    assert [(x.how, x.value) for x in result.settled] == [("merged", "Mine.\n\nTwo.\n\nTheirs.")]
    assert "Mine.\n\nTwo.\n\nTheirs.\n" in place.read("b.md")
    assert counts(place.push()) == {"updated": 1}
    assert counts(place.pull()) == {"skipped": 1}


def test_an_edit_of_the_file_counts_as_what_is_here(place):
    disputed(place)
    place.edit("b.md", ("Mine.", "Mine, again."))
    result = place.resolve("PROJ-1", strategy=LOCAL)
    assert ("Description", "local", "Mine, again.", ("Theirs.",)) in told(result)
    place.push()
    assert words(place.remote("PROJ-1")["description"]) == "Mine, again."


def test_only_what_is_disputed_is_touched(place):
    disputed(place)
    place.change("PROJ-1", summary="Theirs too")
    place.resolve("PROJ-1", strategy=LOCAL)
    assert "[PROJ-1] One\n" in place.read("b.md")
    place.push()
    assert place.remote("PROJ-1")["summary"] == "Theirs too"
    place.pull()
    assert "[PROJ-1] Theirs too\n" in place.read("b.md")


def test_a_value_that_cannot_be_is_refused_before_anything_is_settled(place):
    disputed(place)
    good = Choice("PROJ-1", "Description", "remote")
    with pytest.raises(TicketValidation, match='PROJ-1: Priority cannot be "Hihg"'):
        place.resolve("PROJ-1", choices=(good, Choice("PROJ-1", "Priority", "value", "Hihg")))
    assert len(place.app.store.conflicts.list(place.workspace.id)) == 2
    with pytest.raises(Usage, match="PROJ-1 has no conflict in Labels"):
        place.resolve("PROJ-1", choices=(Choice("PROJ-1", "Labels", "local"),))
    with pytest.raises(TicketNotFound, match="PROJ-9 is not here"):
        place.resolve("PROJ-9", strategy=LOCAL)


def test_a_title_stays_one_line(place):
    place.write("b.md", ONE)
    place.push("b.md")
    place.edit("b.md", ("TICKET: [PROJ-1] One", "TICKET: [PROJ-1] Mine"))
    place.change("PROJ-1", summary="Theirs")
    place.pull()
    for bad in ("", "two\nlines"):
        with pytest.raises(TicketValidation, match="A title is one line"):
            place.resolve("PROJ-1", choices=(Choice("PROJ-1", "Title", "value", bad),))
    place.resolve("PROJ-1", choices=(Choice("PROJ-1", "title", "value", " Ours "),))
    assert place.read("b.md").startswith("# TICKET: [PROJ-1] Ours\n")


def test_all_of_them_and_a_ticket_without_one(place):
    text = "".join(f"# TICKET: T{n}\n\n## Fields\n- Priority: High\n\n" for n in range(3))
    place.write("b.md", text)
    place.push("b.md")
    place.write("b.md", place.read("b.md").replace("High", "Low"))
    for number in (1, 2):
        place.change(f"PROJ-{number}", priority={"name": "Lowest"})
    assert counts(place.pull()) == {"conflict": 2, "skipped": 1}
    assert place.resolve("PROJ-3", strategy=LOCAL).notes == ("PROJ-3 has no conflict.",)
    result = place.resolve(strategy=REMOTE)
    assert [x.key for x in result.settled] == ["PROJ-1", "PROJ-2"]
    assert place.read("b.md").count("Priority: Lowest") == 2


def test_a_ticket_that_jira_deleted_has_nothing_to_settle(place):
    disputed(place)
    place.call("DELETE", "/rest/api/3/issue/PROJ-1")
    result = place.resolve(strategy=REMOTE)
    assert [x.kind for x in result.results] == ["gone"]
    assert (result.settled, result.conflicts) == ((), ())
    assert "Mine." in place.read("b.md")


def test_without_jira_nothing_is_settled(place):
    disputed(place)
    before = place.stored()
    place.jira.fault("status", "bulkfetch", status=500, retry_after=None)
    with pytest.raises(JiraConnection):
        place.resolve("PROJ-1", strategy=LOCAL)
    assert place.stored() == before


def test_the_settings_may_name_fields_as_people_do(place):
    place.app.settings.strategies = {
        "Priority": "remote-wins",
        "Acceptance Criteria": "local-wins",
    }
    place.write("b.md", ONE)
    place.push("b.md")
    place.edit("b.md", ("High", "Low"))
    place.change("PROJ-1", priority={"name": "Highest"})
    result = place.pull()
    assert (counts(result), result.conflicts) == ({"pulled": 1}, ())
    assert kept(place) == [("priority", "local", "Low")]


def test_the_settings_settle_fields_in_a_push_and_a_resolve_too(place):
    disputed(place)
    place.app.settings.strategies = {"priority": "local-wins", "Description": "remote-wins"}
    result = place.resolve("PROJ-1")
    assert sorted((x.name, x.how) for x in result.settled) == [
        ("Description", "remote"),
        ("Priority", "local"),
    ]
    place.edit("b.md", ("Priority: Low", "Priority: Lowest"))
    place.change("PROJ-1", priority={"name": "Medium"})
    assert counts(place.push()) == {"updated": 1}
    assert place.remote("PROJ-1")["priority"]["name"] == "Lowest"


def test_a_strategy_of_the_command_goes_before_the_settings(place):
    disputed(place)
    place.app.settings.strategies = {"priority": "ask"}
    result = place.resolve("PROJ-1", strategy=LOCAL)
    assert len(result.settled) == 2


def test_what_was_settled_is_an_event_and_an_operation(place):
    disputed(place)
    place.resolve("PROJ-1", strategy=LOCAL)
    [ticket] = place.app.store.tickets.find_by_workspace(place.workspace.id)
    event = place.app.store.events.get_events(ticket.id)[-1]
    assert isinstance(event, ConflictResolvedEvent)
    assert (event.fields, event.how) == (("priority", "description"), "local, local")
    newest = place.app.store.operations.list(place.workspace.id)[0]
    assert (newest.operation, newest.success_count, newest.conflict_count) == ("resolve", 1, 0)


def test_the_specifications_form(place):
    disputed(place)
    [ticket] = place.app.store.tickets.find_by_workspace(place.workspace.id)
    result = place.app.sync(place.told.append).resolve_conflict(ticket.id, REMOTE)
    assert len(result.settled) == 2


def test_conflicts_are_listed_with_what_is_here_now(place):
    disputed(place)
    place.edit("b.md", ("Mine.", "Mine, again."))
    sync = place.app.sync(place.told.append)
    place.sent()
    found = sync.conflicts(place.workspace.id)
    assert sorted((x.name, x.base, x.local, x.remote) for x in found) == [
        ("Description", "Text.", "Mine, again.", "Theirs."),
        ("Priority", "High", "Low", "Highest"),
    ]
    assert all(x.detected_at is not None for x in found)
    assert sync.conflicts(place.workspace.id, "proj-1") == found
    assert place.sent() == []
    with pytest.raises(TicketNotFound):
        sync.conflicts(place.workspace.id, "PROJ-77")
