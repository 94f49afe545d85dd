"""The five-minute tour of README.md, done as it is written, on a sandbox of its own."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys

import pytest

from tests.docs.test_documents import fences
from tests.house.tree import ROOT, text_of

README = text_of(ROOT / "README.md")
TOUR = README[README.index("## Five minutes") : README.index("## More")]
COMMANDS = [
    line
    for block in fences(TOUR, "console")
    for line in re.findall(r"^\$ (ticketr .*)$", block, re.MULTILINE)
    if not line.startswith("ticketr sandbox")
]


@pytest.fixture
def jira():
    command = [sys.executable, "-m", "jira_sandbox", "serve", "--port", "0", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield json.loads(process.stdout.readline())
        process.terminate()


@pytest.mark.slow
def test_the_tour_goes_as_it_is_written(tmp_path, jira, hermetic):
    (tmp_path / "backlog.md").write_text(fences(TOUR, "markdown")[0], "utf-8")
    login = {"TICKETR_USERNAME": jira["email"], "TICKETR_TOKEN": jira["token"]}
    seen: dict[str, list[bytes]] = {}
    for line in COMMANDS:
        words = shlex.split(line.replace("http://127.0.0.1:8080", jira["url"]))
        done = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=tmp_path,
            env={**os.environ, **login},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        seen.setdefault(line, []).append((tmp_path / "backlog.md").read_bytes())
    assert jira["email"] in README
    pushed = seen["ticketr push backlog.md"]
    assert len(re.findall(rb"^(?:# TICKET: |- )\[DEMO-\d+\] ", pushed[0], re.MULTILINE)) == 3
    assert re.sub(rb"\[DEMO-\d+\] ", b"", pushed[0]).decode() == fences(TOUR, "markdown")[0]
    assert set(pushed) == {pushed[0]}
