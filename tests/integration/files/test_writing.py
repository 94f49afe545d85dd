"""Writing real files: what is kept, what is refused, what is left behind."""

from __future__ import annotations

import os
import stat
import subprocess
import time

import pytest

from tests.integration.files.conftest import digest, names
from ticketr.adapters.files import MarkdownFiles
from ticketr.adapters.files.leftovers import new_name
from ticketr.adapters.files.writing import Place, _claim_without_links
from ticketr.errors import FileChanged, FileWrite

READ_ONLY = (
    "{} was not written: the file is read-only.",
    "Make it writable, for example with `chmod u+w`, then run the command again.",
)


def as_root():
    return os.getuid() == 0


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "a.md"
    path.write_bytes(b"old\r\n")
    return path


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755, 0o200 | 0o444])
def test_permissions_stay(files, path, mode):
    path.chmod(mode)
    files.write(str(path), "new", digest(path))
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert path.read_text() == "new"


def test_a_new_file_has_the_permissions_that_an_editor_would_give(files, tmp_path):
    before = os.umask(0o027)
    try:
        files.write(str(tmp_path / "n.md"), "x", None)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "n.md").stat().st_mode) == 0o640


@pytest.mark.skipif(not as_root(), reason="only root can give files away")
def test_owner_and_group_stay(files, path):
    os.chown(path, 1234, 2345)
    files.write(str(path), "new", digest(path))
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 2345)


@pytest.mark.skipif(not as_root(), reason="needs two users")
def test_a_group_that_cannot_be_kept_takes_its_rights_along(run, unprivileged, open_folder):
    folder = open_folder / "shared"
    folder.mkdir()
    folder.chmod(0o777)
    open_folder.chmod(0o755)
    path = folder / "a.md"
    path.write_text("old")
    path.chmod(0o676)
    os.chown(path, 1234, 2345)
    code = f"""
import os, sys
from ticketr.adapters.files import MarkdownFiles, reading, writing
os.chdir(sys.argv[1])
{unprivileged}
MarkdownFiles().write("a.md", "new", sys.argv[2])
"""
    done = run(code, folder, digest(path))
    assert done.returncode == 0, done.stderr
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o666
    assert path.stat().st_gid == 65534


def test_extended_attributes_stay(files, path):
    try:
        os.setxattr(path, "user.note", b"mine")
    except (OSError, AttributeError) as error:
        pytest.skip(f"no extended attributes here: {error}")
    files.write(str(path), "new", digest(path))
    assert os.getxattr(path, "user.note") == b"mine"


def test_a_link_stays_a_link_and_its_target_is_written(files, path, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link.md"
    link.symlink_to("../a.md")
    document = files.write(str(link), "new", digest(path))
    assert link.is_symlink()
    assert (str(link.readlink()), path.read_text(), document.path) == ("../a.md", "new", str(path))
    assert names(tmp_path / "elsewhere") == ["link.md"]


def test_a_link_to_nothing_gets_its_target(files, tmp_path):
    (tmp_path / "link.md").symlink_to("target.md")
    files.write(str(tmp_path / "link.md"), "new", None)
    assert (tmp_path / "target.md").read_text() == "new"
    assert (tmp_path / "link.md").is_symlink()


def test_another_hard_link_keeps_the_old_text(files, path, tmp_path):
    os.link(path, tmp_path / "backup.md")
    files.write(str(path), "new", digest(path))
    assert (tmp_path / "backup.md").read_bytes() == b"old\r\n"


@pytest.mark.parametrize("mode", [0o444, 0o400, 0o555])
def test_a_read_only_file_is_refused_even_for_root(files, path, tmp_path, mode):
    path.chmod(mode)
    with pytest.raises(FileWrite) as caught:
        files.write(str(path), "new", digest(path))
    assert (caught.value.message, caught.value.hint) == (READ_ONLY[0].format(path), READ_ONLY[1])
    assert (path.read_bytes(), names(tmp_path)) == (b"old\r\n", ["a.md"])


def test_a_folder_without_write_permission_is_refused(run, unprivileged, open_folder):
    path = open_folder / "a.md"
    path.write_bytes(b"old\r\n")
    path.chmod(0o666)
    if as_root():
        os.chown(path, 65534, 65534)
    else:
        open_folder.chmod(0o555)
    code = f"""
import os, sys
from ticketr.adapters.files import MarkdownFiles, reading, writing
from ticketr.errors import FileWrite
os.chdir(sys.argv[1])
{unprivileged}
try:
    MarkdownFiles().write("a.md", "new", sys.argv[2])
except FileWrite as error:
    print(error)
"""
    done = run(code, open_folder, digest(path))
    open_folder.chmod(0o755)
    assert (
        done.stdout == "a.md was not written: you have no permission to write in its folder.\n"
    ), done.stderr
    assert (path.read_bytes(), names(open_folder)) == (b"old\r\n", ["a.md"])


def test_a_pipe_is_not_replaced(files, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileWrite, match="not a regular file"):
        files.write(str(tmp_path / "pipe"), "x", None)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda folder: folder / "file" / "a.md", "its folder does not exist"),
        (lambda folder: folder / ("x" * 300), "its name is too long"),
        (lambda folder: folder / "circle", "its symbolic links lead in a circle"),
    ],
)
def test_paths_that_cannot_be_written(files, tmp_path, make, says):
    (tmp_path / "file").write_text("")
    (tmp_path / "circle").symlink_to("circle")
    with pytest.raises(FileWrite, match=says):
        files.write(str(make(tmp_path)), "x", None)
    assert names(tmp_path) == ["circle", "file"]


def test_leftovers_of_the_dead_are_removed_and_nothing_else(tmp_path):
    dead = subprocess.Popen(["true"])
    dead.wait()
    mine = new_name()
    host = mine.split("-")[1]
    old = time.time() - 90_000
    kept = {
        mine: None,
        f".ticketr-{host}-{dead.pid}.tmp": old,
        f".ticketr-{host}-x-1.tmp": old,
        f".ticketr-00000000-{dead.pid}-abcd.tmp": None,
        ".ticketr-notes.tmp": old,
        f".ticketr-{host}-{dead.pid}-abcd.md": old,
    }
    gone = {f".ticketr-{host}-{dead.pid}-abcd.tmp": None, ".ticketr-00000000-1-abcd.tmp": old}
    for name, time_ in {**kept, **gone}.items():
        (tmp_path / name).write_text("x")
        if time_:
            os.utime(tmp_path / name, (time_, time_))
    folder = f".ticketr-{host}-{dead.pid}-f0.tmp"
    (tmp_path / folder).mkdir()
    MarkdownFiles().write(str(tmp_path / "a.md"), "x", None)
    assert names(tmp_path) == sorted([*kept, folder, "a.md"])


def test_without_hard_links_a_new_file_is_exclusive_too(tmp_path):
    (tmp_path / "t").write_text("new")
    place = Place(str(tmp_path / "a.md"), "a.md")
    _claim_without_links(str(tmp_path / "t"), place)
    assert (tmp_path / "a.md").read_text() == "new"
    (tmp_path / "t").write_text("newer")
    with pytest.raises(FileChanged, match="exists already"):
        _claim_without_links(str(tmp_path / "t"), place)
    assert (tmp_path / "a.md").read_text() == "new"
