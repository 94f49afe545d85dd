"""Updates whose replies were lost: what Jira took of them is ours, and what is edited afterwards is an edit of that."""

from __future__ import annotations

import pytest

from tests.helpers.place import document, on_both
from tests.integration.sync.desk import Machine, paragraphs

ONE = "# TICKET: One\n\n## Description\nFirst.\n\nSecond.\n\n## Fields\n- Type: Story\n- Priority: High\n- Labels: a, b\n"


@pytest.fixture
def place(jira, tmp_path):
    place = Machine(jira, tmp_path)
    place.write("b.md", ONE)
    place.push("b.md")
    yield place
    place.close()


def cut_off(place, work):
    """Do it while every reply to an edit is lost; Jira takes the edit."""
    place.jira.fault("drop_reply", method="PUT")
    work()
    place.jira.calm()


def edit_and_lose_the_reply(place, old, new):
    place.edit("b.md", (old, new))
    cut_off(place, lambda: place.push("b.md"))


@on_both
@pytest.mark.parametrize("look", [Machine.push, Machine.pull, Machine.resolve])
def test_a_value_that_is_set_back_after_a_lost_reply_is_set_back(place, look):
    edit_and_lose_the_reply(place, "Priority: High", "Priority: Low")
    assert place.remote("PROJ-1")["priority"]["name"] == "Low"
    place.edit("b.md", ("Priority: Low", "Priority: High"))
    look(place)
    assert "Priority: High" in place.read("b.md")
    place.push("b.md")
    assert place.remote("PROJ-1")["priority"]["name"] == "High"


@on_both
def test_a_value_that_is_set_anew_after_a_lost_reply_is_no_conflict(place):
    edit_and_lose_the_reply(place, "Priority: High", "Priority: Low")
    place.edit("b.md", ("Priority: Low", "Priority: Medium"))
    assert place.pull().conflicts == ()
    assert place.push("b.md").conflicts == ()
    assert place.remote("PROJ-1")["priority"]["name"] == "Medium"


@on_both
def test_a_label_that_is_put_back_after_a_lost_reply_is_put_back(place):
    edit_and_lose_the_reply(place, "Labels: a, b", "Labels: a, c")
    place.call("PUT", "/rest/api/3/issue/PROJ-1", {"update": {"labels": [{"add": "theirs"}]}})
    place.edit("b.md", ("Labels: a, c", "Labels: a, b"))
    place.push("b.md")
    assert sorted(place.remote("PROJ-1")["labels"]) == ["a", "b", "theirs"]


@on_both
def test_an_undo_whose_reply_was_lost_is_finished_by_the_next_pull(place):
    place.edit("b.md", ("Priority: High", "Priority: Low"), ("Labels: a, b", "Labels: a"))
    place.push("b.md")
    cut_off(place, place.undo)
    assert place.remote("PROJ-1")["priority"]["name"] == "High"
    place.pull()
    assert "Priority: High\n- Labels: a, b" in place.read("b.md")
    place.sent()
    place.push("b.md")
    assert [line for line in place.sent() if line.startswith("PUT")] == []


def test_a_text_that_was_merged_before_its_reply_was_lost_keeps_both_sides(place):
    there = document("First.")["content"] + document("Second, theirs.")["content"]
    place.change("PROJ-1", description={"type": "doc", "version": 1, "content": there})
    edit_and_lose_the_reply(place, "First.", "First, ours.")
    place.push("b.md")
    place.pull()
    both = ["First, ours.", "Second, theirs."]
    assert paragraphs(place.remote("PROJ-1")["description"]) == both
    assert "\n\n".join(both) in place.read("b.md")
