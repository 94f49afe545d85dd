"""The preferences table. A plain string, such as the current workspace, is read without importing json."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ticketr.adapters.sqlite.codec import Clock
    from ticketr.adapters.sqlite.database import Database

_PUT = """
INSERT INTO preferences (key, value, updated_at) VALUES (?, ?, ?)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at
"""


class SqlitePreferences:
    """PreferenceRepository on SQLite."""

    def __init__(self, db: Database, now: Clock) -> None:
        self._db = db
        self._now = now

    def get(self, key: str) -> object:
        """The value, None where there is none."""
        row = self._db.one("SELECT value FROM preferences WHERE key = ?", (key,))
        return None if row is None else _load(row[0])

    def set(self, key: str, value: object) -> None:
        """Store it."""
        from ticketr.adapters.sqlite.codec import dump, stamp

        self._db.run(_PUT, (key, dump(value), stamp(self._now())))

    def delete(self, key: str) -> None:
        """Forget it; nothing happens where there is none."""
        self._db.run("DELETE FROM preferences WHERE key = ?", (key,))


def _load(value: str) -> object:
    if value[0] == '"' and "\\" not in value:
        return value[1:-1]
    from ticketr.adapters.sqlite.codec import load

    return load(value)
