"""The page beans of Jira."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jira_sandbox.exchange import Call


# No list is longer.
FARTHEST = 2**40


def window(call: Call, size: int, most: int) -> tuple[int, int]:
    """`startAt` and `maxResults` of a request, within bounds."""
    start = min(max(0, call.number("startAt", 0)), FARTHEST)
    limit = call.number("maxResults", size)
    return start, max(0, min(limit, most))


def page(
    call: Call, rows: Sequence[Any], one: Callable[[Any], Any], size: int = 50, most: int = 100
) -> dict[str, Any]:
    """A page with `values` and `isLast`."""
    start, limit = window(call, size, most)
    shown = rows[start : start + limit]
    return {
        "self": call.site.url + call.request.path,
        "maxResults": limit,
        "startAt": start,
        "total": len(rows),
        "isLast": start + len(shown) >= len(rows),
        "values": [one(row) for row in shown],
    }


def named_page(
    call: Call,
    name: str,
    rows: Sequence[Any],
    one: Callable[[Any], Any],
    size: int = 50,
    most: int = 5000,
) -> dict[str, Any]:
    """A page whose array has a name of its own, and no `isLast`."""
    start, limit = window(call, size, most)
    shown = rows[start : start + limit]
    return {
        "startAt": start,
        "maxResults": limit,
        "total": len(rows),
        name: [one(row) for row in shown],
    }
