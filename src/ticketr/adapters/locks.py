"""One writer at a time, by locks on files that the operating system frees when their process ends."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
import time

from ticketr.errors import FileWrite, SyncLocked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_PAUSE = 0.05
_BUSY = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}
_FAR = 1 << 30
"""Windows locks ranges and hides them from readers, so a byte far behind the text is locked there."""

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


class FileLocks:
    """Locks in a folder, one file each; the file says who holds the lock and stays when it is free.

    `command` is what a waiting user is told, without arguments, as in `ticketr push`; `wait` is how many
    seconds to wait for a lock that is held. A lock is not reentrant: whoever holds it is refused as well.
    """

    def __init__(self, folder: str, command: str = "ticketr", wait: float = 0.0) -> None:
        self._folder = folder
        self._command = command
        self._wait = wait

    @contextlib.contextmanager
    def hold(self, name: str) -> Iterator[None]:
        """Hold the lock for the block. Raises SyncLocked, and FileWrite where the folder cannot be used."""
        path = os.path.join(self._folder, _file_name(name))
        descriptor = self._open(path)
        try:
            self._acquire(descriptor, name, path)
            _write_holder(descriptor, self._command)
            try:
                yield
            finally:
                _clear_holder(descriptor)
                _unlock(descriptor)
        finally:
            os.close(descriptor)

    def _open(self, path: str) -> int:
        try:
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
            return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise _no_lock(path, error) from error

    def _acquire(self, descriptor: int, name: str, path: str) -> None:
        deadline = time.monotonic() + self._wait
        while True:
            try:
                return _lock(descriptor)
            except OSError as error:
                if error.errno not in _BUSY:
                    raise _no_lock(path, error) from error
            if time.monotonic() >= deadline:
                raise _held(path, name)
            time.sleep(_PAUSE)


def _file_name(name: str) -> str:
    """A file name for any lock name: what is not a letter, digit or `-` becomes `_` and its number."""
    safe = "".join(
        c if c.isascii() and (c.isalnum() or c == "-") else f"_{ord(c):x}_" for c in name
    )
    return safe + ".lock"


def _write_holder(descriptor: int, command: str) -> None:
    holder = {"pid": os.getpid(), "command": command, "since": time.time()}
    with contextlib.suppress(OSError):  # on a full disk the lock holds all the same
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, json.dumps(holder).encode())


def _clear_holder(descriptor: int) -> None:
    with contextlib.suppress(OSError):
        os.ftruncate(descriptor, 0)


def _held(path: str, name: str) -> SyncLocked:
    holder = _read_holder(path)
    if holder is None:  # the holder is between taking the lock and writing its name
        time.sleep(_PAUSE)
        holder = _read_holder(path)
    if holder is None:
        return SyncLocked("Another ticketr command is at work on this workspace.", lock=name)
    pid, command, since = holder
    return SyncLocked(
        f"`{command}` (process {pid}) has been at work on this workspace since {_clock(since)}.",
        lock=name,
        pid=pid,
        command=command,
        since=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(since)),
    )


def _read_holder(path: str) -> tuple[int, str, float] | None:
    """Process, command and start (seconds since 1970); None in the instant before the holder has written it."""
    try:
        with open(path, encoding="utf-8") as file:
            holder = json.loads(file.read(4096))
        return int(holder["pid"]), str(holder["command"]), float(holder["since"])
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _clock(since: float) -> str:
    """The local time of day; with the date where that is another day."""
    then, now = time.localtime(since), time.localtime()
    same_day = then[:3] == now[:3]
    return time.strftime("%H:%M" if same_day else "%Y-%m-%d %H:%M", then)


def _no_lock(path: str, error: OSError) -> FileWrite:
    reason = (error.strerror or "unknown reason").lower()
    return FileWrite(
        f"The lock {path} cannot be taken: {reason}.",
        hint="Nothing was changed. ticketr needs to write in that folder; TICKETR_HOME names another one.",
        path=path,
    )
