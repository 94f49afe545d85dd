"""Jira's numeric ids, very many of them in little memory."""

from __future__ import annotations

SPAN = 1024
"""Neighbouring ids that share one piece of memory, of an eighth as many bytes."""


class IdSet:
    """A set of ids as Jira writes them. What is no plain number is kept as it is, and costs as usual."""

    __slots__ = ("_count", "_others", "_pages")

    def __init__(self) -> None:
        self._pages: dict[int, bytearray] = {}
        self._others: set[str] = set()
        self._count = 0

    def add(self, name: str) -> bool:
        """Put it in; whether it is new there."""
        if name in self:
            return False
        self._count += 1
        if not _is_plain(name):
            self._others.add(name)
            return True
        at, rest = divmod(int(name), SPAN)
        page = self._pages.get(at)
        if page is None:
            page = self._pages[at] = bytearray(SPAN // 8)
        page[rest >> 3] |= 1 << (rest & 7)
        return True

    def __contains__(self, name: str) -> bool:
        if not _is_plain(name):
            return name in self._others
        at, rest = divmod(int(name), SPAN)
        page = self._pages.get(at)
        return page is not None and bool(page[rest >> 3] >> (rest & 7) & 1)

    def __len__(self) -> int:
        return self._count


def _is_plain(name: str) -> bool:
    """Whether the number says all that the text says."""
    return name.isascii() and name.isdecimal() and len(name) < 20 and not name.startswith("0")
