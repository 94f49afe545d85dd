"""The small documents that Jira repeats everywhere: types, statuses, priorities, projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox.people import avatars

if TYPE_CHECKING:
    from jira_sandbox.catalogue import (
        Category,
        IssueType,
        Named,
        Option,
        Priority,
        Project,
        Sprint,
        Status,
        Version,
    )
    from jira_sandbox.site import Site
    from jira_sandbox.storage.issues import Issue

API = "/rest/api/3"


def issue_type(url: str, kind: IssueType) -> dict[str, Any]:
    """An issue type."""
    icon = f"{url}{API}/universal_avatar/view/type/issuetype/avatar/{kind.avatar}?size=medium"
    return {
        "self": f"{url}{API}/issuetype/{kind.id}",
        "id": kind.id,
        "description": kind.description,
        "iconUrl": icon,
        "name": kind.name,
        "subtask": kind.subtask,
        "avatarId": kind.avatar,
        "hierarchyLevel": kind.level,
    }


def category(url: str, value: Category) -> dict[str, Any]:
    """A status category."""
    return {
        "self": f"{url}{API}/statuscategory/{value.id}",
        "id": value.id,
        "key": value.key,
        "colorName": value.color,
        "name": value.name,
    }


def status(url: str, value: Status) -> dict[str, Any]:
    """A status with its category."""
    return {
        "self": f"{url}{API}/status/{value.id}",
        "description": value.description,
        "iconUrl": f"{url}/images/icons/statuses/generic.png",
        "name": value.name,
        "id": value.id,
        "statusCategory": category(url, value.category),
    }


def priority(url: str, value: Priority) -> dict[str, Any]:
    """A priority, as fields show it."""
    return {
        "self": f"{url}{API}/priority/{value.id}",
        "iconUrl": f"{url}/images/icons/priorities/{value.icon}.svg",
        "name": value.name,
        "id": value.id,
    }


def resolution(url: str, value: Named) -> dict[str, Any]:
    """A resolution."""
    return {
        "self": f"{url}{API}/resolution/{value.id}",
        "id": value.id,
        "description": value.description,
        "name": value.name,
    }


def option(url: str, value: Option) -> dict[str, Any]:
    """An option of a select field."""
    return {
        "self": f"{url}{API}/customFieldOption/{value.id}",
        "value": value.value,
        "id": value.id,
    }


def component(url: str, value: Named) -> dict[str, Any]:
    """A component, as fields show it."""
    return {"self": f"{url}{API}/component/{value.id}", "id": value.id, "name": value.name}


def version(url: str, value: Version) -> dict[str, Any]:
    """A version, as fields show it."""
    return {
        "self": f"{url}{API}/version/{value.id}",
        "id": value.id,
        "description": "",
        "name": value.name,
        "archived": value.archived,
        "released": value.released,
    }


def sprint_value(sprint: Sprint) -> dict[str, Any]:
    """A sprint, as the field shows it."""
    return {
        "id": sprint.id,
        "name": sprint.name,
        "state": sprint.state,
        "boardId": sprint.board_id,
        "goal": sprint.goal,
    }


def project_brief(url: str, project: Project) -> dict[str, Any]:
    """A project, as fields and lists show it."""
    return {
        "self": f"{url}{API}/project/{project.id}",
        "id": project.id,
        "key": project.key,
        "name": project.name,
        "projectTypeKey": "software",
        "simplified": False,
        "avatarUrls": avatars(url, "project", "10407"),
    }


def brief(site: Site, issue: Issue) -> dict[str, Any]:
    """A parent, child or linked issue with the few fields that Jira shows of it."""
    catalogue = site.catalogue
    ranks = {p.id: p for p in catalogue.priorities}
    rank = ranks.get(issue.values.get("priority", ""))
    return {
        "id": str(issue.id),
        "key": issue.key,
        "self": f"{site.url}{API}/issue/{issue.id}",
        "fields": {
            "summary": issue.summary,
            "status": status(site.url, catalogue.status(issue.status)),
            "priority": None if rank is None else priority(site.url, rank),
            "issuetype": issue_type(site.url, catalogue.type(issue.type)),
        },
    }
