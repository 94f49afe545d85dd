"""The ticket files that others wrote: pushed whole, or refused for the reason their authors would expect."""

import re

import pytest

from jira_sandbox import Sandbox
from jira_sandbox.defaults import DEFAULTS

JOHN = {"name": "John Doe", "email": "john.doe@example.com"}
"""Whom the test data names."""

pytestmark = pytest.mark.oracle
KEYED = re.compile(r"\[(PROJ-\d+)\] ")
HEAD = re.compile(r"^# TICKET: (?:\[PROJ-\d+\] )?(.*?)\s*$")
TASK = re.compile(r"^- (?:\[PROJ-\d+\] )?(.*?)\s*$")


@pytest.fixture
def jira():
    with Sandbox({"users": [*DEFAULTS["users"], JOHN]}) as site:
        yield site


def wanted(text):
    """(title, title of the parent) of every ticket and task, read without our own parser."""
    found, parent, in_tasks = [], None, False
    for line in text.splitlines():
        head, task = HEAD.match(line), TASK.match(line)
        if head:
            parent, in_tasks = head[1], False
            found.append((parent, None))
        elif line.startswith("## "):
            in_tasks = line.strip() == "## Tasks"
        elif task and in_tasks:
            found.append((task[1], parent))
    return found


def pushed(desk, source):
    """Push a copy; gives its text before and after."""
    before = source.read_bytes().decode()
    desk.write(source.name, before)
    done = desk.run("push", source.name)
    assert done.code == 0, done
    return before, desk.read(source.name)


def in_jira(desk, text):
    """(title, title of the parent) of the tickets whose keys stand in the text, in its order."""
    found = []
    for key in KEYED.findall(text):
        fields = desk.remote(key)
        parent = fields.get("parent")
        found.append(
            (fields["summary"], desk.remote(parent["key"])["summary"] if parent else None)
        )
    return found


CASES = {
    "examples/quick-story.md": 4,
    "examples/epic-template.md": 19,
    "examples/sprint-template.md": 18,
    "testdata/ticket_simple.md": 1,
    "testdata/ticket_with_tasks.md": 3,
}


@pytest.mark.parametrize(("name", "count"), CASES.items(), ids=CASES)
def test_every_ticket_is_created_under_its_parent_and_gets_its_key(desk, oracle_data, name, count):
    before, after = pushed(desk, oracle_data / "tickets" / name)
    assert KEYED.sub("", after) == before
    tickets = wanted(before)
    assert len(tickets) == count
    assert in_jira(desk, after) == tickets
    assert sorted(desk.titles()) == sorted(title for title, _ in tickets)
    desk.jira.forget()
    again = desk.run("push", name.rpartition("/")[2])
    assert again.err == f"push: {count} unchanged\n"
    assert desk.jira.requests == []
    assert desk.run("pull").code == 0
    assert desk.read(name.rpartition("/")[2]) == after


@pytest.mark.parametrize("name", ["field-inheritance-example.md", "pull-with-subtasks-example.md"])
def test_a_tutorial_holds_none(desk, oracle_data, name):
    desk.write(name, (oracle_data / "tickets/examples" / name).read_bytes())
    error = desk.fails("push", name, code="6004", status=6)
    assert error["message"] == f"{name} holds no tickets."
    assert desk.titles() == []


@pytest.mark.parametrize("name", ["simple_story.md", "multiple_stories.md"])
def test_the_old_format_is_refused_with_line_and_remedy(desk, oracle_data, name):
    data = (oracle_data / "tickets/testdata/unsupported_story" / name).read_bytes()
    desk.write(name, data)
    lines = data.decode().splitlines()
    places = [number for number, line in enumerate(lines, 1) if line.startswith("# STORY:")]
    error = desk.fails("push", name, code="6004", status=6)
    assert [item["line"] for item in error["problems"]] == places
    assert all("Write `# TICKET:`" in item["hint"] for item in error["problems"])
    assert desk.titles() == []
