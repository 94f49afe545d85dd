"""The workflow of an issue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox.exchange import Reply
from jira_sandbox.issues.meta import field_meta
from jira_sandbox.issues.parts import transitions_of
from jira_sandbox.issues.places import place_of
from jira_sandbox.issues.workflow import step
from jira_sandbox.resources.lookup import issue_of

if TYPE_CHECKING:
    from jira_sandbox.exchange import Call


def listed(call: Call) -> Reply:
    """GET issue/{key}/transitions: the steps that are open now."""
    rows = transitions_of(call.site, issue_of(call))
    wanted = call.text("transitionId")
    if wanted:
        rows = [row for row in rows if row["id"] == wanted]
    if "transitions.fields" in call.words("expand"):
        rows = [{**row, "fields": _fields(call, row)} for row in rows]
    return Reply(body={"expand": "transitions", "transitions": rows})


def _fields(call: Call, row: dict[str, Any]) -> dict[str, Any]:
    """What may be set on the way: the resolution, into a status that is done."""
    spec = call.site.catalogue.field("resolution")
    if spec is None or row["to"]["statusCategory"]["key"] != "done":
        return {}
    return {spec.id: field_meta(spec, place_of(call.site, issue_of(call)))}


def take(call: Call) -> Reply:
    """POST issue/{key}/transitions: take one."""
    step(call.site, call.user, issue_of(call), call.document())
    return Reply(204)
