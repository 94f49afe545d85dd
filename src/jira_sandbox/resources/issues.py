"""Issues: create, read, edit, delete, many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox.exchange import Call, JiraError, Reply
from jira_sandbox.issues import edit as editing
from jira_sandbox.issues import render
from jira_sandbox.issues.create import create as create_issue
from jira_sandbox.resources.lookup import MISSING, issue_of

if TYPE_CHECKING:
    from jira_sandbox.storage.issues import Issue

MOST_CREATED = 50
MOST_FETCHED = 100
MOST_FETCHED_LEAN = 1000
MOST_FIELDS = 100
# Kinds of fields, and fields, that hold more than one value.
LISTS = ("labels", "components", "versions", "multiselect", "sprint")
PARTS = ("comment", "worklog", "attachment", "issuelinks", "subtasks", "watches", "votes")
MOST_PROPERTIES = 5


def _created(call: Call, issue: Issue) -> dict[str, str]:
    return {
        "id": str(issue.id),
        "key": issue.key,
        "self": f"{call.site.api}/issue/{issue.id}",
    }


def create(call: Call) -> Reply:
    """POST issue."""
    try:
        issue = create_issue(call.site, call.user, call.document())
    except JiraError as error:
        # What a new issue names and does not exist makes the request wrong, not the address.
        status = 400 if error.status == 404 else error.status
        raise JiraError(status, *error.messages, errors=error.errors) from error
    return Reply(201, _created(call, issue))


def create_many(call: Call) -> Reply:
    """POST issue/bulk: 201 where at least one was created, 400 where none was."""
    author = call.user
    rows = call.document().get("issueUpdates")
    if not isinstance(rows, list):
        raise JiraError(400, "Invalid request payload. Refer to the REST API documentation.")
    if len(rows) > MOST_CREATED:
        raise JiraError(
            400, f"You have exceeded the limit of issues. You can create at most {MOST_CREATED}."
        )
    created, failed = [], []
    for i, row in enumerate(rows):
        try:
            created.append(_created(call, create_issue(call.site, author, row)))
        except JiraError as error:
            failed.append(_failure(i, error))
    status = 400 if failed and not created else 201
    return Reply(status, {"issues": created, "errors": failed})


def _failure(index: int, error: JiraError) -> dict[str, Any]:
    return {
        "status": error.status,
        "elementErrors": error.document(),
        "failedElementNumber": index,
    }


def get(call: Call) -> Reply:
    """GET issue/{key}: every field, unless some are named."""
    found = issue_of(call)
    what = render.wanted(
        call.site, call.words("fields"), call.words("expand"), call.words("properties")
    )
    return Reply(body=render.issue(call.site, found, what))


def edit(call: Call) -> Reply:
    """PUT issue/{key}: 204, or the issue with returnIssue=true."""
    author = call.user
    found = issue_of(call)
    if not call.flag("notifyUsers", default=True) and not author.admin:
        raise JiraError(
            400 if call.site.cloud else 403,
            "To discard the user notification either admin or project admin permissions are"
            " required.",
        )
    editing.edit(call.site, author, found, call.document())
    if not (call.site.cloud and call.flag("returnIssue", default=False)):
        return Reply(204)
    fresh = call.site.store.issues.get(found.id)
    assert fresh is not None  # noqa: S101  it was just edited, under the lock
    what = render.wanted(call.site, (), call.words("expand"))
    return Reply(body=render.issue(call.site, fresh, what))


def assign(call: Call) -> Reply:
    """PUT issue/{key}/assignee."""
    found = issue_of(call)
    body = call.document()
    name = "accountId" if call.site.cloud else "name"
    value = None if body.get(name) is None else {name: body[name]}
    editing.edit(call.site, call.user, found, {"fields": {"assignee": value}})
    return Reply(204)


def delete(call: Call) -> Reply:
    """DELETE issue/{key}."""
    author, subtasks = call.user, call.flag("deleteSubtasks", default=False)
    editing.delete(call.site, author, issue_of(call), with_subtasks=subtasks)
    return Reply(204)


def fetch_many(call: Call) -> Reply:
    """POST issue/bulkfetch: up to a hundred by id or key, in order of id; the missing are told."""
    body = call.document()
    asked = strings(body, "issueIdsOrKeys")
    if not asked:
        raise JiraError(400, "issueIdsOrKeys: must not be empty")
    most = MOST_FETCHED_LEAN if _lean(call, body) else MOST_FETCHED
    if len(asked) > most:
        raise JiraError(400, f"issueIdsOrKeys: size must be between 1 and {most}")
    properties = tuple(strings(body, "properties"))
    limit_properties(properties)
    found: dict[int, Issue] = {}
    errors = []
    for name in asked:
        issue = call.site.store.issues.find(name) if call.caller else None
        if issue is None or issue.project in call.site.hidden:
            errors.append({"id": name, "errorMessage": MISSING})
        else:
            found[issue.id] = issue
    what = render.wanted(
        call.site,
        strings(body, "fields"),
        strings(body, "expand"),
        properties,
        "*navigable",
    )
    shown = [render.issue(call.site, found[i], what) for i in sorted(found)]
    return Reply(body={"issues": shown, "issueErrors": errors})


def _lean(call: Call, body: dict[str, Any]) -> bool:
    """Whether so little is asked of each issue that a thousand may be named: some fields of one value each."""
    names = strings(body, "fields")
    kinds = {spec.id: spec.kind for spec in call.site.catalogue.fields}
    single = all(kinds.get(name) not in (None, *LISTS) and name not in PARTS for name in names)
    return bool(names) and len(names) <= MOST_FIELDS and single and not body.get("expand")


def strings(body: dict[str, Any], name: str) -> list[str]:
    """A list of words (or numbers) in a request's body; absent counts as empty."""
    found = body.get(name) or []
    if not isinstance(found, list) or not all(isinstance(i, str | int) for i in found):
        raise JiraError(400, "Invalid request payload. Refer to the REST API documentation.")
    return [str(item) for item in found]


def limit_properties(names: tuple[str, ...]) -> None:
    """Refuse more than five property keys."""
    if len(names) > MOST_PROPERTIES:
        raise JiraError(
            400, f"A maximum of {MOST_PROPERTIES} issue property keys can be specified."
        )
