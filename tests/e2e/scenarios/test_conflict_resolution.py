"""The specification's feature file, as it is written: the real command line, a terminal, a real sandbox."""

from __future__ import annotations

import json
import sys

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from jira_sandbox import Sandbox
from tests.e2e.conftest import Desk
from tests.helpers.place import Remote
from tests.helpers.terminal import Terminal

scenarios("conflict_resolution.feature")

TICKET = "# TICKET: [{}] One\n\n## Fields\n- Type: Story\n- Priority: {}\n"


@pytest.fixture(scope="module")
def jira():
    """A Jira whose project has 123 tickets already."""
    with Sandbox() as sandbox:
        somebody = Remote()
        somebody.jira = sandbox
        fields = {"project": {"key": "PROJ"}, "issuetype": {"name": "Story"}, "summary": "One"}
        for count in (50, 50, 23):
            body = {"issueUpdates": [{"fields": fields}] * count}
            somebody.call("POST", "/rest/api/3/issue/bulk", body)
        yield sandbox


@pytest.fixture
def desk(hermetic, tmp_path, jira):
    made = Desk(hermetic, tmp_path, jira)
    yield made
    made.end()


def synced(desk, key):
    """The ticket in a file, and the same in Jira; gives its key."""
    desk.change(key, summary="One", priority={"name": "High"})
    desk.write("one.md", TICKET.format(key, "High"))
    done = desk.run("pull", "--jql", f"key = {key}")
    assert done.code == 0, done
    done = desk.run("push", "one.md", "--json")
    assert done.code == 0, done
    return key


def modified_locally(desk, key):
    desk.write("one.md", TICKET.format(key, "Low"))


def modified_remotely(desk, key):
    desk.change(key, priority={"name": "Highest"})


@given(parsers.parse('I have a synced ticket "{key}"'), target_fixture="key")
def a_synced_ticket(desk, key):
    return synced(desk, key)


@given("the ticket is modified locally")
def locally(desk, key):
    modified_locally(desk, key)


@given("the ticket is modified remotely")
def remotely(desk, key):
    modified_remotely(desk, key)


@when("I attempt to sync", target_fixture="terminal")
def sync(desk):
    return Terminal([sys.executable, "-m", "ticketr", "sync"], desk.environ, desk.folder)


@then("a conflict should be detected")
def detected(terminal, key):
    terminal.wait_for(f"conflict  {key}")


@then("I should be prompted to resolve it")
def prompted(terminal, desk, key):
    terminal.answer("[l]ocal, [r]emote, [e]dit, [s]kip?", "local")
    assert terminal.end() == 0, terminal.seen
    assert desk.remote(key)["priority"]["name"] == "Low"


@given(parsers.parse('I have a conflict on ticket "{key}"'), target_fixture="key")
def a_conflict(desk, key):
    synced(desk, key)
    modified_locally(desk, key)
    modified_remotely(desk, key)
    done = desk.run("sync")
    assert done.code == 3, done
    return key


@when(parsers.parse('I resolve with strategy "{strategy}"'), target_fixture="told")
def resolve(desk, key, strategy):
    done = desk.run("resolve", key, "--strategy", strategy, "--json")
    assert done.code == 0, done
    return json.loads(done.out)


@then("the remote version should be kept")
def remote_kept(desk, key, told):
    assert [(item["name"], item["how"]) for item in told["settled"]] == [("Priority", "remote")]
    assert "- Priority: Highest\n" in desk.read("one.md")
    assert desk.run("push").code == 0
    assert desk.remote(key)["priority"]["name"] == "Highest"


@then("the local changes should be backed up")
def backed_up(told):
    assert told["settled"][0]["kept"] == ["Low"]
