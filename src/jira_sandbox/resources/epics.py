"""Epics by the agile interface: listed, told, changed, filled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox.exchange import JiraError, Reply
from jira_sandbox.issues import edit as editing
from jira_sandbox.issues import ranking
from jira_sandbox.jql.meaning import search
from jira_sandbox.resources.agile import project_of_board
from jira_sandbox.resources.lookup import issue_of
from jira_sandbox.resources.paging import window
from jira_sandbox.resources.planned import epic_told
from jira_sandbox.resources.planning import LEVELS, listed, named_issues, on_board

if TYPE_CHECKING:
    from jira_sandbox.exchange import Call
    from jira_sandbox.storage.issues import Issue


def epics(call: Call) -> Reply:
    """GET board/{id}/epic: the epics of a board."""
    jql = f"{on_board(project_of_board(call))} AND issuetype = Epic"
    if call.text("done"):
        jql += f" AND statusCategory {'=' if call.flag('done', default=False) else '!='} Done"
    query, store = search(call.site, call.caller, jql), call.site.store.issues
    start, limit = window(call, 50, 50)
    found = store.select(query.where, query.values, ranking.order(call.site), limit + 1, start)
    shown = [epic_told(call, issue) for issue in store.many(found[:limit])]
    told = {"maxResults": limit, "startAt": start, "isLast": len(found) <= limit}
    return Reply(body={**told, "values": shown})


def epic(call: Call) -> Reply:
    """GET epic/{id}."""
    return Reply(body=epic_told(call, _epic_of(call)))


def edit_epic(call: Call) -> Reply:
    """POST epic/{id}: its name, its summary and whether it is done; the colour is kept as it is."""
    author, found = call.user, _epic_of(call)
    body, site = call.document(), call.site
    fields: dict[str, Any] = {}
    if body.get("summary") is not None:
        fields["summary"] = body["summary"]
    label = next((f.id for f in site.catalogue.fields if f.custom.endswith("gh-epic-label")), "")
    if body.get("name") is not None and label:
        fields[label] = body["name"]
    editing.edit(site, author, found, {"fields": fields})
    fresh = site.store.issues.get(found.id)
    return Reply(body=epic_told(call, fresh or found))


def rank_epic(call: Call) -> Reply:
    """PUT epic/{id}/rank: before or after another epic."""
    _ = call.user
    found, body = _epic_of(call), call.document()
    before = body.get("rankBeforeEpic")
    anchor = call.site.store.issues.find(str(before or body.get("rankAfterEpic")))
    if anchor is None or call.site.catalogue.type(anchor.type).level != 1:
        raise JiraError(400, "Either rankBeforeEpic or rankAfterEpic must name an epic.")
    ranking.place(call.site, [found], anchor, before=before is not None)
    return Reply(204)


def _epic_of(call: Call) -> Issue:
    found = issue_of(call, "epic")
    if call.site.catalogue.type(found.type).level != 1:
        raise JiraError(404, "The requested epic does not exist.")
    return found


def of_epic(call: Call) -> Reply:
    """GET epic/{id}/issue, or board/{id}/epic/{id}/issue."""
    here = f"{on_board(project_of_board(call))} AND " if "board" in call.path else ""
    return listed(call, f"{here}parent = {_epic_of(call).key}")


def of_no_epic(call: Call) -> Reply:
    """GET epic/none/issue, or board/{id}/epic/none/issue."""
    here = f"{on_board(project_of_board(call))} AND " if "board" in call.path else ""
    return listed(call, f'{here}"Epic Link" IS EMPTY AND {LEVELS}')


def fill_epic(call: Call) -> Reply:
    """POST epic/{id}/issue, and epic/none/issue."""
    author, site = call.user, call.site
    parent = None if call.path.get("epic", "none") == "none" else _epic_of(call).key
    name = "parent"
    value: Any = {"none": True} if parent is None else {"key": parent}
    if not site.cloud:
        name = next(f.id for f in site.catalogue.fields if f.kind == "epiclink")
        value = parent
    with site.store.database.transaction():
        for issue in named_issues(call, call.document()):
            editing.edit(site, author, issue, {"fields": {name: value}})
    return Reply(204)
