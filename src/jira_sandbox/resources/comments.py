"""Comments by endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox import adf, rich
from jira_sandbox.exchange import JiraError, Reply
from jira_sandbox.issues import parts
from jira_sandbox.issues.events import note, plain
from jira_sandbox.issues.properties import accept_properties, accept_property
from jira_sandbox.issues.seen import visibility
from jira_sandbox.resources.lookup import issue_of
from jira_sandbox.resources.paging import named_page
from jira_sandbox.resources.properties import missing

if TYPE_CHECKING:
    from jira_sandbox.exchange import Call
    from jira_sandbox.storage.comments import Comment


def listed(call: Call) -> Reply:
    """GET issue/{key}/comment: a page, oldest first unless `orderBy=-created`."""
    rows = call.site.store.comments.of(issue_of(call).id)
    if call.text("orderBy").startswith("-"):
        rows.reverse()
    return Reply(body=named_page(call, "comments", rows, lambda c: _told(call, c), size=100))


def get(call: Call) -> Reply:
    """GET issue/{key}/comment/{id}."""
    return Reply(body=_told(call, _comment(call)))


def add(call: Call) -> Reply:
    """POST issue/{key}/comment."""
    site, author = call.site, call.user
    found, body = issue_of(call), _body(call)
    now = site.clock.now()
    with site.store.database.transaction():
        new = site.store.comments.add(found.id, author.account_id, now, body, adf.plain(body))
        site.store.issues.touch(found.id, now)
    shown = parts.comment(plain(site), new)
    note(site, "comment_created", author.account_id, found, more={"comment": shown})
    return Reply(201, _told(call, new))


def edit(call: Call) -> Reply:
    """PUT issue/{key}/comment/{id}."""
    site, editor = call.site, call.user
    old = _comment(call)
    body = _body(call, old)
    now = site.clock.now()
    with site.store.database.transaction():
        site.store.comments.edit(old.id, editor.account_id, now, body, adf.plain(body))
        site.store.issues.touch(old.issue, now)
    shown = parts.comment(plain(site), _comment(call))
    issue = issue_of(call)
    note(site, "comment_updated", editor.account_id, issue, more={"comment": shown})
    return Reply(body=_told(call, _comment(call)))


def delete(call: Call) -> Reply:
    """DELETE issue/{key}/comment/{id}."""
    editor, old = call.user, _comment(call)
    shown = parts.comment(plain(call.site), old)
    note(call.site, "comment_deleted", editor.account_id, issue_of(call), more={"comment": shown})
    with call.site.store.database.transaction():
        call.site.store.comments.delete(old.id)
        call.site.store.issues.touch(old.issue, call.site.clock.now())
    return Reply(204)


def _comment(call: Call) -> Comment:
    wanted = call.path["comment"]
    for found in call.site.store.comments.of(issue_of(call).id):
        if str(found.id) == wanted:
            return found
    raise JiraError(404, f"Can not find a comment for the id: {wanted}.")


def _told(call: Call, found: Comment) -> dict[str, Any]:
    return parts.comment(call.site, found, call.words("expand"))


def _body(call: Call, old: Comment | None = None) -> dict[str, Any]:
    """The text to keep, with who may see it. Raises JiraError 400."""
    asked = call.document()
    body = asked.get("body")
    if body is None:
        raise JiraError(400, errors={"comment": "Comment body can not be empty!"})
    known = None if old is None else old.body
    kept = rich.accept(call.site.dialect, "comment", body, known)
    seen = visibility(asked, None if old is None else old.visibility)
    added = dict(accept_properties(asked.get("properties")))
    beside = {
        "visibility": seen,
        "properties": {**({} if old is None else old.properties), **added},
    }
    kept = {name: value for name, value in kept.items() if name not in beside}
    return {**kept, **{name: value for name, value in beside.items() if value}}


def property_keys(call: Call) -> Reply:
    """GET comment/{id}/properties."""
    found = _anywhere(call)
    base = f"{call.site.api}/comment/{found.id}/properties"
    return Reply(body={"keys": [{"self": f"{base}/{k}", "key": k} for k in found.properties]})


def get_property(call: Call) -> Reply:
    """GET comment/{id}/properties/{property}."""
    key, found = call.path["property"], _anywhere(call)
    if key not in found.properties:
        raise missing(key)
    return Reply(body={"key": key, "value": found.properties[key]})


def put_property(call: Call) -> Reply:
    """PUT comment/{id}/properties/{property}: 201 where it is new, else 200."""
    _ = call.user
    found = _anywhere(call)
    key, value = accept_property(call.path["property"], call.json())
    call.site.store.comments.keep(found, {**found.properties, key: value})
    return Reply(200 if key in found.properties else 201)


def delete_property(call: Call) -> Reply:
    """DELETE comment/{id}/properties/{property}."""
    _ = call.user
    key, found = call.path["property"], _anywhere(call)
    if key not in found.properties:
        raise missing(key)
    left = {name: value for name, value in found.properties.items() if name != key}
    call.site.store.comments.keep(found, left)
    return Reply(204)


def _anywhere(call: Call) -> Comment:
    """The comment of the path, of an issue that this user sees."""
    wanted = call.path["comment"]
    found = call.site.store.comments.get(wanted) if call.caller else None
    issue = call.site.store.issues.get(found.issue) if found else None
    if found is None or issue is None or issue.project in call.site.hidden:
        raise JiraError(404, f"Can not find a comment for the id: {wanted}.")
    return found
