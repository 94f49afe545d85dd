"""Which parent an issue may have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jira_sandbox.fields.kind import Place
    from jira_sandbox.site import Site

ORPHAN = "Issue type is a sub-task but parent issue key or id not specified."
MISFIT = "Given parent issue does not belong to appropriate hierarchy."
ELSEWHERE = "Sub-tasks must be created in the same project as the parent."


def misplaced(place: Place, values: dict[str, Any]) -> dict[str, str]:
    """What is wrong with an issue's parent, by the field that Jira blames."""
    site, parent_id = place.site, values.get("parent")
    if parent_id is None:
        return {"issuetype": ORPHAN} if place.type.subtask else {}
    parent = site.store.issues.get(parent_id)
    if parent is None:
        return {"parent": "Could not find issue by id or key."}
    if site.catalogue.type(parent.type).level != place.type.level + 1:
        return {"parentId": MISFIT}
    if place.type.subtask and parent.project != place.project.id:
        return {"project": ELSEWHERE}
    return {}


STRAY = "Sub-tasks can't be assigned to a sprint of their own. They follow their parent."


def settle_sprint(place: Place, values: dict[str, Any]) -> dict[str, str]:
    """A sub-task keeps no sprint of its own; naming another than its parent's is an error."""
    field_id = sprint_field(place.site)
    if not place.type.subtask or field_id not in values:
        return {}
    parent = place.site.store.issues.get(values.get("parent") or 0)
    wanted = values.pop(field_id)
    if parent is not None and parent.values.get(field_id) == wanted:
        return {}
    return {field_id: STRAY}


def sprint_field(site: Site) -> str:
    """The id of the sprint field; empty where the site has none."""
    return next((f.id for f in site.catalogue.fields if f.kind == "sprint"), "")
