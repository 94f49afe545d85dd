"""Conflicts, undo and history on Data Center, whose history is told ticket by ticket."""

from __future__ import annotations

import pytest

from jira_sandbox import Sandbox
from tests.helpers.place import Place, counts
from ticketr.domain.plan import Strategy

ONE = "# TICKET: One\n\n## Description\nText.\n\n## Fields\n- Type: Story\n- Priority: High\n"


class OldPlace(Place):
    """A machine beside a Data Center, whose interface is the second."""

    def remote(self, key):
        return self.call("GET", f"/rest/api/2/issue/{key}")["fields"]

    def change(self, key, **fields):
        self.call("PUT", f"/rest/api/2/issue/{key}", {"fields": fields})


@pytest.fixture
def place(tmp_path):
    with Sandbox(edition="datacenter") as site:
        place = OldPlace(site, tmp_path)
        place.write("b.md", ONE)
        place.push("b.md")
        yield place
        place.close()


def test_a_conflict_a_resolution_and_their_undo(place):
    place.edit("b.md", ("High", "Low"), ("Text.", "Mine."))
    place.change("PROJ-1", priority={"name": "Highest"}, description="Theirs.")
    assert counts(place.pull()) == {"conflict": 1}
    result = place.resolve("PROJ-1", strategy=Strategy.LOCAL_WINS)
    assert sorted((x.name, x.how, x.kept) for x in result.settled) == [
        ("Description", "local", ("Theirs.",)),
        ("Priority", "local", ("Highest",)),
    ]
    assert counts(place.push()) == {"updated": 1}
    assert place.remote("PROJ-1")["description"] == "Mine."
    result = place.undo()
    assert {x.kind for x in result.steps} == {"back"}
    remote = place.remote("PROJ-1")
    assert (remote["priority"]["name"], remote["description"]) == ("Highest", "Theirs.")
    assert "Priority: Highest" in place.read("b.md")
    assert set(counts(place.pull())) <= {"skipped"}
    assert counts(place.push()) == {}


def test_the_history_comes_with_a_pull_and_a_ticket_is_deleted_by_name(place):
    place.change("PROJ-1", priority={"name": "Low"})
    assert counts(place.pull()) == {"pulled": 1}
    ticket = place.app.store.tickets.find_by_jira_id(place.workspace.id, "PROJ-1")
    entries, read = place.app.store.changelogs.get(ticket.id)
    moves = [(x.name, x.before, x.after) for entry in entries for x in entry.items]
    assert ("priority", "High", "Low") in moves
    assert read is not None
    assert read.complete
    assert [x.kind for x in place.delete("PROJ-1").deletions] == ["deleted"]
    assert [x.kind for x in place.status().changed] == ["gone"]
