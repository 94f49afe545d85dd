"""Reading: what is on the disk, exactly, or one clear error."""

from __future__ import annotations

import hashlib
import os
import stat

from ticketr.adapters.files.raw import decoded, read, unreadable
from ticketr.ports.external import DocumentText, Stamp


def digest_of(data: bytes) -> str:
    """SHA-256 of a file's bytes, as hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def stamp_of(real: str, path: str) -> Stamp | None:
    """The stat of a regular file, None where there is none. Raises FileUnreadable without permission."""
    try:
        found = os.stat(real)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise unreadable(error, path) from error
    return _stamp(found) if stat.S_ISREG(found.st_mode) else None


def read_document(real: str, path: str) -> DocumentText:
    """The document at `real`; errors name it as the user did, `path`. Raises FileNotFound, FileUnreadable."""
    data, found = read(real, path)
    return DocumentText(real, decoded(data, path), digest_of(data), _stamp(found))


def _stamp(found: os.stat_result) -> Stamp:
    return Stamp(found.st_mtime_ns, found.st_size)
