"""Documents without an end, which JSON cannot hold but values in memory can: an error that names the place."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST: Final = 1_000_000
"""Parts that a walk through one document takes in before it is given up."""


class Endless(Exception):
    """A walk found no end."""


@contextmanager
def finite(document: object) -> Iterator[None]:
    """Raises TicketValidation in place of Endless, with the place where the document holds itself."""
    try:
        yield
    except (Endless, RecursionError):
        from ticketr.errors import TicketValidation

        place = inside_itself(document)
        told = f"holds itself at {place}" if place else f"has more than {MOST:,} parts"
        raise TicketValidation(
            f"A rich text cannot be read: it {told}.",
            hint="Look at the ticket in Jira; what made this text did not make a document.",
        ) from None


def inside_itself(value: object) -> str:
    """The path to the first object or list that is in itself, as `content[0].attrs`; empty without one."""
    above: dict[int, None] = {}
    done: set[int] = set()
    stack: list[tuple[object, str]] = [(value, "")]
    while stack:
        item, path = stack.pop()
        if type(item) is _Leave:
            last, _ = above.popitem()
            done.add(last)
        elif id(item) in above:
            return path
        elif isinstance(item, (dict, list)) and id(item) not in done:
            above[id(item)] = None
            stack.append((_LEAVE, ""))
            stack += [(child, path + name) for name, child in _children(item)]
    return ""


def _children(item: dict[Any, Any] | list[Any]) -> list[tuple[str, Any]]:
    if isinstance(item, list):
        return [(f"[{index}]", child) for index, child in enumerate(item)][::-1]
    return [(f".{key}", child) for key, child in item.items()][::-1]


class _Leave:
    """The place in a walk where all below an object was seen."""


_LEAVE: Final = _Leave()
