"""What a ticket's JSON tells beside its values: stamps, and the states of statuses, sprints and versions."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from ticketr.adapters.jira.accounts import account_of
from ticketr.adapters.jira.fields import SPRINT_TYPE
from ticketr.adapters.jira.values import sprints_of
from ticketr.domain.schema import FieldKind
from ticketr.ports.records import SiteValue, Stamps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ticketr.domain.schema import JiraSchema

STAMPS = ("created", "updated", "resolutiondate", "creator")
"""What is asked of Jira for queries, beside the fields of the schema."""
VERSIONS = ("fixVersions", "versions")
NAMED = ("resolution", "priority", "components")


def stamps_of(schema: JiraSchema, sent: Mapping[str, Any]) -> Stamps:
    """The stamps of a ticket; what Jira did not send, or what is no time, is None."""
    created, updated, resolved = (_time(sent.get(name)) for name in STAMPS[:3])
    sprints = tuple(str(item["id"]) for item in _sprints(schema, sent))
    ranks = (sent.get(field.id) for field in schema.fields if field.kind is FieldKind.RANK)
    rank = next((found for found in ranks if isinstance(found, str)), None)
    author = account_of(sent.get("creator")) or None
    return Stamps(created, updated, resolved, author, sprints, rank)


def seen_in(schema: JiraSchema, sent: Mapping[str, Any]) -> tuple[SiteValue, ...]:
    """What the values of a ticket tell of the site."""
    return tuple(_seen(schema, sent))


def _seen(schema: JiraSchema, sent: Mapping[str, Any]) -> Iterator[SiteValue]:
    for item in _objects(sent.get("status")):
        category = item.get("statusCategory")
        state = category.get("key") if isinstance(category, dict) else ""
        yield SiteValue("status", str(item["id"]), str(item.get("name") or ""), str(state or ""))
    for item in _sprints(schema, sent):
        name, state = str(item.get("name") or ""), str(item.get("state") or "")
        starts, ends = _time(item.get("startDate")), _time(item.get("completeDate"))
        ends = ends or _time(item.get("endDate"))
        yield SiteValue("sprint", str(item["id"]), name, state, starts, ends)
    for field in VERSIONS:
        for item in _objects(sent.get(field)):
            state = "released" if item.get("released") else "unreleased"
            yield SiteValue(field, str(item["id"]), str(item.get("name") or ""), state)
    for field in NAMED:
        for item in _objects(sent.get(field)):
            yield SiteValue(field, str(item["id"]), str(item.get("name") or ""))


def _sprints(schema: JiraSchema, sent: Mapping[str, Any]) -> list[dict[str, Any]]:
    fields = [field.id for field in schema.fields if field.custom == SPRINT_TYPE]
    return [item for name in fields for item in _objects(sprints_of(sent.get(name), dates=True))]


def _objects(raw: Any) -> list[dict[str, Any]]:
    """The objects with an id among a field's values."""
    items = raw if isinstance(raw, list) else [raw]
    return [item for item in items if isinstance(item, dict) and item.get("id") is not None]


def _time(raw: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(raw)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo is not None else None
