"""One comment, as it was read. On the way of `show`: a plain frozen class, no heavy import."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any, Never


class Comment:
    """What somebody (account and name) said of a ticket, in Markdown, and when it was said and last edited."""

    __slots__ = ("author", "author_name", "body", "created_at", "id", "updated_at")
    id: str
    author: str
    author_name: str
    body: str
    created_at: datetime
    updated_at: datetime

    def __init__(
        self,
        id: str,  # noqa: A002 - Jira's name
        author: str,
        author_name: str,
        body: str,
        created_at: datetime,
        updated_at: datetime,
    ) -> None:
        values = (author, author_name, body, created_at, id, updated_at)
        for name, value in zip(self.__slots__, values, strict=True):
            object.__setattr__(self, name, value)

    def _values(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.__slots__)

    def __eq__(self, other: object) -> bool:
        return type(other) is Comment and self._values() == other._values()

    def __hash__(self) -> int:
        return hash(self._values())

    def __repr__(self) -> str:
        return f"Comment{self._values()!r}"

    def __setattr__(self, name: str, value: object) -> Never:
        raise AttributeError(name)
