"""Pull and both sides together, on real files, SQLite and HTTP."""

from __future__ import annotations

import pytest

from tests.helpers.place import counts, document, on_both, words
from ticketr.errors import FileWrite, SyncStopped

ONE = "# TICKET: One\n\n## Description\nFirst line.\n\nLast line.\n\n## Fields\n- Priority: High\n- Labels: a, b\n"


def paragraphs(*texts):
    return {
        "type": "doc",
        "version": 1,
        "content": [p for text in texts for p in document(text)["content"]],
    }


def test_what_changed_in_jira_is_written_where_it_was_said(place):
    place.write("b.md", ONE)
    place.push("b.md")
    place.change("PROJ-1", summary="One, renamed", priority={"name": "Low"}, labels=["a", "c"])
    result = place.pull()
    assert counts(result) == {"pulled": 1}
    assert place.read("b.md") == (
        "# TICKET: [PROJ-1] One, renamed\n\n## Description\nFirst line.\n\nLast line.\n\n"
        "## Fields\n- Priority: Low\n- Labels: a, c\n"
    )
    place.sent()
    assert counts(place.push("b.md")) == {"skipped": 1}
    assert place.sent() == []


@on_both
def test_changes_of_different_fields_merge(place):
    place.write("b.md", ONE)
    place.push("b.md")
    place.edit("b.md", ("Priority: High", "Priority: Lowest"), ("Labels: a, b", "Labels: b, mine"))
    place.change(
        "PROJ-1",
        summary="Renamed there",
        labels=["a", "b", "theirs"],
        description=paragraphs("First line, theirs.", "Last line."),
    )
    result = place.push("b.md")
    assert counts(result) == {"updated": 1}
    remote = place.remote("PROJ-1")
    assert remote["summary"] == "Renamed there"
    assert remote["priority"]["name"] == "Lowest"
    assert sorted(remote["labels"]) == ["b", "mine", "theirs"]
    assert words(remote["description"]) == "First line, theirs.Last line."
    place.pull()
    text = place.read("b.md")
    assert "Renamed there" in text
    assert "First line, theirs." in text
    assert "- Labels: b, mine, theirs" in text
    assert counts(place.push("b.md")) == {"skipped": 1}
    assert counts(place.pull()) == {"skipped": 1}


@on_both
def test_texts_merge_by_line(place):
    place.write("b.md", ONE)
    place.push("b.md")
    place.edit("b.md", ("First line.", "First line, mine."))
    place.change("PROJ-1", description=paragraphs("First line.", "Last line, theirs."))
    assert counts(place.pull()) == {"pulled": 1}
    assert "First line, mine.\n\nLast line, theirs." in place.read("b.md")
    assert counts(place.push("b.md")) == {"updated": 1}
    assert words(place.remote("PROJ-1")["description"]) == "First line, mine.Last line, theirs."


@on_both
def test_the_same_field_on_both_sides_is_a_conflict_and_nothing_is_lost(place):
    place.write("b.md", ONE)
    place.push("b.md")
    place.edit(
        "b.md", ("Priority: High", "Priority: Low"), ("- Labels: a, b", "- Labels: a, b, c")
    )
    place.change("PROJ-1", priority={"name": "Highest"})
    result = place.pull()
    assert [(c.name, c.base, c.local, c.remote) for c in result.conflicts] == [
        ("Priority", "High", "Low", "Highest")
    ]
    assert "Priority: Low" in place.read("b.md")
    result = place.push("b.md")
    assert counts(result) == {"conflict": 1}
    remote = place.remote("PROJ-1")
    assert remote["priority"]["name"] == "Highest"
    assert sorted(remote["labels"]) == ["a", "b", "c"]
    assert [item.kind for item in place.status().changed] == ["conflict"]
    found = place.app.sync(place.told.append).detect_conflicts(place.workspace.id)
    assert [(c.name, c.local, c.remote) for c in found] == [("Priority", "Low", "Highest")]
    result = place.push("b.md", force=True)
    assert counts(result) == {"updated": 1}
    assert place.remote("PROJ-1")["priority"]["name"] == "Low"
    assert [e.value for e in place.app.store.attic.list(place.workspace.id)] == ["Highest"]
    assert place.status().changed == ()


def test_remote_wins_keeps_the_local_text_in_the_attic(place):
    place.write("b.md", ONE)
    place.push("b.md")
    place.edit("b.md", ("Priority: High", "Priority: Low"))
    place.change("PROJ-1", priority={"name": "Highest"})
    place.pull(strategy="remote-wins")
    assert "Priority: Highest" in place.read("b.md")
    assert [e.value for e in place.app.store.attic.list(place.workspace.id)] == ["Low"]
    assert counts(place.push("b.md")) == {"skipped": 1}


def test_an_inherited_value_that_changes_in_jira_becomes_an_override(place):
    place.write(
        "b.md",
        "# TICKET: One\n\n## Fields\n- Type: Story\n- Priority: High\n\n## Tasks\n- Part\n- Rest\n",
    )
    place.push("b.md")
    place.change("PROJ-2", priority={"name": "Low"})
    place.pull()
    assert place.read("b.md") == (
        "# TICKET: [PROJ-1] One\n\n## Fields\n- Type: Story\n- Priority: High\n\n## Tasks\n"
        "- [PROJ-2] Part\n  ## Fields\n  - Priority: Low\n- [PROJ-3] Rest\n"
    )
    place.change("PROJ-1", priority={"name": "Medium"})
    place.pull()
    text = place.read("b.md")
    assert text.count("Priority: Medium") == 1
    assert "- [PROJ-3] Rest\n  ## Fields\n  - Priority: High\n" in text
    place.sent()
    assert counts(place.push("b.md")) == {"skipped": 3}
    assert place.sent() == []


def test_new_tickets_go_to_the_output_document(place):
    place.write(
        "b.md",
        "# TICKET: Epic\n## Fields\n- Type: Epic\n## Tasks\n- Story\n  ## Fields\n  - Type: Story\n",
    )
    place.push("b.md")
    fields = {
        "project": {"key": "PROJ"},
        "summary": "Seen there",
        "issuetype": {"name": "Story"},
        "parent": {"key": "PROJ-1"},
        "description": document("Hello."),
        "priority": {"name": "Low"},
    }
    story = place.call("POST", "/rest/api/3/issue", {"fields": fields})["key"]
    task = {
        "project": {"key": "PROJ"},
        "summary": "A part",
        "issuetype": {"name": "Sub-task"},
        "parent": {"key": story},
        "priority": {"name": "High"},
    }
    place.call("POST", "/rest/api/3/issue", {"fields": task})
    result = place.pull(output="new.md")
    assert counts(result) == {"pulled": 2, "skipped": 2}
    assert place.read("new.md") == (
        "# TICKET: [PROJ-3] Seen there\n\n## Description\nHello.\n\n## Fields\n- Type: Story\n"
        "- Status: To Do\n- Parent: PROJ-1\n- Priority: Low\n\n## Tasks\n- [PROJ-4] A part\n"
        "  ## Fields\n  - Type: Sub-task\n  - Status: To Do\n  - Priority: High\n"
    )
    before = place.read("new.md")
    place.sent()
    assert counts(place.push()) == {}
    assert counts(place.push("new.md")) == {"skipped": 2}
    assert place.sent() == []
    place.pull(output="new.md")
    assert place.read("new.md") == before


def test_without_an_output_new_tickets_are_in_the_store_only(place):
    fields = {"project": {"key": "PROJ"}, "summary": "Seen", "issuetype": {"name": "Task"}}
    place.call("POST", "/rest/api/3/issue", {"fields": fields})
    result = place.pull()
    assert "in the store only" in result.notes[0]
    assert [t.title for t in place.app.store.tickets.find_by_workspace(place.workspace.id)] == [
        "Seen"
    ]


def test_a_ticket_without_a_key_survives_a_pull(place):
    place.write("b.md", ONE)
    place.push("b.md")
    place.write("b.md", place.read("b.md") + "\n# TICKET: Not sent yet\n")
    place.change("PROJ-1", summary="Renamed")
    place.pull()
    assert "# TICKET: [PROJ-1] Renamed" in place.read("b.md")
    assert place.read("b.md").endswith("\n# TICKET: Not sent yet\n")


@on_both
def test_a_deleted_ticket_is_marked_and_never_created_again(place):
    place.write("b.md", ONE + "\n# TICKET: Two\n\n# TICKET: Three\n")
    place.push("b.md")
    place.call("DELETE", "/rest/api/3/issue/PROJ-2")
    assert counts(place.pull()) == {"gone": 1, "skipped": 2}
    assert [item.key for item in place.status().changed] == ["PROJ-2"]
    place.edit("b.md", ("] Two", "] Two, edited"))
    result = place.push("b.md")
    assert counts(result) == {"gone": 1, "skipped": 2}
    assert place.all_keys() == ["PROJ-1", "PROJ-3"]


def test_an_answer_that_would_remove_most_of_it_stops(place):
    place.write("b.md", "".join(f"# TICKET: T{n}\n\n" for n in range(6)))
    place.push("b.md")
    for key in place.all_keys():
        place.call("DELETE", f"/rest/api/3/issue/{key}")
    with pytest.raises(SyncStopped):
        place.pull()
    assert place.status().changed == ()
    assert counts(place.pull(allow_empty=True)) == {"gone": 6}


PANEL = {
    "type": "panel",
    "attrs": {"panelType": "info", "panelColor": "#fff", "localId": "p1"},
    "content": document("Careful.")["content"],
}
IMAGE = {
    "type": "mediaSingle",
    "attrs": {"layout": "wide"},
    "content": [
        {
            "type": "media",
            "attrs": {"type": "file", "id": "f1", "collection": "c", "alt": "plan.png"},
        }
    ],
}


@pytest.fixture
def rich(place):
    """A place whose one ticket has a panel and an image in its description, as Jira has it."""
    place.write("b.md", ONE)
    place.push("b.md")
    doc = {"type": "doc", "version": 1, "content": [PANEL, IMAGE, *document("Last.")["content"]]}
    place.change("PROJ-1", description=doc)
    place.pull()
    return place


def test_an_edit_goes_into_the_document_that_jira_has(rich):
    before = rich.remote("PROJ-1")["description"]["content"]
    text = rich.read("b.md")
    assert ":::panel info ^" in text
    assert "[plan.png]{image ^" in text
    rich.write("b.md", text.replace("Careful.", "Careless."))
    assert counts(rich.push("b.md")) == {"updated": 1}
    after = rich.remote("PROJ-1")["description"]["content"]
    assert after == [{**PANEL, "content": document("Careless.")["content"]}, *before[1:]]
    assert counts(rich.pull()) == {"skipped": 1}


def test_an_edit_that_takes_an_image_stops_unless_told_so(rich):
    before = rich.remote("PROJ-1")["description"]
    lines = rich.read("b.md").splitlines(keepends=True)
    rich.write("b.md", "".join(line for line in lines if "plan.png" not in line))
    result = rich.push("b.md")
    assert counts(result) == {"failed": 1}
    error = result.failures[0].error
    assert error["code"] == "7004"
    assert error["message"] == ('PROJ-1 was not sent: media "plan.png" is no longer in the text.')
    assert rich.remote("PROJ-1")["description"] == before
    assert counts(rich.push("b.md", allow_loss=True)) == {"updated": 1}
    assert [node["type"] for node in rich.remote("PROJ-1")["description"]["content"]] == [
        "panel",
        "paragraph",
    ]


def test_a_text_that_jira_would_refuse_for_its_length_is_refused_here(rich):
    rich.write("b.md", rich.read("b.md").replace("Last.", "word " * 7000))
    error = rich.push("b.md").failures[0].error
    assert "characters; Jira takes 32,767." in error["message"]


def test_a_key_written_by_hand_is_compared_not_overwritten(place):
    fields = {
        "project": {"key": "PROJ"},
        "summary": "Theirs",
        "issuetype": {"name": "Task"},
        "priority": {"name": "Low"},
    }
    place.call("POST", "/rest/api/3/issue", {"fields": fields})
    place.write("b.md", "# TICKET: [PROJ-1] Theirs\n## Fields\n- Type: Task\n- Priority: High\n")
    result = place.push("b.md")
    assert [(c.name, c.local, c.remote) for c in result.conflicts] == [("Priority", "High", "Low")]
    assert place.remote("PROJ-1")["priority"]["name"] == "Low"


def test_an_output_that_could_not_be_written_is_written_by_the_next_pull(place):
    fields = {"project": {"key": "PROJ"}, "issuetype": {"name": "Story"}, "summary": "Theirs"}
    place.call("POST", "/rest/api/3/issue", {"fields": fields})
    with pytest.raises(FileWrite, match="its folder does not exist"):
        place.pull(output="nowhere/c.md")
    place.pull()
    result = place.pull(output="c.md")
    assert [path.rpartition("/")[2] for path in result.documents] == ["c.md"]
    assert place.read("c.md").startswith("# TICKET: [PROJ-1] Theirs\n")
    assert place.pull(output="c.md").documents == ()
