"""Which handler serves which method and path."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from jira_sandbox import control
from jira_sandbox.dialect import CLOUD
from jira_sandbox.resources import (
    about,
    agile,
    changelog,
    comments,
    createmeta,
    fields,
    issues,
    links,
    projects,
    properties,
    search,
    transitions,
    users,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from jira_sandbox.exchange import Call, Reply

    Handler = Callable[[Call], Reply]

V3 = "/rest/api/3"
AGILE = "/rest/agile/1.0"
CONTROL = "/_sandbox"
# What stands in the place of a key below `issue/` and is none.
RESERVED = frozenset(
    {"archive", "bulk", "bulkfetch", "createmeta", "limit", "picker", "properties", "unarchive"}
    | {"watching"}
)

TABLE: list[tuple[str, str, Handler]] = [
    ("GET", f"{V3}/serverInfo", about.server_info),
    ("GET", f"{V3}/myself", about.myself),
    ("GET", f"{V3}/field", fields.fields),
    ("GET", f"{V3}/priority", fields.priorities),
    ("GET", f"{V3}/resolution", fields.resolutions),
    ("GET", f"{V3}/status", fields.statuses),
    ("GET", f"{V3}/statuscategory", fields.status_categories),
    ("GET", f"{V3}/issuetype", fields.issue_types),
    ("GET", f"{V3}/issuetype/{{id}}", fields.issue_type),
    ("GET", f"{V3}/issueLinkType", fields.link_types),
    ("GET", f"{V3}/project", projects.projects),
    ("GET", f"{V3}/project/{{project}}", projects.project),
    ("GET", f"{V3}/project/{{project}}/statuses", projects.statuses),
    ("GET", f"{V3}/project/{{project}}/versions", projects.versions),
    ("GET", f"{V3}/project/{{project}}/components", projects.components),
    ("GET", f"{V3}/issue/createmeta/{{project}}/issuetypes", createmeta.types),
    ("GET", f"{V3}/issue/createmeta/{{project}}/issuetypes/{{type}}", createmeta.fields),
    ("GET", f"{V3}/user", users.one),
    ("GET", f"{V3}/user/search", users.search),
    ("GET", f"{V3}/user/assignable/search", users.assignable),
    ("POST", f"{V3}/issue", issues.create),
    ("POST", f"{V3}/issue/bulk", issues.create_many),
    ("GET", f"{V3}/issue/{{issue}}", issues.get),
    ("PUT", f"{V3}/issue/{{issue}}", issues.edit),
    ("DELETE", f"{V3}/issue/{{issue}}", issues.delete),
    ("PUT", f"{V3}/issue/{{issue}}/assignee", issues.assign),
    ("GET", f"{V3}/issue/{{issue}}/editmeta", createmeta.edit_fields),
    ("GET", f"{V3}/issue/{{issue}}/transitions", transitions.listed),
    ("POST", f"{V3}/issue/{{issue}}/transitions", transitions.take),
    ("GET", f"{V3}/issue/{{issue}}/properties", properties.keys),
    ("GET", f"{V3}/issue/{{issue}}/properties/{{property}}", properties.get),
    ("PUT", f"{V3}/issue/{{issue}}/properties/{{property}}", properties.put),
    ("DELETE", f"{V3}/issue/{{issue}}/properties/{{property}}", properties.delete),
    ("GET", f"{V3}/issue/{{issue}}/comment", comments.listed),
    ("POST", f"{V3}/issue/{{issue}}/comment", comments.add),
    ("GET", f"{V3}/issue/{{issue}}/comment/{{comment}}", comments.get),
    ("PUT", f"{V3}/issue/{{issue}}/comment/{{comment}}", comments.edit),
    ("DELETE", f"{V3}/issue/{{issue}}/comment/{{comment}}", comments.delete),
    ("POST", f"{V3}/issueLink", links.add),
    ("GET", f"{V3}/issueLink/{{link}}", links.get),
    ("DELETE", f"{V3}/issueLink/{{link}}", links.delete),
    ("GET", f"{AGILE}/board", agile.boards),
    ("GET", f"{AGILE}/board/{{board}}", agile.board),
    ("GET", f"{AGILE}/board/{{board}}/sprint", agile.sprints),
    ("GET", f"{AGILE}/sprint/{{sprint}}", agile.sprint),
    ("GET", f"{CONTROL}/requests", control.requests),
    ("DELETE", f"{CONTROL}/requests", control.forget_requests),
    ("POST", f"{CONTROL}/reset", control.reset),
    ("POST", f"{CONTROL}/move", control.move),
    ("GET", f"{CONTROL}/faults", control.faults),
    ("POST", f"{CONTROL}/faults", control.set_faults),
    ("DELETE", f"{CONTROL}/faults", control.clear_faults),
    ("POST", f"{CONTROL}/latency", control.latency),
    ("POST", f"{CONTROL}/lag", control.lag),
    ("POST", f"{CONTROL}/clock", control.clock),
    ("POST", f"{CONTROL}/tokens", control.tokens),
]

# Served by one edition alone, and before those of both.
CLOUD_TABLE: list[tuple[str, str, Handler]] = [
    ("GET", "/_edge/tenant_info", about.tenant_info),
    ("GET", f"{V3}/priority/search", fields.priority_search),
    ("GET", f"{V3}/issuetype/project", fields.issue_types_of_project),
    ("GET", f"{V3}/project/search", projects.search),
    ("POST", f"{V3}/issue/bulkfetch", issues.fetch_many),
    ("GET", f"{V3}/issue/{{issue}}/changelog", changelog.listed),
    ("POST", f"{V3}/changelog/bulkfetch", changelog.of_many),
    ("GET", f"{V3}/search", search.gone),
    ("POST", f"{V3}/search", search.gone),
    ("GET", f"{V3}/search/jql", search.by_query),
    ("POST", f"{V3}/search/jql", search.by_body),
    ("POST", f"{V3}/search/approximate-count", search.count),
    ("POST", f"{V3}/jql/parse", search.parse_queries),
]

DATA_CENTER_TABLE: list[tuple[str, str, Handler]] = [
    ("POST", f"{V3}/issue/bulkfetch", search.absent),
    ("GET", f"{V3}/search", search.old_by_query),
    ("POST", f"{V3}/search", search.old_by_body),
]


@cache
def _by_length(edition: str) -> dict[int, list[tuple[str, list[str], Handler]]]:
    found: dict[int, list[tuple[str, list[str], Handler]]] = {}
    own = CLOUD_TABLE if edition == CLOUD else DATA_CENTER_TABLE
    for method, template, handler in (*own, *TABLE):
        parts = template.split("/")
        found.setdefault(len(parts), []).append((method, parts, handler))
    return found


def find(
    method: str, path: str, edition: str = CLOUD
) -> tuple[dict[str, tuple[Handler, dict[str, str]]], bool]:
    """The handlers of a path by method, the first that fits winning; and whether one is for this.

    Paths are those of version 3, whatever version the request speaks (`jira_sandbox.dialect`).
    """
    parts = path.rstrip("/").split("/")
    found: dict[str, tuple[Handler, dict[str, str]]] = {}
    for allowed, template, handler in _by_length(edition).get(len(parts), []):
        values = _fit(template, parts)
        if values is not None:
            found.setdefault(allowed, (handler, values))
    return found, method in found


def _fit(template: list[str], parts: list[str]) -> dict[str, str] | None:
    values = {}
    for wanted, given in zip(template, parts, strict=True):
        if wanted.startswith("{"):
            if wanted == "{issue}" and given in RESERVED:
                return None
            values[wanted[1:-1]] = unquote(given)
        elif wanted != given:
            return None
    return values
