"""What asks nobody, whatever is known on this machine."""

import json

import apsw
import pytest

STORY = "# TICKET: One\n## Fields\n- Type: Story\n"


@pytest.fixture
def forgetful(desk):
    """A desk with a pushed document, edited since, whose project's fields are not known any more."""
    desk.write("b.md", STORY)
    assert desk.run("push", "b.md").code == 0
    desk.write("b.md", desk.read("b.md").replace("One", "Two"))
    store = apsw.Connection(desk.store)
    store.execute("DELETE FROM jira_schema_cache")
    store.close()
    desk.jira.forget()
    return desk


@pytest.mark.parametrize("command", ["status", "conflicts", "list", "show PROJ-1"])
def test_jira_is_not_asked_where_nothing_is_known_of_the_project(forgetful, command):
    done = forgetful.run(*command.split())
    assert done.code == 0, done
    assert forgetful.jira.requests == []


def test_status_says_what_it_did_not_read(forgetful):
    done = forgetful.run("status")
    assert done.err.splitlines() == [
        "b.md: It was not read: the project's fields are not known on this machine.",
        "  hint: `ticketr schema --refresh` asks Jira for them.",
        "work: 1 ticket in 1 document, nothing to sync",
    ], done
    [problem] = json.loads(forgetful.run("status", "--json").out)["problems"]
    assert (problem["path"], problem["line"]) == ("b.md", 0)
    assert forgetful.run("schema", "--refresh").code == 0
    assert "modified  PROJ-1 Story Two [Title] (b.md:1:1)" in forgetful.run("status").out
