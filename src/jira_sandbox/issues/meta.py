"""A field of a create or edit screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jira_sandbox import show
from jira_sandbox.fields.registry import kind_of

if TYPE_CHECKING:
    from jira_sandbox.catalogue import FieldSpec
    from jira_sandbox.fields.kind import Place

ALWAYS = frozenset({"summary", "issuetype", "project"})


def field_meta(spec: FieldSpec, place: Place, id_name: str = "") -> dict[str, Any]:
    """One field of a screen; `id_name` adds its id under that name."""
    kind, site = kind_of(spec), place.site
    told: dict[str, Any] = {
        "required": _required(spec, place),
        "schema": kind.schema(spec),
        "name": spec.name,
        "key": spec.id,
        "hasDefaultValue": spec.id in ("priority", "reporter"),
        "operations": list(kind.operations),
    }
    if id_name:
        told[id_name] = spec.id
    allowed = kind.allowed(spec, place)
    if allowed is not None:
        told["allowedValues"] = allowed
    if spec.id == "priority":
        told["defaultValue"] = show.priority(site, site.catalogue.default_priority)
    if spec.id in COMPLETED:
        told["autoCompleteUrl"] = f"{site.url}{COMPLETED[spec.id].format(place.project.key)}"
    return told


COMPLETED = {
    "labels": "/rest/api/1.0/labels/suggest?query=",
    "assignee": "/rest/api/3/user/assignable/search?project={}&query=",
    "reporter": "/rest/api/3/user/recommend?context=Reporter&issueKey=&query=",
}


def _required(spec: FieldSpec, place: Place) -> bool:
    demanded = place.site.catalogue.rules.demanded(place.project, place.type)
    needs_parent = spec.id == "parent" and place.type.subtask
    return spec.id in ALWAYS or spec.id in demanded or needs_parent
