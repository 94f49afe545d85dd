"""Work that was logged, and what it does to the estimates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jira_sandbox.exchange import JiraError, Reply
from jira_sandbox.issues import worklogs
from jira_sandbox.issues.events import note, plain
from jira_sandbox.issues.logged import KIND, show
from jira_sandbox.resources.lookup import issue_of
from jira_sandbox.resources.paging import named_page
from jira_sandbox.storage.rows import Row

if TYPE_CHECKING:
    from jira_sandbox.exchange import Call
    from jira_sandbox.storage.issues import Issue

GONE = "worklog-gone"


def listed(call: Call) -> Reply:
    """GET issue/{key}/worklog."""
    rows = call.site.store.rows.of(KIND, issue_of(call).id)
    after, before = call.number("startedAfter", 0), call.number("startedBefore", 2**60)
    rows = [row for row in rows if after <= row.body["started"] < before]
    return Reply(body=named_page(call, "worklogs", rows, lambda r: show(call.site, r), size=5000))


def get(call: Call) -> Reply:
    """GET issue/{key}/worklog/{id}."""
    return Reply(body=show(call.site, _row(call, issue_of(call))))


def add(call: Call) -> Reply:
    """POST issue/{key}/worklog: the time spent moves the estimates."""
    author, found, site = call.user, issue_of(call), call.site
    body = worklogs.fresh(site, call.document())
    with site.store.database.transaction():
        row = worklogs.add(site, author, found, body, _estimate(call))
    return Reply(201, show(site, row))


def edit(call: Call) -> Reply:
    """PUT issue/{key}/worklog/{id}."""
    author, found, site = call.user, issue_of(call), call.site
    old = _row(call, found)
    body = worklogs.accept(site, call.document(), old.body)
    changed = {**old.body, **body, "editor": author.account_id, "updated": site.clock.now()}
    row = Row(old.id, old.owner, changed)
    with site.store.database.transaction():
        site.store.rows.put(KIND, row)
        worklogs.track(
            site, author, found, changed["seconds"] - old.body["seconds"], _estimate(call)
        )
    note(
        site, "worklog_updated", author.account_id, found, more={"worklog": show(plain(site), row)}
    )
    return Reply(body=show(site, row))


def delete(call: Call) -> Reply:
    """DELETE issue/{key}/worklog/{id}."""
    author, found, site = call.user, issue_of(call), call.site
    old = _row(call, found)
    with site.store.database.transaction():
        site.store.rows.delete(KIND, old.id)
        gone = {"updated": site.clock.now(), "by": author.account_id}
        site.store.rows.put(GONE, Row(old.id, found.id, gone))
        worklogs.track(site, author, found, -old.body["seconds"], _estimate(call))
    note(
        site, "worklog_deleted", author.account_id, found, more={"worklog": show(plain(site), old)}
    )
    return Reply(204)


def _estimate(call: Call) -> dict[str, str]:
    """What is to become of the estimate, by the request's parameters."""
    return {name: call.text(name) for name in worklogs.ESTIMATE if call.text(name)}


def _row(call: Call, issue: Issue) -> Row:
    wanted = call.path["worklog"]
    found = call.site.store.rows.get(KIND, wanted)
    if found is None or found.owner != issue.id:
        raise JiraError(404, f"Cannot find worklog with id: '{wanted}'.")
    return found


def updated(call: Call) -> Reply:
    """GET worklog/updated?since=: ids of worklogs that changed."""
    return _since(call, KIND)


def deleted(call: Call) -> Reply:
    """GET worklog/deleted?since=: ids of worklogs that went."""
    return _since(call, GONE)


def _since(call: Call, kind: str) -> Reply:
    _ = call.user
    since = call.number("since", 0)
    rows = [row for row in call.site.store.rows.of(kind) if row.body["updated"] >= since]
    values = [
        {"worklogId": r.id, "updatedTime": r.body["updated"], "properties": []} for r in rows
    ]
    address = f"{call.site.api}/worklog/{'updated' if kind == KIND else 'deleted'}"
    until = max((row.body["updated"] for row in rows), default=since)
    told = {"values": values, "since": since, "until": until, "lastPage": True}
    return Reply(body={**told, "self": f"{address}?since={since}"})


def some(call: Call) -> Reply:
    """POST worklog/list: worklogs by id."""
    _ = call.user
    ids = call.document().get("ids")
    if not isinstance(ids, list) or len(ids) > 1000:
        raise JiraError(400, "Give up to 1000 ids.")
    rows = [call.site.store.rows.get(KIND, str(i)) for i in ids]
    return Reply(body=[show(call.site, row) for row in rows if row])
