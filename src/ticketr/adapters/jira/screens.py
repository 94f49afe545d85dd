"""Jira's create screens -> types of tickets with levels, required fields and allowed values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ticketr.adapters.jira.fields import EPIC_LINK_TYPE, EPIC_NAME_TYPE, NOT_MAPPED
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


def type_of(
    data: Mapping[str, Any], screen: Iterable[Mapping[str, Any]], *, epic_link: bool = False
) -> TypeSchema:
    """The type that an element of createmeta describes, with the fields of its create screen.

    `epic_link`: the field that links a ticket to its epic is the parent, and epics have names of their own, which
    are made of the title where none is given.
    """
    rows = list(screen)
    rules = {_field_id(item, epic_link=epic_link): _rule(item) for item in rows}
    kept = {name: rule for name, rule in rules.items() if _kept(name, rule)}
    level = _level(data, rows)
    if epic_link and level == EPIC_LEVEL:
        names = {_field_id(item) for item in rows if _custom(item) == EPIC_NAME_TYPE}
        kept |= {name: replace(kept[name], has_default=True) for name in names & kept.keys()}
    return TypeSchema(str(data["id"]), str(data["name"]), level, kept)


def _level(data: Mapping[str, Any], screen: Iterable[Mapping[str, Any]]) -> int:
    """As Jira says it; else an epic is what must be given an epic's name, or is called so."""
    level = data.get("hierarchyLevel")
    if isinstance(level, int):
        return level
    if data.get("subtask"):
        return SUBTASK_LEVEL
    named = any(_custom(item) == EPIC_NAME_TYPE and item.get("required") for item in screen)
    called = str(data["name"]).casefold() == "epic"
    return EPIC_LEVEL if called or named else STANDARD_LEVEL


def _custom(item: Mapping[str, Any]) -> str:
    return str((item.get("schema") or {}).get("custom") or "")


def _field_id(item: Mapping[str, Any], *, epic_link: bool = False) -> str:
    if epic_link and _custom(item) == EPIC_LINK_TYPE:
        return "parent"
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
