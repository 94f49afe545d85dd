"""Functions of ours that SQL can call; registered with each connection, so they import what they use when called."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    import apsw


def register(connection: apsw.Connection) -> None:
    """Make the functions known to the connection."""
    add: Any = connection.create_scalar_function
    add("ticketr_fold", fold, 1, deterministic=True)
    add("ticketr_utc", utc, 1, deterministic=True)
    add("ticketr_says", _Says(), 3)


def fold(value: Any) -> str | None:
    """The text without regard to case; None for what is no text."""
    return value.casefold() if isinstance(value, str) else None


def utc(value: Any) -> str | None:
    """A time with an offset, as the store writes times; None for what is no time."""
    from datetime import datetime

    from ticketr.adapters.sqlite.codec import stamp

    try:
        found = datetime.fromisoformat(str(value))
        return stamp(found) if found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


class _Says:
    """Whether a text holds what a match asks for, in any form of its words or exactly: FTS5 is asked, in memory."""

    def __init__(self) -> None:
        self._indexes: dict[int, apsw.Connection] = {}

    def __call__(self, value: Any, match: Any, exact: Any) -> bool:
        if not isinstance(value, str) or not value:
            return False
        index = self._indexes.get(exact) or self._indexes.setdefault(exact, _index(exact))
        index.execute("DELETE FROM one; INSERT INTO one VALUES (?)", (value,))
        found = index.execute("SELECT 1 FROM one WHERE one MATCH ?", (match,)).fetchone()
        return found is not None


def _index(exact: int) -> apsw.Connection:
    import apsw

    connection = apsw.Connection(":memory:")
    words = "unicode61 remove_diacritics 2" if exact else "porter unicode61 remove_diacritics 2"
    connection.execute(f"CREATE VIRTUAL TABLE one USING fts5(value, tokenize='{words}')")
    return connection
