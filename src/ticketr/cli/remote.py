"""`ticketr list --remote`: Jira answers, ticket by ticket as its pages come in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from itertools import islice
from typing import TYPE_CHECKING

from ticketr.application.remote import remote_query
from ticketr.cli.columns import ticket_columns
from ticketr.cli.text import plural
from ticketr.cli.values import json_value
from ticketr.cli.views import Listing, show
from ticketr.domain.ticket import TITLE, TYPE
from ticketr.domain.workspace import WorkspaceID

if TYPE_CHECKING:
    from ticketr.application.queries import GetTicketsQuery
    from ticketr.cli.call import Call
    from ticketr.domain.query import WorkspaceRow
    from ticketr.jql.checked import Column
    from ticketr.ports.external import JiraIssue

COLUMNS = ("key", "type", "status", "title")
STAMPS = frozenset({"created", "updated", "resolved"})


def list_remote(call: Call, workspace: WorkspaceRow, query: GetTicketsQuery) -> int:
    """Print what Jira finds for the query; stops asking once `--limit` is reached."""
    parent = query.filter.parent_id
    key = call.app.store.tickets.get(parent).jira_id if parent else None  # type: ignore[arg-type]
    schema = call.app.book(WorkspaceID(workspace.id)).schema
    jql = remote_query(replace(schema, project_key=workspace.project_key), query, key)
    page = query.pagination
    end = None if page.limit is None else page.offset + page.limit
    found = islice(call.app.remote.search(WorkspaceID(workspace.id), jql), page.offset, end)
    columns = ticket_columns(call.app, workspace.id, call.options.columns or COLUMNS)
    call.console.say(f"Asking Jira: {jql}")
    listing = Listing(
        columns.columns,
        ((item, tuple(_value(item, field) for field in columns.fields)) for item in found),
        record=_ticket,
        key=lambda item: item.key,
        around=lambda records: {"workspace": workspace.name, "jql": jql, "tickets": records},
        chosen=bool(call.options.columns),
    )
    count = show(call, listing)
    call.console.say(f"{plural(count, 'ticket')} found by Jira.")
    return 0


def _value(item: JiraIssue, field: Column | str) -> object:
    """What Jira's answer has in a column; nothing in those that only this machine has."""
    id_ = field if isinstance(field, str) else field.id
    if id_ == "key":
        return item.key
    if id_ in STAMPS:
        moment = getattr(item.stamps, id_, None)
        return moment and moment.astimezone(UTC).isoformat(timespec="milliseconds")
    value = item.fields.get(id_)
    people = {user.account: user.name or user.email for user in item.users}
    if isinstance(value, tuple):
        return [people.get(each, each) for each in value]
    return people.get(value, value) if isinstance(value, str) else value


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
