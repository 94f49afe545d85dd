"""The specification's seven limits hold in the running product; Jira and the system are the witnesses."""

import json
import os
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from jira_sandbox import Sandbox
from ticketr import limits
from ticketr.app import App, utc_now

linux = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
MANY = 300
TICKETS = "".join(f"# TICKET: T{n}\n## Fields\n- Type: Story\n\n" for n in range(MANY))


def bodies(desk, path):
    return [item.body for item in desk.jira.requests if item.path.endswith(path)]


def open_stores(pid, store):
    """How often a process has the store's own file open."""
    found = 0
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        try:
            found += str(entry.readlink()) == store
        except OSError:
            continue
    return found


def test_requests_in_flight_batches_and_pages(desk):
    """A push of 300 tickets, an update of each, and a pull of them all on an empty machine."""
    desk.jira.site.latency = 0.02
    desk.write("b.md", TICKETS)
    assert desk.run("push", "b.md").err == f"wrote b.md\npush: {MANY} created\n"
    assert desk.jira.most_in_flight == limits.MAX_CONCURRENT_JIRA_REQUESTS
    sizes = [len(body["issueUpdates"]) for body in bodies(desk, "/issue/bulk")]
    assert sorted(sizes) == [limits.MAX_TICKETS_PER_BATCH] * (MANY // 50)
    assert len(desk.titles()) == MANY

    desk.jira.forget()
    desk.write("b.md", desk.read("b.md").replace("- Type: Story", "- Type: Story\n- Labels: x"))
    assert desk.run("push", "b.md").err == f"push: {MANY} updated\n"
    assert desk.jira.most_in_flight == limits.MAX_CONCURRENT_JIRA_REQUESTS

    desk.environ["TICKETR_HOME"] = str(desk.home.parent / "second")
    desk.connect("work", "PROJ")
    done = desk.run("pull", "--json")
    assert json.loads(done.out)["counts"] == {"pulled": MANY}
    pages = bodies(desk, "/search/jql")
    assert len(pages) > 1
    assert all(page["maxResults"] <= limits.MAX_SEARCH_RESULTS for page in pages)
    assert desk.jira.most_in_flight <= limits.MAX_CONCURRENT_JIRA_REQUESTS


@linux
def test_connections_to_the_store(desk):
    """Forty threads read at once; each gets its answer, over at most ten connections."""
    app = App(desk.environ)
    [workspace] = app.workspaces.list()
    ready = threading.Barrier(40)
    most, answers = [], []

    def read():
        ready.wait()
        for _ in range(30):
            answers.append(app.store.workspaces.get(workspace.id).name)
            most.append(open_stores(os.getpid(), desk.store))

    threads = [threading.Thread(target=read) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    app.close()
    assert answers == ["work"] * 1200
    assert 1 < max(most) <= limits.MAX_SQLITE_CONNECTIONS


@linux
def test_connections_of_a_push(desk):
    desk.jira.site.latency = 0.02
    desk.write("b.md", TICKETS)
    process = desk.start("push", "b.md")
    most = 0
    while process.poll() is None:
        try:
            most = max(most, open_stores(process.pid, desk.store))
        except FileNotFoundError:
            break
    process.communicate(timeout=20)
    assert process.returncode == 0
    assert 1 <= most <= limits.MAX_SQLITE_CONNECTIONS


def test_the_log_file(desk):
    """A file that is nearly full is put aside, and no file is larger than ten megabytes."""
    desk.write("b.md", TICKETS)
    assert desk.run("push", "b.md").code == 0
    [log] = list(desk.home.rglob("ticketr.log"))
    room = limits.MAX_LOG_FILE_SIZE - log.stat().st_size
    with log.open("ab") as file:
        file.write(b"x" * (room - 50) + b"\n")
    desk.run("list")
    assert desk.run("pull").code == 0
    sizes = {path.name: path.stat().st_size for path in log.parent.glob("ticketr.log*")}
    assert set(sizes) == {"ticketr.log", "ticketr.log.1"}
    assert max(sizes.values()) <= limits.MAX_LOG_FILE_SIZE
    assert sizes["ticketr.log.1"] >= limits.MAX_LOG_FILE_SIZE - 50
    assert desk.jira.token.encode() not in log.read_bytes()


def schema_requests(desk):
    found = [item for item in desk.jira.requests if "/rest/api/3/field" in item.path]
    desk.jira.forget()
    return len(found)


def test_the_age_of_the_schema(desk):
    """Fresh for five minutes, then asked anew; where Jira is away the old one serves."""
    desk.write("b.md", "# TICKET: S\n")
    app = App(desk.environ, now=lambda: utc_now() + age)
    workspace = app.workspaces.get("work").id
    seconds = limits.MAX_CACHE_AGE
    age = timedelta(seconds=seconds - 20)
    assert not app.workspaces.schema(workspace).stale
    assert schema_requests(desk) == 0
    age = timedelta(seconds=seconds + 1)
    assert not app.workspaces.schema(workspace).stale
    assert schema_requests(desk) == 1
    assert not app.workspaces.schema(workspace).stale
    assert schema_requests(desk) == 0
    age = timedelta(days=30)
    desk.jira.stop()
    report = app.workspaces.schema(workspace)
    assert report.stale
    assert report.schema.type("Story") is not None
    app.close()
    assert desk.run("push", "b.md", "--dry-run").code == 0
    shown = desk.run("schema")
    assert shown.code == 0, shown


FIVE_THOUSAND = 5000


@pytest.fixture
def crowded():
    """A site with five thousand tickets of some length."""
    text = "Words of a description, as long as they often are. " * 10
    issues = [
        {
            "project": "PROJ",
            "type": "Story",
            "summary": f"Ticket {n}",
            "description": f"{n} {text}",
        }
        for n in range(FIVE_THOUSAND)
    ]
    with Sandbox({"issues": issues}) as site:
        yield site


@pytest.mark.slow
def test_memory_of_a_pull(crowded, hermetic, tmp_path):
    from tests.e2e.conftest import Desk

    desk = Desk(hermetic, tmp_path, crowded)
    argv = [sys.executable, "-m", "ticketr", "pull", "-o", "all.md"]
    with Path(tmp_path, "out.txt").open("wb") as out:
        process = subprocess.Popen(
            argv, cwd=tmp_path, env=desk.environ, stdout=out, stderr=subprocess.STDOUT
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, Path(tmp_path, "out.txt").read_text()[-2000:]
    texts = [desk.read(name) for name in ("all.md", "all-2.md", "all-3.md")]
    assert sum(text.count("# TICKET: [PROJ-") for text in texts) == FIVE_THOUSAND
    kilobytes = used.ru_maxrss // (1024 if sys.platform == "darwin" else 1)
    assert kilobytes * 1024 < limits.MAX_MEMORY_USAGE
