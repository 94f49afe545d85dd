"""What the values of queries have in common. On the hot path of `search`: no heavy import."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Never


class Node:
    """A frozen value: equal to another of its class with equal parts."""

    __slots__: tuple[str, ...] = ()

    def _set(self, **parts: object) -> None:
        for name, value in parts.items():
            object.__setattr__(self, name, value)

    def _parts(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.__slots__ if name != "at")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash((type(self).__name__, self._parts()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}{self._parts()!r}"

    def __setattr__(self, name: str, value: object) -> Never:
        raise AttributeError(name)
