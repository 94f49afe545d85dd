"""The process dies before or after every step that leaves a mark; the next run finishes the work, once."""

from __future__ import annotations

import re

import pytest

from tests.fakes.desktop import Desktop, Killed
from ticketr.errors import JiraAuth, JiraConnection

BACKLOG = """\
# TICKET: Epic
## Description
About **it**.
## Fields
- Type: Epic
- Priority: High
## Tasks
- Part
  ## Fields
  - Status: In Progress

# TICKET: Story
## Fields
- Type: Story
- Labels: a, b
"""
EDITS = (("Priority: High", "Priority: Low"), ("About", "All about"), ("a, b", "b, c"))


def sent():
    desktop = Desktop()
    desktop.write("b.md", BACKLOG)
    desktop.push("b.md")
    return desktop


def edited():
    desktop = sent()
    text = desktop.read("b.md")
    for old, new in EDITS:
        text = text.replace(old, new)
    desktop.write("b.md", text)
    return desktop


def changed_there():
    desktop = edited()
    [epic] = [
        x.key for x in desktop.jira.search_all('project = "PROJ"') if x.fields["title"] == "Epic"
    ]
    desktop.jira.edit(epic, title="Epic, theirs", labels=("theirs",))
    return desktop


def new():
    desktop = Desktop()
    desktop.write("b.md", BACKLOG)
    return desktop


def pushed(desktop):
    desktop.push("b.md")


def pulled(desktop):
    desktop.pull()


def both(desktop):
    desktop.pull()
    desktop.push("b.md")


def steps(make, run):
    """How many steps an undisturbed run has, and what it leaves."""
    desktop = make()
    before = desktop.fuse.burnt
    run(desktop)
    count = desktop.fuse.burnt - before
    run(desktop)
    return count, left(desktop)


def left(desktop):
    there = [
        dict(sorted(item.fields.items())) for item in desktop.jira.search_all('project = "PROJ"')
    ]
    return sorted(map(repr, there)), desktop.read("b.md")


@pytest.mark.parametrize("make", [new, edited, changed_there], ids=lambda f: f.__name__)
@pytest.mark.parametrize("run", [pushed, pulled, both], ids=lambda f: f.__name__)
def test_a_run_that_dies_anywhere_is_finished_by_the_next(make, run):
    count, expected = steps(make, run)
    assert count > 3
    for at in range(count):
        desktop = make()
        desktop.fuse.left = at
        with pytest.raises(Killed):
            run(desktop)
        desktop.fuse.left = None
        run(desktop)
        run(desktop)
        assert sorted(map(keyless, left(desktop)[0])) == sorted(map(keyless, expected[0])), at
        assert desktop.store.journal.open(desktop.workspace.id) == []
        if run is not pulled:
            assert "# TICKET: [PROJ-" in desktop.read("b.md"), at


def keyless(text):
    """Parents' keys may differ between two runs."""
    return re.sub(r"PROJ-\d+", "PROJ", text)


def test_a_create_that_is_not_found_is_looked_for_once_more_before_it_is_sent_again():
    desktop = new()
    desktop.jira.fail("search_all", JiraConnection("Down."), 1)
    desktop.jira.lose_creates(3)
    result = desktop.push("b.md")
    assert len(result.failures) >= 1
    assert desktop.store.journal.open(desktop.workspace.id) != []
    desktop.push("b.md")
    assert len(desktop.titles()) == len(set(desktop.titles())) == 3


def test_a_login_that_fails_in_the_middle_keeps_the_keys_that_are_known():
    desktop = new()
    desktop.jira.fail("bulk_fetch", JiraAuth("No."), 1)
    with pytest.raises(JiraAuth):
        desktop.push("b.md")
    assert "# TICKET: [PROJ-1] Epic" in desktop.read("b.md")
    desktop.push("b.md")
    assert desktop.titles() == ["Epic", "Part", "Story"]
