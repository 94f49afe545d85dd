"""Accounts: one, by words, and those who can be assigned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox.exchange import JiraError, Reply
from jira_sandbox.resources.paging import window
from jira_sandbox.resources.permissions import PERMISSIONS

if TYPE_CHECKING:
    from jira_sandbox.exchange import Call
    from jira_sandbox.people import Person


GROUP = "jira-software-users"


def one(call: Call) -> Reply:
    """GET user?accountId=."""
    _ = call.user
    found = call.site.person(_named(call))
    if found is None:
        raise JiraError(
            404, "Specified user does not exist or you do not have required permissions"
        )
    return Reply(body={**found, **whole(call)})


def whole(call: Call) -> dict[str, Any]:
    """What is told of one account alone: its language, and on request its groups and applications."""
    asked = call.words("expand")
    groups = [{"name": GROUP, "self": f"{call.site.api}/group?groupname={GROUP}"}]
    roles = [{"key": "jira-software", "name": "Jira Software", "groups": [GROUP]}]
    return {
        "locale": "en_US",
        "groups": {"size": 1, "items": groups if "groups" in asked else []},
        "applicationRoles": {"size": 1, "items": roles if "applicationRoles" in asked else []},
        "expand": "groups,applicationRoles",
    }


def search(call: Call) -> Reply:
    """GET user/search?query=: a bare array."""
    _ = call.user
    if not call.site.cloud and not call.text("username"):
        raise JiraError(400, "The username query parameter was not provided")
    if call.site.cloud and not call.text("query") and not call.text("accountId"):
        raise JiraError(400, "A query or an accountId must be given.")
    return Reply(body=_found(call))


def assignable(call: Call) -> Reply:
    """GET user/assignable/search: active accounts, for a project or an issue."""
    _ = call.user
    project = call.text("project")
    if project and call.site.catalogue.project(project) is None:
        raise JiraError(404, f"No project could be found with key '{project}'.")
    issue = call.text("issueKey") or call.text("issueId")
    if issue and call.site.store.issues.find(issue) is None:
        raise JiraError(404, "Issue does not exist or you do not have permission to see it.")
    if not project and not issue:
        raise JiraError(400, "Either the project or the issueKey must be given.")
    return Reply(body=_found(call))


def assignable_everywhere(call: Call) -> Reply:
    """GET user/assignable/multiProjectSearch: active accounts, for some projects."""
    _ = call.user
    for key in call.words("projectKeys"):
        if call.site.catalogue.project(key) is None:
            raise JiraError(404, f"No project could be found with key '{key}'.")
    return Reply(body=_found(call))


def seeing(call: Call) -> Reply:
    """GET user/viewissue/search: who sees an issue, or the issues of a project: everybody."""
    _ = call.user
    _scope(call)
    return Reply(body=_found(call))


def permitted(call: Call) -> Reply:
    """GET user/permission/search: who has all of the permissions: everybody who is active."""
    _ = call.user
    wanted = call.words("permissions")
    unknown = [name for name in wanted if name not in PERMISSIONS]
    if unknown or not wanted:
        raise JiraError(400, f"Unrecognized permission: {', '.join(unknown) or 'none is given'}")
    _scope(call)
    return Reply(body=_found(call))


def _scope(call: Call) -> None:
    """The project or the issue of a search must exist; one of them must be named."""
    project, issue = call.text("projectKey"), call.text("issueKey")
    if not project and not issue:
        raise JiraError(400, "Either the issueKey or the projectKey must be given.")
    if project and call.site.catalogue.project(project) is None:
        raise JiraError(404, f"No project could be found with key '{project}'.")
    if issue and call.site.store.issues.find(issue) is None:
        raise JiraError(404, "Issue does not exist or you do not have permission to see it.")


def _named(call: Call) -> str:
    if call.site.cloud:
        return call.text("accountId")
    found = call.site.catalogue.people.by_username(call.text("username") or call.text("key"))
    return found.account_id if found else ""


def _found(call: Call) -> list[object]:
    account = call.text("accountId")
    query = call.text("query" if call.site.cloud else "username")
    if query == "." and not call.site.cloud:
        query = ""
    wanted = {True: True, False: False}
    if not call.site.cloud:
        active = call.flag("includeActive", default=True)
        wanted = {True: active, False: call.flag("includeInactive", default=False)}
    rows: list[Person] = [
        p
        for p in call.site.catalogue.people.matching(query)
        if wanted[p.active] and (not account or p.account_id == account)
    ]
    start, limit = window(call, 50, 1000)
    return [call.site.person(p.account_id) for p in rows[start : start + limit]]
