"""What SQLite says, in the typed errors of ticketr. Imported only where something went wrong."""

from __future__ import annotations

import apsw

from ticketr.errors import DatabaseConnection, DatabaseQuery, DatabaseTransaction, TicketrError

_LOCK_HINT = "Close the other program that uses the store, or wait for it, then run it again."
_DAMAGE_HINT = "The file was left as it is. Restore it from a backup; your Markdown files and Jira are untouched."
_BUSY = (apsw.BusyError, apsw.LockedError)
_DAMAGED = (apsw.NotADBError, apsw.CorruptError, apsw.FormatError)
_FORBIDDEN = (apsw.ReadOnlyError, apsw.PermissionsError, apsw.AuthError, PermissionError)


def opening(error: Exception, path: str, timeout: float) -> TicketrError:
    """The error for a file that could not be opened."""
    if isinstance(error, _BUSY):
        return DatabaseConnection(_busy(path, timeout), hint=_LOCK_HINT, path=path)
    known = _common(error, path)
    if known is not None:
        return known
    return DatabaseConnection(f"The store {path} cannot be opened: {_words(error)}.", path=path)


def working(error: apsw.Error, path: str, timeout: float) -> TicketrError:
    """The error for a statement or a transaction that failed."""
    if isinstance(error, _BUSY):
        return DatabaseTransaction(_busy(path, timeout), hint=_LOCK_HINT, path=path)
    known = _common(error, path)
    if known is not None:
        return known
    if isinstance(error, (apsw.IOError, apsw.CantOpenError)):
        message = f"The store {path} cannot be read or written: {_words(error)}."
        return DatabaseConnection(message, path=path)
    if isinstance(error, apsw.AbortError):
        return DatabaseTransaction(f"Nothing was written to {path}: {_words(error)}.", path=path)
    return DatabaseQuery(f"The store refused a statement: {_words(error)}.", path=path)


def _common(error: Exception, path: str) -> TicketrError | None:
    if isinstance(error, _DAMAGED):
        message = f"The store {path} is damaged or not a database of ticketr: {_words(error)}."
        return DatabaseConnection(message, hint=_DAMAGE_HINT, path=path)
    if isinstance(error, _FORBIDDEN):
        return DatabaseConnection(f"The store {path} may not be written to.", path=path)
    if isinstance(error, apsw.FullError):
        return DatabaseTransaction(f"The disk that holds {path} is full.", path=path)
    return None


def _busy(path: str, timeout: float) -> str:
    return f"The store {path} is locked by another program (waited {timeout:g} seconds)."


def _words(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return str(error) or type(error).__name__
