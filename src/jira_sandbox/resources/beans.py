"""Bodies of versions and components: Data Center refuses a part that it does not know, Cloud passes over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox.exchange import JiraError

if TYPE_CHECKING:
    from jira_sandbox.exchange import Call

PACKAGE = "com.atlassian.jira.rest.v2.issue"
BEANS = {"version": "version.VersionBean", "component": "component.ComponentBean"}
SHARED = frozenset({"archived", "description", "expand", "id", "name", "project", "self"})
PARTS = {
    "version": SHARED
    | {"moveUnfixedIssuesTo", "operations", "overdue", "projectId", "releaseDate", "released"}
    | {"releaseDateSet", "remotelinks", "startDate", "startDateSet"}
    | {"userReleaseDate", "userStartDate"},
    "component": SHARED
    | {"assignee", "assigneeType", "deleted", "isAssigneeTypeValid", "lead", "leadUserName"}
    | {"projectId", "realAssignee", "realAssigneeType"},
}


def bean(call: Call, kind: str) -> dict[str, Any]:
    """The body, whose parts are known. Raises JiraError 400, in words recorded of a server."""
    body = call.document()
    unknown = next((name for name in body if name not in PARTS[kind]), None)
    if unknown is None or call.site.cloud:
        return body
    at = f"line: 1, column: {call.request.body.decode('utf-8', 'replace').find(unknown) + 1}"
    raise JiraError(
        400,
        f'Unrecognized field "{unknown}" (Class {PACKAGE}.{BEANS[kind]}), not marked as ignorable\n'
        f" at [Source: org.apache.catalina.connector.CoyoteInputStream@70faf7c7; {at}]",
    )
