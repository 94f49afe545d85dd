"""Versions and components, as their own endpoints and those of projects tell them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from jira_sandbox import show
from jira_sandbox.clock import moment

if TYPE_CHECKING:
    from jira_sandbox.catalogue import Component, Project, Version
    from jira_sandbox.exchange import Call


def version_told(call: Call, owner: Project, found: Version) -> dict[str, Any]:
    """A version, with the days that it has in words, too."""
    told = {**show.version(call.site, found), "projectId": int(owner.id)}
    if found.start:
        told |= {"startDate": found.start, "userStartDate": _words(found.start)}
    if found.release:
        today = f"{moment(call.site.clock.now(), call.site.zone):%Y-%m-%d}"
        late = not found.released and found.release < today
        told |= {"userReleaseDate": _words(found.release), "overdue": late}
    return told


def _words(day: str) -> str:
    """A day as Jira's look and feel has it: 24/Dec/26; as it is where it is none."""
    try:
        return f"{date.fromisoformat(day):%d/%b/%y}"
    except ValueError:
        return day


def component_told(call: Call, owner: Project, found: Component) -> dict[str, Any]:
    """A component, with its lead as `lead` where it has one."""
    lead = call.site.person(found.lead) if found.lead else None
    assignee = {"assignee": lead, "realAssignee": lead} if lead else {}
    told = {
        **show.component(call.site, found),
        "assigneeType": "COMPONENT_LEAD" if lead else "PROJECT_DEFAULT",
        "realAssigneeType": "COMPONENT_LEAD" if lead else "PROJECT_DEFAULT",
        "isAssigneeTypeValid": bool(lead),
        "project": owner.key,
        "projectId": int(owner.id),
        **assignee,
    }
    if not call.site.cloud:
        told |= {"archived": False}
    return {**told, "lead": lead} if lead else told
