"""What the program of the same name got wrong, T1 to T15: none of it happens here."""

from __future__ import annotations

import pytest

from tests.helpers.place import counts, words
from tests.integration.sync.desk import Machine

ONE = "# TICKET: One\n\n## Description\nText.\n\n## Fields\n- Type: Story\n- Priority: High\n- Labels: b, a\n"
CRITERIA = "customfield_10033"
TWO = "\n# TICKET: Two\n\n## Description\nNot sent yet.\n"


def beside(place, name):
    """Another machine of the same person."""
    folder = place.folder / name
    folder.mkdir()
    return Machine(place.jira, folder)


@pytest.fixture
def pushed(place):
    place.write("b.md", ONE)
    place.push("b.md")
    place.sent()
    return place


def test_t01_a_pull_leaves_tickets_that_have_no_key(pushed):
    text = pushed.read("b.md") + TWO
    pushed.write("b.md", text)
    pushed.change("PROJ-1", summary="One, theirs")
    assert counts(pushed.pull(output="b.md")) == {"pulled": 1}
    assert pushed.read("b.md") == text.replace("[PROJ-1] One", "[PROJ-1] One, theirs")


def test_t02_an_edit_then_a_pull_then_a_push_sends_the_edit(pushed):
    pushed.edit("b.md", ("High", "Low"))
    pushed.pull()
    assert counts(pushed.push("b.md")) == {"updated": 1}
    assert pushed.remote("PROJ-1")["priority"]["name"] == "Low"


def test_t03_a_push_looks_before_it_writes_and_sends_only_what_changed(pushed):
    pushed.change("PROJ-1", summary="Theirs")
    pushed.edit("b.md", ("High", "Low"))
    pushed.jira.forget()
    pushed.push("b.md")
    writes = [item for item in pushed.jira.requests if item.method == "PUT"]
    reads = [item.path for item in pushed.jira.requests[: pushed.jira.requests.index(writes[0])]]
    assert "/rest/api/3/issue/bulkfetch" in reads
    assert [list(item.body["fields"]) for item in writes] == [["priority"]]
    assert pushed.remote("PROJ-1")["summary"] == "Theirs"


def test_t04_a_cleared_field_stays_cleared_and_a_one_sided_edit_is_no_conflict(pushed):
    pushed.edit("b.md", ("- Priority: High\n- Labels: b, a\n", "- Priority: High\n- Labels:\n"))
    pushed.change("PROJ-1", priority={"name": "Low"})
    assert counts(pushed.push("b.md")) == {"updated": 1}
    pushed.pull()
    assert pushed.remote("PROJ-1")["labels"] == []
    assert pushed.read("b.md").endswith("- Priority: Low\n- Labels:\n")


def test_t04_a_new_task_without_a_key_is_not_dropped(pushed):
    text = pushed.read("b.md") + "\n## Tasks\n- New here\n"
    pushed.write("b.md", text)
    pushed.change("PROJ-1", priority={"name": "Low"})
    pushed.pull()
    assert "- Priority: Low\n- Labels: b, a\n\n## Tasks\n- New here\n" in pushed.read("b.md")
    assert counts(pushed.push("b.md")) == {"created": 1, "skipped": 1}


def test_t05_the_default_is_to_stop_and_ask(pushed):
    pushed.edit("b.md", ("High", "Low"))
    pushed.change("PROJ-1", priority={"name": "Highest"})
    assert counts(pushed.pull()) == {"conflict": 1}
    assert "Priority: Low" in pushed.read("b.md")
    assert counts(pushed.push("b.md")) == {"conflict": 1}
    assert pushed.remote("PROJ-1")["priority"]["name"] == "Highest"


def test_t06_a_key_is_in_its_file_before_the_next_level_is_sent(place):
    place.write("b.md", ONE + "\n## Tasks\n- Child\n")
    seen: dict[int, str] = {}
    place.heard(lambda _: seen.setdefault(len(place.jira.requests), place.read("b.md")), ["b.md"])
    paths = [item.path for item in place.jira.requests]
    last = len(paths) - paths[::-1].index("/rest/api/3/issue/bulk")
    before = [text for sent, text in seen.items() if sent < last]
    assert "# TICKET: [PROJ-1] One" in before[-1]
    assert "[PROJ-2]" not in before[-1]


@pytest.mark.parametrize("by", ["push", "pull"])
def test_t07_without_a_base_what_differs_is_a_conflict(pushed, by):
    text = pushed.read("b.md").replace("Text.", "Mine.")
    other = beside(pushed, "other")
    other.write("b.md", text)
    result = other.push("b.md") if by == "push" else other.pull(output="b.md")
    assert counts(result) == {"conflict": 1}
    assert other.read("b.md") == text
    assert words(other.remote("PROJ-1")["description"]) == "Text."
    other.close()


def test_t08_text_after_criteria_and_unknown_sections_survive(place):
    body = "Text.\n\n## Background\nKept.\n\n## Acceptance Criteria\n- One\n\nA sentence that is no bullet.\n"
    place.write("b.md", f"# TICKET: One\n\n## Description\n{body}\n## Fields\n- Type: Task\n")
    place.push("b.md")
    before = place.read("b.md")
    place.pull()
    assert place.read("b.md") == before
    assert words(place.remote("PROJ-1")[CRITERIA]) == "OneA sentence that is no bullet."
    place.edit("b.md", ("- One\n", "- One, changed\n"))
    place.push("b.md")
    assert words(place.remote("PROJ-1")[CRITERIA]) == "One, changedA sentence that is no bullet."


def test_t09_what_is_written_has_one_order(place):
    place.write("b.md", ONE + "\n## Tasks\n- Second\n- First\n")
    place.push("b.md")
    texts = []
    for name in ("x", "y"):
        other = beside(place, name)
        other.pull(output="all.md")
        texts.append(other.read("all.md"))
        other.close()
    assert texts[0] == texts[1]
    assert texts[0].index("Second") < texts[0].index("First")


def test_t10_markdown_becomes_a_document(place):
    place.write("b.md", "# TICKET: One\n\n## Description\nThis is **bold**.\n")
    place.push("b.md")
    assert place.remote("PROJ-1")["description"]["content"][0]["content"][1] == {
        "type": "text",
        "text": "bold",
        "marks": [{"type": "strong"}],
    }


def test_t11_only_the_search_that_exists_is_used_and_all_pages_are_read(place):
    fields = {"project": {"key": "PROJ"}, "issuetype": {"name": "Task"}}
    for start in range(0, 150, 50):
        body = [{"fields": {**fields, "summary": f"Number {start + n}"}} for n in range(50)]
        place.call("POST", "/rest/api/3/issue/bulk", {"issueUpdates": body})
    place.jira.forget()
    assert counts(place.pull()) == {"pulled": 150}
    searches = [item.path for item in place.jira.requests if "/search" in item.path]
    assert len(searches) >= 2
    assert set(searches) == {"/rest/api/3/search/jql"}


def test_t12_one_failure_leaves_the_others_done(place):
    place.write("b.md", "".join(f"# TICKET: T{n}\n## Fields\n- Priority: High\n\n" for n in "123"))
    place.push("b.md")
    place.write("b.md", place.read("b.md").replace("High", "Low"))
    place.jira.fault("status", "/issue/PROJ-2$", method="PUT", status=400, count=1)
    assert counts(place.push("b.md")) == {"updated": 2, "failed": 1}
    named = [place.remote(key)["priority"]["name"] for key in ("PROJ-1", "PROJ-2", "PROJ-3")]
    assert named == ["Low", "High", "Low"]
    assert counts(place.push("b.md")) == {"updated": 1, "skipped": 2}


def test_t12_a_status_is_a_step_of_the_workflow(pushed):
    pushed.edit("b.md", ("- Priority: High", "- Priority: High\n- Status: In Progress"))
    pushed.push("b.md")
    assert "POST /rest/api/3/issue/PROJ-1/transitions" in pushed.sent()
    assert pushed.remote("PROJ-1")["status"]["name"] == "In Progress"


def test_t13_a_token_is_never_written_in_plain_text(pushed):
    pushed.app.close()
    token = pushed.jira.token.encode()
    files = [path for path in pushed.folder.rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if token in path.read_bytes()] == []


def test_t14_a_switch_of_workspaces_is_kept_by_the_next_process(pushed):
    pushed.create("second", "DEMO")
    pushed.app.workspaces.switch("second")
    pushed.restart()
    assert pushed.app.workspaces.current().name == "second"


def test_t15_the_store_answers_without_files_and_jira(pushed):
    (pushed.folder / "b.md").unlink()
    pushed.jira.fault("hang_up", "/", count=0)
    found = pushed.app.store.tickets.find_by_workspace(pushed.workspace.id)
    assert [(ticket.jira_id, ticket.title) for ticket in found] == [("PROJ-1", "One")]
