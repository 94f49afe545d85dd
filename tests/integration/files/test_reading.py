"""Reading real files: kinds, permissions, encodings."""

from __future__ import annotations

import os
import socket
import threading

import pytest

from ticketr.errors import FileNotFound, FileUnreadable


@pytest.mark.parametrize(
    ("data", "place", "hint"),
    [
        (b"\xff\xfe#\x00", "1:1", "UTF-16"),
        ("ä\nüx".encode() + b"\xe9!", "2:3", "Ticket files are Markdown"),
        (b"a\n\n\xc3", "3:1", "Ticket files are Markdown"),
    ],
)
def test_a_byte_that_is_not_utf_8_has_a_place(files, tmp_path, data, place, hint):
    path = tmp_path / "a.md"
    path.write_bytes(data)
    with pytest.raises(FileUnreadable) as caught:
        files.read(str(path))
    assert caught.value.message.startswith(f"{path}:{place}: not UTF-8: the byte 0x")
    assert hint in caught.value.hint


def test_a_pipe_is_refused_without_waiting_for_a_writer(files, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileUnreadable, match="a pipe or device"):
        files.read(str(tmp_path / "pipe"))


def test_devices_and_sockets_are_refused(files, tmp_path):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))
        for path in (str(tmp_path / "s"), "/dev/null", "/dev/zero", "/dev/tty"):
            with pytest.raises(FileUnreadable, match="a pipe or device"):
                files.read(path)


def test_a_link_is_read_under_the_name_it_leads_to(files, tmp_path):
    (tmp_path / "real.md").write_text("x")
    (tmp_path / "link.md").symlink_to("real.md")
    assert files.read(str(tmp_path / "link.md")).path == str(tmp_path / "real.md")


def test_links_in_a_circle_are_refused(files, tmp_path):
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(FileUnreadable, match="lead in a circle"):
        files.read(str(tmp_path / "a"))
    with pytest.raises(FileUnreadable, match="lead in a circle"):
        files.stamp(str(tmp_path / "a"))


def test_paths_that_cannot_be(files, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FileNotFound):
        files.read(str(tmp_path / "file" / "a.md"))
    assert files.stamp(str(tmp_path / "file" / "a.md")) is None
    with pytest.raises(FileNotFound, match="NUL"):
        files.read("a\0b")
    with pytest.raises(FileUnreadable, match="name is too long"):
        files.read(str(tmp_path / ("x" * 300)))
    with pytest.raises(FileUnreadable, match=r"name of .*\ufffd.* is not UTF-8") as caught:
        files.read(os.fsdecode(b"caf\xe9.md"))
    caught.value.message.encode()


def test_without_permission_it_says_so(run, unprivileged, open_folder):
    path = open_folder / "a.md"
    path.write_text("secret")
    path.chmod(0)
    open_folder.chmod(0o755)
    code = """
import os, sys, shutil
os.chdir(sys.argv[1])
from ticketr.adapters.files import MarkdownFiles, reading
from ticketr.errors import FileUnreadable
"""
    code += (
        unprivileged
        + """
try:
    MarkdownFiles().read("a.md")
except FileUnreadable as error:
    print(error, error.hint)
"""
    )
    done = run(code, open_folder)
    assert done.stdout == (
        "a.md cannot be read: you have no permission to read it."
        " Make it readable, for example with `chmod u+r`.\n"
    ), done.stderr


def test_a_file_that_never_stands_still_is_not_taken_half_written(files, tmp_path):
    path = tmp_path / "a.md"
    path.write_bytes(b"x" * 4_000_000)
    stop = threading.Event()

    def scribble():
        with path.open("r+b", buffering=0) as file:
            size = 4_000_000
            while not stop.is_set():
                size += 1
                file.truncate(size)

    writer = threading.Thread(target=scribble)
    writer.start()
    try:
        with pytest.raises(FileUnreadable, match="is being written by another program"):
            any(not files.read(str(path)) for _ in range(200))
    finally:
        stop.set()
        writer.join()
