"""Ctrl-C and kill -9 at each moment, lost answers, two commands at once: nothing twice, nothing lost."""

import re
import signal
import time
from pathlib import Path

import pytest

BULK = "issue/bulk$"
KEY = re.compile(r"\[PROJ-\d+\] ")
BACKLOG = "".join(
    f"# TICKET: T{n}\n## Fields\n- Type: Story\n- Status: In Progress\n## Tasks\n- A{n}\n\n"
    for n in range(3)
) + "".join(f"# TICKET: U{n}\n\n" for n in range(60))
COUNT = 66
LATENCY = 0.04


def wait_for(process, condition):
    """Whether the condition came true before the process ended."""
    until = time.monotonic() + 20
    while process.poll() is None:
        if condition():
            return True
        assert time.monotonic() < until
        time.sleep(0.002)
    return False


def at_request(desk, number, what, *argv):
    """Run a command and send it a signal while its request of that number is on the way."""
    desk.jira.forget()
    process = desk.start(*argv)
    hit = wait_for(process, lambda: len(desk.jira.requests) >= number)
    if hit:
        process.send_signal(what)
    out, err = process.communicate(timeout=20)
    return hit, process.returncode, out, err


def whole(desk, name="b.md"):
    """The document is the user's text, with keys or without."""
    text = desk.read(name)
    assert KEY.sub("", text) == BACKLOG
    left = set(desk.files()) - {name}
    assert {item for item in left if not item.startswith(".ticketr-")} == set()
    return text


def finished(desk):
    """The next push ends the work: every ticket once, every key in the file, no left-over."""
    desk.jira.calm()
    desk.jira.site.latency = 0
    done = desk.run("push", "b.md")
    assert done.code == 0, done
    titles = desk.titles()
    assert len(titles) == len(set(titles)) == COUNT
    keys = KEY.findall(whole(desk))
    assert len(keys) == len(set(keys)) == COUNT
    assert set(desk.files()) == {"b.md"}
    assert desk.run("push", "b.md").err == f"push: {COUNT} unchanged\n"
    assert len(desk.titles('status = "In Progress"')) == 3


@pytest.fixture
def ready(desk):
    desk.write("b.md", BACKLOG)
    desk.jira.site.latency = LATENCY
    return desk


MOMENTS = (1, 2, 3, 4, 6, 9)
"""Requests of the push, by their numbers: creates, reading back, transitions."""


@pytest.mark.slow
@pytest.mark.parametrize("number", MOMENTS)
def test_ctrl_c_at_each_request_of_a_push(ready, number):
    hit, code, out, err = at_request(ready, number, signal.SIGINT, "push", "b.md")
    assert hit
    assert (code, out) == (130, ""), err
    assert err == (
        "interrupted: stopped; finished steps are kept, and the next run goes on from there.\n"
    )
    whole(ready)
    finished(ready)


@pytest.mark.slow
@pytest.mark.parametrize("number", MOMENTS)
def test_killed_at_each_request_of_a_push(ready, number):
    hit, code, _, _ = at_request(ready, number, signal.SIGKILL, "push", "b.md")
    assert hit
    assert code == -signal.SIGKILL
    whole(ready)
    finished(ready)


EXITS = {0, 130}


def after_startup(desk, delay):
    """A push that is interrupted some seconds after its process began."""
    process = desk.start("push", "b.md")
    time.sleep(delay)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    return process.returncode, out, err


@pytest.mark.slow
def test_ctrl_c_between_requests(ready):
    """By time instead: the store is opened, documents are read and written."""
    ready.unmeasured()
    for step in range(8):
        code, _, err = after_startup(ready, 0.1 + 0.04 * step)
        if "importlib._bootstrap" in err:
            continue  # it came before a line of ours was run
        assert "Traceback" not in err
        assert code in EXITS, err
        whole(ready)
    finished(ready)


@pytest.mark.slow
def test_killed_between_requests(ready):
    for step in range(8):
        process = ready.start("push", "b.md")
        time.sleep(0.1 + 0.04 * step)
        process.kill()
        process.communicate()
        whole(ready)
    finished(ready)


@pytest.mark.parametrize("kind", ["drop_reply", "cut", "hang_up"])
@pytest.mark.parametrize("skip", [0, 1])
def test_an_answer_to_a_create_is_lost(desk, kind, skip):
    desk.write("b.md", BACKLOG)
    desk.jira.fault(kind, BULK, skip=skip, count=1)
    first = desk.run("push", "b.md")
    assert first.code == (5 if kind == "hang_up" else 0), first
    assert "Traceback" not in first.err
    whole(desk)
    finished(desk)


def test_an_answer_is_lost_and_the_program_killed(ready):
    """The worst of both: Jira did it, nobody heard, and the run that would look for it is gone."""
    ready.jira.fault("drop_reply", BULK)
    hit, code, _, _ = at_request(ready, 3, signal.SIGKILL, "push", "b.md")
    assert (hit, code) == (True, -signal.SIGKILL)
    assert ready.read("b.md") == BACKLOG, "no key had come back"
    finished(ready)


@pytest.mark.slow
def test_ctrl_c_at_each_request_of_a_pull(desk):
    desk.write("b.md", "".join(f"# TICKET: T{n}\n\n" for n in range(230)))
    assert desk.run("push", "b.md").code == 0
    expected = desk.read("b.md")
    desk.jira.site.latency = LATENCY
    desk.environ["TICKETR_HOME"] = str(desk.home.parent / "second")
    desk.connect("work", "PROJ")
    pages = 0
    for number in range(1, 10):
        hit, code, out, _ = at_request(desk, number, signal.SIGINT, "pull", "-o", "c.md")
        if not hit:
            break
        pages += 1
        assert (code, out) == (130, "")
        assert not Path(desk.folder, "c.md").exists()
    assert pages >= 3
    assert sorted(KEY.findall(desk.read("c.md"))) == sorted(KEY.findall(expected))
    assert set(desk.files()) == {"b.md", "c.md"}


@pytest.mark.slow
def test_two_pushes_at_once(ready):
    ready.jira.fault("latency", BULK, ms=6000, count=1)
    first = ready.start("push", "b.md")
    assert wait_for(first, lambda: ready.jira.requests)
    second = ready.run("push", "b.md")
    other = ready.run("pull", "--json")
    _, err = first.communicate(timeout=20)
    assert first.returncode == 0, err
    assert (second.code, second.out) == (1, ""), second
    message, *rest, hint = second.err.splitlines()
    assert not any("lock" in line for line in rest), rest
    start = (
        f"error: `ticketr push` (process {first.pid}) has been at work on this workspace since "
    )
    assert message.startswith(start)
    assert message.endswith(". [7001]")
    assert hint == "hint: Wait for the other command to end, then run this one again."
    assert '"code": "7001"' in other.err
    finished(ready)


def test_a_lock_whose_holder_was_killed_is_free(ready):
    at_request(ready, 1, signal.SIGKILL, "push", "b.md")
    finished(ready)
