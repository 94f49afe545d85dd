"""The issue that a path names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jira_sandbox.exchange import JiraError

if TYPE_CHECKING:
    from jira_sandbox.exchange import Call
    from jira_sandbox.storage.issues import Issue

MISSING = "Issue does not exist or you do not have permission to see it."


def issue_of(call: Call, name: str = "issue") -> Issue:
    """The issue in the path, by id, key or former key; 404 too for anonymous calls."""
    found = call.site.store.issues.find(call.path[name])
    if found is None or call.caller is None or found.project in call.site.hidden:
        raise JiraError(404, MISSING)
    return found
