"""What Jira makes of the JSON that creates and edits: by the facts, without the adapter's code."""

from __future__ import annotations

from typing import Any

SPRINTS = {101: "Sprint 1", 102: "Sprint 2"}
TYPES = {"10001": "Story", "10002": "Sub-task"}
TEAMS = {"1": "Red", "2": "Blue", "3": "Twin", "4": "Twin"}


def stored(name: str, value: Any) -> Any:
    """The JSON that a read gives for a field set to this."""
    if name == "issuetype":
        return {"id": value["id"], "name": TYPES[value["id"]]}
    if name == "customfield_5" and value is not None:
        closed = {"id": 7, "name": "Old", "state": "closed"}
        return [closed, {"id": value, "name": SPRINTS[value], "state": "future"}]
    if name == "customfield_1" and value is not None:
        return float(value)
    if isinstance(value, list):
        return [_team(item) for item in value]
    return _team(value)


def _team(item: Any) -> Any:
    if isinstance(item, dict) and set(item) == {"id"}:
        return {"id": item["id"], "value": TEAMS[item["id"]]}
    return item


def read_back(body: dict[str, Any], base: dict[str, Any] | None = None) -> dict[str, Any]:
    """The ticket as Jira gives it after a create or an edit."""
    fields = {"summary": None, **(base or {})}
    for name, value in body.get("fields", {}).items():
        if name != "project":
            fields[name] = stored(name, value)
    for name, verbs in body.get("update", {}).items():
        fields[name] = _after(fields.get(name), verbs)
    return {"id": "1", "key": "PROJ-1", "fields": fields}


def _after(value: Any, verbs: list[dict[str, Any]]) -> Any:
    if verbs == [{"set": {"none": True}}]:
        return None
    items = list(value or [])
    for verb in verbs:
        [(act, item)] = verb.items()
        plain = _team(item)
        if act == "add":
            items.append(plain)
        else:
            items.remove(plain)
    return items
