"""Links between issues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jira_sandbox import show
from jira_sandbox.exchange import JiraError, Reply
from jira_sandbox.issues import linking, parts
from jira_sandbox.issues.events import note

if TYPE_CHECKING:
    from jira_sandbox.exchange import Call
    from jira_sandbox.storage.issues import Issue
    from jira_sandbox.storage.links import Link


def add(call: Call) -> Reply:
    """POST issueLink: 201 without a body; the same link twice is one link."""
    author = call.user.account_id
    with call.site.store.database.transaction():
        linking.link(call.site, call.document(), author)
    return Reply(201)


def get(call: Call) -> Reply:
    """GET issueLink/{id}."""
    _ = call.user
    found = _link(call)
    return Reply(
        body={
            "id": str(found.id),
            "self": f"{call.site.api}/issueLink/{found.id}",
            "type": parts.link_type(call.site, parts.kind_of_link(call.site, found)),
            "inwardIssue": show.brief(call.site, _end(call, found.source)),
            "outwardIssue": show.brief(call.site, _end(call, found.target)),
        }
    )


def delete(call: Call) -> Reply:
    """DELETE issueLink/{id}."""
    author = call.user.account_id
    found, now = _link(call), call.site.clock.now()
    with call.site.store.database.transaction():
        call.site.store.links.delete(found.id)
        call.site.store.issues.touch(found.source, now)
        call.site.store.issues.touch(found.target, now)
    told = linking.link_told(call.site, found)
    note(call.site, "issuelink_deleted", author, more={"issueLink": told})
    return Reply(204)


def _link(call: Call) -> Link:
    wanted = call.path["link"]
    found = call.site.store.links.get(int(wanted)) if wanted.isdecimal() else None
    if found is None:
        raise JiraError(404, f"No issue link with id '{wanted}' exists.")
    return found


def _end(call: Call, issue_id: int) -> Issue:
    found = call.site.store.issues.get(issue_id)
    if found is None:
        raise JiraError(404, linking.MISSING)
    return found
