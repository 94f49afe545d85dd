"""Locks between processes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time

import pytest

from ticketr.adapters.locks import FileLocks
from ticketr.errors import FileWrite, SyncLocked

HOLDER = """
import sys, time
from ticketr.adapters.locks import FileLocks
with FileLocks(sys.argv[1], command="ticketr push").hold("work"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin
    assert process.stdout
    assert process.stdout.readline() == b"held\n"
    yield process
    process.kill()
    process.stdin.close()
    process.stdout.close()
    process.wait()


def test_the_holder_is_named(holder, tmp_path):
    with pytest.raises(SyncLocked) as caught, FileLocks(str(tmp_path)).hold("work"):
        pass
    pattern = rf"`ticketr push` \(process {holder.pid}\) has been at work on this workspace since \d\d:\d\d\."
    assert re.fullmatch(pattern, caught.value.message)
    context = caught.value.context
    assert (context["pid"], context["command"], context["lock"]) == (
        holder.pid,
        "ticketr push",
        "work",
    )
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", str(context["since"]))


def test_a_killed_holder_holds_nothing(holder, tmp_path):
    holder.kill()
    holder.wait()
    with FileLocks(str(tmp_path)).hold("work"):
        pass


def test_waiting_ends_when_the_lock_is_free(holder, tmp_path):
    threading.Timer(0.3, holder.stdin.close).start()
    start = time.monotonic()
    with FileLocks(str(tmp_path), wait=30).hold("work"):
        assert 0.2 < time.monotonic() - start < 20


def test_waiting_ends_when_the_time_is_over(holder, tmp_path):
    start = time.monotonic()
    with pytest.raises(SyncLocked), FileLocks(str(tmp_path), wait=0.3).hold("work"):
        pass
    assert 0.3 <= time.monotonic() - start < 20


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": "x"}'])
def test_a_holder_that_cannot_be_read_is_another_command(holder, tmp_path, content):
    (tmp_path / "work.lock").write_text(content)
    with (
        pytest.raises(SyncLocked, match=r"^Another ticketr command is at work"),
        FileLocks(str(tmp_path)).hold("work"),
    ):
        pass


def test_a_holder_of_another_day_is_shown_with_the_date(holder, tmp_path):
    (tmp_path / "work.lock").write_text('{"pid": 1, "command": "ticketr pull", "since": 86400}')
    with (
        pytest.raises(SyncLocked, match=r"since 1970-01-0\d \d\d:\d\d\."),
        FileLocks(str(tmp_path)).hold("work"),
    ):
        pass


def test_a_free_lock_names_nobody_and_only_its_user_may_read_it(tmp_path):
    folder = tmp_path / "new" / "locks"
    with FileLocks(str(folder)).hold("work"):
        assert f'"pid": {os.getpid()}' in (folder / "work.lock").read_text()
    assert (folder / "work.lock").read_text() == ""
    assert ((folder / "work.lock").stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (
        0o600,
        0o700,
    )


def test_a_folder_that_cannot_be_used_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(FileWrite, match=r"file/work\.lock cannot be taken"),
        FileLocks(str(tmp_path / "file")).hold("work"),
    ):
        pass
