"""Temporary files, `.ticketr-<host>-<pid>-<random>.tmp`: how they are named, and when one is a leftover."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import time

_PREFIX, _SUFFIX = ".ticketr-", ".tmp"
_OLD = 24 * 3600
"""Seconds after which the file of another machine that shares the folder is taken as left over."""


def new_name() -> str:
    """A name for a temporary file that says which process on which machine writes it."""
    return f"{_PREFIX}{_host()}-{os.getpid()}-{os.urandom(4).hex()}{_SUFFIX}"


def _host() -> str:
    name = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    return hashlib.sha256(name.encode(errors="surrogateescape")).hexdigest()[:8]


def remove_leftovers(folder: str) -> None:
    """Remove temporary files of writes that were killed: of dead processes here, a day old of other machines."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _is_leftover(entry):
                with contextlib.suppress(OSError):
                    os.unlink(entry.path)


def _is_leftover(entry: os.DirEntry[str]) -> bool:
    name = entry.name
    if not (name.startswith(_PREFIX) and name.endswith(_SUFFIX)):
        return False
    parts = name[len(_PREFIX) : -len(_SUFFIX)].split("-")
    if len(parts) != 3 or not parts[1].isdigit():
        return False
    if not entry.is_file(follow_symlinks=False):
        return False
    age = time.time() - entry.stat(follow_symlinks=False).st_mtime
    here = parts[0] == _host() and sys.platform != "win32"
    return age > _OLD or (here and not _is_alive(int(parts[1])))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
