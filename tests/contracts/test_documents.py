"""What every DocumentStore does, on files and in memory."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fakes.documents import MemoryDocuments
from ticketr.adapters.files import MarkdownFiles
from ticketr.errors import ErrorCode, FileChanged, FileNotFound, FileUnreadable, FileWrite
from ticketr.limits import MAX_DOCUMENT_SIZE


class OnDisk(MarkdownFiles):
    def __init__(self, folder):
        super().__init__()
        self.folder = folder

    def path(self, name):
        return str(self.folder / name)

    def put(self, path, data):
        Path(path).write_bytes(data)

    def bytes_of(self, path):
        return Path(path).read_bytes()


class InMemory(MemoryDocuments):
    folder = "/documents"

    def path(self, name):
        return f"/documents/{name}"

    def bytes_of(self, path):
        return self.files[self.resolve(path)]


@pytest.fixture(params=["disk", "memory"])
def documents(request, tmp_path):
    return OnDisk(tmp_path) if request.param == "disk" else InMemory()


def digest(data):
    return hashlib.sha256(data).hexdigest()


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)
@given(text=st.text())
def test_what_was_written_is_read_byte_for_byte(documents, text):
    path = documents.path("any.md")
    before = documents.read(path).digest if documents.stamp(path) else None
    written = documents.write(path, text, before)
    assert documents.bytes_of(path) == text.encode()
    assert documents.read(path) == written
    assert (written.text, written.digest) == (text, digest(text.encode()))
    assert written.stamp == documents.stamp(path)
    assert written.path == documents.resolve(path)


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbf# T\r\n", b"a\rb\n\r\nc", b"", "\u2028ü\x00\x0c".encode()]
)
def test_marks_and_line_ends_stay(documents, data):
    path = documents.path("a.md")
    documents.put(path, data)
    document = documents.read(path)
    assert document.text.encode() == data
    documents.write(path, document.text, document.digest)
    assert documents.bytes_of(path) == data


def test_the_text_alone_is_the_one_of_the_document(documents):
    path = documents.path("text.md")
    documents.write(path, "one\r\ntwo", None)
    assert documents.text(path) == documents.read(path).text == "one\r\ntwo"
    with pytest.raises(FileNotFound):
        documents.text(documents.path("nothing.md"))


def test_there_is_no_stamp_without_a_file(documents):
    assert documents.stamp(documents.path("none.md")) is None
    assert documents.stamp(str(documents.folder)) is None


def test_the_stamp_has_the_size_in_bytes(documents):
    documents.put(documents.path("a.md"), "ü".encode())
    assert documents.stamp(documents.path("a.md")).size == 2


@pytest.mark.parametrize(("name", "says"), [("none.md", "does not exist"), ("", "is a folder")])
def test_what_is_not_there_cannot_be_read(documents, name, says):
    path = documents.path(name)
    with pytest.raises(FileNotFound, match=says) as caught:
        documents.read(path)
    assert (caught.value.code, caught.value.context["path"]) == (ErrorCode.FILE_NOT_FOUND, path)


def test_what_is_not_utf_8_is_refused_with_its_offset(documents):
    documents.put(documents.path("a.md"), "ä\nüx".encode() + b"\xff")
    with pytest.raises(FileUnreadable) as caught:
        documents.read(documents.path("a.md"))
    assert caught.value.context["offset"] == 6


def test_what_is_too_large_is_refused_both_ways(documents):
    path = documents.path("a.md")
    documents.put(path, b"x" * MAX_DOCUMENT_SIZE)
    document = documents.read(path)
    with pytest.raises(FileWrite):
        documents.write(path, document.text + "x", document.digest)
    documents.put(path, b"x" * (MAX_DOCUMENT_SIZE + 1))
    with pytest.raises(FileUnreadable, match="larger than 50 MB"):
        documents.read(path)


def test_a_file_that_was_saved_meanwhile_is_kept(documents):
    path = documents.path("a.md")
    documents.put(path, b"old")
    document = documents.read(path)
    documents.put(path, b"theirs")
    with pytest.raises(FileChanged):
        documents.write(path, "ours", document.digest)
    assert documents.bytes_of(path) == b"theirs"


def test_a_file_that_went_away_does_not_come_back(documents):
    with pytest.raises(FileChanged):
        documents.write(documents.path("a.md"), "ours", digest(b"old"))
    assert documents.stamp(documents.path("a.md")) is None


def test_a_new_file_never_replaces_one(documents):
    path = documents.path("a.md")
    documents.put(path, b"theirs")
    with pytest.raises(FileChanged):
        documents.write(path, "ours", None)
    assert documents.bytes_of(path) == b"theirs"


def test_text_without_utf_8_is_refused(documents):
    with pytest.raises(FileWrite):
        documents.write(documents.path("a.md"), "\ud800", None)
    assert documents.stamp(documents.path("a.md")) is None


def test_a_folder_that_is_missing_is_named(documents):
    with pytest.raises(FileWrite, match="its folder does not exist"):
        documents.write(documents.path("none/a.md"), "x", None)


def test_a_folder_is_not_replaced(documents):
    with pytest.raises(FileWrite):
        documents.write(documents.path(""), "x", None)


def test_one_file_has_one_path(documents):
    plain = documents.path("a.md")
    assert documents.resolve(documents.path("x/../a.md")) == documents.resolve(plain) == plain


FOUND = [
    "a.md",
    "b.MD",
    "c.markdown",
    "docs/d.md",
    "docs/deep/e.md",
]
PASSED_OVER = [
    "a.txt",
    ".hidden.md/x",
    ".github/f.md",
    "node_modules/g.md",
    "docs/node_modules/h.md",
    "venv/pyvenv.cfg",
    "venv/lib/i.md",
    "other/.git",
    "other/j.md",
]


def in_folders(documents):
    for name in [*FOUND, *PASSED_OVER]:
        path = documents.path(name)
        if isinstance(documents, OnDisk):
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        documents.put(path, b"x")


def found(documents, folder="", **more):
    start = documents.path(folder)
    return sorted(
        path.removeprefix(documents.path("")).lstrip("/") for path in documents.find(start, **more)
    )


def test_markdown_files_are_found_below_a_folder_without_what_belongs_to_others(documents):
    in_folders(documents)
    assert found(documents, deep=True) == FOUND
    assert found(documents, deep=False) == FOUND[:3]
    assert found(documents, "docs", deep=True) == FOUND[3:]
    assert found(documents, "other", deep=True) == ["other/j.md"]


@pytest.mark.parametrize(
    ("ignored", "left"),
    [
        (("docs",), FOUND[:3]),
        (("docs/deep/", "?.md"), ["b.MD", "c.markdown", "docs/d.md"]),
        (("*/e.md", "none"), FOUND[:4]),
        (("*",), []),
    ],
)
def test_what_is_ignored_is_not_found(documents, ignored, left):
    in_folders(documents)
    assert found(documents, deep=True, ignored=ignored) == left


def test_nothing_is_found_in_a_folder_that_is_not_there(documents):
    assert found(documents, "none", deep=True) == []
