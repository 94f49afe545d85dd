"""Two machines on one project: they come to say the same, or exactly one of them is asked."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jira_sandbox import Sandbox
from tests.helpers.place import document
from tests.integration.sync.desk import Machine

TICKETS = 3
PATTERNS = {
    "title": r"^(# TICKET: \[PROJ-{}\] )(.*)$",
    "priority": r"(\[PROJ-{}\](?:.|\n)*?^- Priority: )(\w+)$",
    "text": r"(\[PROJ-{}\](?:.|\n)*?^)(Line two.*)$",
    "first": r"(\[PROJ-{}\](?:.|\n)*?^)(Line one.*)$",
    "labels": r"(\[PROJ-{}\](?:.|\n)*?^- Labels: )(.*)$",
}
PRIORITIES = ("Highest", "High", "Low", "Lowest")

EDIT = st.tuples(st.integers(0, 1), st.integers(1, TICKETS), st.sampled_from(sorted(PATTERNS)))
SYNC = st.tuples(st.integers(0, 1), st.just(0), st.just("sync"))
WHOLE = st.tuples(
    st.integers(0, 1), st.integers(1, TICKETS), st.sampled_from(["create", "create", "delete"])
)
EDITIONS = st.sampled_from(["cloud", "datacenter"])


class Replica(Machine):
    """One of the two machines. Its file holds the whole project."""

    def sync(self):
        self.pull(output="all.md", allow_empty=True)
        self.push("all.md")

    def set(self, ticket, name, value):
        """Put the value there; gives what it replaces, which whoever sits here has seen."""
        found = re.search(PATTERNS[name].format(ticket), self.read("all.md"), re.MULTILINE)
        assert found is not None
        text = self.read("all.md")
        self.write("all.md", text[: found.start(2)] + value + text[found.end(2) :])
        return found[2]

    def add(self, number):
        """A new ticket at the end of the file."""
        block = (
            f"\n# TICKET: New {number:03}\n\n## Fields\n- Type: Story\n- Labels: new{number:03}\n"
        )
        self.write("all.md", self.read("all.md") + block)

    def conflicts(self):
        found = self.app.store.conflicts.list(self.workspace.id)
        return {(self.app.store.tickets.get(item.ticket_id).jira_id, item.field) for item in found}

    def views(self):
        """What this machine says of every ticket that Jira has, without what is in conflict here; lists have no order."""
        left = self.conflicts()
        found = self.app.store.tickets.find_by_workspace(self.workspace.id)
        there = set(self.all_keys())
        return {
            (ticket.jira_id, name): frozenset(value) if isinstance(value, tuple) else value
            for ticket in found
            for name, value in self._view(ticket).items()
            if (ticket.jira_id, name) not in left and ticket.jira_id in there
        }

    def _view(self, ticket):
        return {"title": ticket.title, "description": ticket.description, **ticket.fields}


def start(jira, folder):
    """Two machines that have pulled the same tickets."""
    lines = [document(f"Line {word}.")["content"][0] for word in ("one", "between", "two")]
    fields = {"project": {"key": "PROJ"}, "issuetype": {"name": "Story"}}
    fields |= {"labels": ["start"]}
    fields |= {"description": {"type": "doc", "version": 1, "content": lines}}
    replicas = []
    for name in ("left", "right"):
        (folder / name).mkdir()
        replicas.append(Replica(jira, folder / name))
    for number in range(TICKETS):
        body = {"fields": {**fields, "summary": f"Ticket {number}"}}
        replicas[0].call("POST", "/rest/api/3/issue", body)
    for replica in replicas:
        replica.sync()
    return replicas


def play(replica, number, ticket, name):
    """One step of one machine; gives what it wrote, and what that replaces."""
    if name == "sync":
        replica.sync()
    elif name == "create":
        replica.add(number)
    elif name == "delete" and f"PROJ-{ticket}" in replica.all_keys():
        replica.delete(f"PROJ-{ticket}", force=True)
    elif name == "labels":
        old = replica.set(ticket, name, f"tag{number:03}")
        replica.set(ticket, name, f"{old}, tag{number:03}")
    elif name in PATTERNS:
        text = word(number, name)
        return text, replica.set(ticket, name, text)
    return None, None


def word(step, name):
    if name == "priority":
        return PRIORITIES[step % 4]
    return {"title": "Title", "text": "Line two", "first": "Line one"}[name] + f" edit{step:03}"


@settings(
    max_examples=max(8, settings().max_examples // 8),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(
    steps=st.lists(st.one_of(EDIT, EDIT, WHOLE, SYNC), min_size=2, max_size=14), edition=EDITIONS
)
def test_they_agree_or_one_of_them_is_asked(steps, edition):
    with tempfile.TemporaryDirectory() as box, Sandbox(edition=edition) as jira:
        left, right = replicas = start(jira, Path(box))
        written: dict[tuple[int, int, str], str] = {}
        for number, (who, ticket, name) in enumerate(steps):
            text, replaced = play(replicas[who], number, ticket, name)
            if text is not None:
                written = {at: said for at, said in written.items() if said != replaced}
                written[who, ticket, name] = text
        for _ in range(3):
            left.sync()
            right.sync()
        jira.forget()
        left.sync()
        right.sync()
        assert [item.path for item in jira.requests if item.method in ("PUT", "DELETE")] == []
        both = left.conflicts() & right.conflicts()
        assert both == set(), "asked twice"
        mine, theirs = left.views(), right.views()
        shared = mine.keys() & theirs.keys()
        there = set(left.all_keys())
        for replica, known in ((left, mine), (right, theirs)):
            assert {key for key, _ in known} == there
            assert all(key in replica.read("all.md") for key in there)
        labels = {item["key"]: item["fields"]["labels"] for item in left.in_jira()}
        wanted = Counter(f"new{n:03}" for n, (*_, name) in enumerate(steps) if name == "create")
        assert (
            Counter(x for said in labels.values() for x in said if x.startswith("new")) == wanted
        )
        for number, (_, ticket, name) in enumerate(steps):
            if name == "labels" and f"PROJ-{ticket}" in labels:
                assert f"tag{number:03}" in labels[f"PROJ-{ticket}"]
        assert {at: (mine[at], theirs[at]) for at in shared if mine[at] != theirs[at]} == {}
        everything = left.stored() + right.stored() + repr(left.in_jira())
        lost = [
            text
            for (*_, name), text in written.items()
            if name != "priority" and text not in everything
        ]
        assert lost == [], "a last word of one side is nowhere"
        for replica in replicas:
            replica.close()


def test_the_second_of_two_is_asked_and_his_answer_reaches_the_first(tmp_path):
    with Sandbox() as jira:
        left, right = start(jira, tmp_path)
        left.set(1, "title", "Title left")
        right.set(1, "title", "Title right")
        left.sync()
        right.sync()
        assert (left.conflicts(), right.conflicts()) == (set(), {("PROJ-1", "title")})
        right.push("all.md", force=True)
        left.sync()
        assert left.conflicts() | right.conflicts() == set()
        assert left.remote("PROJ-1")["summary"] == "Title right"
        assert left.views() == right.views()
        assert "# TICKET: [PROJ-1] Title right\n" in left.read("all.md")
        for replica in (left, right):
            replica.close()
