"""The base of a ticket as one compressed value: field by field Jira's JSON and what both sides agreed on, in order.

They say the same several times over, and take a third of the room so.
"""

from __future__ import annotations

import zlib
from json import loads

from ticketr.adapters.sqlite.codec import dump
from ticketr.adapters.sqlite.database import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    Part = tuple[str, Any, Any]


def packed(parts: Iterable[Part]) -> bytes:
    """Fields with raw and agreed value, packed."""
    return zlib.compress(dump(list(parts)).encode())


def unpacked(kept: bytes) -> list[Part]:
    """What `packed` was given; tuples come back as lists."""
    return [(name, raw, value) for name, raw, value in loads(zlib.decompress(kept))]


class Packing:
    """The aggregate `ticketr_packed(place, field, raw, value)` of migration 018: raw and value are JSON already."""

    def __init__(self) -> None:
        self._parts: list[tuple[int, str]] = []

    def step(self, *values: Any) -> None:
        """Take in one field."""
        place, field, raw, value = values
        self._parts.append((place, f"[{dump(text(field))},{raw},{value}]"))

    def final(self) -> bytes:
        """All of them, in the order of their places."""
        inside = ",".join(part for _, part in sorted(self._parts))
        return zlib.compress(f"[{inside}]".encode())
