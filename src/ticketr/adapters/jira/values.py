"""One field's value: Jira's JSON <-> what ticketr keeps."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from ticketr.adapters.jira.accounts import account_of
from ticketr.adapters.jira.dialect import CLOUD
from ticketr.domain.schema import SET_KINDS, FieldKind
from ticketr.errors import TicketValidation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ticketr.adapters.jira.dialect import Dialect
    from ticketr.domain.schema import FieldRule, JiraField
    from ticketr.domain.ticket import FieldValue


def value_of(kind: FieldKind, raw: Any, dialect: Dialect = CLOUD) -> FieldValue:
    """What Jira's JSON stands for. None is "set to nothing"; sets are sorted names."""
    if raw is None:
        return None
    if kind is FieldKind.RICH:
        return dialect.text.markdown(raw) or None
    return _READERS[kind](raw)


def _parent(raw: Any) -> str | None:
    return _text(raw.get("key")) if isinstance(raw, dict) else _text(raw)


def _number(raw: Any) -> FieldValue:
    if isinstance(raw, float) and raw.is_integer():
        return int(raw)
    return raw if isinstance(raw, int | float) and not isinstance(raw, bool) else _plain(raw)


def _set_of(read: Callable[[Any], str | None]) -> Callable[[Any], FieldValue]:
    def names(raw: Any) -> FieldValue:
        items = raw if isinstance(raw, list) else [raw]
        return tuple(sorted({name for item in items if (name := read(item))})) or None

    return names


def _name(raw: Any) -> str | None:
    if isinstance(raw, dict):
        return _text(raw.get("name", raw.get("value")))
    return _text(raw)


def _account(raw: Any) -> str | None:
    return account_of(raw) or None if isinstance(raw, dict) else _text(raw)


def _text(raw: Any) -> str | None:
    return None if raw is None else str(raw)


def _open_sprint(raw: Any) -> str | None:
    """The name of the newest sprint that is not closed; a running one before one that is to come."""
    items = raw if isinstance(raw, list) else [raw]
    found = [item for item in items if isinstance(item, dict) and item.get("state") != "closed"]
    if not found:
        return None
    newest = max(found, key=lambda item: (item.get("state") == "active", item.get("id") or 0))
    return _text(newest.get("name"))


def link_of(raw: Any) -> str | None:
    """What the ticket does to another, in Jira's words, and the other's key: `blocks PROJ-12`."""
    kind = raw.get("type") or {} if isinstance(raw, dict) else {}
    for end, way in (("outwardIssue", "outward"), ("inwardIssue", "inward")):
        other = raw.get(end) if isinstance(raw, dict) else None
        if isinstance(other, dict) and other.get("key"):
            return f"{kind.get(way) or kind.get('name') or 'is linked to'} {other['key']}"
    return None


_SPRINT = re.compile(
    r"com\.atlassian\.greenhopper\.service\.sprint\.Sprint@\w+\[(.*)\]\Z", re.DOTALL
)
_SPRINT_PART = re.compile(
    r"(?:\A|,)(id|rapidViewId|state|name|startDate|endDate|completeDate|activatedDate|sequence|goal"
    r"|autoStartStop|synced|incompleteIssuesDestinationId)="
)


def sprints_of(raw: Any, *, dates: bool = False) -> Any:
    """A sprint field's JSON with Data Center's prints of sprints as objects: number, name, state, and `dates`.

    The prints name an address in Jira's memory, so the same sprint is printed differently each day.
    """
    if not isinstance(raw, list):
        return raw
    return [_sprint(item, dates=dates) if isinstance(item, str) else item for item in raw]


SPRINT_DATES = ("startDate", "endDate", "completeDate")


def _sprint(text: str, *, dates: bool) -> Any:
    found = _SPRINT.match(text)
    if found is None:
        return text
    _, *parts = _SPRINT_PART.split(found[1])
    said = dict(zip(parts[::2], parts[1::2], strict=True))
    number = said.get("id", "")
    if not (number.isascii() and number.isdigit()):
        return text
    state, name = said.get("state", "").lower(), said.get("name", "")
    found_dates = {key: said.get(key) for key in SPRINT_DATES} if dates else {}
    return {"id": int(number), "name": name, "state": state, **found_dates}


def _plain(raw: Any) -> FieldValue:
    """Simple JSON as it is, an object by its name, anything else as compact JSON text."""
    if raw is None or isinstance(raw, str | int | float):
        return raw
    if isinstance(raw, dict) and isinstance(raw.get("name"), str):
        return str(raw["name"])
    return json.dumps(raw, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


_READERS: dict[FieldKind, Callable[[Any], FieldValue]] = {
    FieldKind.TEXT: _plain,
    FieldKind.NUMBER: _number,
    FieldKind.DATE: _plain,
    FieldKind.DATETIME: _plain,
    FieldKind.OPTION: _name,
    FieldKind.OPTIONS: _set_of(_name),
    FieldKind.LABELS: _set_of(_name),
    FieldKind.USER: _account,
    FieldKind.USERS: _set_of(_account),
    FieldKind.LINKS: _set_of(link_of),
    FieldKind.SPRINT: _open_sprint,
    FieldKind.PARENT: _parent,
    FieldKind.TYPE: _name,
    FieldKind.STATUS: _name,
    FieldKind.PROJECT: _name,
    FieldKind.RANK: _plain,
    FieldKind.OTHER: _plain,
}
"""How each kind is read, but rich text, which each edition has its own form of."""


def jira_of(
    field: JiraField,
    value: FieldValue,
    rule: FieldRule | None = None,
    dialect: Dialect = CLOUD,
) -> Any:
    """The JSON that sets the field to the value; `rule` knows the ids of options.

    Sprints come resolved, as their number. Raises TicketValidation where the field cannot be set.
    """
    if field.kind in READ_ONLY:
        raise TicketValidation(f"{field.name} cannot be set; Jira decides it.")
    if field.kind in SET_KINDS:
        return [item_of(field, name, rule, dialect) for name in members(value)]
    if value is None:
        return None
    match field.kind:
        case FieldKind.RICH:
            return dialect.text.made(str(value))
        case FieldKind.USER:
            return {dialect.account: str(value)}
        case kind:
            writer = _WRITERS.get(kind)
            return writer(value) if writer else _choice(field, str(value), rule)


READ_ONLY = frozenset({FieldKind.STATUS, FieldKind.PROJECT, FieldKind.RANK, FieldKind.OTHER})


def members(value: FieldValue) -> tuple[str, ...]:
    """The names of a set's value."""
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (str(value),)


_WRITERS: dict[FieldKind, Callable[[FieldValue], Any]] = {
    FieldKind.TEXT: str,
    FieldKind.DATE: str,
    FieldKind.DATETIME: str,
    FieldKind.NUMBER: lambda value: value,
    FieldKind.SPRINT: lambda value: int(str(value)),
    FieldKind.PARENT: lambda value: {"key": str(value)},
}
"""How single values are written that are no choice among options."""


def item_of(
    field: JiraField, name: str, rule: FieldRule | None = None, dialect: Dialect = CLOUD
) -> Any:
    """The JSON of one member of a set."""
    match field.kind:
        case FieldKind.LABELS:
            return name
        case FieldKind.USERS:
            return {dialect.account: name}
        case _:
            return _choice(field, name, rule)


def _choice(field: JiraField, name: str, rule: FieldRule | None) -> Mapping[str, str]:
    """By id where exactly one allowed value has the name, else by name."""
    ids = [option.id for option in rule.options if option.name == name] if rule else []
    return {"id": ids[0]} if len(ids) == 1 and ids[0] else {field.handle: name}


def verbs_of(
    field: JiraField,
    before: Iterable[str],
    after: Iterable[str],
    rule: FieldRule | None = None,
    dialect: Dialect = CLOUD,
) -> list[dict[str, Any]]:
    """The additions and removals that lead from one set to the other."""
    old, new = set(before), set(after)
    added = [{"add": item_of(field, name, rule, dialect)} for name in sorted(new - old)]
    return added + [{"remove": item_of(field, name, rule, dialect)} for name in sorted(old - new)]
