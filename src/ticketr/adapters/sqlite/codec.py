"""Values as columns hold them: times as UTC text with milliseconds, everything compound as JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from ticketr.domain.ticket import FieldValue

    Clock = Callable[[], datetime]


def stamp(moment: datetime) -> str:
    """The time in UTC, cut to the millisecond: `2026-11-23T05:09:34.123Z`.

    Raises DatabaseQuery for a time without a zone.
    """
    if moment.tzinfo is None:
        from ticketr.errors import DatabaseQuery

        raise DatabaseQuery("A time without a time zone cannot be stored.", time=str(moment))
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def stamp_or_none(moment: datetime | None) -> str | None:
    """`stamp`, or None for None."""
    return None if moment is None else stamp(moment)


def moment(stamped: str) -> datetime:
    """The time that `stamp` made text of."""
    return datetime.fromisoformat(stamped)


def moment_or_none(stamped: str | None) -> datetime | None:
    """`moment`, or None for None."""
    return None if stamped is None else moment(stamped)


_encode = json.JSONEncoder(separators=(",", ":")).encode


def dump(value: object) -> str:
    """Compact JSON in ASCII, so that any string of Python's can be stored."""
    return "null" if value is None else _encode(value)


def load(text: str) -> Any:
    """The value that `dump` made text of."""
    short = len(text) <= SHORT and text[:1] not in "[{"
    return _plain(text) if short else json.loads(text)


SHORT = 80
"""Characters up to which a text is kept with what it means: the same names, numbers and `null` come again and again."""


@lru_cache(maxsize=2000)
def _plain(text: str) -> Any:
    return json.loads(text)


def load_value(text: str) -> FieldValue:
    """A field's value; a set of names comes back as a tuple."""
    value = load(text)
    return tuple(value) if isinstance(value, list) else value


def load_view(text: str) -> dict[str, FieldValue]:
    """Values by field id."""
    if text == "{}":
        return {}
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in json.loads(text).items()
    }


def dump_view(view: Mapping[str, FieldValue]) -> str:
    """Values by field id, as JSON."""
    return dump(dict(view))
