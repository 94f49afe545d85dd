"""Markdown files in real folders: links, names and permissions that only a disk has."""

from __future__ import annotations

import os

from ticketr.adapters.files import MarkdownFiles


def found(folder, **more):
    paths = MarkdownFiles().find(str(folder), deep=True, **more)
    return [os.path.relpath(path, folder) for path in paths]


def test_links_are_not_followed(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.md").write_text("x")
    (tmp_path / "link.md").symlink_to(tmp_path / "in" / "a.md")
    (tmp_path / "in" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "nowhere.md").symlink_to(tmp_path / "none")
    assert found(tmp_path) == [f"in{os.sep}a.md"]


def test_a_name_that_is_no_utf_8_is_passed_over(tmp_path):
    (tmp_path / "b.md").write_text("x")
    (tmp_path / os.fsdecode(b"\xff.md")).write_text("x")
    assert found(tmp_path) == ["b.md"]


def test_files_come_in_one_order(tmp_path):
    for name in ("z/b.md", "a/c.md", "m.md", "a/b/a.md", "b.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    expected = ["b.md", "m.md", "a/c.md", "a/b/a.md", "z/b.md"]
    assert found(tmp_path) == [name.replace("/", os.sep) for name in expected]
