"""What a pull tells of tickets that are new to this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from jira_sandbox import Sandbox
from tests.helpers.place import Place


@pytest.fixture
def place(tmp_path):
    with Sandbox() as jira:
        place = Place(jira, tmp_path)
        yield place
        place.close()


def run(place, *words):
    environ = {**place.environ, "PATH": os.environ["PATH"], "COLUMNS": "80"}
    done = subprocess.run(
        [sys.executable, "-m", "ticketr", *words],
        env=environ,
        cwd=place.folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def arrive(place, title):
    fields = {
        "project": {"key": "PROJ"},
        "summary": title,
        "issuetype": {"name": "Task"},
        "labels": ["a"],
    }
    place.call("POST", "/rest/api/3/issue", {"fields": fields})


def test_a_ticket_that_is_new_here_is_told_in_one_line(place):
    arrive(place, "One")
    arrive(place, "Two")
    assert (
        run(place, "pull", "--output", "new.md")
        == "< pull      PROJ-1 One\n< pull      PROJ-2 Two\n"
    )


def told(place, *words):
    environ = {**place.environ, "PATH": os.environ["PATH"], "COLUMNS": "80"}
    command = [sys.executable, "-m", "ticketr", *words]
    done = subprocess.run(
        command, env=environ, cwd=place.folder, capture_output=True, text=True, check=True
    )
    return done.stdout + done.stderr


def test_pulls_one_after_the_other(place):
    arrive(place, "One")
    arrive(place, "Two")
    assert told(place, "pull") == (
        "< pull      PROJ-1 One\n"
        "< pull      PROJ-2 Two\n"
        "2 new tickets are in the store only; `--output FILE` writes them to a document.\n"
        "pull: 2 pulled\n"
    )
    assert told(place, "pull") == "pull: nothing new\n"
    place.change("PROJ-1", summary="One, later")
    assert told(place, "pull") == (
        "< pull      PROJ-1 One\n    Title: One -> One, later\npull: 1 pulled\n"
    )
    assert told(place, "pull", "--full") == "pull: 2 unchanged\n"
    place.call("DELETE", "/rest/api/3/issue/PROJ-2")
    assert told(place, "pull") == "- gone      PROJ-2 Task Two\npull: 1 gone in Jira\n"
    arrive(place, "Three")
    found = json.loads(told(place, "pull", "--json"))
    assert (found["operation"], found["counts"]) == ("pull", {"skipped": 1, "pulled": 1})
    assert found["since"] is not None
    assert [item["key"] for item in found["plan"]] == ["PROJ-3"]
    assert [(item["kind"], item["key"]) for item in found["results"]] == [("pulled", "PROJ-3")]
    assert json.loads(told(place, "pull", "--full", "--json"))["since"] is None


def test_one_new_ticket_is_told_in_the_singular(place):
    arrive(place, "One")
    assert "\n1 new ticket is in the store only; " in told(place, "pull")


def test_a_sync_tells_each_conflict_once(place):
    place.write("b.md", "# TICKET: One\n\n## Fields\n- Type: Story\n- Priority: High\n")
    place.push("b.md")
    place.edit("b.md", ("High", "Low"))
    place.change("PROJ-1", priority={"name": "Highest"})
    environ = {**place.environ, "PATH": os.environ["PATH"], "COLUMNS": "80"}
    done = subprocess.run(
        [sys.executable, "-m", "ticketr", "sync"],
        env=environ,
        cwd=place.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert done.stdout.count("! conflict  PROJ-1 ") == 1
    assert done.stdout.count("Highest") == 1
    assert done.stderr.count("hint:") == 1
    assert done.stderr.count("1 in conflict") == 2
