"""Points at which the process can die: around every write, sync and rename of SQLite, of files, and of HTTP.

`install(at)` counts them as they come and ends the process with SIGKILL at the one of that number (from 1); 0
counts only. What is written is written in two halves, with a point between them.
"""

from __future__ import annotations

import http.client
import io
import os
import signal
from typing import Any

import apsw


class Points:
    """The count of points passed, by kind, and the number at which it ends."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.passed = 0
        self.kinds: dict[str, int] = {}

    def pass_by(self, kind: str) -> None:
        """One point more, or the end."""
        self.passed += 1
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        if self.passed == self.at:
            os.kill(os.getpid(), signal.SIGKILL)


def install(at: int) -> Points:
    """Set the points of this process; there is no way back."""
    points = Points(at)
    _in_sqlite(points)
    _in_files(points)
    _in_http(points)
    return points


def _in_sqlite(points: Points) -> None:
    """A VFS over the system's own, for every database that is opened from now on."""
    system = apsw.vfs_names()[0]

    class File(apsw.VFSFile):  # type: ignore[misc, unused-ignore]
        def __init__(self, name: Any, flags: Any) -> None:
            super().__init__(system, name, flags)

        def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's name
            points.pass_by("sqlite write")
            half = len(data) // 2
            super().xWrite(data[:half], offset)
            points.pass_by("sqlite half written")
            super().xWrite(data[half:], offset + half)

        def xSync(self, flags: int) -> None:  # noqa: N802
            points.pass_by("sqlite sync")
            super().xSync(flags)

        def xTruncate(self, size: int) -> None:  # noqa: N802
            points.pass_by("sqlite truncate")
            super().xTruncate(size)

    class Vfs(apsw.VFS):  # type: ignore[misc, unused-ignore]
        def __init__(self) -> None:
            super().__init__("dying", system, makedefault=True)

        def xOpen(self, name: Any, flags: Any) -> File:  # noqa: N802
            return File(name, flags)

        def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
            points.pass_by("sqlite delete")
            super().xDelete(filename, syncdir)

    points.vfs = Vfs()  # type: ignore[attr-defined]


def _in_files(points: Points) -> None:
    class Torn(io.FileIO):
        def write(self, data: Any) -> int:
            half = len(data) // 2
            points.pass_by("file write")
            super().write(data[:half])
            points.pass_by("file half written")
            return half + super().write(data[half:])

    plain = os.fdopen

    def fdopen(descriptor: int, mode: str = "r", *more: Any, **named: Any) -> Any:
        return Torn(descriptor, mode) if mode == "wb" else plain(descriptor, mode, *more, **named)

    os.fdopen = fdopen  # type: ignore[assignment]
    for name in ("open", "fsync", "replace", "rename", "link", "unlink", "ftruncate"):
        setattr(os, name, _counted(points, f"file {name}", getattr(os, name)))


def _in_http(points: Points) -> None:
    connection, response = http.client.HTTPConnection, http.client.HTTPResponse
    for owner, name in ((connection, "connect"), (connection, "send"), (response, "begin")):
        setattr(owner, name, _counted(points, f"http {name}", getattr(owner, name)))


def _counted(points: Points, kind: str, work: Any) -> Any:
    def counted(*given: Any, **named: Any) -> Any:
        points.pass_by(kind)
        result = work(*given, **named)
        points.pass_by(f"{kind} done")
        return result

    return counted
