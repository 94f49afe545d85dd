"""Questions that Jira itself answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticketr.domain.alias import split_order
from ticketr.errors import Usage
from ticketr.jql.write import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ticketr.application.queries import GetTicketsQuery
    from ticketr.application.workspaces import WorkspaceService
    from ticketr.domain.schema import JiraSchema
    from ticketr.domain.workspace import WorkspaceID
    from ticketr.ports.external import JiraIssue
    from ticketr.ports.repositories import Store

SYNC_STATUSES = frozenset({"new", "synced", "modified", "conflict"})
SORTS = {
    "created": "created",
    "updated": "updated",
    "key": "key",
    "title": "summary",
    "type": "issuetype",
    "status": "status",
}


def remote_query(schema: JiraSchema, query: GetTicketsQuery, parent_key: str | None) -> str:
    """The JQL that asks Jira for the same, in the schema's project; `parent_key` is the key of the filter's parent.

    Raises Usage for what only this machine knows.
    """
    wanted, page = query.filter, query.pagination
    condition, order = split_order(wanted.jql or "")
    terms = [f"project = {quoted(schema.project_key)}"]
    terms += [f"({condition})"] if condition else []
    terms += [f"status IN {_list(wanted.status)}"] if wanted.status else []
    terms += [f"issuetype IN {_list(wanted.type)}"] if wanted.type else []
    terms += [schema.children(quoted(parent_key))] if parent_key else []
    if wanted.modified_after:
        terms.append(f"updated >= {int(wanted.modified_after.timestamp() * 1000)}")
    _refuse_ours(query)
    if page.sort_by:
        order = f"ORDER BY {SORTS[page.sort_by]} {page.order.upper()}, key ASC"
    return " AND ".join(terms) + f" {order or 'ORDER BY created ASC, key ASC'}"


def _list(names: tuple[str, ...]) -> str:
    return "(" + ", ".join(map(quoted, names)) + ")"


def _refuse_ours(query: GetTicketsQuery) -> None:
    ours = SYNC_STATUSES & {name.lower() for name in query.filter.status}
    if ours or query.pagination.sort_by == "sync":
        what = f"--status {min(ours)}" if ours else "--sort sync"
        raise Usage(f"{what} is about this machine; Jira cannot be asked for it.")


class RemoteSearch:
    """Searches in Jira. Raises the 4xxx errors, TicketValidation for a query that Jira does not understand."""

    def __init__(self, store: Store, workspaces: WorkspaceService) -> None:
        self._store = store
        self._workspaces = workspaces

    def search(self, workspace_id: WorkspaceID, jql: str) -> Iterator[JiraIssue]:
        """Every ticket that Jira finds, as its pages come in."""
        workspace = self._store.workspaces.get(workspace_id)
        client = self._workspaces.open(workspace)
        try:
            client.use_schema(self._workspaces.schema(workspace_id).schema)
            for found in client.search_all(jql):
                if found.error is not None:
                    raise found.error
                yield found
        finally:
            client.close()
