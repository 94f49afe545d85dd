"""Parts of `update` that are acts of their own: adding comments, work and links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox import adf, rich
from jira_sandbox.exchange import JiraError, invalid
from jira_sandbox.issues import parts, worklogs
from jira_sandbox.issues.events import note, plain
from jira_sandbox.issues.linking import link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jira_sandbox.people import Person
    from jira_sandbox.site import Site
    from jira_sandbox.storage.issues import Issue


def check_acts(site: Site, acts: dict[str, Any]) -> None:
    """Refuse what `act` could not do, before anything is written."""
    for value in _added(acts, "worklog"):
        worklogs.fresh(site, value)
    for value in _added(acts, "comment"):
        rich.accept(site.dialect, "comment", value.get("body"))
    for value in _added(acts, "issuelinks"):
        link(site, {**value, **_missing_end(value)}, dry=True)


def act(site: Site, author: Person, issue: Issue, acts: dict[str, Any]) -> bool:
    """Add the comments, the work and the links; whether there were any."""
    done = False
    for value in _added(acts, "worklog"):
        worklogs.add(site, author, issue, worklogs.fresh(site, value), value)
        done = True
    for value in _added(acts, "comment"):
        body = rich.accept(site.dialect, "comment", value.get("body"))
        now = site.clock.now()
        new = site.store.comments.add(issue.id, author.account_id, now, body, adf.plain(body))
        shown = parts.comment(plain(site), new)
        note(site, "comment_created", author.account_id, issue, more={"comment": shown})
        done = True
    for value in _added(acts, "issuelinks"):
        ends = {end: {"id": str(issue.id)} for end in _missing_end(value)}
        link(site, {**value, **ends}, author.account_id)
        done = True
    return done


def _missing_end(value: dict[str, Any]) -> dict[str, Any]:
    return {end: None for end in ("inwardIssue", "outwardIssue") if end not in value}


def _added(acts: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    operations = acts.get(name, [])
    if not isinstance(operations, list):
        raise invalid(name, "data was not an array")
    for operation in operations:
        value = operation.get("add") if isinstance(operation, dict) else None
        if not isinstance(value, dict):
            raise JiraError(400, "Field update must be an object with one operation.")
        yield value
