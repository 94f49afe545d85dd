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
    attachments,
    bulk,
    changelog,
    comments,
    configuring,
    createmeta,
    fields,
    issues,
    links,
    lists,
    marks,
    planning,
    projects,
    properties,
    queries,
    remote,
    search,
    transitions,
    users,
    webhooks,
    worklogs,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from jira_sandbox.exchange import Call, Reply

    Handler = Callable[[Call], Reply]

V3 = "/rest/api/3"
AGILE = "/rest/agile/1.0"
SOFTWARE = "/rest/software/1.0"
WEBHOOKS = "/rest/webhooks/1.0/webhook"
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
    ("GET", f"{V3}/issue/picker", lists.issue_picker),
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
    ("GET", f"{V3}/configuration", lists.settings),
    ("GET", f"{V3}/user/assignable/multiProjectSearch", users.assignable_everywhere),
    ("GET", f"{V3}/mypermissions", lists.my_permissions),
    ("GET", f"{V3}/permissions", lists.permissions),
    ("GET", f"{V3}/priority/{{id}}", lists.priority),
    ("GET", f"{V3}/resolution/{{id}}", lists.resolution),
    ("GET", f"{V3}/status/{{id}}", lists.status),
    ("GET", f"{V3}/statuscategory/{{id}}", lists.status_category),
    ("GET", f"{V3}/issueLinkType/{{id}}", lists.link_type),
    ("GET", f"{V3}/customFieldOption/{{id}}", lists.option),
    ("GET", f"{V3}/user/picker", lists.user_picker),
    ("GET", f"{V3}/groups/picker", lists.groups),
    ("POST", f"{V3}/issue/{{issue}}/notify", lists.notify),
    ("POST", f"{V3}/version", configuring.make_version),
    ("GET", f"{V3}/version/{{id}}", configuring.version),
    ("PUT", f"{V3}/version/{{id}}", configuring.edit_version),
    ("DELETE", f"{V3}/version/{{id}}", configuring.delete_version),
    ("POST", f"{V3}/version/{{id}}/removeAndSwap", configuring.swap_version),
    ("PUT", f"{V3}/version/{{id}}/mergeto/{{other}}", configuring.merge_version),
    ("GET", f"{V3}/version/{{id}}/relatedIssueCounts", configuring.version_counts),
    ("GET", f"{V3}/version/{{id}}/unresolvedIssueCount", configuring.unresolved),
    ("GET", f"{V3}/project/{{project}}/version", configuring.paged_versions),
    ("POST", f"{V3}/component", configuring.make_component),
    ("GET", f"{V3}/component/{{id}}", configuring.component),
    ("PUT", f"{V3}/component/{{id}}", configuring.edit_component),
    ("DELETE", f"{V3}/component/{{id}}", configuring.delete_component),
    ("GET", f"{V3}/component/{{id}}/relatedIssueCounts", configuring.component_counts),
    ("GET", f"{V3}/issue/{{issue}}/worklog", worklogs.listed),
    ("POST", f"{V3}/issue/{{issue}}/worklog", worklogs.add),
    ("GET", f"{V3}/issue/{{issue}}/worklog/{{worklog}}", worklogs.get),
    ("PUT", f"{V3}/issue/{{issue}}/worklog/{{worklog}}", worklogs.edit),
    ("DELETE", f"{V3}/issue/{{issue}}/worklog/{{worklog}}", worklogs.delete),
    ("GET", f"{V3}/worklog/updated", worklogs.updated),
    ("GET", f"{V3}/worklog/deleted", worklogs.deleted),
    ("POST", f"{V3}/worklog/list", worklogs.some),
    ("GET", f"{V3}/issue/{{issue}}/watchers", marks.watchers),
    ("POST", f"{V3}/issue/{{issue}}/watchers", marks.watch),
    ("DELETE", f"{V3}/issue/{{issue}}/watchers", marks.unwatch),
    ("GET", f"{V3}/issue/{{issue}}/votes", marks.votes),
    ("POST", f"{V3}/issue/{{issue}}/votes", marks.vote),
    ("DELETE", f"{V3}/issue/{{issue}}/votes", marks.unvote),
    ("POST", f"{V3}/issue/{{issue}}/attachments", attachments.add),
    ("GET", f"{V3}/attachment/meta", attachments.meta),
    ("GET", f"{V3}/attachment/{{id}}", attachments.get),
    ("DELETE", f"{V3}/attachment/{{id}}", attachments.delete),
    ("GET", "/secure/attachment/{id}/{name}", attachments.download),
    ("GET", f"{V3}/issue/{{issue}}/remotelink", remote.listed),
    ("POST", f"{V3}/issue/{{issue}}/remotelink", remote.add),
    ("GET", f"{V3}/issue/{{issue}}/remotelink/{{link}}", remote.get),
    ("PUT", f"{V3}/issue/{{issue}}/remotelink/{{link}}", remote.edit),
    ("DELETE", f"{V3}/issue/{{issue}}/remotelink/{{link}}", remote.delete),
    ("GET", f"{V3}/jql/autocompletedata", queries.complete),
    ("GET", f"{V3}/jql/autocompletedata/suggestions", queries.suggestions),
    ("GET", f"{WEBHOOKS}", webhooks.listed),
    ("POST", f"{WEBHOOKS}", webhooks.add),
    ("GET", f"{WEBHOOKS}/{{id}}", webhooks.get),
    ("PUT", f"{WEBHOOKS}/{{id}}", webhooks.edit),
    ("DELETE", f"{WEBHOOKS}/{{id}}", webhooks.delete),
    ("GET", f"{AGILE}/board/{{board}}/configuration", agile.configuration),
    ("GET", f"{AGILE}/board/{{board}}/project", agile.projects),
    ("GET", f"{AGILE}/board/{{board}}/version", agile.versions),
    ("GET", f"{AGILE}/board/{{board}}/issue", planning.of_board),
    ("GET", f"{AGILE}/board/{{board}}/backlog", planning.backlog),
    ("GET", f"{AGILE}/board/{{board}}/epic", planning.epics),
    ("GET", f"{AGILE}/board/{{board}}/epic/none/issue", planning.of_no_epic),
    ("GET", f"{AGILE}/board/{{board}}/epic/{{epic}}/issue", planning.of_epic),
    ("GET", f"{AGILE}/board/{{board}}/sprint/{{sprint}}/issue", planning.of_sprint),
    ("POST", f"{AGILE}/sprint", planning.make_sprint),
    ("PUT", f"{AGILE}/sprint/{{sprint}}", planning.edit_sprint),
    ("POST", f"{AGILE}/sprint/{{sprint}}", planning.edit_sprint),
    ("DELETE", f"{AGILE}/sprint/{{sprint}}", planning.delete_sprint),
    ("GET", f"{AGILE}/sprint/{{sprint}}/issue", planning.of_sprint),
    ("POST", f"{AGILE}/sprint/{{sprint}}/issue", planning.fill_sprint),
    ("POST", f"{AGILE}/backlog/issue", planning.to_backlog),
    ("PUT", f"{AGILE}/issue/rank", planning.rank),
    ("GET", f"{AGILE}/issue/{{issue}}", planning.issue),
    ("GET", f"{AGILE}/epic/none/issue", planning.of_no_epic),
    ("POST", f"{AGILE}/epic/none/issue", planning.fill_epic),
    ("GET", f"{AGILE}/epic/{{epic}}", planning.epic),
    ("GET", f"{AGILE}/epic/{{epic}}/issue", planning.of_epic),
    ("POST", f"{AGILE}/epic/{{epic}}/issue", planning.fill_epic),
    ("GET", f"{CONTROL}/requests", control.requests),
    ("DELETE", f"{CONTROL}/requests", control.forget_requests),
    ("POST", f"{CONTROL}/reset", control.reset),
    ("POST", f"{CONTROL}/move", control.move),
    ("POST", f"{CONTROL}/generate", control.generate_issues),
    ("POST", f"{CONTROL}/seed", control.reseed),
    ("GET", f"{CONTROL}/faults", control.faults),
    ("POST", f"{CONTROL}/faults", control.set_faults),
    ("DELETE", f"{CONTROL}/faults", control.clear_faults),
    ("GET", f"{CONTROL}/webhooks", control.webhooks),
    ("POST", f"{CONTROL}/webhooks", control.add_webhook),
    ("DELETE", f"{CONTROL}/webhooks", control.clear_webhooks),
    ("POST", f"{CONTROL}/latency", control.latency),
    ("POST", f"{CONTROL}/lag", control.lag),
    ("POST", f"{CONTROL}/clock", control.clock),
    ("POST", f"{CONTROL}/tokens", control.tokens),
]

# Served by one edition alone, and before those of both.
CLOUD_TABLE: list[tuple[str, str, Handler]] = [
    ("GET", f"{V3}/issue/createmeta", createmeta.old),
    ("GET", f"{V3}/label", lists.labels),
    ("POST", f"{V3}/issue/{{issue}}/changelog/list", changelog.some),
    ("GET", f"{V3}/configuration/timetracking", lists.time_tracking),
    ("GET", f"{V3}/statuses/search", lists.statuses_search),
    ("GET", f"{V3}/field/search", lists.fields_search),
    ("GET", f"{V3}/field/{{field}}/context", lists.contexts),
    ("GET", f"{V3}/field/{{field}}/context/{{context}}/option", lists.options),
    ("GET", f"{V3}/project/{{project}}/component", configuring.paged_components),
    ("GET", f"{V3}/user/bulk", lists.users_bulk),
    ("GET", f"{V3}/users", lists.users),
    ("GET", f"{V3}/users/search", lists.users),
    ("POST", f"{V3}/comment/list", lists.comments_list),
    ("GET", f"{V3}/attachment/content/{{id}}", attachments.content),
    ("GET", f"{V3}/attachment/thumbnail/{{id}}", attachments.content),
    ("GET", "/_media/{id}/{name}", attachments.media),
    ("POST", f"{V3}/jql/match", queries.match),
    ("POST", f"{V3}/jql/autocompletedata", queries.complete),
    ("GET", f"{V3}/bulk/issues/fields", bulk.fields),
    ("POST", f"{V3}/bulk/issues/fields", bulk.edit),
    ("GET", f"{V3}/bulk/issues/transition", bulk.transitions),
    ("POST", f"{V3}/bulk/issues/transition", bulk.transition),
    ("POST", f"{V3}/bulk/issues/delete", bulk.delete),
    ("POST", f"{V3}/bulk/issues/move", bulk.move),
    ("POST", f"{V3}/bulk/issues/watch", bulk.watch),
    ("POST", f"{V3}/bulk/issues/unwatch", bulk.unwatch),
    ("GET", f"{V3}/bulk/queue/{{task}}", bulk.progress),
    ("GET", f"{SOFTWARE}/board/{{board}}/issue", planning.of_board),
    ("GET", f"{SOFTWARE}/board/{{board}}/backlog", planning.backlog),
    ("GET", f"{SOFTWARE}/board/{{board}}/epic/none/issue", planning.of_no_epic),
    ("GET", f"{SOFTWARE}/board/{{board}}/epic/{{epic}}/issue", planning.of_epic),
    ("GET", f"{SOFTWARE}/board/{{board}}/sprint/{{sprint}}/issue", planning.of_sprint),
    ("GET", f"{SOFTWARE}/sprint/{{sprint}}/issue", planning.of_sprint),
    ("GET", f"{SOFTWARE}/epic/none/issue", planning.of_no_epic),
    ("GET", f"{SOFTWARE}/epic/{{epic}}/issue", planning.of_epic),
    ("GET", f"{V3}/webhook", webhooks.apps_only),
    ("POST", f"{V3}/webhook", webhooks.apps_only),
    ("DELETE", f"{V3}/webhook", webhooks.apps_only),
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
    ("GET", f"{V3}/issue/{{issue}}/subtask", lists.subtasks),
    ("GET", "/rest/auth/1/session", lists.session),
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
