"""Points at which the process can die: around every write, sync and rename of SQLite, of files, and of HTTP.

`install(at)` counts them as they come and ends the process with SIGKILL at the one of that number (from 1); 0
counts only. What is written is written in two halves, with a point between them. With `power` the machine loses its
power at that moment: of what SQLite wrote to a file and did not sync, only a part that chance chooses is left.
"""

from __future__ import annotations

import http.client
import io
import os
import random
import signal
from typing import Any

import apsw


class Points:
    """The count of points passed, by kind, and the number at which it ends."""

    def __init__(self, at: int, power: random.Random | None) -> None:
        self.at = at
        self.power = power
        self.files: list[Any] = []
        self.vfs: object = None
        self.passed = 0
        self.kinds: dict[str, int] = {}

    def pass_by(self, kind: str) -> None:
        """One point more, or the end."""
        self.passed += 1
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        if self.passed == self.at:
            for file in self.files if self.power else ():
                file.lose(self.power)
            os.kill(os.getpid(), signal.SIGKILL)


def install(at: int, power: int | None = None) -> Points:
    """Set the points of this process; there is no way back. `power` is a seed."""
    points = Points(at, None if power is None else random.Random(power))
    points.vfs = DyingVfs(points)
    _in_files(points)
    _in_http(points)
    return points


SYSTEM = apsw.vfs_names()[0]


class DyingFile(apsw.VFSFile):  # type: ignore[misc, unused-ignore]
    """A file of SQLite's whose writes are points; what was not synced can be taken back."""

    def __init__(self, points: Points, name: Any, flags: Any) -> None:
        super().__init__(SYSTEM, name, flags)
        self.points = points
        self.unsynced: list[tuple[int, bytes, int]] = []
        points.files.append(self)

    def lose(self, chance: random.Random) -> None:
        """Take back what was not synced, but for as many writes as chance leaves."""
        left = chance.randint(0, len(self.unsynced))
        for offset, old, size in reversed(self.unsynced[left:]):
            super().xTruncate(size)
            super().xWrite(old, offset)

    def _note(self, offset: int, count: int) -> None:
        """Remember what stands there, and how long the file is, until the next sync."""
        size = super().xFileSize()
        old = super().xRead(min(count, size - offset), offset) if offset < size else b""
        self.unsynced.append((offset, old, size))

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's name
        self.points.pass_by("sqlite write")
        self._note(offset, len(data))
        half = len(data) // 2
        super().xWrite(data[:half], offset)
        self.points.pass_by("sqlite half written")
        super().xWrite(data[half:], offset + half)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self.points.pass_by("sqlite sync")
        super().xSync(flags)
        self.unsynced.clear()

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self.points.pass_by("sqlite truncate")
        self._note(size, max(0, super().xFileSize() - size))
        super().xTruncate(size)

    def xClose(self) -> None:  # noqa: N802
        self.points.files.remove(self)
        super().xClose()


class DyingVfs(apsw.VFS):  # type: ignore[misc, unused-ignore]
    """The system's own files, but dying ones."""

    def __init__(self, points: Points) -> None:
        self.points = points
        super().__init__("dying", SYSTEM, makedefault=True)

    def xOpen(self, name: Any, flags: Any) -> DyingFile:  # noqa: N802
        return DyingFile(self.points, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        self.points.pass_by("sqlite delete")
        super().xDelete(filename, syncdir)


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
