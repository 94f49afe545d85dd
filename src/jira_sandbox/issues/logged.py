"""Worklogs, as replies show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox import durations, rich
from jira_sandbox.clock import stamp

if TYPE_CHECKING:
    from jira_sandbox.site import Site
    from jira_sandbox.storage.issues import Issue
    from jira_sandbox.storage.rows import Row

KIND = "worklog"
INSIDE = 20


def show(site: Site, row: Row) -> dict[str, Any]:
    """One worklog."""
    body = row.body
    told = {
        "self": f"{site.api}/issue/{row.owner}/worklog/{row.id}",
        "author": site.person(body["author"]),
        "updateAuthor": site.person(body["editor"]),
        "created": stamp(body["created"], site.zone),
        "updated": stamp(body["updated"], site.zone),
        "started": stamp(body["started"], site.zone),
        "timeSpent": durations.write(body["seconds"]),
        "timeSpentSeconds": body["seconds"],
        "id": str(row.id),
        "issueId": str(row.owner),
    }
    if body.get("visibility"):
        told["visibility"] = body["visibility"]
    comment = rich.show(site.dialect, body["comment"])
    return told if comment is None else {**told, "comment": comment}


def inside(site: Site, issue: Issue) -> dict[str, Any]:
    """The `worklog` field: a page that holds at most twenty."""
    rows = site.store.rows.of(KIND, issue.id)
    shown = [show(site, row) for row in rows[:INSIDE]]
    return {"startAt": 0, "maxResults": INSIDE, "total": len(rows), "worklogs": shown}
