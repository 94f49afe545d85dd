"""Which issues a request writes to, by whatever name: each has a limit of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jira_sandbox.site import Site

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
IN_PATH = re.compile(r"/issue/([^/]+)")
LISTS = ("selectedIssueIdsOrKeys", "issues")
ENDS = ("inwardIssue", "outwardIssue")
READING = ("/bulkfetch", "/search", "/search/jql", "/jql/match", "/list")


def written(site: Site, method: str, path: str, body: Any) -> frozenset[int]:
    """The ids of the issues that a request writes to: named in the path, linked, ranked, edited in bulk.

    A key that an issue had before it was moved is that issue.
    """
    if method in SAFE or path.endswith(READING):
        return frozenset()
    with site.lock:
        found = [site.store.issues.find(name) for name in _named(path, body)]
    return frozenset(issue.id for issue in found if issue is not None)


def _named(path: str, body: Any) -> Iterator[str]:
    in_path = IN_PATH.search(path)
    if in_path:
        yield unquote(in_path.group(1))
    if not isinstance(body, dict):
        return
    for name in LISTS:
        if isinstance(body.get(name), list):
            yield from (str(value) for value in body[name] if isinstance(value, str | int))
    for end in ENDS:
        if path.endswith("/issueLink") and isinstance(body.get(end), dict):
            yield str(body[end].get("id") or body[end].get("key"))
