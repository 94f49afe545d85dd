"""Sprints made, changed and filled; the issues of boards, sprints and epics; the order of issues."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from jira_sandbox import configuration
from jira_sandbox.catalogue import Sprint
from jira_sandbox.clock import read_stamp, stamp
from jira_sandbox.exchange import JiraError, Reply, invalid
from jira_sandbox.issues import edit as editing
from jira_sandbox.issues import ranking
from jira_sandbox.issues.events import note
from jira_sandbox.issues.hierarchy import sprint_field
from jira_sandbox.jql.meaning import search
from jira_sandbox.jql.tree import JqlError
from jira_sandbox.resources.agile import board_project, project_of_board, sprint_of, sprint_told
from jira_sandbox.resources.issues import strings
from jira_sandbox.resources.lookup import MISSING, issue_of
from jira_sandbox.resources.paging import window
from jira_sandbox.resources.planned import issue_told
from jira_sandbox.resources.software import MARK, by_token

if TYPE_CHECKING:
    from jira_sandbox.catalogue import FieldSpec, Project
    from jira_sandbox.exchange import Call
    from jira_sandbox.storage.issues import Issue

MOST = 50
NEXT = {"future": {"future", "active"}, "active": {"active", "closed"}, "closed": {"closed"}}
DATES = {"startDate": "start", "endDate": "end", "completeDate": "complete"}


def make_sprint(call: Call) -> Reply:
    """POST sprint: a future one, on `originBoardId`."""
    _ = call.user
    body, site = call.document(), call.site
    project = board_project(call, body.get("originBoardId"))
    if not isinstance(body.get("name"), str) or not body["name"].strip():
        raise invalid("name", "The sprint name must not be empty.")
    fresh = Sprint(configuration.next_id(site, "sprint"), "", "future", project.board_id)
    made = replace(fresh, created=stamp(site.clock.now(), site.zone))
    made = _changed(call, made, {**body, "state": None})
    configuration.keep(site, project, "sprint", made)
    _announce(call, "created", made)
    return Reply(201, sprint_told(call, made))


BEGUN = {"active": "started", "closed": "closed"}


def _announce(call: Call, what: str, sprint: Sprint, old: Sprint | None = None) -> None:
    more = {"sprint": sprint_told(call, sprint)}
    if old is not None:
        more["oldValue"] = sprint_told(call, old)
    note(call.site, f"sprint_{what}", call.user.account_id, more=more)


def edit_sprint(call: Call) -> Reply:
    """PUT sprint/{id} replaces, POST sprint/{id} changes what is named."""
    _ = call.user
    old, body = sprint_of(call), call.document()
    if call.request.method == "PUT":
        body = {"goal": "", "startDate": "", "endDate": "", **body}
    new = _changed(call, old, body)
    configuration.keep(call.site, board_project(call, old.board_id), "sprint", new)
    _announce(call, "updated", new, old)
    if new.state != old.state:
        _announce(call, BEGUN[new.state], new, old)
    return Reply(body=sprint_told(call, new))


def delete_sprint(call: Call) -> Reply:
    """DELETE sprint/{id}: its issues go back to the backlog."""
    author, old = call.user, sprint_of(call)
    for issue in _found(call, f"sprint = {old.id}"):
        editing.edit(call.site, author, issue, {"fields": {sprint_field(call.site): None}})
    configuration.remove(call.site, board_project(call, old.board_id), "sprint", old)
    _announce(call, "deleted", old)
    return Reply(204)


def _changed(call: Call, old: Sprint, body: dict[str, Any]) -> Sprint:
    named: dict[str, Any] = {}
    for name, part in (("name", "name"), ("goal", "goal")):
        if body.get(name) is not None:
            named[part] = str(body[name])
    for name, part in DATES.items():
        if body.get(name) is not None:
            named[part] = _moment(call, name, body[name])
    named |= _state(call, replace(old, **named), body.get("state"))
    return replace(old, **named)


def _moment(call: Call, name: str, text: Any) -> str:
    if text == "":
        return ""
    try:
        return stamp(read_stamp(str(text)), call.site.zone)
    except ValueError:
        raise invalid(name, f"The date '{text}' is not valid.") from None


def _state(call: Call, sprint: Sprint, state: Any) -> dict[str, str]:
    if state is None or state == sprint.state:
        return {}
    if not isinstance(state, str) or state not in NEXT[sprint.state]:
        raise JiraError(400, f"A sprint that is {sprint.state} cannot become {state}.")
    if state == "active" and not (sprint.start and sprint.end):
        raise JiraError(400, "A sprint needs a startDate and an endDate to be started.")
    now = stamp(call.site.clock.now(), call.site.zone)
    return {"state": state, "complete": now} if state == "closed" else {"state": state}


def fill_sprint(call: Call) -> Reply:
    """POST sprint/{id}/issue: at most fifty issues, into this sprint."""
    author, sprint = call.user, sprint_of(call)
    if sprint.state == "closed":
        raise JiraError(400, "Issue can be assigned only active or future sprints.")
    _assign(call, author, sprint.id)
    return Reply(204)


def to_backlog(call: Call) -> Reply:
    """POST backlog/issue: at most fifty issues, out of their sprints."""
    _assign(call, call.user, None)
    return Reply(204)


def _assign(call: Call, author: Any, sprint: int | None) -> None:
    with call.site.store.database.transaction():
        for issue in named_issues(call, call.document()):
            fields = {sprint_field(call.site): sprint}
            editing.edit(call.site, author, issue, {"fields": fields})


def rank(call: Call) -> Reply:
    """PUT issue/rank: issues before or after another one."""
    _ = call.user
    body = call.document()
    before = body.get("rankBeforeIssue")
    anchor = call.site.store.issues.find(str(before or body.get("rankAfterIssue")))
    if anchor is None:
        raise JiraError(400, "Either rankBeforeIssue or rankAfterIssue must name an issue.")
    ranking.place(call.site, named_issues(call, body), anchor, before=before is not None)
    return Reply(204)


def named_issues(call: Call, body: dict[str, Any]) -> list[Issue]:
    """The issues that a body lists. Raises JiraError."""
    names = strings(body, "issues")
    if not names or len(names) > MOST:
        raise JiraError(400, f"Give 1 to {MOST} issues.")
    found = [call.site.store.issues.find(name) for name in names]
    if None in found:
        raise JiraError(404, MISSING)
    return [issue for issue in found if issue]


def _found(call: Call, jql: str) -> list[Issue]:
    query = search(call.site, call.caller, jql)
    store = call.site.store.issues
    return store.many(store.select(query.where, query.values, "i.id", 2**31))


def listed(call: Call, jql: str) -> Reply:
    """The issues that a query finds, and the one in `jql`, in the order of their ranks."""
    more = call.text("jql")
    try:
        query = search(call.site, call.caller, f"({jql}) AND ({more})" if more else jql)
    except JqlError as error:
        raise JiraError(400, *error.messages) from None
    store = call.site.store.issues

    def tell(ids: list[int]) -> list[dict[str, Any]]:
        return [issue_told(call, one) for one in store.many(ids)]

    if MARK in call.request.path:
        return by_token(call, query, f"{jql} {more}", tell)
    start, limit = window(call, 50, 100)
    ids = store.select(query.where, query.values, ranking.order(call.site), limit, start)
    total = store.count(query.where, query.values)
    told = {"expand": "schema,names", "startAt": start, "maxResults": limit, "total": total}
    return Reply(body={**told, "issues": tell(ids)})


def on_board(project: Project) -> str:
    """The condition that an issue is on the board of a project."""
    return f'project = "{project.key}"'


def of_board(call: Call) -> Reply:
    """GET board/{id}/issue."""
    return listed(call, on_board(project_of_board(call)))


def backlog(call: Call) -> Reply:
    """GET board/{id}/backlog: neither done nor in an active sprint."""
    here = on_board(project_of_board(call))
    outside = "(sprint IS EMPTY OR sprint NOT IN openSprints())"
    return listed(call, f"{here} AND {outside} AND statusCategory != Done AND {LEVELS}")


# What a backlog and a list without an epic hold.
LEVELS = "issuetype IN standardIssueTypes() AND issuetype != Epic"


def of_sprint(call: Call) -> Reply:
    """GET sprint/{id}/issue, or board/{id}/sprint/{id}/issue."""
    here = f"{on_board(project_of_board(call))} AND " if "board" in call.path else ""
    return listed(call, f"{here}sprint = {sprint_of(call).id}")


def issue(call: Call) -> Reply:
    """GET issue/{key}, by the agile interface."""
    return Reply(body=issue_told(call, issue_of(call)))


def estimation(call: Call) -> Reply:
    """GET issue/{key}/estimation?boardId=: the points, by the field that the board counts."""
    found, spec = _estimated(call)
    value = found.values.get(spec.id)
    return Reply(body={"fieldId": spec.id, "value": value})


def estimate(call: Call) -> Reply:
    """PUT issue/{key}/estimation?boardId=: `{"value": "8"}`."""
    author = call.user
    found, spec = _estimated(call)
    text = call.document().get("value")
    try:
        value = None if text in (None, "") else float(str(text))
    except ValueError:
        raise invalid("value", "The estimate must be a number.") from None
    editing.edit(call.site, author, found, {"fields": {spec.id: value}})
    return Reply(body={"fieldId": spec.id, "value": value})


def _estimated(call: Call) -> tuple[Issue, FieldSpec]:
    board = call.text("boardId")
    if not board:
        raise JiraError(400, "The boardId parameter is required.")
    board_project(call, board)
    found = issue_of(call)
    spec = next((f for f in call.site.catalogue.fields if f.name == "Story Points"), None)
    if spec is None:
        raise JiraError(400, "The board does not estimate its issues.")
    return found, spec
