"""Watchers and votes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox.exchange import JiraError, Reply
from jira_sandbox.resources.issues import strings
from jira_sandbox.resources.lookup import issue_of
from jira_sandbox.storage.marks import VOTE, WATCH

if TYPE_CHECKING:
    from jira_sandbox.exchange import Call
    from jira_sandbox.people import Person
    from jira_sandbox.storage.issues import Issue


def watchers(call: Call) -> Reply:
    """GET issue/{key}/watchers."""
    found = issue_of(call)
    accounts = call.site.store.marks.of(WATCH, found.id)
    return Reply(
        body={
            "self": f"{call.site.api}/issue/{found.key}/watchers",
            "isWatching": bool(call.caller and call.caller.account_id in accounts),
            "watchCount": len(accounts),
            "watchers": [call.site.person(account) for account in accounts],
        }
    )


def watching(call: Call) -> Reply:
    """POST issue/watching: whether the caller watches each of `issueIds`; what is not there is not watched."""
    own, ids = call.user.account_id, strings(call.document(), "issueIds")
    site = call.site
    found = {name: site.store.issues.find(name) for name in ids}
    told = {
        name: issue is not None and own in site.store.marks.of(WATCH, issue.id)
        for name, issue in found.items()
    }
    return Reply(body={"issuesIsWatching": told})


def watch(call: Call) -> Reply:
    """POST issue/{key}/watchers: an account as a JSON string, or the caller."""
    caller, found = call.user, issue_of(call)
    named = call.json() if call.request.body else call.text("userName")
    person = _person(call, named) if named else caller
    call.site.store.marks.add(WATCH, found.id, person.account_id)
    return Reply(204)


def unwatch(call: Call) -> Reply:
    """DELETE issue/{key}/watchers?accountId=."""
    _ = call.user
    found = issue_of(call)
    person = _person(
        call, call.text("accountId" if call.site.cloud else "username") or call.text("userName")
    )
    call.site.store.marks.remove(WATCH, found.id, person.account_id)
    return Reply(204)


def _person(call: Call, name: Any) -> Person:
    people = call.site.catalogue.people
    look = people.get if call.site.cloud else people.by_username
    found = look(name) if isinstance(name, str) else None
    if found is None:
        raise JiraError(404, f"User '{name}' does not exist.")
    return found


def votes(call: Call) -> Reply:
    """GET issue/{key}/votes."""
    found = issue_of(call)
    accounts = call.site.store.marks.of(VOTE, found.id)
    return Reply(
        body={
            "self": f"{call.site.api}/issue/{found.key}/votes",
            "votes": len(accounts),
            "hasVoted": bool(call.caller and call.caller.account_id in accounts),
            "voters": [call.site.person(account) for account in accounts],
        }
    )


def vote(call: Call) -> Reply:
    """POST issue/{key}/votes."""
    account = call.user.account_id
    call.site.store.marks.add(VOTE, _votable(call).id, account)
    return Reply(204)


def unvote(call: Call) -> Reply:
    """DELETE issue/{key}/votes."""
    account, found = call.user.account_id, _votable(call)
    if account not in call.site.store.marks.of(VOTE, found.id):
        raise JiraError(404, "Cannot remove a vote for an issue you have not voted for.")
    call.site.store.marks.remove(VOTE, found.id, account)
    return Reply(204)


def _votable(call: Call) -> Issue:
    found = issue_of(call)
    if found.values.get("reporter") == call.user.account_id:
        raise JiraError(404, "You cannot vote for an issue you have reported.")
    return found
