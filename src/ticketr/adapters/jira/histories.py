"""What Jira tells of a ticket's past: who changed which field, from what to what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ticketr.adapters.jira.accounts import account_of, shown_name
from ticketr.adapters.jira.client import segment
from ticketr.adapters.jira.discovery import rows, table
from ticketr.adapters.jira.parallel import all_of
from ticketr.adapters.jira.times import moment_of
from ticketr.errors import JiraConnection, JiraNotFound
from ticketr.ports.history import LogEntry, LogItem, TicketLog

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ticketr.adapters.jira.client import HttpClient
    from ticketr.adapters.jira.dialect import Dialect

BULK = 200
"""Tickets whose histories are asked for together on Cloud, so that an answer stays small; Jira takes 1000."""
BULK_PAGE = 1000
"""Entries of one page there."""


def histories_of_many(
    client: HttpClient, dialect: Dialect, names: Sequence[str]
) -> Iterator[TicketLog]:
    """By Cloud's bulk fetch, page by page. Raises JiraConnection where it does not come to an end."""
    wanted = list(dict.fromkeys(name for name in names if name))
    for start in range(0, len(wanted), BULK):
        asked: dict[str, Any] = {
            "issueIdsOrKeys": wanted[start : start + BULK],
            "maxResults": BULK_PAGE,
        }
        tokens: set[str] = set()
        while True:
            path = f"{dialect.api}/changelog/bulkfetch"
            data = table(client, client.ask(path, asked))
            for row in rows(client, data.get("issueChangeLogs")):
                yield TicketLog(str(row.get("issueId")), _entries(row.get("changeHistories")))
            token = data.get("nextPageToken")
            if not token:
                break
            if token in tokens:
                raise JiraConnection(
                    f"{client.host} gives the same page of histories again and again."
                )
            tokens.add(token)
            asked["nextPageToken"] = token


def histories_one_by_one(
    client: HttpClient, dialect: Dialect, names: Sequence[str]
) -> Iterator[TicketLog]:
    """By Data Center's `expand=changelog`, several at once; it may keep the oldest entries back."""

    def one(name: str) -> TicketLog | None:
        query = {"expand": "changelog", "fields": "updated"}
        try:
            data = table(client, client.get(f"{dialect.api}/issue/{segment(name)}", query))
        except JiraNotFound:
            return None
        log = data.get("changelog")
        told = log if isinstance(log, dict) else {}
        entries = _entries(told.get("histories"))
        total = told.get("total")
        complete = not isinstance(total, int) or len(entries) >= total
        return TicketLog(str(data.get("id")), entries, complete)

    wanted = list(dict.fromkeys(name for name in names if name))
    for start in range(0, len(wanted), BULK):
        for found in all_of(one, wanted[start : start + BULK]):
            if found is not None:
                yield found


def _entries(told: object) -> tuple[LogEntry, ...]:
    """The entries, oldest first; one without an id or a time is left out."""
    items = told if isinstance(told, list) else []
    found = [entry for item in items if isinstance(item, dict) and (entry := _entry(item))]
    return tuple(sorted(found, key=lambda entry: entry.created_at))


def _entry(item: dict[str, Any]) -> LogEntry | None:
    created = moment_of(item.get("created"))
    if created is None or not item.get("id"):
        return None
    who = item.get("author")
    changed = item.get("items")
    fields = changed if isinstance(changed, list) else []
    moves = tuple(_move(one) for one in fields if isinstance(one, dict))
    return LogEntry(str(item["id"]), account_of(who), shown_name(who), created, moves)


NAMELESS = {"IssueParentAssociation": "parent"}
"""Fields whose id Jira does not say in its history, by the name that it has for them there."""


def _move(item: dict[str, Any]) -> LogItem:
    """`fromString` and `toString` are what people read; a key or a number stands in `from` and `to` alone."""
    name = str(item.get("field") or "")
    ids = [str(item.get(end) or "") for end in ("from", "to")]
    texts = [str(item.get(f"{end}String") or item.get(end) or "") for end in ("from", "to")]
    return LogItem(str(item.get("fieldId") or NAMELESS.get(name, "")), name, *texts, *ids)
