"""The demo on a fresh machine: whole output, nothing left behind."""

import fcntl
import json
import os
import re
import signal
import socket
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest

EXPECTED = Path(__file__).parent / "expected"
UPDATE = "UPDATE_EXPECTED" in os.environ

pytestmark = pytest.mark.slow


def steady(text):
    """The output without what differs from run to run."""
    text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "2026-05-01 12:00", text)
    text = re.sub(r"http://127\.0\.0\.1:\d+", "http://127.0.0.1:PORT", text)
    return re.sub(r"Done in \d+ s", "Done in N s", text)


def left_in(machine):
    return sorted((machine.folder / "tmp").iterdir())


def address(text):
    found = re.search(r"http://[\d.:]+", text)
    assert found, text
    return found[0]


def answers(url):
    parts = urlsplit(url)
    with socket.socket() as probe:
        return probe.connect_ex((parts.hostname, parts.port)) == 0


def test_the_demo_shows_the_whole_job_and_leaves_nothing(machine):
    done = machine.run("demo", merged=True)
    path = EXPECTED / "demo.txt"
    if UPDATE:
        path.write_text(steady(done.out), "utf-8")
    assert done.code == 0
    assert steady(done.out) == path.read_text("utf-8")
    assert left_in(machine) == []
    assert not answers(address(done.out))
    assert list(Path(machine.environ["HOME"]).rglob("*ticketr*")) == []


def test_the_demo_as_json(machine):
    done = machine.run("demo", "--json")
    assert (done.code, done.err) == (0, "")
    found = json.loads(done.out)
    assert [step["exit_code"] for step in found["steps"]] == [0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0]
    assert found["playground"] is None


def test_keep_leaves_a_playground(machine):
    done = machine.run("demo", "--keep", "--json")
    assert done.code == 0, done
    playground = json.loads(done.out)["playground"]
    try:
        assert answers(playground["url"])
        script = '. ./env.sh && "$0" -m ticketr status'
        status = subprocess.run(
            ["sh", "-c", script, __import__("sys").executable],
            cwd=playground["folder"],
            env=machine.environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert status.returncode == 0, status
        assert status.stderr == "demo: 30 tickets in 1 document, nothing to sync\n"
    finally:
        os.kill(playground["pid"], signal.SIGTERM)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_demo_leaves_nothing(machine, number):
    process = machine.start("demo", merged=True)
    descriptor = process.stdout.fileno()
    fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, 4096)  # it cannot write ahead to its end
    seen = ""
    while "push backlog.md" not in seen:
        part = os.read(descriptor, 64)
        assert part, seen
        seen += part.decode("ascii")
    process.send_signal(number)
    rest, _ = process.communicate(timeout=20)
    # CPython dies of the signal itself where it came while exec() ran a text; a shell sees 130 either way.
    assert process.returncode in {130, -signal.SIGINT}, seen + rest
    assert (seen + rest).count("interrupted: ") == 1
    assert "Traceback" not in rest
    assert left_in(machine) == []
    assert not answers(address(seen))


def test_a_sandbox_that_does_not_start_leaves_nothing(machine):
    broken = machine.folder / "broken" / "jira_sandbox"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("raise SystemExit('no sandbox today')")
    first = str(broken.parent)
    path = os.pathsep.join([first, *filter(None, [machine.environ.get("PYTHONPATH")])])
    done = machine.run("demo", PYTHONPATH=path)
    assert (done.code, done.out) == (1, "")
    assert "error: The Jira sandbox did not start. [9002]\n  said: no sandbox today\n" in done.err
    assert left_in(machine) == []
