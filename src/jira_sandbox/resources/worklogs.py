"""Work that was logged, and what it does to the estimates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox import durations, rich
from jira_sandbox.clock import read_stamp
from jira_sandbox.exchange import JiraError, Reply, invalid
from jira_sandbox.issues.changes import save
from jira_sandbox.issues.events import note
from jira_sandbox.issues.places import place_of
from jira_sandbox.issues.worklogs import KIND, show
from jira_sandbox.resources.lookup import issue_of
from jira_sandbox.resources.paging import named_page
from jira_sandbox.resources.seen import visibility
from jira_sandbox.storage.rows import Row

if TYPE_CHECKING:
    from jira_sandbox.exchange import Call
    from jira_sandbox.storage.issues import Issue

GONE = "worklog-gone"
BAD_TIME = "You must indicate the time spent working."


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
    body = _accept(call, call.document(), {})
    now = site.clock.now()
    whole = {"started": now, **body, "author": author.account_id, "created": now}
    if "seconds" not in body:
        raise invalid("timeLogged", BAD_TIME)
    with site.store.database.transaction():
        row = site.store.rows.add(
            KIND, found.id, {"comment": None, **whole, "editor": author.account_id, "updated": now}
        )
        track(call, found, body["seconds"])
    shown = show(site, row)
    note(site, "worklog_created", author.account_id, found, more={"worklog": shown})
    return Reply(201, shown)


def edit(call: Call) -> Reply:
    """PUT issue/{key}/worklog/{id}."""
    author, found, site = call.user, issue_of(call), call.site
    old = _row(call, found)
    body = _accept(call, call.document(), old.body)
    changed = {**old.body, **body, "editor": author.account_id, "updated": site.clock.now()}
    row = Row(old.id, old.owner, changed)
    with site.store.database.transaction():
        site.store.rows.put(KIND, row)
        track(call, found, changed["seconds"] - old.body["seconds"])
    shown = show(site, row)
    note(site, "worklog_updated", author.account_id, found, more={"worklog": shown})
    return Reply(body=shown)


def delete(call: Call) -> Reply:
    """DELETE issue/{key}/worklog/{id}."""
    author, found, site = call.user, issue_of(call), call.site
    old = _row(call, found)
    with site.store.database.transaction():
        site.store.rows.delete(KIND, old.id)
        gone = {"updated": site.clock.now(), "by": author.account_id}
        site.store.rows.put(GONE, Row(old.id, found.id, gone))
        track(call, found, -old.body["seconds"])
    shown = show(site, old)
    note(site, "worklog_deleted", author.account_id, found, more={"worklog": shown})
    return Reply(204)


def _row(call: Call, issue: Issue) -> Row:
    wanted = call.path["worklog"]
    found = call.site.store.rows.get(KIND, wanted)
    if found is None or found.owner != issue.id:
        raise JiraError(404, f"Cannot find worklog with id: '{wanted}'.")
    return found


def _accept(call: Call, asked: dict[str, Any], old: dict[str, Any]) -> dict[str, Any]:
    taken: dict[str, Any] = {}
    seconds = _seconds(asked)
    if seconds is not None:
        taken["seconds"] = seconds
    if asked.get("started") is not None:
        taken["started"] = _started(asked["started"])
    if asked.get("comment") is not None:
        known = old.get("comment")
        taken["comment"] = rich.accept(call.site.dialect, "comment", asked["comment"], known)
    taken["visibility"] = visibility(asked, old.get("visibility"))
    return taken


def _started(text: Any) -> int:
    try:
        return read_stamp(text)
    except (TypeError, ValueError):
        raise JiraError(400, f"Error parsing date string: {text}") from None


def _seconds(asked: dict[str, Any]) -> int | None:
    seconds, text = asked.get("timeSpentSeconds"), asked.get("timeSpent")
    if isinstance(text, str):
        seconds = durations.read(text)
        if seconds is None:
            raise invalid("timeLogged", f"Invalid time duration entered: '{text}'.")
    if seconds is None:
        return None
    if isinstance(seconds, bool) or not isinstance(seconds, int) or not 0 < seconds < 2**40:
        raise invalid("timeLogged", BAD_TIME)
    return seconds - seconds % 60 or 60


def track(call: Call, issue: Issue, spent: int) -> None:
    """Add to the time spent, take from what remains as `adjustEstimate` says."""
    old = dict(issue.values.get("timetracking", {}))
    new = {**old, "spent": max(0, old.get("spent", 0) + spent)}
    left = _remaining(call, old.get("remaining"), spent)
    if left is not None:
        new["remaining"] = max(0, left)
    values = {**issue.values, "timetracking": new}
    save(place_of(call.site, issue), call.user, issue, values)
    call.site.store.issues.touch(issue.id, call.site.clock.now())


def _remaining(call: Call, old: int | None, spent: int) -> int | None:
    way = call.text("adjustEstimate", "auto")
    if way == "leave":
        return old
    if way == "new":
        return _asked(call, "newEstimate")
    if way == "manual":
        less, more = call.text("reduceBy"), call.text("increaseBy")
        step = _asked(call, "reduceBy") if less else -_asked(call, "increaseBy") if more else 0
        return (old or 0) - step
    return None if old is None else old - spent


def _asked(call: Call, name: str) -> int:
    seconds = durations.read(call.text(name))
    if seconds is None:
        raise invalid("adjustEstimate", f"You must supply a valid {name}.")
    return seconds


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
