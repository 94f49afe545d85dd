"""The bytes on the disk, exactly, or one clear error. On the way of `show`: no heavy imports."""

from __future__ import annotations

import errno
import os
import stat

from ticketr.errors import FileNotFound, FileUnreadable
from ticketr.limits import MAX_DOCUMENT_SIZE

_OPEN = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOCTTY", 0)
)
_CHUNK = 1 << 20
_ATTEMPTS = 3


def read(real: str, path: str) -> tuple[bytes, os.stat_result]:
    """The bytes of the file at `real`, with its stat; errors name it as the user did, `path`.

    Raises FileNotFound, FileUnreadable.
    """
    try:
        return _read_still(real, path)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FileNotFound(f"{path} does not exist.", path=path) from error
    except OSError as error:
        raise unreadable(error, path) from error


def _read_still(real: str, path: str) -> tuple[bytes, os.stat_result]:
    """The bytes of a file that nobody wrote to while they were read."""
    for _ in range(_ATTEMPTS):
        _refuse_kind(os.stat(real), path)  # opening some devices has effects
        with os.fdopen(os.open(real, _OPEN), "rb", buffering=0) as file:
            before = os.fstat(file.fileno())
            _refuse_kind(before, path)
            data = _read_all(file.fileno(), path)
            after = os.fstat(file.fileno())
        if _stamp(before) == _stamp(after):
            return data, after
    raise FileUnreadable(
        f"{path} is being written by another program.",
        hint="Wait until the other program is done, then run the command again.",
        path=path,
    )


def _refuse_kind(found: os.stat_result, path: str) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise FileNotFound(
            f"{path} is a folder, not a file.",
            hint="Name the files in it, as in `*.md`.",
            path=path,
        )
    if not stat.S_ISREG(found.st_mode):
        raise FileUnreadable(f"{path} is not a regular file but a pipe or device.", path=path)
    if found.st_size > MAX_DOCUMENT_SIZE:
        raise _too_large(found.st_size, path)


def _read_all(descriptor: int, path: str) -> bytes:
    parts: list[bytes] = []
    size = 0
    while part := os.read(descriptor, _CHUNK):
        size += len(part)
        if size > MAX_DOCUMENT_SIZE:
            raise _too_large(size, path)
        parts.append(part)
    return b"".join(parts)


def decoded(data: bytes, path: str) -> str:
    """The bytes as UTF-8. Raises FileUnreadable with the place of the first that is none."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        good = data[: error.start]
        line = good.count(b"\n") + 1
        column = len(good[good.rfind(b"\n") + 1 :].decode("utf-8")) + 1
        hint = ""
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            hint = "It looks like UTF-16. Save it as UTF-8 and run the command again."
        raise FileUnreadable(
            f"{path}:{line}:{column}: not UTF-8: the byte 0x{data[error.start]:02x} at offset {error.start}.",
            hint=hint,
            path=path,
            line=line,
            column=column,
            offset=error.start,
        ) from None


def _stamp(found: os.stat_result) -> tuple[int, int]:
    return found.st_mtime_ns, found.st_size


def _too_large(size: int, path: str) -> FileUnreadable:
    limit = MAX_DOCUMENT_SIZE // (1 << 20)
    return FileUnreadable(
        f"{path} is larger than {limit} MB.",
        hint="Split it into several files.",
        path=path,
        size=size,
        limit=MAX_DOCUMENT_SIZE,
    )


def unreadable(error: OSError, path: str) -> FileUnreadable:
    """The error for what the system says of a file that is not read."""
    reasons = {
        errno.EACCES: "you have no permission to read it",
        errno.EPERM: "you have no permission to read it",
        errno.ELOOP: "its symbolic links lead in a circle",
        errno.ENAMETOOLONG: "its name is too long",
    }
    number = error.errno or 0
    reason = reasons.get(number, (error.strerror or "unknown reason").lower())
    hints = {
        errno.EACCES: "Make it readable, for example with `chmod u+r`.",
        errno.EPERM: "Make it readable, for example with `chmod u+r`.",
    }
    return FileUnreadable(
        f"{path} cannot be read: {reason}.", hint=hints.get(number, ""), path=path, errno=number
    )
