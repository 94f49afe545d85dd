"""Issue properties by endpoint."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jira_sandbox.exchange import JiraError, Reply
from jira_sandbox.issues.properties import accept_property
from jira_sandbox.resources.lookup import issue_of

if TYPE_CHECKING:
    from jira_sandbox.exchange import Call


def keys(call: Call) -> Reply:
    """GET issue/{key}/properties."""
    found = issue_of(call)
    base = f"{call.site.api}/issue/{found.id}/properties"
    rows = call.site.store.properties.keys(found.id)
    return Reply(body={"keys": [{"self": f"{base}/{key}", "key": key} for key in rows]})


def get(call: Call) -> Reply:
    """GET issue/{key}/properties/{property}."""
    key = call.path["property"]
    text = call.site.store.properties.get(issue_of(call).id, key)
    if text is None:
        raise missing(key)
    return Reply(body={"key": key, "value": json.loads(text)})


def put(call: Call) -> Reply:
    """PUT issue/{key}/properties/{property}: 201 where it is new, else 200; `updated` stays."""
    _ = call.user
    found = issue_of(call)
    key, value = accept_property(call.path["property"], call.json())
    return Reply(201 if call.site.store.properties.put(found.id, key, value) else 200)


def delete(call: Call) -> Reply:
    """DELETE issue/{key}/properties/{property}."""
    _ = call.user
    key = call.path["property"]
    if not call.site.store.properties.delete(issue_of(call).id, key):
        raise missing(key)
    return Reply(204)


def missing(key: str) -> JiraError:
    """What is said of a property that is not there."""
    return JiraError(404, f"The property with key '{key}' does not exist.")
