"""Push, on real files, SQLite and HTTP."""

from __future__ import annotations

import pytest

from tests.helpers.place import counts, on_both, words
from ticketr.errors import FileFormat, JiraAuth, TicketHierarchy, TicketValidation

CRITERIA_FIELD = "customfield_10033"

BACKLOG = """\
# TICKET: Authentication

## Description
Everything about **login**.

## Fields
- Type: Epic
- Priority: High
- Labels: auth

## Tasks
- Sign in
  ## Fields
  - Type: Story
- Sign out

# TICKET: Session store

## Fields
- Type: Story

## Acceptance Criteria
- Sessions expire
- Sessions can be revoked

## Tasks
- Choose a store
- Write it
"""


@on_both
def test_new_tickets_are_created_under_their_parents(place):
    place.write("b.md", BACKLOG)
    result = place.push("b.md")
    assert counts(result) == {"created": 6}
    assert place.read("b.md") == BACKLOG.replace(
        "# TICKET: Authentication", "# TICKET: [PROJ-1] Authentication"
    ).replace("# TICKET: Session store", "# TICKET: [PROJ-2] Session store").replace(
        "- Sign in", "- [PROJ-3] Sign in"
    ).replace("- Sign out", "- [PROJ-4] Sign out").replace(
        "- Choose a store", "- [PROJ-5] Choose a store"
    ).replace("- Write it", "- [PROJ-6] Write it")
    parents = {key: (place.remote(key).get("parent") or {}).get("key") for key in place.all_keys()}
    assert parents == {
        "PROJ-1": None,
        "PROJ-2": None,
        "PROJ-3": "PROJ-1",
        "PROJ-4": "PROJ-1",
        "PROJ-5": "PROJ-2",
        "PROJ-6": "PROJ-2",
    }
    sign_in = place.remote("PROJ-3")
    assert sign_in["priority"]["name"] == "High"
    assert sign_in["labels"] == ["auth"]
    assert sign_in["issuetype"]["name"] == "Story"
    assert "Sessions expire" in words(place.remote("PROJ-2")[CRITERIA_FIELD])


def test_a_second_push_sends_nothing_and_a_pull_changes_no_byte(place):
    place.write("b.md", BACKLOG)
    place.push("b.md")
    before = place.read("b.md")
    place.sent()
    assert counts(place.push("b.md")) == {"skipped": 6}
    assert place.sent() == []
    assert counts(place.push()) == {}
    assert place.sent() == []
    result = place.pull()
    assert counts(result) == {"skipped": 6}
    assert place.read("b.md") == before
    assert place.sent() == ["GET /rest/api/3/serverInfo", "POST /rest/api/3/search/jql"]


def test_an_edit_sends_only_what_changed(place):
    place.write("b.md", BACKLOG)
    place.push("b.md")
    place.edit("b.md", ("Priority: High", "Priority: Low"), ("Sign out", "Sign out everywhere"))
    place.sent()
    result = place.push("b.md")
    assert counts(result) == {"updated": 3, "skipped": 3}
    requests = place.jira.requests
    edits = sorted((r.path, r.body) for r in requests if r.method == "PUT")
    assert [path for path, _ in edits] == [f"/rest/api/3/issue/PROJ-{n}" for n in (1, 3, 4)]
    assert place.remote("PROJ-3")["priority"]["name"] == "Low"
    assert place.remote("PROJ-4")["summary"] == "Sign out everywhere"
    assert counts(place.push("b.md")) == {"skipped": 6}


def test_the_dry_run_shows_the_plan_and_sends_nothing(place):
    place.write("b.md", BACKLOG)
    result = place.push("b.md", dry_run=True)
    assert [action.kind for action in result.plan.actions] == ["create"] * 6
    assert place.all_keys() == []
    assert place.read("b.md") == BACKLOG
    assert counts(place.push("b.md")) == {"created": 6}
    place.edit("b.md", ("Priority: High", "Priority: Low"))
    result = place.push("b.md", dry_run=True)
    pushed = [
        (a.key, f.field, f.base, f.value) for a in result.plan.actions for f in a.having("push")
    ]
    assert ("PROJ-1", "priority", "High", "Low") in pushed
    assert place.remote("PROJ-1")["priority"]["name"] == "High"


def test_every_mistake_is_named_before_anything_is_sent(place):
    place.write(
        "b.md",
        "# TICKET: Good\n\n"
        "# TICKET: Bad\n## Fields\n- Type: Stroy\n- Prioriti: High\n\n"
        "# TICKET: An epic\n## Fields\n- Type: Epic\n## Tasks\n- Part\n"
        "  ## Fields\n  - Type: Sub-task\n",
    )
    with pytest.raises(TicketValidation) as caught:
        place.push("b.md")
    found = [
        str(problem).partition("/b.md:")[2] or str(problem) for problem in caught.value.problems
    ]
    assert [line.partition(": ")[0].rpartition("b.md:")[2] for line in found] == [
        "5:3",
        "6:3",
        "12:1",
    ]
    assert place.all_keys() == []
    result = place.push("b.md", partial=True)
    assert counts(result) == {"created": 2}
    assert [place.remote(key)["summary"] for key in place.all_keys()] == ["Good", "An epic"]
    assert len(result.problems) == 3


def test_hierarchy_mistakes_have_a_code_of_their_own(place):
    place.write(
        "b.md",
        "# TICKET: S\n## Fields\n- Type: Story\n## Tasks\n- T\n  ## Fields\n  - Type: Epic\n",
    )
    with pytest.raises(TicketHierarchy) as caught:
        place.push("b.md")
    assert caught.value.code == "3004"


def test_a_file_without_tickets_says_so(place):
    place.write("b.md", "# Notes\n\n```markdown\n# TICKET: In a fence\n```\n")
    with pytest.raises(FileFormat, match="holds no tickets"):
        place.push("b.md")


def test_a_ticket_taken_out_before_it_was_sent_is_not_sent(place):
    place.write("b.md", "# TICKET: One\n\n# TICKET: Two\n")
    place.status()
    place.push("b.md", dry_run=True)
    place.write("b.md", "# TICKET: One\n")
    assert counts(place.push("b.md")) == {"created": 1}
    assert len(place.all_keys()) == 1


def test_a_retitled_ticket_that_was_not_sent_is_one_ticket(place):
    place.write("b.md", "# TICKET: One\n")
    place.push("b.md", dry_run=True)
    place.write("b.md", "# TICKET: One, better\n")
    assert counts(place.push("b.md")) == {"created": 1}
    assert place.remote("PROJ-1")["summary"] == "One, better"


def test_a_key_that_was_taken_out_is_not_created_again(place):
    place.write("b.md", "# TICKET: One\n")
    place.push("b.md")
    place.write("b.md", "# TICKET: One\n")
    with pytest.raises(TicketValidation) as caught:
        place.push("b.md")
    assert "was taken out: it is PROJ-1" in str(caught.value.problems[0])


def test_a_ticket_in_two_files_is_refused(place):
    place.write("a.md", "# TICKET: One\n")
    place.push("a.md")
    place.write("b.md", place.read("a.md"))
    with pytest.raises(TicketValidation) as caught:
        place.push("b.md")
    assert "PROJ-1 stands in" in str(caught.value.problems[0])


def test_a_ticket_that_moves_to_another_file_is_followed(place):
    place.write("a.md", "# TICKET: One\n\n# TICKET: Two\n")
    place.push("a.md")
    one, two = place.read("a.md").split("\n\n")
    place.write("a.md", one + "\n")
    place.write("b.md", two.replace("Two", "Second"))
    assert counts(place.push("b.md")) == {"updated": 1}
    assert place.remote("PROJ-2")["summary"] == "Second"


@on_both
def test_status_is_a_transition(place):
    place.write("b.md", "# TICKET: One\n## Fields\n- Status: In Progress\n")
    place.push("b.md")
    assert place.remote("PROJ-1")["status"]["name"] == "In Progress"
    place.edit("b.md", ("In Progress", "Done"))
    assert counts(place.push("b.md")) == {"updated": 1}
    assert place.remote("PROJ-1")["status"]["name"] == "Done"


def test_people_are_found_by_name(place):
    name = place.call("GET", "/rest/api/3/user/assignable/search?project=PROJ&query=")[1]
    place.write("b.md", f"# TICKET: One\n## Fields\n- Assignee: {name['displayName']}\n")
    place.push("b.md")
    assert place.remote("PROJ-1")["assignee"]["accountId"] == name["accountId"]
    assert counts(place.push("b.md")) == {"skipped": 1}
    place.write("c.md", "# TICKET: Two\n## Fields\n- Assignee: Nobody Here\n")
    with pytest.raises(TicketValidation) as caught:
        place.push("c.md")
    assert 'is called "Nobody Here"' in str(caught.value.problems[0])


@on_both
def test_a_sprint_by_number_is_that_sprint(place):
    place.write("b.md", "# TICKET: One\n## Fields\n- Type: Story\n- Sprint: 10\n")
    assert counts(place.push("b.md")) == {"created": 1}
    assert counts(place.push("b.md")) == {"skipped": 1}
    before = place.read("b.md")
    place.pull()
    assert place.read("b.md") == before


def test_what_is_taken_out_before_the_first_push_is_not_sent(place):
    place.write(
        "b.md",
        "# TICKET: One\n## Description\nWords.\n## Acceptance Criteria\n- Done\n## Fields\n"
        "- Type: Bug\n- Assignee: Nobody Here\n- Priority: Low\n- Parent: PROJ-99\n",
    )
    with pytest.raises(TicketValidation):
        place.push("b.md")
    place.write("b.md", "# TICKET: One\n## Fields\n- Priority:\n")
    assert counts(place.push("b.md")) == {"created": 1}
    made = place.remote("PROJ-1")
    assert made["issuetype"]["name"] == "Task"
    assert made["priority"]["name"] == "Medium"
    assert (made["assignee"], made["description"], made.get("parent")) == (None, None, None)
    assert counts(place.push("b.md")) == {"skipped": 1}


def test_a_task_that_moves_out_before_the_first_push_has_no_parent(place):
    place.write("b.md", "# TICKET: One\n## Fields\n- Type: Story\n## Tasks\n- Two\n")
    place.push("b.md", dry_run=True)
    place.write("b.md", "# TICKET: One\n## Fields\n- Type: Story\n\n# TICKET: Two\n")
    assert counts(place.push("b.md")) == {"created": 2}
    assert {place.remote(key).get("parent") is None for key in place.all_keys()} == {True}


def test_after_a_refused_login_nothing_is_looked_for(place):
    place.write("b.md", "# TICKET: One\n")
    place.jira.site.revoked.add(place.jira.token)
    with pytest.raises(JiraAuth):
        place.push("b.md")
    place.jira.site.revoked.clear()
    place.sent()
    assert counts(place.push("b.md")) == {"created": 1}
    assert place.sent() == ["POST /rest/api/3/issue/bulk", "POST /rest/api/3/issue/bulkfetch"]


def test_a_parent_that_jira_does_not_have_is_named_before_anything_is_sent(place):
    one = place.call(
        "POST",
        "/rest/api/3/issue",
        {"fields": {"project": {"key": "PROJ"}, "issuetype": {"name": "Epic"}, "summary": "E"}},
    )["key"]
    place.write("b.md", f"# TICKET: A\n## Fields\n- Type: Story\n- Parent: {one}\n\n# TICKET: B\n")
    place.edit("b.md", ("# TICKET: B\n", "# TICKET: B\n## Fields\n- Parent: PROJ-999\n"))
    with pytest.raises(TicketHierarchy) as caught:
        place.push("b.md")
    [problem] = caught.value.problems
    assert str(problem).endswith(
        "b.md:6:1: The parent PROJ-999 does not exist in Jira, or this login does not see it."
    )
    assert place.all_keys() == [one]
    place.edit("b.md", ("- Parent: PROJ-999\n", ""))
    assert counts(place.push("b.md")) == {"created": 2}
    assert place.remote("PROJ-2")["parent"]["key"] == one
    place.edit("b.md", ("# TICKET: [PROJ-2] A", "# TICKET: [PROJ-2] A2"))
    place.sent()
    assert counts(place.push("b.md")) == {"updated": 1, "skipped": 1}
    assert [line for line in place.sent() if "bulkfetch" in line] == [
        "POST /rest/api/3/issue/bulkfetch"
    ]


def test_one_field_under_two_names_is_a_mistake(place):
    place.write("b.md", "# TICKET: A\n## Fields\n- Type: Story\n- Issue Type: Task\n")
    with pytest.raises(TicketValidation) as caught:
        place.push("b.md")
    assert [str(problem).rpartition("/")[2] for problem in caught.value.problems] == [
        "b.md:4:3: Issue Type is the same field as Type on line 3."
    ]
