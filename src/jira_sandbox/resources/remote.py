"""Links from an issue to things elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox.exchange import JiraError, Reply, invalid
from jira_sandbox.resources.lookup import issue_of
from jira_sandbox.storage.rows import Row

if TYPE_CHECKING:
    from jira_sandbox.exchange import Call

KIND = "remotelink"


def listed(call: Call) -> Reply:
    """GET issue/{key}/remotelink: all, or the one with `globalId`."""
    found = issue_of(call)
    if call.text("globalId"):
        return Reply(body=_shown(call, _global(call)))
    return Reply(body=[_shown(call, row) for row in call.site.store.rows.of(KIND, found.id)])


def _global(call: Call) -> Row:
    wanted = call.text("globalId")
    rows = call.site.store.rows.of(KIND, issue_of(call).id)
    found = next((row for row in rows if row.body.get("globalId") == wanted), None)
    if found is None:
        raise JiraError(404, f"No remote issue link was found with globalId '{wanted}'.")
    return found


def add(call: Call) -> Reply:
    """POST issue/{key}/remotelink: 201 where it is new, 200 where its globalId was known."""
    _ = call.user
    found, body = issue_of(call), _accept(call)
    rows, name = call.site.store.rows, body.get("globalId")
    same = [row for row in rows.of(KIND, found.id) if name and row.body.get("globalId") == name]
    if same:
        rows.put(KIND, Row(same[0].id, found.id, body))
        return Reply(200, _told(call, same[0].id))
    status = 201 if call.site.cloud else 200
    return Reply(status, _told(call, rows.add(KIND, found.id, body).id))


def get(call: Call) -> Reply:
    """GET issue/{key}/remotelink/{id}."""
    return Reply(body=_shown(call, _row(call)))


def edit(call: Call) -> Reply:
    """PUT issue/{key}/remotelink/{id}."""
    _ = call.user
    old = _row(call)
    call.site.store.rows.put(KIND, Row(old.id, old.owner, _accept(call)))
    return Reply(204)


def delete(call: Call) -> Reply:
    """DELETE issue/{key}/remotelink/{id}."""
    _ = call.user
    call.site.store.rows.delete(KIND, _row(call).id)
    return Reply(204)


def delete_global(call: Call) -> Reply:
    """DELETE issue/{key}/remotelink?globalId=."""
    _ = call.user
    if not call.text("globalId"):
        raise JiraError(400, "'globalId' query parameter is required.")
    call.site.store.rows.delete(KIND, _global(call).id)
    return Reply(204)


def _accept(call: Call) -> dict[str, Any]:
    body = call.document()
    thing = body.get("object")
    if not isinstance(thing, dict) or not thing.get("url") or not thing.get("title"):
        raise invalid("object", "'url' and 'title' are required.")
    kept = ("globalId", "application", "relationship", "object")
    return {name: body[name] for name in kept if body.get(name) is not None}


def _row(call: Call) -> Row:
    owner, wanted = issue_of(call), call.path["link"]
    found = call.site.store.rows.get(KIND, wanted)
    if found is None or found.owner != owner.id:
        raise JiraError(404, f"No remote issue link was found with id '{wanted}'.")
    return found


def _told(call: Call, link_id: int) -> dict[str, Any]:
    return {
        "id": link_id,
        "self": f"{call.site.api}/issue/{call.path['issue']}/remotelink/{link_id}",
    }


def _shown(call: Call, row: Row) -> dict[str, Any]:
    thing = {"icon": {}, "status": {"icon": {}}, **row.body["object"]}
    address = f"{call.site.api}/issue/{row.owner}/remotelink/{row.id}"
    return {"id": row.id, "self": address, "application": {}, **row.body, "object": thing}
