"""Documents in memory: a DocumentStore that passes the same contract as the one over files."""

from __future__ import annotations

import hashlib
import posixpath
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from ticketr.errors import FileChanged, FileNotFound, FileUnreadable, FileWrite
from ticketr.limits import MAX_DOCUMENT_SIZE
from ticketr.ports.external import DocumentText, Stamp

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = "/documents"


PACKAGES = ("node_modules", "__pycache__")


def _marks(path: str) -> bool:
    """Whether the file says that its folder is none of ours."""
    return posixpath.basename(path) in {".git", ".ticketr", "pyvenv.cfg", "CACHEDIR.TAG"}


class MemoryDocuments:
    """Files as bytes by absolute path; relative paths start at `/documents`. `clock` counts writes."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.folders = {"/", ROOT}
        self.read_only: set[str] = set()
        self.stamps: dict[str, Stamp] = {}
        self.clock = 0

    def put(self, path: str, data: bytes) -> None:
        """What another program would save."""
        real = self.resolve(path)
        self.clock += 1
        self.files[real] = data
        self.stamps[real] = Stamp(self.clock, len(data))

    def resolve(self, path: str) -> str:
        return posixpath.normpath(posixpath.join(ROOT, path))

    def stamp(self, path: str) -> Stamp | None:
        return self.stamps.get(self.resolve(path)) if self.resolve(path) in self.files else None

    def read(self, path: str) -> DocumentText:
        real = self.resolve(path)
        if real not in self.files:
            what = "is a folder, not a file" if real in self.folders else "does not exist"
            raise FileNotFound(f"{path} {what}.", path=path)
        data = self.files[real]
        if len(data) > MAX_DOCUMENT_SIZE:
            raise FileUnreadable(f"{path} is larger than 50 MB.", path=path)
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            raise FileUnreadable(f"{path}: not UTF-8.", path=path, offset=error.start) from None
        return DocumentText(real, text, hashlib.sha256(data).hexdigest(), self.stamps[real])

    def text(self, path: str) -> str:
        return self.read(path).text

    def find(self, folder: str, *, deep: bool, ignored: Sequence[str] = ()) -> Iterator[str]:
        root = self.resolve(folder).rstrip("/") + "/"
        marks = {posixpath.dirname(path) + "/" for path in self.files if _marks(path)} - {root}
        for path in sorted(self.files, key=lambda path: (path.count("/"), path)):
            inside = path.removeprefix(root).split("/")
            above = ["/".join(inside[:depth]) for depth in range(1, len(inside) + 1)]
            if (
                path.startswith(root)
                and path.lower().endswith((".md", ".markdown"))
                and (deep or len(inside) == 1)
                and not any(name.startswith(".") or name in PACKAGES for name in inside[:-1])
                and not any(path.startswith(mark) for mark in marks)
                and not any(
                    fnmatchcase(part, want.strip("/")) for part in above for want in ignored
                )
            ):
                yield path

    def write(self, path: str, text: str, expected: str | None) -> DocumentText:
        real = self.resolve(path)
        try:
            data = text.encode()
        except UnicodeEncodeError:
            raise FileWrite(f"{path} was not written: no UTF-8.", path=path) from None
        if real in self.folders or real in self.read_only or len(data) > MAX_DOCUMENT_SIZE:
            raise FileWrite(f"{path} was not written.", path=path)
        if posixpath.dirname(real) not in self.folders:
            raise FileWrite(f"{path} was not written: its folder does not exist.", path=path)
        found = self.files.get(real)
        if (None if found is None else hashlib.sha256(found).hexdigest()) != expected:
            raise FileChanged(f"{path} was saved by another program.", path=path)
        self.put(real, data)
        return self.read(real)
