"""The workflow of an issue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jira_sandbox.exchange import Reply
from jira_sandbox.issues.parts import transitions_of
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
        rows = [{**row, "fields": {}} for row in rows]
    return Reply(body={"expand": "transitions", "transitions": rows})


def take(call: Call) -> Reply:
    """POST issue/{key}/transitions: take one."""
    step(call.site, call.user, issue_of(call), call.document())
    return Reply(204)
