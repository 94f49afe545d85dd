"""Which Markdown files a folder holds, without reading any. On the way of `status`: no heavy imports."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ENDINGS = (".md", ".markdown")
PACKAGES = frozenset({"node_modules", "__pycache__"})
MARKS = frozenset({".git", ".ticketr", "pyvenv.cfg", "CACHEDIR.TAG"})
"""A folder that holds one of these is another repository or project, a virtual environment, a cache."""


def find(root: str, *, deep: bool, ignored: Sequence[str]) -> Iterator[str]:
    """The absolute paths of Markdown files, sorted within each folder; files of a folder come before those below it."""
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        entries = _entries(folder)
        if folder != root and not MARKS.isdisjoint(entry.name for entry in entries):
            continue
        kept = [entry for entry in entries if not _is_ignored(entry.path, root, ignored)]
        yield from (entry.path for entry in kept if _is_markdown(entry))
        below = [entry.path for entry in kept if deep and _is_ours(entry)]
        waiting += reversed(below)


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError:
        return []


def _is_markdown(entry: os.DirEntry[str]) -> bool:
    named = entry.name.lower().endswith(ENDINGS)
    return named and entry.is_file(follow_symlinks=False) and _can_be_kept(entry.path)


def _is_ours(entry: os.DirEntry[str]) -> bool:
    named = not entry.name.startswith(".") and entry.name not in PACKAGES
    return named and entry.is_dir(follow_symlinks=False)


def _is_ignored(path: str, root: str, ignored: Sequence[str]) -> bool:
    if not ignored:
        return False
    from fnmatch import fnmatchcase

    inside = os.path.relpath(path, root).replace(os.sep, "/")
    return any(fnmatchcase(inside, pattern.strip("/")) for pattern in ignored)


def _can_be_kept(path: str) -> bool:
    """A name that is no UTF-8 cannot be remembered."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
