"""Disks, files and stores that cannot be used: one clear error each, nothing half-written, nothing lost."""

import os
import resource
import subprocess
from contextlib import contextmanager
from pathlib import Path

import apsw
import pytest

BACKLOG = "# TICKET: S\n## Fields\n- Type: Story\n"


def mount(*words):
    """Whether the mount succeeded; only the superuser of a Linux system may do it."""
    try:
        done = subprocess.run(["mount", *words], check=False, capture_output=True)
    except FileNotFoundError:
        return False
    return done.returncode == 0


@contextmanager
def small_disk(path, size):
    """A small file system of its own at the path. Skips where none can be mounted."""
    path.mkdir()
    if not mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", path):
        pytest.skip("cannot mount a small disk; the limit on the size of files is tried below")
    try:
        yield path
    finally:
        subprocess.run(["umount", path], check=True)


class Shelf:
    """A folder that can be made read-only: as a disk for the superuser, by permissions for others."""

    def __init__(self, path):
        self.path = path
        self.mounted = os.geteuid() == 0 and mount("-t", "tmpfs", "-o", "size=8m", "tmpfs", path)

    def close(self):
        if self.mounted:
            assert mount("-o", "remount,ro", self.path)
        self._permit(0o555)

    def open(self):
        if self.mounted:
            assert mount("-o", "remount,rw", self.path)
        self._permit(0o755)

    def _permit(self, mode):
        if not self.mounted:
            for folder in [self.path, *filter(Path.is_dir, self.path.rglob("*"))]:
                folder.chmod(mode)

    def remove(self):
        self.open()
        if self.mounted:
            subprocess.run(["umount", self.path], check=True)


@pytest.fixture
def shelf(desk):
    (desk.folder / "disk").mkdir()
    made = Shelf(desk.folder / "disk")
    yield made
    made.remove()


def full(path):
    """Fill the disk to its last byte."""
    with (path / "filler").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            pass


def unwritten(desk, done, reason):
    """The push did its work in Jira, said that the file misses the key, and left no trace beside it."""
    assert done.code == 1, done
    lines = done.err.splitlines()
    assert lines[0] == f"error: b.md was not written: {reason}. [6003]"
    assert lines[1].startswith("hint: ")
    assert lines[2] == "push: 1 created"
    assert desk.read("b.md") == BACKLOG
    assert [name for name in desk.files() if name.startswith(".ticketr")] == []


def mended(desk):
    """Once the cause is gone the next push writes the key, and creates nothing again."""
    done = desk.run("push", "b.md")
    assert done.code == 0, done
    assert desk.titles() == ["S"]
    assert desk.read("b.md") == BACKLOG.replace("S\n", "[PROJ-1] S\n", 1)


def test_a_read_only_file(desk):
    path = desk.write("b.md", BACKLOG)
    path.chmod(0o444)
    unwritten(desk, desk.run("push", "b.md"), "the file is read-only")
    path.chmod(0o644)
    mended(desk)


def test_a_read_only_file_with_json(desk):
    desk.write("b.md", BACKLOG).chmod(0o444)
    done = desk.run("push", "b.md", "--json")
    assert done.code == 1
    assert '"code": "6003"' in done.out
    assert '"unwritten": [' in done.out


def test_a_full_disk_under_the_document(desk):
    with small_disk(desk.folder / "disk", "64k") as disk:
        path = disk / "b.md"
        path.write_text(BACKLOG)
        full(disk)
        done = desk.run("push", "disk/b.md")
        assert done.code == 1, done
        assert "error: disk/b.md was not written: the disk is full. [6003]" in done.err
        assert path.read_text() == BACKLOG
        assert {item.name for item in disk.iterdir()} == {"b.md", "filler"}
        (disk / "filler").unlink()
        assert desk.run("push", "disk/b.md").code == 0
        assert path.read_text().startswith("# TICKET: [PROJ-1] S\n")
    assert desk.titles() == ["S"]


def test_a_read_only_folder(desk, shelf):
    path = shelf.path / "b.md"
    path.write_text(BACKLOG)
    shelf.close()
    done = desk.run("push", "disk/b.md")
    assert done.code == 1, done
    assert done.err.startswith("error: disk/b.md was not written: ")
    assert "[6003]\nhint: The file was left as it was. Make " in done.err
    shelf.open()
    assert path.read_text() == BACKLOG
    assert desk.run("push", "disk/b.md").code == 0
    assert path.read_text().startswith("# TICKET: [PROJ-1] S\n")
    assert [item.name for item in shelf.path.iterdir()] == ["b.md"]
    assert desk.titles() == ["S"]


def test_a_full_disk_under_the_store(desk):
    """Nothing is sent that could not be written down first."""
    desk.write("b.md", BACKLOG)
    with small_disk(desk.folder / "disk", "2m") as disk:
        desk.environ["TICKETR_HOME"] = str(disk / "home")
        desk.connect("work", "PROJ")
        full(disk)
        before = desk.read("b.md")
        error = fails_unsnapped(desk, "push", "b.md")
        assert error[0] in {"1001", "1003"}, error
        assert desk.titles() == []
        assert desk.read("b.md") == before
        (disk / "filler").unlink()
        mended(desk)


def fails_unsnapped(desk, *argv):
    """The code and the line of the one error, where the store lies in the working folder."""
    done = desk.run(*argv)
    assert done.code == 1, done
    [line] = [line for line in done.err.splitlines() if line.startswith("error: ")]
    assert "hint: " in done.err
    assert "Traceback" not in done.err
    return line[-5:-1], line


def test_a_read_only_store(desk, shelf):
    desk.write("b.md", BACKLOG)
    desk.environ["TICKETR_HOME"] = str(shelf.path / "home")
    desk.connect("work", "PROJ")
    shelf.close()
    code, line = fails_unsnapped(desk, "push", "b.md")
    assert code in {"1001", "6003"}, line
    assert str(shelf.path) in line or "disk/home" in line
    assert desk.jira.requests == []
    assert desk.read("b.md") == BACKLOG
    shelf.open()
    mended(desk)


def test_a_file_size_limit_under_the_store(desk):
    """Where no disk can be filled: the system refuses to let the store grow."""
    desk.write("b.md", "".join(f"# TICKET: T{n}\n\n" for n in range(300)))
    limit = Path(desk.store).stat().st_size
    limit += Path(f"{desk.store}-wal").stat().st_size if Path(f"{desk.store}-wal").exists() else 0

    def tighten():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit // 4, limit // 4))

    desk.unmeasured()  # what records coverage would hit the limit too
    error = desk.fails("push", "b.md", code="1001", status=1, preexec_fn=tighten)
    assert desk.store in error["message"]
    assert desk.titles() == []


def test_a_damaged_store(desk):
    desk.write("b.md", BACKLOG)
    data = Path(desk.store).read_bytes()
    Path(desk.store).write_bytes(b"not a database" + data[14:])
    error = desk.fails("push", "b.md", code="1001", status=1)
    assert "is damaged" in error["message"]
    assert "your Markdown files and Jira are untouched" in error["hint"]
    assert desk.fails("list", code="1001", status=1) == error
    assert Path(desk.store).read_bytes() == b"not a database" + data[14:]


def test_a_store_whose_middle_is_damaged(desk):
    desk.write("b.md", BACKLOG)
    data = Path(desk.store).read_bytes()
    Path(desk.store).write_bytes(data[:4096] + b"\xa5" * (len(data) - 4096))
    error = desk.fails("push", "b.md", code="1001", status=1)
    assert "is damaged" in error["message"]


def test_a_store_of_a_newer_ticketr(desk):
    desk.write("b.md", BACKLOG)
    other = apsw.Connection(desk.store)
    other.execute("PRAGMA user_version = 99")
    other.close()
    error = desk.fails("push", "b.md", code="1004", status=1)
    assert "has schema 99; this ticketr knows" in error["message"]
    assert error["hint"] == "Install the newest ticketr; the store was left as it is."


def test_a_store_without_a_table(desk):
    desk.write("b.md", BACKLOG)
    other = apsw.Connection(desk.store)
    other.execute("PRAGMA foreign_keys = OFF; DROP TABLE journal")
    other.close()
    done = desk.run("push", "b.md")
    assert done.code == 1, done
    assert "[1002]" in done.err
    assert desk.titles() == []


def test_a_store_that_is_a_folder(desk):
    desk.write("b.md", BACKLOG)
    error = desk.fails("list", code="1001", status=1, TICKETR_STORE=str(desk.folder / "tmp"))
    assert "cannot be opened" in error["message"]


def test_the_store_keeps_a_second_default_out(desk):
    desk.connect("other", "DEMO")
    other = apsw.Connection(desk.store)
    with pytest.raises(apsw.ConstraintError):
        other.execute("UPDATE workspaces SET is_default = 1")
    other.close()
    assert desk.run("workspace", "set-default", "other").code == 0
    listed = desk.run("workspace", "list", "--json").out
    assert listed.count('"is_default": true') == 1, listed
