"""The specification's feature file, as it is written, on the real command line and a real sandbox."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from jira_sandbox import Sandbox

scenarios("workspace_management.feature")


@pytest.fixture(scope="module")
def jira():
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def ticketr(jira, tmp_path):
    """Runs `ticketr` with these words on a machine of its own; gives what `--json` printed."""
    environ = {
        "HOME": str(tmp_path),
        "PATH": "",
        "TICKETR_HOME": str(tmp_path / "ticketr"),
        "TICKETR_TOKEN": jira.token,
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }

    def run(*words):
        done = subprocess.run(
            [sys.executable, "-m", "ticketr", *words, "--json"],
            env=environ,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return json.loads(done.stdout)

    return run


def create(ticketr, jira, name, project):
    ticketr(
        "workspace",
        "create",
        name,
        "--url",
        jira.url,
        "--project",
        project,
        "--username",
        jira.email,
    )


@given("I have no existing workspaces")
def no_workspaces(ticketr):
    assert ticketr("workspace", "list") == {"workspaces": []}


@when(parsers.parse('I create a workspace "{name}" with project "{project}"'))
def create_workspace(ticketr, jira, name, project):
    create(ticketr, jira, name, project)


@when(parsers.parse('I switch to workspace "{name}"'))
def switch(ticketr, name):
    ticketr("workspace", "switch", name)


@then(parsers.parse('the current workspace should be "{name}"'))
def current(ticketr, name):
    assert ticketr("workspace", "current")["name"] == name


@then(parsers.parse('I should see project "{project}" tickets'))
def sees_project(ticketr, tmp_path, project):
    (tmp_path / "b.md").write_text("# TICKET: A ticket of this project\n")
    ticketr("push", "b.md")
    tickets = ticketr("list")["tickets"]
    assert [ticket["key"] for ticket in tickets] == [f"{project}-1"]


@given(parsers.parse('I have workspaces "{one}" and "{other}"'))
def two_workspaces(ticketr, jira, one, other):
    create(ticketr, jira, other, "FRONT")
    create(ticketr, jira, one, "BACK")


@given(parsers.parse('"{name}" is set as default'))
def set_default(ticketr, name):
    ticketr("workspace", "set-default", name)


@when("I run ticketr without specifying a workspace", target_fixture="status")
def run_without_a_workspace(ticketr):
    return ticketr("status")


@then(parsers.parse('"{name}" workspace should be used'))
def used(status, name):
    assert status["workspace"] == name
