"""Writing: a new file beside the old one, made durable, then put in its place in one step.

Invariant: at every instant, and after a kill or a power cut at any instant, the name holds the whole old text or
the whole new text.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys

from ticketr.adapters.files.leftovers import new_name, remove_leftovers
from ticketr.adapters.files.reading import digest_of
from ticketr.errors import FileChanged, FileWrite
from ticketr.limits import MAX_DOCUMENT_SIZE
from ticketr.ports.external import DocumentText, Stamp

_WRITE_BITS = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your disk quota is used up",
    errno.EFBIG: "it would be larger than this system allows",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "you have no permission to write in its folder",
    errno.EPERM: "you have no permission to write in its folder",
    errno.ENOENT: "its folder does not exist",
    errno.ENOTDIR: "its folder does not exist",
    errno.ELOOP: "its symbolic links lead in a circle",
    errno.ENAMETOOLONG: "its name is too long",
}
_KEPT = "The file was left as it was."
_HINTS = {
    errno.ENOSPC: f"{_KEPT} Free some disk space, then run the command again.",
    errno.EDQUOT: f"{_KEPT} Free some of your disk space, then run the command again.",
    errno.EROFS: f"{_KEPT} Make that disk writable, then run the command again.",
    errno.EACCES: f"{_KEPT} Make its folder writable, then run the command again.",
    errno.EPERM: f"{_KEPT} Make its folder writable, then run the command again.",
    errno.ENOENT: "Create the folder, then run the command again.",
}
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


class Place:
    """Where a document is: its path without links, and the path as the user named it."""

    __slots__ = ("folder", "path", "real")

    def __init__(self, real: str, path: str) -> None:
        self.real = real
        self.path = path
        self.folder = os.path.dirname(real)


def write_document(place: Place, text: str, expected: str | None, *, tidy: bool) -> DocumentText:
    """Put `text` at the place if it still has the digest `expected`; `tidy` removes leftovers of killed writes.

    Raises FileChanged, FileWrite.
    """
    data = _encode(text, place)
    try:
        old = _old_file(place, expected)
        if tidy:
            remove_leftovers(place.folder)
        stamp = _replace(place, data, old, expected)
    except OSError as error:
        raise _not_written(error, place) from error
    return DocumentText(place.real, text, digest_of(data), stamp)


def _encode(text: str, place: Place) -> bytes:
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise FileWrite(
            f"{place.path} was not written: character {error.start} of the text has no form in UTF-8.",
            hint="The file was left as it was.",
            path=place.path,
        ) from None
    if len(data) > MAX_DOCUMENT_SIZE:
        raise FileWrite(
            f"{place.path} was not written: it would be larger than {MAX_DOCUMENT_SIZE >> 20} MB.",
            hint="The file was left as it was. Split it into several files.",
            path=place.path,
            size=len(data),
        )
    return data


def _old_file(place: Place, expected: str | None) -> os.stat_result | None:
    """The stat of what is there now; raises FileWrite where it may not be replaced."""
    try:
        found = os.stat(place.real)
    except FileNotFoundError:
        if expected is None:
            return None
        raise _changed(place, "is not there any more") from None
    if not stat.S_ISREG(found.st_mode):
        raise FileWrite(
            f"{place.path} was not written: it is not a regular file.", path=place.path
        )
    if expected is None:
        raise _changed(place, "exists already")
    if hasattr(os, "statvfs") and os.statvfs(place.real).f_flag & os.ST_RDONLY:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))
    if not found.st_mode & _WRITE_BITS or not os.access(place.real, os.W_OK):
        raise FileWrite(
            f"{place.path} was not written: the file is read-only.",
            hint="Make it writable, for example with `chmod u+w`, then run the command again.",
            path=place.path,
        )
    return found


def _replace(place: Place, data: bytes, old: os.stat_result | None, expected: str | None) -> Stamp:
    temporary = os.path.join(place.folder, new_name())
    # Without an old file the mode is what the user's umask makes of 0666, as an editor would have it.
    mode = 0o666 if old is None else 0o600
    try:
        stamp = _fill(temporary, mode, data, place.real if old else None)
        if expected is None:
            _claim(temporary, place)
        else:
            _check_digest(place, expected)
            os.replace(temporary, place.real)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
    _sync_folder(place.folder)
    return stamp


def _fill(temporary: str, mode: int, data: bytes, like: str | None) -> Stamp:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(temporary, flags, mode), "wb", buffering=0) as file:
        view = memoryview(data)
        while view:
            view = view[file.write(view) :]
        if like is not None:
            _keep_attributes(file.fileno(), like)
        os.fsync(file.fileno())
        found = os.fstat(file.fileno())
    return Stamp(found.st_mtime_ns, found.st_size)


def _keep_attributes(descriptor: int, like: str) -> None:
    """Owner, permissions and extended attributes of the old file, as far as this user may set them."""
    old = os.stat(like)
    mode = stat.S_IMODE(old.st_mode)
    if hasattr(os, "fchown") and not _keep_owner(descriptor, old):
        # The group is another one now: it gets no more than everybody had.
        mode = mode & ~0o070 | (mode & 0o007) << 3
    if hasattr(os, "listxattr"):
        with contextlib.suppress(OSError):
            for name in os.listxattr(like):
                os.setxattr(descriptor, name, os.getxattr(like, name))
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, mode)


def _keep_owner(descriptor: int, old: os.stat_result) -> bool:
    """Whether the group could be kept; the owner is kept where the system allows it."""
    new = os.fstat(descriptor)
    if new.st_uid != old.st_uid:
        with contextlib.suppress(OSError):
            os.fchown(descriptor, old.st_uid, -1)
    if new.st_gid != old.st_gid:
        with contextlib.suppress(OSError):
            os.fchown(descriptor, -1, old.st_gid)
    return os.fstat(descriptor).st_gid == old.st_gid


def _claim(temporary: str, place: Place) -> None:
    """Give the new file its name unless the name is taken. Raises FileChanged."""
    try:
        if sys.platform == "win32":
            os.rename(temporary, place.real)
        else:
            os.link(temporary, place.real)
    except FileExistsError:
        raise _changed(place, "exists already") from None
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _claim_without_links(temporary, place)


def _claim_without_links(temporary: str, place: Place) -> None:
    """On a file system without hard links: reserve the name with an empty file, then replace that."""
    try:
        os.close(os.open(place.real, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise _changed(place, "exists already") from None
    os.replace(temporary, place.real)


def _check_digest(place: Place, expected: str) -> None:
    """The last look before the rename. Raises FileChanged."""
    try:
        with open(place.real, "rb") as file:
            found = digest_of(file.read(MAX_DOCUMENT_SIZE + 1))
    except FileNotFoundError:
        raise _changed(place, "is not there any more") from None
    if found != expected:
        raise _changed(place, "was saved by another program")


def _sync_folder(folder: str) -> None:
    """Make the rename durable. The text is in place by now, so a folder that cannot be synced is no error."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _changed(place: Place, what: str) -> FileChanged:
    return FileChanged(f"{place.path} {what}; it was not written.", path=place.path)


def _not_written(error: OSError, place: Place) -> FileWrite:
    number = error.errno or 0
    reason = _REASONS.get(number, (error.strerror or "unknown reason").lower())
    return FileWrite(
        f"{place.path} was not written: {reason}.",
        hint=_HINTS.get(number, ""),
        path=place.path,
        folder=place.folder,
        errno=number,
    )
