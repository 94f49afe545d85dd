"""The page beans of Jira."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

from jira_sandbox.exchange import ONLY_404, JiraError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from jira_sandbox.exchange import Call

T = TypeVar("T")
PLACE = ("startAt", "maxResults")

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
    last = start + len(shown) >= len(rows)
    told = {
        "self": _address(call, start, limit),
        "maxResults": limit,
        "startAt": start,
        "total": len(rows),
        "isLast": last,
        "values": [one(row) for row in shown],
    }
    if not last and limit:
        told["nextPage"] = _address(call, start + limit, limit)
    return told


def bare(told: dict[str, Any]) -> dict[str, Any]:
    """A page without the addresses of pages."""
    return {name: value for name, value in told.items() if name not in ("self", "nextPage")}


def _address(call: Call, start: int, limit: int) -> str:
    """The address of a page: what was asked, with its place."""
    kept = {name: values for name, values in call.request.query.items() if name not in PLACE}
    query = urlencode({**kept, "maxResults": limit, "startAt": start}, doseq=True)
    return f"{call.site.root}{call.request.path}?{query}"


def sorted_by(
    call: Call, rows: Sequence[T], orders: Mapping[str, Callable[[T], Any]], default: str
) -> list[T]:
    """The rows in the order that `orderBy` asks for: a name, after `+` or `-`; 400 for another name."""
    asked = call.text("orderBy").strip() or default
    name = asked.lstrip("+-")
    if name not in orders:
        path = call.request.path
        raise JiraError(
            404 if path.endswith(ONLY_404) else 400,
            f"The orderBy parameter must be one of: {', '.join(orders)}.",
        )
    return sorted(rows, key=orders[name], reverse=asked.startswith("-"))


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
