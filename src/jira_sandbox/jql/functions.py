"""The functions of queries, and the versions that some of them stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jira_sandbox.jql.names import accounts_named, projects_named
from jira_sandbox.jql.tree import JqlError

if TYPE_CHECKING:
    from jira_sandbox.catalogue import Component, Version
    from jira_sandbox.jql.tree import Function
    from jira_sandbox.people import Person
    from jira_sandbox.site import Site

DATE, USER = "java.util.Date", "com.atlassian.jira.user.ApplicationUser"
VERSION, ISSUE = "com.atlassian.jira.project.version.Version", "com.atlassian.jira.issue.Issue"
TYPE, SPRINT = "com.atlassian.jira.issue.issuetype.IssueType", "com.atlassian.greenhopper.Sprint"
PROJECT = "com.atlassian.jira.project.Project"
COMPONENT = "com.atlassian.jira.bc.project.component.ProjectComponent"
# The functions there are, what they yield, and whether that is a list.
FUNCTIONS: dict[str, tuple[str, bool]] = {
    "currentUser": (USER, False),
    "now": (DATE, False),
    "startOfDay": (DATE, False),
    "startOfWeek": (DATE, False),
    "startOfMonth": (DATE, False),
    "startOfYear": (DATE, False),
    "endOfDay": (DATE, False),
    "endOfWeek": (DATE, False),
    "endOfMonth": (DATE, False),
    "endOfYear": (DATE, False),
    "currentLogin": (DATE, False),
    "lastLogin": (DATE, False),
    "openSprints": (SPRINT, True),
    "closedSprints": (SPRINT, True),
    "futureSprints": (SPRINT, True),
    "releasedVersions": (VERSION, True),
    "unreleasedVersions": (VERSION, True),
    "latestReleasedVersion": (VERSION, False),
    "earliestUnreleasedVersion": (VERSION, False),
    "standardIssueTypes": (TYPE, True),
    "subTaskIssueTypes": (TYPE, True),
    "linkedIssues": (ISSUE, True),
    "issueHistory": (ISSUE, True),
    "votedIssues": (ISSUE, True),
    "watchedIssues": (ISSUE, True),
    "updatedBy": (ISSUE, True),
    "membersOf": (USER, True),
    "componentsLeadByUser": (COMPONENT, True),
    "projectsLeadByUser": (PROJECT, True),
    "projectsWhereUserHasPermission": (PROJECT, True),
    "issuesWithRemoteLinksByGlobalId": (ISSUE, True),
}
LISTS = {name.lower(): many for name, (_, many) in FUNCTIONS.items()}
VERSIONS = {
    "releasedversions": (True, None),
    "unreleasedversions": (False, None),
    "latestreleasedversion": (True, -1),
    "earliestunreleasedversion": (False, 0),
}


def leader(site: Site, call: Function, caller: Person | None) -> str:
    """The account in the argument, or the caller's; empty for nobody. Raises JqlError."""
    if not call.arguments:
        return caller.account_id if caller else ""
    found = accounts_named(site, call.arguments[0])
    if not found:
        name = call.arguments[0]
        raise JqlError(f"Function '{call.name}' could not find the user '{name}'.")
    return str(found[0])


def components_led(site: Site, account: str) -> list[Component]:
    """The components that an account leads."""
    found = [one for project in site.catalogue.projects for one in project.components]
    return [one for one in found if one.lead and one.lead == account]


def versions_of(site: Site, name: str, call: Function) -> list[Version]:
    """The versions that a function stands for, of the projects in its arguments or of all."""
    wanted = {project for text in call.arguments for project in projects_named(site, text)}
    released, one = VERSIONS[name]
    found = [
        version
        for project in site.catalogue.projects
        if not call.arguments or project.id in wanted
        for version in project.versions
        if version.released == released and not version.archived
    ]
    return found if one is None or not found else [found[one]]
