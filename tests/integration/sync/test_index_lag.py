"""Jira's index lags, and every command is a process of its own: what one has sent, the next one sees."""

from __future__ import annotations

import pytest

from tests.helpers.place import counts, on_both

TWO = "# TICKET: One\n\n## Fields\n- Priority: High\n\n# TICKET: Two\n"


@pytest.fixture
def lagging(place):
    """Two tickets are known to the index; from then on it is an hour behind."""
    place.write("b.md", TWO)
    place.push("b.md")
    place.jira.site.index.arrange(3_600_000)
    return place


@on_both
def test_a_pull_does_not_take_back_what_was_just_pushed(lagging):
    lagging.edit("b.md", ("Priority: High", "Priority: Low"))
    assert counts(lagging.push("b.md"))["updated"] == 1
    text = lagging.read("b.md")
    lagging.restart()
    assert list(lagging.pull().results) == []
    assert lagging.read("b.md") == text
    assert counts(lagging.push("b.md")) == {"skipped": 2}


def test_a_pull_tells_jira_which_tickets_were_sent_lately(lagging):
    lagging.restart()
    lagging.sent()
    lagging.pull()
    [asked] = {
        tuple(item.body["reconcileIssues"])
        for item in lagging.jira.requests
        if item.path.endswith("/search/jql")
    }
    assert len(asked) == 2


@on_both
def test_a_ticket_that_was_just_created_is_not_missed(lagging):
    lagging.write("c.md", "# TICKET: Three\n")
    lagging.push("c.md")
    lagging.restart()
    assert list(lagging.pull().results) == []
    assert lagging.status().total == 3
