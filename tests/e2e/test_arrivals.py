"""What a pull tells of tickets that are new to this machine."""

from __future__ import annotations

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
