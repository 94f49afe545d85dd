"""A full disk, a limit, Ctrl-C and kill -9: the old text or the new one, whole, and nothing beside it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from tests.integration.files.conftest import digest, names
from ticketr.adapters.files import MarkdownFiles
from ticketr.errors import FileWrite

LIMITED = """
import resource, sys
from ticketr.adapters.files import MarkdownFiles
from ticketr.errors import FileWrite
files = MarkdownFiles()
document = files.read(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    files.write(sys.argv[1], "x" * 100_000, document.digest)
except FileWrite as error:
    print(error)
"""

WRITER = """
import itertools, sys
from ticketr.adapters.files import MarkdownFiles
files = MarkdownFiles()
digest = files.read(sys.argv[1]).digest
print("ready", flush=True)
for number in itertools.count():
    digest = files.write(sys.argv[1], f"{number % 10}" * 300_000, digest).digest
"""


def test_a_file_that_may_not_grow_stays_as_it_was(run, tmp_path):
    (tmp_path / "a.md").write_text("old")
    done = run(LIMITED, tmp_path / "a.md")
    assert (
        done.stdout
        == f"{tmp_path}/a.md was not written: it would be larger than this system allows.\n"
    )
    assert ((tmp_path / "a.md").read_text(), names(tmp_path)) == ("old", ["a.md"])


@pytest.fixture
def full_disk(tmp_path):
    """A file system of 256 KB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "none", str(folder)]
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    except FileNotFoundError:
        pytest.skip("there is no mount command; the limit on the file's size is tried above")
    if done.returncode:
        pytest.skip(
            f"cannot mount a small disk ({done.stderr.strip()}); the limit on the file's size is tried above"
        )
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_loses_nothing(full_disk):
    path = full_disk / "a.md"
    path.write_text("old")
    with pytest.raises(FileWrite, match="the disk is full") as caught:
        MarkdownFiles().write(str(path), "x" * 1_000_000, digest(path))
    assert caught.value.hint.startswith("The file was left as it was.")
    with pytest.raises(FileWrite, match="the disk is full"):
        MarkdownFiles().write(str(full_disk / "n.md"), "x" * 1_000_000, None)
    assert (path.read_text(), names(full_disk)) == ("old", ["a.md"])


def start(path):
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert writer.stdout
    assert writer.stdout.readline() == b"ready\n"
    return writer


def whole(path):
    data = path.read_bytes()
    return data == b"old" or (len(data) == 300_000 and data == data[:1] * 300_000)


def test_killed_at_any_moment_the_file_is_whole(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("old")
    chance = random.Random(7)
    leftovers = 0
    for _ in range(12):
        writer = start(path)
        time.sleep(chance.uniform(0.0, 0.04))
        writer.kill()
        writer.communicate()
        assert whole(path)
        leftovers += len(names(tmp_path)) - 1
        files = MarkdownFiles()
        files.write(str(path), "old", files.read(str(path)).digest)
        assert names(tmp_path) == ["a.md"]
    assert leftovers, "no kill hit the middle of a write; the test shows nothing"


def test_ctrl_c_at_any_moment_leaves_nothing_behind(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("old")
    chance = random.Random(7)
    for _ in range(6):
        writer = start(path)
        time.sleep(chance.uniform(0.0, 0.03))
        os.kill(writer.pid, signal.SIGINT)
        try:
            writer.communicate(timeout=30)
        finally:
            writer.kill()
        assert whole(path)
        assert names(tmp_path) == ["a.md"]
