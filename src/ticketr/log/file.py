"""The log file: what a line looks like, that it holds no secret, and when a new file is begun."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import time

from ticketr.limits import MAX_LOG_FILE_SIZE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ticketr.log.redact import Redactor

FILE_NAME = "ticketr.log"
_LONGEST = 1 << 20
_CUT = b" ... (cut)\n"


class RedactionFilter(logging.Filter):
    """Replaces a record's message, exception and stack by their redacted texts."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__()
        self._redactor = redactor

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True: records are rewritten, never dropped."""
        redact = self._redactor.redact
        record.msg = redact(_message(record))
        record.args = ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        record.exc_info = None
        if record.exc_text:
            record.exc_text = redact(record.exc_text)
        if record.stack_info:
            record.stack_info = redact(record.stack_info)
        return True


class LogLine(logging.Formatter):
    """`2026-03-01T12:00:00.123Z INFO    ticketr.sync: text`; further lines of a record are indented by two."""

    converter = staticmethod(time.gmtime)

    def __init__(self) -> None:
        super().__init__(
            "%(asctime)s.%(msecs)03dZ %(levelname)-7s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S"
        )

    def format(self, record: logging.LogRecord) -> str:
        """The record on one line, or with its further lines indented, so that no text can pose as a record."""
        return "\n  ".join(super().format(record).splitlines())


class LogFile(logging.Handler):
    """Appends whole lines to `ticketr.log`, readable by its owner only; no file exceeds MAX_LOG_FILE_SIZE.

    Several processes may write at once: each line is one append, and a new file is begun under a lock. Nothing
    is opened before the first record. Where the file cannot be written, records are dropped.
    """

    def __init__(self, folder: str, *, backups: int, max_size: int = MAX_LOG_FILE_SIZE) -> None:
        super().__init__()
        self._folder = folder
        self._path = os.path.join(folder, FILE_NAME)
        self._backups = backups
        self._max_size = max_size
        self._descriptor: int | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        try:
            line = (self.format(record) + "\n").encode("utf-8", errors="backslashreplace")
        except Exception:  # noqa: BLE001 - a record that cannot be printed must not stop the work
            return
        with contextlib.suppress(OSError):
            self._write(_cut(line, min(_LONGEST, self._max_size)))

    def close(self) -> None:
        """Close the file."""
        self._forget()
        super().close()

    def _write(self, line: bytes) -> None:
        """Append the line under a lock, so that the size that was looked at is the size that is written to."""
        while True:
            descriptor = self._current()
            with _alone(descriptor):
                if not self._has_the_name(descriptor):
                    continue  # another process began a new file
                if os.fstat(descriptor).st_size + len(line) <= self._max_size:
                    os.write(descriptor, line)
                    return
                self._begin_new()

    def _current(self) -> int:
        """The descriptor of the file that has the name now; another process may have begun a new one."""
        if self._descriptor is not None and not self._has_the_name(self._descriptor):
            self._forget()
        if self._descriptor is None:
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
            self._descriptor = os.open(self._path, flags, 0o600)
            if hasattr(os, "fchmod"):
                os.fchmod(self._descriptor, 0o600)
        return self._descriptor

    def _has_the_name(self, descriptor: int) -> bool:
        with contextlib.suppress(FileNotFoundError):
            return os.path.samestat(os.fstat(descriptor), os.stat(self._path))
        return False

    def _begin_new(self) -> None:
        """Rename the file to `.1`, that one to `.2` and so on; the oldest goes."""
        if sys.platform == "win32":
            self._forget()  # an open file cannot be renamed there
        for number in range(self._backups, 0, -1):
            older = f"{self._path}.{number - 1}" if number > 1 else self._path
            with contextlib.suppress(FileNotFoundError):
                os.replace(older, f"{self._path}.{number}")

    def _forget(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


@contextlib.contextmanager
def _alone(descriptor: int) -> Iterator[None]:
    """Hold a lock on the open file; Windows renames no file that others have open, and so needs none."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001 - arguments that do not fit, or that cannot be printed
        text = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
        return f"{text} (could not be shown in full)"


def _cut(line: bytes, longest: int) -> bytes:
    return line if len(line) <= longest else line[: longest - len(_CUT)] + _CUT
