"""The main job by its commands, as processes, on the sandbox."""

import fcntl
import json
import os
import pty
import subprocess
import sys
import termios

from tests.docs.cli_reference import examples

FILE = """\
# TICKET: A story

## Fields
- Type: Story
- Priority: High

## Tasks
- A task of it
"""


def test_a_file_goes_to_jira_and_a_second_push_sends_nothing(connected):
    backlog = connected.folder / "backlog.md"
    backlog.write_text(FILE)
    first = connected.run("push", "backlog.md")
    assert repr(first) == (
        "exit 0\n"
        "--- stdout\n"
        "+ create    PROJ-1 Story A story (backlog.md:1:1)\n"
        "+ create    PROJ-2 Sub-task A task of it (backlog.md:8:1)\n"
        "--- stderr\n"
        "wrote backlog.md\n"
        "push: 2 created\n"
    )
    text = backlog.read_text()
    assert text == FILE.replace("A story", "[PROJ-1] A story").replace("A task", "[PROJ-2] A task")
    second = connected.run("push", "backlog.md")
    assert repr(second) == "exit 0\n--- stdout\n--- stderr\npush: 2 unchanged\n"
    pulled = connected.run("pull")
    assert repr(pulled) == "exit 0\n--- stdout\n--- stderr\npull: 2 unchanged\n"
    assert backlog.read_text() == text
    listed = connected.run("list")
    assert listed.out == (
        "KEY     TYPE      STATUS  TITLE         SYNC\n"
        "PROJ-1  Story     To Do   A story       synced\n"
        "PROJ-2  Sub-task  To Do   A task of it  synced\n"
    )
    shown = connected.run("show", "proj-2")
    assert shown.out.startswith("PROJ-2 A task of it\n  Type      Sub-task\n  Parent    PROJ-1 ")
    assert "  File      backlog.md:8\n" in shown.out
    children = connected.run("list", "--parent", "PROJ-1", "--json")
    assert [each["key"] for each in json.loads(children.out)["tickets"]] == ["PROJ-2"]


def test_dry_run_prints_the_plan_and_sends_nothing(connected):
    backlog = connected.folder / "backlog.md"
    backlog.write_text(FILE)
    planned = connected.run("push", "backlog.md", "--dry-run")
    assert planned.code == 0
    assert planned.err == "push (dry run): 2 to create\n"
    assert planned.out == "+ create    Story A story\n+ create    Sub-task A task of it\n"
    assert backlog.read_text() == FILE
    assert connected.run("pull", "-o", "other.md").err == "pull: nothing to do\n"


def test_mistakes_are_listed_with_their_places(connected):
    (connected.folder / "bad.md").write_text(
        FILE.replace("High", "Urgent").replace("Story", "Storie")
    )
    done = connected.run("push", "bad.md")
    assert (done.code, done.out) == (6, "")
    lines = done.err.splitlines()
    assert lines[0].startswith("bad.md:4:")
    assert next(line for line in lines if line.startswith("error: ")).endswith("[3002]")


def test_a_missing_file(connected):
    done = connected.run("push", "nowhere.md", "--json")
    assert (done.code, done.out) == (2, "")
    assert json.loads(done.err)["error"]["code"] == "6001"


def test_a_wrong_token(machine, sandbox):
    words = ["workspace", "create", "work", "--url", sandbox["url"], "--project", "PROJ"]
    done = machine.run(*words, "--username", sandbox["email"], TICKETR_TOKEN="wrong-token")
    assert done.code == 4
    assert "[4001]" in done.err
    assert "wrong-token" not in done.err


def test_no_keychain(machine, sandbox):
    words = ["workspace", "create", "work", "--url", sandbox["url"], "--project", "PROJ"]
    words += ["--username", sandbox["email"], "--token-stdin"]
    done = machine.run(*words, stdin=sandbox["token"] + "\n")
    assert done.code == 4
    assert "[5003]" in done.err
    assert machine.run("workspace", "list").err.startswith("There are no workspaces yet.")


def test_the_token_is_asked_for_and_not_shown(machine, sandbox):
    words = ["workspace", "create", "work", "--url", sandbox["url"], "--project", "PROJ"]
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "ticketr", *words, "--username", sandbox["email"]],
        cwd=machine.folder,
        env=machine.environ,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - one ioctl
    )
    os.close(theirs)
    with process, os.fdopen(ours, "rb+", buffering=0) as terminal:
        seen = b""
        while b"API token (not shown): " not in seen:
            seen += terminal.read(1000)
        terminal.write(sandbox["token"].encode() + b"\n")
        while b"hint:" not in seen:
            seen += terminal.read(1000)
        process.wait(20)
    assert process.returncode == 4
    assert b"[5003]" in seen
    assert sandbox["token"].encode() not in seen


def shell(machine, line):
    return subprocess.run(
        ["sh", "-c", line.replace("ticketr", f"{sys.executable} -m ticketr")],
        cwd=machine.folder,
        env=machine.environ,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_full_disk_under_the_output(machine):
    done = shell(machine, "ticketr --help > /dev/full")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(
        "error: The output cannot be written: No space left on device. [6003]\n"
    )


def test_a_reader_that_goes_away(machine):
    done = shell(
        machine, "ticketr --help | head -1; ticketr --help 2>&1 >&- ; ticketr nonsense 2>&-"
    )
    assert done.stderr == ""
    assert (
        done.stdout == "Ticketr keeps a Jira backlog in Markdown files and syncs it both ways.\n"
    )


def test_no_workspace(machine):
    done = machine.run("list")
    assert (done.code, done.out) == (2, "")
    assert "[2003]" in done.err


def test_a_slip_in_the_name_of_a_variable_is_told_before_what_comes_of_it(machine):
    machine.environ["TICKETR_WORKSPCE"] = "work"
    note = "note: TICKETR_WORKSPCE in the environment is not read; did you mean TICKETR_WORKSPACE?"
    done = machine.run("list")
    assert (done.code, done.err.splitlines()[0]) == (2, note)
    assert "[2003]" in done.err.splitlines()[1]
    done = machine.run("workspace", "list")
    assert (done.code, done.err.splitlines().count(note)) == (0, 1)
    assert "TICKETR_WORKSPCE" not in machine.run("--help").err
    assert json.loads(machine.run("list", "--json").err)["error"]["code"] == "2003"


def test_the_sandbox_ends_when_it_is_interrupted(machine):
    import signal

    process = machine.start("sandbox", "serve", "--json")
    assert json.loads(process.stdout.readline())["projects"]
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    assert process.returncode == 130


OFFLINE = ("list", "status", "show", "schema", "workspace list", "workspace current")


def test_the_examples_of_commands_that_need_no_network_run(connected):
    (connected.folder / "backlog.md").write_text(FILE)
    assert connected.run("push", "backlog.md").code == 0
    for name in OFFLINE:
        for example in examples(name):
            words = [word.replace("PROJ-12", "PROJ-2") for word in example]
            if "--refresh" not in words:
                assert connected.run(*words).code == 0, words


def test_import_shows_what_the_next_sync_would_do(connected):
    (connected.folder / "old.md").write_text("# TICKET: Not sent yet\n\n## Fields\nType: Task\n")
    done = connected.run("import", "old.md")
    assert done.code == 0, done
    assert done.out == "+ create    Task Not sent yet\n"
    assert connected.run("status", "--json").out.count('"new"') == 1
    (connected.folder / ".ticketr.state").write_text("[]")
    refused = connected.run("import", "old.md")
    assert refused.code == 6
    assert ".ticketr.state:1:1: This is no state file of ticketr 2." in refused.err
