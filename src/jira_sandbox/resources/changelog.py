"""The history of an issue, and of many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox.exchange import JiraError, Reply
from jira_sandbox.issues import parts
from jira_sandbox.resources.issues import strings
from jira_sandbox.resources.lookup import issue_of
from jira_sandbox.resources.paging import page

if TYPE_CHECKING:
    from jira_sandbox.exchange import Call

MOST_ISSUES = 1000
MOST_FIELDS = 10


def listed(call: Call) -> Reply:
    """GET issue/{key}/changelog: a page, oldest first."""
    rows = call.site.store.history.of(issue_of(call).id)
    return Reply(body=page(call, rows, lambda c: parts.change(call.site, c), size=100))


def some(call: Call) -> Reply:
    """POST issue/{key}/changelog/list: the saves with these ids."""
    found = issue_of(call)
    ids = call.document().get("changelogIds")
    if not isinstance(ids, list) or not ids or len(ids) > MOST_ISSUES:
        raise JiraError(400, f"Give 1 to {MOST_ISSUES} changelogIds.")
    rows = [change for change in call.site.store.history.of(found.id) if change.id in ids]
    shown = [parts.change(call.site, change) for change in rows]
    told = {"startAt": 0, "maxResults": len(shown), "total": len(shown)}
    return Reply(body={**told, "histories": shown})


def of_many(call: Call) -> Reply:
    """POST changelog/bulkfetch: the histories of up to a thousand issues, all on one page."""
    body = call.document()
    names, fields = strings(body, "issueIdsOrKeys"), set(strings(body, "fieldIds"))
    if not names or len(names) > MOST_ISSUES or len(fields) > MOST_FIELDS:
        raise JiraError(400, f"Give 1 to {MOST_ISSUES} issues and at most {MOST_FIELDS} fields.")
    rows = [_history(call, name, fields) for name in names]
    return Reply(body={"issueChangeLogs": [row for row in rows if row]})


def _history(call: Call, name: str, fields: set[str]) -> dict[str, Any] | None:
    found = call.site.store.issues.find(name) if call.caller else None
    if found is None:
        return None
    shown = [parts.change(call.site, change) for change in call.site.store.history.of(found.id)]
    if fields:
        for change in shown:
            change["items"] = [i for i in change["items"] if i.get("fieldId") in fields]
    return {
        "issueId": str(found.id),
        "changeHistories": [change for change in shown if change["items"]],
    }
