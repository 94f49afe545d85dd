"""`ticketr list --remote`: Jira answers, ticket by ticket as its pages come in."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from ticketr.application.remote import remote_query
from ticketr.cli.rows import TITLE_COLUMN
from ticketr.cli.text import plural
from ticketr.cli.values import json_value
from ticketr.domain.ticket import STATUS, TITLE, TYPE
from ticketr.domain.workspace import WorkspaceID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ticketr.application.queries import GetTicketsQuery
    from ticketr.cli.call import Call
    from ticketr.domain.query import WorkspaceRow
    from ticketr.ports.external import JiraIssue

HEADER = ("KEY", "TYPE", "STATUS", "TITLE")


def list_remote(call: Call, workspace: WorkspaceRow, query: GetTicketsQuery) -> int:
    """Print what Jira finds for the query; stops asking once `--limit` is reached."""
    parent = query.filter.parent_id
    key = call.app.store.tickets.get(parent).jira_id if parent else None  # type: ignore[arg-type]
    schema = call.app.book(WorkspaceID(workspace.id)).schema
    jql = remote_query(replace(schema, project_key=workspace.project_key), query, key)
    page = query.pagination
    end = None if page.limit is None else page.offset + page.limit
    found = islice(call.app.remote.search(WorkspaceID(workspace.id), jql), page.offset, end)
    if call.console.json:
        call.console.document(_document(workspace.name, jql, found))
        return 0
    call.console.say(f"Asking Jira: {jql}")
    count = call.console.long_table(HEADER, map(_cells, found), flexible=TITLE_COLUMN)
    call.console.say(f"{plural(count, 'ticket')} found by Jira.")
    return 0


def _cells(item: JiraIssue) -> tuple[str, ...]:
    return (item.key, *(str(item.fields.get(name) or "") for name in (TYPE, STATUS, TITLE)))


def _document(workspace: str, jql: str, found: Iterator[JiraIssue]) -> dict[str, object]:
    """Streamed; what Jira refuses is raised before the first letter of it."""
    first = list(islice(found, 1))
    return {"workspace": workspace, "jql": jql, "tickets": map(_ticket, chain(first, found))}


def _ticket(item: JiraIssue) -> dict[str, object]:
    fields = {name: json_value(value) for name, value in item.fields.items()}
    kind, title = fields.pop(TYPE, None), fields.pop(TITLE, None)
    return {
        "key": item.key,
        "type": kind,
        "title": title,
        "updated": item.updated,
        "fields": fields,
    }
