"""An issue and an epic, as the agile interface tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox.issues import render
from jira_sandbox.issues.hierarchy import sprint_field
from jira_sandbox.resources.agile import sprint_told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jira_sandbox.exchange import Call
    from jira_sandbox.storage.issues import Issue

API = "/rest/agile/1.0"
AGILE_FIELDS = ("epic", "flagged", "sprint", "closedSprints")


def issue_told(call: Call, found: Issue) -> dict[str, Any]:
    """An issue: what is asked for, and the fields that only the agile interface has."""
    asked = call.words("fields")
    what = render.wanted(call.site, asked, call.words("expand"))
    told = render.issue(call.site, found, what)
    names = [n for n in AGILE_FIELDS if not asked or n in asked or "*all" in asked]
    fields = {**told.get("fields", {}), **_agile(call, found, names)}
    return {**told, "self": f"{call.site.url}{API}/issue/{found.id}", "fields": fields}


def _agile(call: Call, found: Issue, names: Iterable[str]) -> dict[str, Any]:
    parent = call.site.store.issues.find(str(found.values.get("parent") or ""))
    above = parent and call.site.catalogue.type(parent.type).level == 1
    numbers = found.values.get(sprint_field(call.site)) or []
    sprints = [s for s in map(call.site.catalogue.sprint, numbers) if s]
    current = [sprint_told(call, s) for s in sprints if s.state != "closed"]
    closed = [sprint_told(call, s) for s in sprints if s.state == "closed"]
    values = {
        "epic": epic_told(call, parent) if parent and above else None,
        "flagged": False,
        "sprint": current[-1] if current else None,
        **({"closedSprints": closed} if closed else {}),
    }
    return {name: values[name] for name in names if name in values}


def epic_told(call: Call, found: Issue) -> dict[str, Any]:
    """An epic."""
    done = call.site.catalogue.status(found.status).category.key == "done"
    return {
        "id": found.id,
        "key": found.key,
        "self": f"{call.site.url}{API}/epic/{found.id}",
        "name": found.values.get("customfield_10011") or found.summary,
        "summary": found.summary,
        "color": {"key": "color_1"},
        **({"issueColor": {"key": "purple"}} if call.site.cloud else {}),
        "done": done,
    }
