"""Jira's create screens -> types of tickets with levels, required fields and allowed values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ticketr.adapters.jira.fields import NOT_MAPPED
from ticketr.domain.schema import (
    EPIC_LEVEL,
    STANDARD_LEVEL,
    SUBTASK_LEVEL,
    FieldRule,
    Option,
    TypeSchema,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def type_of(data: Mapping[str, Any], screen: Iterable[Mapping[str, Any]]) -> TypeSchema:
    """The type that an element of createmeta describes, with the fields of its create screen."""
    rules = {_field_id(item): _rule(item) for item in screen}
    kept = {name: rule for name, rule in rules.items() if _kept(name, rule)}
    return TypeSchema(str(data["id"]), str(data["name"]), _level(data), kept)


def _level(data: Mapping[str, Any]) -> int:
    level = data.get("hierarchyLevel")
    if isinstance(level, int):
        return level
    if data.get("subtask"):
        return SUBTASK_LEVEL
    return EPIC_LEVEL if str(data["name"]).casefold() == "epic" else STANDARD_LEVEL


def _field_id(item: Mapping[str, Any]) -> str:
    return str(item.get("fieldId") or item.get("key") or "")


def _kept(name: str, rule: FieldRule) -> bool:
    """What a required field is called must be known, even where ticketr cannot set it."""
    return name not in NOT_MAPPED or (rule.required and name != "project")


def _rule(item: Mapping[str, Any]) -> FieldRule:
    return FieldRule(
        bool(item.get("required")),
        bool(item.get("hasDefaultValue")),
        tuple(_options(item.get("allowedValues") or ())),
    )


def _options(values: Iterable[Mapping[str, Any]]) -> Iterable[Option]:
    for value in values:
        name = value.get("name") or value.get("value")
        if name is not None and not value.get("disabled"):
            yield Option(str(value.get("id", "")), str(name))
