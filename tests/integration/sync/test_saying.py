"""Comments on their way to Jira: each is said once, and none over what somebody else wrote."""

from __future__ import annotations

import pytest

from tests.helpers.place import document, on_both, words
from ticketr.domain.plan import Strategy
from ticketr.errors import Usage


def told(place, key="PROJ-1"):
    """What Jira shows of the ticket's comments."""
    return [words(item["body"]) for item in place.remote(key)["comment"]["comments"]]


def kinds(result):
    return [item.kind for item in result.comments]


@pytest.fixture
def one(place):
    """PROJ-1 in b.md, known on both sides."""
    place.write("b.md", "# TICKET: One\n")
    place.push("b.md")
    place.jira.forget()
    return place


def ticket(place, key="PROJ-1"):
    return place.app.tickets.get(key, place.workspace.id)


@on_both
def test_a_comment_is_kept_and_sent_once(one):
    one.app.comments.say(ticket(one), "Looks *good*")
    assert one.sent() == []
    assert one.status().drafts == 1
    planned = one.push(dry_run=True)
    assert [(item.kind, item.key, item.text) for item in planned.comments] == [
        ("say", "PROJ-1", "Looks *good*")
    ]
    assert told(one) == []
    result = one.push("b.md")
    assert kinds(result) == ["said"]
    assert len(told(one)) == 1
    assert one.status().drafts == 0
    one.sent()
    assert kinds(one.push("b.md")) == []
    assert one.sent() == []


@on_both
def test_p17_a_comment_comes_once(one):
    one.app.comments.say(ticket(one), "Hello")
    one.jira.fault("drop_reply", method="POST", endpoint="/comment$", count=1)
    result = one.push()
    assert kinds(result) == ["failed"]
    one.app.comments.say(ticket(one), "Again")
    assert kinds(one.push()) == ["recovered", "said"]
    assert told(one) == ["Hello", "Again"]


def test_a_comment_that_was_refused_is_tried_again(one):
    one.app.comments.say(ticket(one), "x" * 40_000)
    result = one.push()
    assert kinds(result) == ["failed"]
    assert "32,767" in str(result.comments[0].error["message"])
    [(draft, _)] = one.app.comments.drafts(one.workspace.id)
    assert not draft.tried
    assert one.app.comments.drop(one.workspace.id, draft.id[:6]) == draft
    assert kinds(one.push()) == []


def test_a_comment_of_a_new_ticket_waits_for_its_key(one):
    one.write("n.md", "# TICKET: New\n")
    one.push("n.md", dry_run=True)
    new = next(
        row for row in one.app.store.tickets.find_by_workspace(one.workspace.id) if not row.jira_id
    )
    one.app.comments.say(new, "From the start")
    assert kinds(one.push("n.md")) == ["said"]
    assert told(one, "PROJ-2") == ["From the start"]


def test_only_the_named_tickets_have_their_comments_sent(one):
    one.write("c.md", "# TICKET: Two\n")
    one.push("c.md")
    one.app.comments.say(ticket(one), "First")
    one.app.comments.say(ticket(one, "PROJ-2"), "Second")
    assert [item.key for item in one.push(only=("PROJ-2",)).comments] == ["PROJ-2"]
    assert [item.key for item in one.push("b.md").comments] == ["PROJ-1"]


def test_a_name_becomes_a_mention(one):
    one.pull()
    person = one.call("GET", "/rest/api/3/user/assignable/search?project=PROJ&query=ada")[0]
    one.write("b.md", one.read("b.md") + f"\n## Fields\n- Assignee: {person['displayName']}\n")
    one.push("b.md")
    one.app.comments.say(ticket(one), f"@Nobody or @{person['displayName']}, look")
    one.push()
    [comment] = one.remote("PROJ-1")["comment"]["comments"]
    nodes = comment["body"]["content"][0]["content"]
    assert [node["attrs"]["id"] for node in nodes if node["type"] == "mention"] == [
        person["accountId"]
    ]


def say_in_jira(place, text):
    return place.call("POST", "/rest/api/3/issue/PROJ-1/comment", {"body": document(text)})["id"]


def change_in_jira(place, number, text):
    path = f"/rest/api/3/issue/PROJ-1/comment/{number}"
    place.call("PUT", path, {"body": document(text)})


@pytest.fixture
def said(one):
    """A comment in Jira that is here too; gives the place and the comment's number."""
    number = say_in_jira(one, "Theirs")
    one.pull()
    return one, number


@on_both
def test_a_comment_is_changed_and_removed(said):
    place, number = said
    place.app.comments.change(ticket(place), number, "Ours")
    assert kinds(place.push()) == ["changed"]
    assert told(place) == ["Ours"]
    place.pull()
    place.app.comments.remove(ticket(place), number)
    assert kinds(place.push()) == ["removed"]
    assert told(place) == []
    assert [(x.side, x.value) for x in place.app.history.attic(place.workspace.id)] == [
        ("remote", "Ours")
    ]


def test_both_sides_of_a_change_are_kept(said):
    place, number = said
    place.app.comments.change(ticket(place), number, "Ours")
    change_in_jira(place, number, "Theirs, better")
    result = place.push()
    assert kinds(result) == ["conflict"]
    assert result.has_conflicts
    assert told(place) == ["Theirs, better"]
    assert kinds(place.push(strategy=Strategy.LOCAL_WINS)) == ["changed"]
    assert told(place) == ["Ours"]
    assert [(x.side, x.value) for x in place.app.history.attic(place.workspace.id)] == [
        ("remote", "Theirs, better")
    ]


def test_jira_wins_where_that_is_said(said):
    place, number = said
    place.app.comments.change(ticket(place), number, "Ours")
    change_in_jira(place, number, "Theirs, better")
    assert kinds(place.push(strategy=Strategy.REMOTE_WINS)) == ["kept"]
    assert told(place) == ["Theirs, better"]
    [kept] = place.app.history.attic(place.workspace.id)
    assert (kept.side, kept.value) == ("local", "Ours")


def test_a_comment_that_was_changed_in_jira_is_not_removed(said):
    place, number = said
    place.app.comments.remove(ticket(place), number)
    change_in_jira(place, number, "Still needed")
    assert kinds(place.push()) == ["conflict"]
    assert told(place) == ["Still needed"]


def test_the_same_change_on_both_sides_is_agreed(said):
    place, number = said
    place.app.comments.change(ticket(place), number, "Better")
    change_in_jira(place, number, "Better")
    place.sent()
    assert kinds(place.push()) == ["agreed"]
    assert not any(line.startswith("PUT") for line in place.sent())


def test_a_change_of_what_was_removed_is_kept(said):
    place, number = said
    place.app.comments.change(ticket(place), number, "Ours")
    place.call("DELETE", f"/rest/api/3/issue/PROJ-1/comment/{number}")
    assert kinds(place.push()) == ["conflict"]
    [(draft, _)] = place.app.comments.drafts(place.workspace.id)
    assert draft.text == "Ours"
    place.app.comments.remove(ticket(place), number)
    assert kinds(place.push()) == ["removed"]


def test_an_unknown_comment_is_told(one):
    with pytest.raises(Usage, match="no comment 99 here"):
        one.app.comments.change(ticket(one), "99", "Text")
    with pytest.raises(Usage, match="says nothing"):
        one.app.comments.say(ticket(one), " \n")


def test_a_change_that_is_written_anew_after_a_pull_is_one_of_what_jira_has(said):
    """Else it would be in conflict with what its writer saw, each time; what was written first is kept."""
    place, number = said
    place.app.comments.change(ticket(place), number, "Ours")
    change_in_jira(place, number, "Theirs, better")
    assert kinds(place.push()) == ["conflict"]
    assert place.app.comments.begun(ticket(place), number) == "Ours"
    place.pull()
    assert place.app.comments.begun(ticket(place), number) == "Theirs, better"
    place.app.comments.change(ticket(place), number, "Theirs, better, and ours")
    assert kinds(place.push()) == ["changed"]
    assert told(place) == ["Theirs, better, and ours"]
    [kept] = place.app.history.attic(place.workspace.id)
    assert (kept.side, kept.value) == ("local", "Ours")


def test_a_change_of_mind_before_a_push_needs_no_attic(said):
    place, number = said
    place.app.comments.change(ticket(place), number, "Ours")
    place.app.comments.change(ticket(place), number, "Ours, better")
    assert place.app.comments.begun(ticket(place), number) == "Ours, better"
    place.app.comments.remove(ticket(place), number)
    assert place.app.comments.begun(ticket(place), number) == "Theirs"
    assert kinds(place.push()) == ["removed"]
    assert [x.side for x in place.app.history.attic(place.workspace.id)] == ["remote"]
