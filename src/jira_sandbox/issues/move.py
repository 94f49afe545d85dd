"""Moving an issue to another project: a new key, the same id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jira_sandbox.issues.places import place_of
from jira_sandbox.issues.values import index_of

if TYPE_CHECKING:
    from jira_sandbox.catalogue import Project
    from jira_sandbox.people import Person
    from jira_sandbox.site import Site
    from jira_sandbox.storage.issues import Issue

# Things of the old project that mean nothing in the new one.
LEFT_BEHIND = ("components", "fixVersions", "versions")


def relocate(site: Site, author: Person, issue: Issue, project: Project) -> str:
    """Move an issue and its sub-tasks, give the new key; the old key goes on finding the issue."""
    with site.store.database.transaction():
        key = _move(site, author, issue, project)
        for child in site.store.issues.children(issue.id):
            if site.catalogue.type(child.type).subtask:
                _move(site, author, child, project)
    return key


def _move(site: Site, author: Person, issue: Issue, project: Project) -> str:
    old = issue.key
    issue.project = project.id
    issue.number = site.store.issues.next_number(project.id)
    issue.key = f"{project.key}-{issue.number}"
    issue.updated = max(issue.updated + 1, site.clock.now())
    for name in LEFT_BEHIND:
        issue.values.pop(name, None)
    site.store.issues.save(issue, index_of(place_of(site, issue), issue.values))
    item = {"field": "Key", "fieldtype": "jira", "from": None, "fromString": old}
    items = [{**item, "to": None, "toString": issue.key}]
    site.store.history.add(issue.id, author.account_id, issue.updated, items)
    return issue.key
