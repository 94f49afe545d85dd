"""Texts of a ticket file become values, by the kind of the field and what the project allows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ticketr.domain.schema import SET_KINDS, FieldKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ticketr.domain.schema import FieldRule, JiraField, Option
    from ticketr.domain.ticket import FieldValue

    Account = Callable[[str], str]

KEY = re.compile(r"[A-Z][A-Z0-9_]+-[1-9][0-9]*\Z")
"""A Jira key: project and number."""


class BadValue(ValueError):
    """A value that the field cannot have; the first argument says why, the second what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


LINK = re.compile(
    r"[ ,]*(?P<words>.+?) \[?(?P<key>[A-Za-z][A-Za-z0-9_]+-[1-9][0-9]*)\]? ?(?=,|\Z)"
)
"""One of several links, as `blocks PROJ-12`."""


def value_of(field: JiraField, text: str, rule: FieldRule | None, account: Account) -> FieldValue:
    """What the text means for the field; `account` finds people. Raises BadValue."""
    if field.kind is FieldKind.LINKS:
        return _links(field, text, rule)
    if field.kind in SET_KINDS:
        return _set_value(field, text, rule, account)
    return _single_value(field, text, rule, account) if text else None


def _set_value(
    field: JiraField, text: str, rule: FieldRule | None, account: Account
) -> FieldValue:
    inner = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    names = [part.strip().strip("\"'") for part in inner.split(",")]
    names = [name for name in names if name]
    if field.kind is FieldKind.LABELS:
        names = [_label(name) for name in names]
    elif field.kind is FieldKind.USERS:
        names = [account(name) for name in names]
    else:
        names = [_option(field, name, rule) for name in names]
    return tuple(dict.fromkeys(names)) or None


def _links(field: JiraField, text: str, rule: FieldRule | None) -> FieldValue:
    """Links one behind another: what the ticket does, and the key of the other."""
    text, at = " ".join(text.split()), 0
    found: dict[str, None] = {}
    while text[at:].strip(", "):
        link = LINK.match(text, at)
        if link is None:
            raise BadValue(
                f'"{text[at:].strip(", ")}" is not a link.',
                f"Write what the ticket does and a key, like {_example(rule)} PROJ-12.",
            )
        found[f"{_option(field, link['words'], rule)} {link['key'].upper()}"] = None
        at = link.end()
    return tuple(sorted(found)) or None


def _example(rule: FieldRule | None) -> str:
    return rule.options[0].name if rule and rule.options else "blocks"


def _label(name: str) -> str:
    if " " in name or "\t" in name:
        raise BadValue(f'The label "{name}" has a space in it.', "Labels are separated by commas.")
    return name


def _single_value(
    field: JiraField, text: str, rule: FieldRule | None, account: Account
) -> FieldValue:
    match field.kind:
        case FieldKind.NUMBER:
            return _number(field, text)
        case FieldKind.DATE:
            return _date(field, text)
        case FieldKind.OPTION | FieldKind.TYPE | FieldKind.STATUS | FieldKind.SPRINT:
            return _option(field, text, rule)
        case FieldKind.USER:
            return None if text.casefold() in {"unassigned", "none", "-"} else account(text)
        case FieldKind.PARENT:
            return _key(text)
        case FieldKind.OTHER | FieldKind.RANK:
            raise BadValue(
                f"{field.name} cannot be set from a file.", "Take the line out; change it in Jira."
            )
        case _:
            return text


def _number(field: JiraField, text: str) -> FieldValue:
    try:
        number = float(text.replace("_", "x"))
    except ValueError:
        number = float("nan")
    if number != number or number in {float("inf"), float("-inf")}:  # noqa: PLR0124 - NaN
        raise BadValue(f'{field.name} must be a number, not "{text}".', "Write it like 5 or 2.5.")
    return int(number) if number.is_integer() else number


def _date(field: JiraField, text: str) -> FieldValue:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise BadValue(
            f'{field.name} must be a date, not "{text}".', "Write it like 2026-03-31."
        ) from None


def _key(text: str) -> str:
    key = text.strip("[] ").upper()
    if not KEY.match(key):
        raise BadValue(f'"{text}" is not a key.', "A parent is named by its key, like PROJ-123.")
    return key


def _option(field: JiraField, text: str, rule: FieldRule | None) -> str:
    options = rule.options if rule else ()
    if not options:
        return text
    found = _among(text, options)
    if found is None:
        names = [option.name for option in options]
        hint = suggestion(text, names) or f"Allowed: {', '.join(names[:12])}."
        raise BadValue(f'{field.name} cannot be "{text}".', hint)
    return found


def _among(text: str, options: Iterable[Option]) -> str | None:
    wanted = text.casefold()
    for option in options:
        if wanted in {option.name.casefold(), option.id.casefold()}:
            return option.name
    return None


def suggestion(word: str, words: Iterable[str]) -> str:
    """A "Did you mean" sentence for a misspelt word, empty where nothing is near."""
    from difflib import get_close_matches

    by_fold = {item.casefold(): item for item in words}
    near = get_close_matches(word.casefold(), by_fold, n=2, cutoff=0.7)
    names = " or ".join(f'"{by_fold[item]}"' for item in near)
    return f"Did you mean {names}?" if names else ""
