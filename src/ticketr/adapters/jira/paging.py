"""Reading to the end: pages by number and pages by token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ticketr.errors import JiraConnection

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ticketr.adapters.jira.client import HttpClient

ARRAYS = ("values", "issueTypes", "fields", "results", "comments")
"""What Jira calls a page's list; createmeta on Cloud has names of its own."""


def numbered(
    client: HttpClient, path: str, query: Mapping[str, object] | None = None, size: int = 100
) -> Iterator[dict[str, Any]]:
    """Every element of a list that is paged by `startAt`.

    Ends on `isLast`, on `total`, or where neither is said on an empty page. Raises JiraConnection where a page
    is not a page, or where the list ends before its total.
    """
    start, last = 0, False
    while not last:
        page = client.get(path, {**(query or {}), "startAt": start, "maxResults": size})
        items = _items(page)
        if items is None:
            raise JiraConnection(f"{client.host} answered with something that is not a list.")
        yield from items
        start += len(items)
        last = _is_last(page, start)
        if not items and not last:
            raise JiraConnection(f"{client.host} ends a list before its last page.")


def _items(page: object) -> list[Any] | None:
    if not isinstance(page, dict):
        return None
    lists = [page[name] for name in ARRAYS if isinstance(page.get(name), list)]
    return lists[0] if lists else None


def _is_last(page: Mapping[str, Any], seen: int) -> bool:
    """Whether a page that brings us to `seen` elements is the last one."""
    total, last = page.get("total"), page.get("isLast")
    if isinstance(last, bool):
        return last
    if isinstance(total, int):
        return seen >= total
    return not _items(page)
