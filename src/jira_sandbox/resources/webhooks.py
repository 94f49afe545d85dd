"""Webhooks that an administrator makes, and the ones that only apps may make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jira_sandbox.clock import stamp
from jira_sandbox.exchange import JiraError, Reply
from jira_sandbox.jql.meaning import search
from jira_sandbox.jql.tree import JqlError
from jira_sandbox.storage.rows import Row
from jira_sandbox.webhooks import EVENTS, KIND

if TYPE_CHECKING:
    from jira_sandbox.exchange import Call

APPS_ONLY = "Only Connect and OAuth 2.0 apps can use this operation."
FILTER = "issue-related-events-section"


def apps_only(call: Call) -> Reply:
    """Anything under webhook: closed to accounts."""
    _ = call.user
    raise JiraError(403, APPS_ONLY)


def listed(call: Call) -> Reply:
    """GET webhooks/1.0/webhook."""
    _admin(call)
    return Reply(body=[_shown(call, row) for row in call.site.store.rows.of(KIND)])


def get(call: Call) -> Reply:
    """GET webhooks/1.0/webhook/{id}."""
    _admin(call)
    return Reply(body=_shown(call, _row(call)))


def add(call: Call) -> Reply:
    """POST webhooks/1.0/webhook."""
    _admin(call)
    body = accept(call, call.document())
    body |= _signed(call)
    return Reply(201, _shown(call, call.site.store.rows.add(KIND, 0, body)))


def edit(call: Call) -> Reply:
    """PUT webhooks/1.0/webhook/{id}."""
    _admin(call)
    old = _row(call)
    body = accept(call, {**_asked(old), **call.document()})
    row = Row(old.id, 0, {**old.body, **body, **_signed(call)})
    call.site.store.rows.put(KIND, row)
    return Reply(body=_shown(call, row))


def delete(call: Call) -> Reply:
    """DELETE webhooks/1.0/webhook/{id}."""
    _admin(call)
    call.site.store.rows.delete(KIND, _row(call).id)
    return Reply(204)


def _admin(call: Call) -> None:
    if not call.user.admin:
        raise JiraError(403, "You do not have permission to manage webhooks.")


def _row(call: Call) -> Row:
    found = call.site.store.rows.get(KIND, call.path["id"])
    if found is None:
        raise JiraError(404, "The webhook does not exist.")
    return found


def accept(call: Call, asked: dict[str, Any]) -> dict[str, Any]:
    """A webhook to keep: `{name, url, events, filters, enabled, secret}`. Raises JiraError 400."""
    url, events = str(asked.get("url") or ""), asked.get("events")
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise JiraError(400, "The webhook needs a valid URL.")
    if not isinstance(events, list) or not set(map(str, events)) <= EVENTS:
        raise JiraError(400, f"The events of a webhook are among {', '.join(sorted(EVENTS))}.")
    filters = asked.get("filters")
    jql = str(filters.get(FILTER) or "") if isinstance(filters, dict) else ""
    try:
        search(call.site, call.caller, jql)
    except JqlError as error:
        raise JiraError(400, *error.messages) from None
    return {
        "name": str(asked.get("name") or url),
        "url": url,
        "events": [str(event) for event in events],
        "jql": jql,
        "enabled": asked.get("enabled", True) is True,
        "secret": str(asked.get("secret") or ""),
    }


def _signed(call: Call) -> dict[str, Any]:
    """Who changed it last, and when."""
    user = call.user
    return {
        "by": user.name,
        "login": user.called(call.site.dialect),
        "at": call.site.clock.now(),
    }


def _asked(row: Row) -> dict[str, Any]:
    return {**row.body, "filters": {FILTER: row.body["jql"]}}


def _shown(call: Call, row: Row) -> dict[str, Any]:
    return {
        "name": row.body["name"],
        "url": row.body["url"],
        "excludeBody": False,
        "filters": {FILTER: row.body["jql"]},
        "events": row.body["events"],
        "enabled": row.body["enabled"],
        "self": f"{call.site.url}/rest/webhooks/1.0/webhook/{row.id}",
        "lastUpdatedUser": row.body.get("login", ""),
        "lastUpdatedDisplayName": row.body.get("by", ""),
        "lastUpdated": row.body.get("at", 0),
        "lastUpdatedShort": stamp(row.body.get("at", 0), call.site.zone)[:10],
    }
