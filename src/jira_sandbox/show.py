"""The small documents that Jira repeats everywhere: types, statuses, priorities, projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox.people import avatars

if TYPE_CHECKING:
    from jira_sandbox.catalogue import (
        Category,
        Component,
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


def issue_type(site: Site, kind: IssueType) -> dict[str, Any]:
    """An issue type."""
    icon = f"{site.api}/universal_avatar/view/type/issuetype/avatar/{kind.avatar}?size=medium"
    told: dict[str, Any] = {
        "self": f"{site.api}/issuetype/{kind.id}",
        "id": kind.id,
        "description": kind.description,
        "iconUrl": icon,
        "name": kind.name,
        "subtask": kind.subtask,
        "avatarId": kind.avatar,
    }
    return {**told, "hierarchyLevel": kind.level} if site.cloud else told


def category(site: Site, value: Category) -> dict[str, Any]:
    """A status category."""
    return {
        "self": f"{site.api}/statuscategory/{value.id}",
        "id": value.id,
        "key": value.key,
        "colorName": value.color,
        "name": value.name,
    }


def status(site: Site, value: Status) -> dict[str, Any]:
    """A status with its category."""
    return {
        "self": f"{site.api}/status/{value.id}",
        "description": value.description,
        "iconUrl": f"{site.url}/images/icons/statuses/generic.png",
        "name": value.name,
        "id": value.id,
        "statusCategory": category(site, value.category),
    }


def priority(site: Site, value: Priority) -> dict[str, Any]:
    """A priority, as fields show it."""
    return {
        "self": f"{site.api}/priority/{value.id}",
        "iconUrl": f"{site.url}/images/icons/priorities/{value.icon}.svg",
        "name": value.name,
        "id": value.id,
    }


def resolution(site: Site, value: Named) -> dict[str, Any]:
    """A resolution."""
    return {
        "self": f"{site.api}/resolution/{value.id}",
        "id": value.id,
        "description": value.description,
        "name": value.name,
    }


def option(site: Site, value: Option) -> dict[str, Any]:
    """An option of a select field."""
    return {
        "self": f"{site.api}/customFieldOption/{value.id}",
        "value": value.value,
        "id": value.id,
    }


def component(site: Site, value: Component) -> dict[str, Any]:
    """A component, as fields show it."""
    told = {"self": f"{site.api}/component/{value.id}", "id": value.id, "name": value.name}
    return {**told, "description": value.description} if value.description else told


def version(site: Site, value: Version) -> dict[str, Any]:
    """A version, as fields show it."""
    told = {
        "self": f"{site.api}/version/{value.id}",
        "id": value.id,
        "description": value.description,
        "name": value.name,
        "archived": value.archived,
        "released": value.released,
    }
    return {**told, "releaseDate": value.release} if value.release else told


def sprint_value(sprint: Sprint) -> dict[str, Any]:
    """A sprint, as the field shows it."""
    told = {
        "id": sprint.id,
        "name": sprint.name,
        "state": sprint.state,
        "boardId": sprint.board_id,
        "goal": sprint.goal,
    }
    return {**told, **sprint_dates(sprint)}


def sprint_dates(sprint: Sprint) -> dict[str, str]:
    """The dates that a sprint has."""
    dates = {
        "startDate": sprint.start,
        "endDate": sprint.end,
        "completeDate": sprint.complete,
        "createdDate": sprint.created,
    }
    return {name: value for name, value in dates.items() if value}


def sprint_text(sprint: Sprint) -> str:
    """A sprint, as the field shows it on Data Center: the print of an object."""
    return (
        f"com.atlassian.greenhopper.service.sprint.Sprint@{sprint.id:x}[id={sprint.id},"
        f"rapidViewId={sprint.board_id},state={sprint.state.upper()},name={sprint.name},"
        f"startDate={sprint.start or '<null>'},endDate={sprint.end or '<null>'},"
        f"completeDate={sprint.complete or '<null>'},activatedDate=<null>,"
        f"sequence={sprint.id},goal={sprint.goal},autoStartStop=false,synced=false]"
    )


def project_brief(site: Site, project: Project) -> dict[str, Any]:
    """A project, as fields and lists show it."""
    told: dict[str, Any] = {
        "self": f"{site.api}/project/{project.id}",
        "id": project.id,
        "key": project.key,
        "name": project.name,
        "projectTypeKey": "software",
        "avatarUrls": avatars(site.api, "project", "10407"),
    }
    return {**told, "simplified": False} if site.cloud else told


def brief(site: Site, issue: Issue) -> dict[str, Any]:
    """A parent, child or linked issue with the few fields that Jira shows of it."""
    catalogue = site.catalogue
    ranks = {p.id: p for p in catalogue.priorities}
    rank = ranks.get(issue.values.get("priority", ""))
    return {
        "id": str(issue.id),
        "key": issue.key,
        "self": f"{site.api}/issue/{issue.id}",
        "fields": {
            "summary": issue.summary,
            "status": status(site, catalogue.status(issue.status)),
            "priority": None if rank is None else priority(site, rank),
            "issuetype": issue_type(site, catalogue.type(issue.type)),
        },
    }
